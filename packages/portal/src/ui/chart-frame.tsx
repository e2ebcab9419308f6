/** What every chart has around it: a legend that does without colour, and the same figures as a table for whoever wants them. */

import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ChartMultiple20Regular, Table20Regular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

const useStyles = makeStyles({
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    marginTop: tokens.spacingVerticalS,
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    rowGap: '4px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  entry: { display: 'flex', alignItems: 'center', gap: '6px', color: tokens.colorNeutralForeground2 },
  scroll: { maxHeight: '280px', overflow: 'auto' },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': {
      textAlign: 'end',
      padding: '4px 8px',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    },
    '& th:first-child, & td:first-child': { textAlign: 'start' },
  },
})

/** `band` is no line, but what lies between two. */
export type Stroke = 'solid' | 'dashed' | 'dotted' | 'broken' | 'band'

export interface Series {
  name: string
  color: string
  stroke: Stroke
}

export const dashes: Readonly<Record<Stroke, string | undefined>> = {
  solid: undefined,
  dashed: '7 4',
  dotted: '2 4',
  broken: '10 3 2 3',
  band: undefined,
}

/** The colours of the steps, the same in every chart; each meets 3:1 on a card in both looks. */
export const stepColors = {
  invited: tokens.colorPaletteBlueForeground2,
  confirmed: tokens.colorPaletteMarigoldForeground3,
  registered: tokens.colorPaletteGreenForeground3,
  quiet: tokens.colorNeutralForeground3,
} as const

interface ChartFrameProps {
  series: readonly Series[]
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  children: ReactNode
}

export function ChartFrame({ series, columns, rows, children }: ChartFrameProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const [isTable, setTable] = useState(false)
  return (
    <div>
      {isTable ? <FiguresTable columns={columns} rows={rows} /> : children}
      <div className={styles.foot}>
        <ul className={styles.legend}>
          {series.map(one => (
            <li key={one.name} className={styles.entry}>
              <svg width="24" height="8" aria-hidden="true">
                <path
                  d="M0 4h24"
                  stroke={one.color}
                  strokeWidth={one.stroke === 'band' ? 8 : 3}
                  {...(one.stroke === 'band' ? { opacity: 0.3 } : {})}
                  {...(dashes[one.stroke] === undefined ? {} : { strokeDasharray: dashes[one.stroke] })}
                />
              </svg>
              <Text size={200}>{one.name}</Text>
            </li>
          ))}
        </ul>
        <Button
          size="small"
          appearance="subtle"
          data-screen-only
          icon={isTable ? <ChartMultiple20Regular /> : <Table20Regular />}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? t.charts.asChart : t.charts.asTable}
        </Button>
      </div>
    </div>
  )
}

function FiguresTable({
  columns,
  rows,
}: {
  columns: readonly string[]
  rows: readonly (readonly string[])[]
}) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className={styles.scroll} tabIndex={0} aria-label={t.charts.asTable}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row[0]}>
              {row.map((cell, index) => (
                <td key={columns[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
