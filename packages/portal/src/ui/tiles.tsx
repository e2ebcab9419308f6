/** A row of figures: each with what it counts, and how much of the whole it is. */

import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gap: '16px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 168px), 1fr))',
    margin: 0,
    '@media print': { gap: '8px', gridTemplateColumns: 'repeat(4, minmax(0, 1fr))' },
  },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    padding: '14px 20px 16px',
    '@media print': { padding: '8px 12px 10px', borderRadius: 0 },
  },
  label: { color: tokens.colorNeutralForeground2 },
  figure: {
    margin: 0,
    display: 'flex',
    alignItems: 'baseline',
    gap: tokens.spacingHorizontalS,
    '@media print': { flexWrap: 'wrap' },
  },
  value: { fontSize: '32px', lineHeight: '40px', fontWeight: 600, fontVariantNumeric: 'tabular-nums' },
  of: { color: tokens.colorNeutralForeground2 },
  bar: { marginTop: '6px' },
})

export function Tiles({ children }: { children: ReactNode }) {
  const styles = useStyles()
  return <dl className={styles.row}>{children}</dl>
}

interface TileProps {
  label: string
  value: number
  /** The whole that the figure is a part of; null for one that stands alone. */
  whole: number | null
  note?: string
}

export function Tile({ label, value, whole, note }: TileProps) {
  const styles = useStyles()
  const { t, format } = useTexts()
  return (
    <div className={styles.tile}>
      <dt className={styles.label}>
        <Text>{label}</Text>
      </dt>
      <dd className={styles.figure}>
        <span className={styles.value}>{format.number(value)}</span>
        <Text className={styles.of}>
          {note ?? (whole === null ? '' : t.tiles.shareOf(format.share(value, whole), format.number(whole)))}
        </Text>
      </dd>
      {whole !== null && (
        <div className={styles.bar} aria-hidden>
          <ProgressBar value={whole === 0 ? 0 : value / whole} thickness="large" />
        </div>
      )}
    </div>
  )
}
