/** Bars one below another, each with its words and its figure: for steps and spans that stand in an order of their own. */

import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  list: { display: 'grid', gap: '12px', margin: 0, padding: 0, listStyleType: 'none' },
  words: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  figure: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  track: {
    height: '14px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground4,
    overflow: 'hidden',
    marginTop: '4px',
  },
  bar: {
    height: '100%',
    backgroundColor: tokens.colorBrandBackground,
    borderRadius: tokens.borderRadiusMedium,
  },
  // Few are seen; none is not drawn.
  some: { minWidth: '2px' },
})

export interface Bar {
  name: string
  figure: string
  /** What stands behind the figure, such as its share of the whole. */
  note: string
  /** Of the width, from 0 to 1. */
  length: number
}

export function BarList({ bars }: { bars: readonly Bar[] }) {
  const styles = useStyles()
  return (
    <ol className={styles.list}>
      {bars.map(({ name, figure, note, length }) => (
        <li key={name}>
          <div className={styles.words}>
            <Text>{name}</Text>
            <Text className={styles.figure}>
              <Text weight="semibold">{figure}</Text>
              {` · ${note}`}
            </Text>
          </div>
          <div className={styles.track} aria-hidden>
            <div
              className={mergeClasses(styles.bar, length > 0 && styles.some)}
              style={{ width: `${length * 100}%` }}
            />
          </div>
        </li>
      ))}
    </ol>
  )
}
