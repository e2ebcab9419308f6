/** What became of the rows of a list, a card for each outcome; the chosen one says whose rows are shown below. */

import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'

const useStyles = makeStyles({
  cards: {
    display: 'grid',
    gap: '12px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '2px',
    padding: '12px 16px',
    textAlign: 'start',
    font: 'inherit',
    color: 'inherit',
    cursor: 'pointer',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  chosen: {
    border: `1px solid ${tokens.colorBrandStroke1}`,
    boxShadow: `inset 0 0 0 1px ${tokens.colorBrandStroke1}`,
  },
  figure: { fontSize: '28px', lineHeight: '36px', fontWeight: 600, fontVariantNumeric: 'tabular-nums' },
})

interface OutcomeCardsProps<Outcome extends string> {
  outcomes: readonly { outcome: Outcome; rows: number; words: string }[]
  chosen: Outcome | null
  /** Null: the chosen one was pressed once more. */
  onChoose(outcome: Outcome | null): void
}

export function OutcomeCards<Outcome extends string>(props: OutcomeCardsProps<Outcome>) {
  const { outcomes, chosen, onChoose } = props
  const styles = useStyles()
  const { format } = useTexts()
  return (
    <div className={styles.cards}>
      {outcomes.map(({ outcome, rows, words }) => (
        <button
          key={outcome}
          type="button"
          aria-pressed={chosen === outcome}
          className={mergeClasses(styles.card, chosen === outcome && styles.chosen)}
          onClick={() => onChoose(chosen === outcome ? null : outcome)}
        >
          <span className={styles.figure}>{format.number(rows)}</span>
          <Text>{words}</Text>
        </button>
      ))}
    </div>
  )
}
