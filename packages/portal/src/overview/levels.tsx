/** What the people of the directory can sign in with, from nothing to resistant against phishing. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'

type Levels = Output<'tenantOverview'>['levels']

const order = ['phishingResistant', 'mfa', 'phone', 'none', 'unknown'] as const

const colors: Readonly<Record<keyof Levels, string>> = {
  phishingResistant: tokens.colorPaletteGreenForeground3,
  mfa: tokens.colorPaletteBlueForeground2,
  phone: tokens.colorPaletteMarigoldForeground3,
  none: tokens.colorPaletteRedForeground3,
  unknown: tokens.colorNeutralForeground4,
}

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: '12px' },
  words: { display: 'flex', justifyContent: 'space-between', gap: '12px' },
  figure: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  track: {
    height: '8px',
    borderRadius: '4px',
    backgroundColor: tokens.colorNeutralBackground4,
    overflow: 'hidden',
    marginTop: '4px',
  },
  bar: { height: '100%', borderRadius: '4px' },
})

export function Levels({ levels }: { levels: Levels }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const people = order.reduce((sum, level) => sum + levels[level], 0)
  return (
    <ul className={styles.list}>
      {order.map(level => (
        <li key={level}>
          <div className={styles.words}>
            <Text>{t.level[level]}</Text>
            <Text className={styles.figure}>
              {`${format.number(levels[level])} · ${format.share(levels[level], people)}`}
            </Text>
          </div>
          <div className={styles.track} aria-hidden>
            <div
              className={styles.bar}
              style={{
                width: `${(levels[level] / Math.max(1, people)) * 100}%`,
                backgroundColor: colors[level],
              }}
            />
          </div>
        </li>
      ))}
    </ul>
  )
}
