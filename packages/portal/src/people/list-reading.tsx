/** The first rows of a list as they stand in it: the column that names the people marked, problems where they are, another column to choose. */

import {
  Badge,
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components'
import { ErrorCircle16Filled } from '@fluentui/react-icons'
import { useTexts } from '../texts/use-texts.tsx'
import { Card } from '../ui/page.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { type Batch, type BatchRow, useBatchRows } from './batch-queries.ts'
import { tellRow } from './row-words.ts'

type Reading = NonNullable<Batch['reading']>

const useStyles = makeStyles({
  choice: { display: 'grid', gap: '12px', marginBottom: '14px', maxWidth: '520px' },
  head: { display: 'grid', gap: '4px', justifyItems: 'start' },
  naming: { backgroundColor: tokens.colorBrandBackground2 },
  bad: { backgroundColor: tokens.colorPaletteRedBackground1 },
  cell: { minWidth: '80px', maxWidth: '320px', overflowWrap: 'anywhere' },
  why: {
    color: tokens.colorPaletteRedForeground1,
    display: 'flex',
    gap: '6px',
    alignItems: 'center',
    '& svg': { flexShrink: 0 },
  },
  quiet: { color: tokens.colorNeutralForeground2 },
})

const naming: ReadonlySet<string | null> = new Set(['person', 'upn', 'mail', 'objectId'])

interface ListReadingProps {
  batch: Batch
  reading: Reading
  isBusy: boolean
  onColumn: ((column: number) => void) | null
}

export function ListReading({ batch, reading, isBusy, onColumn }: ListReadingProps) {
  const { t, format } = useTexts()
  const rows = useBatchRows(batch, null)
  return (
    <Card title={t.reading.title} aside={batch.sheet !== null && <Text>{t.reading.sheet(batch.sheet)}</Text>}>
      {reading.columns.length > 1 && <Choice reading={reading} isBusy={isBusy} onColumn={onColumn} />}
      <FirstRows reading={reading} outcomes={rows.data ?? []} />
      <Text size={200}>{t.reading.firstRows(reading.rows.length, format.number(reading.rows.length))}</Text>
    </Card>
  )
}

/** A column's number is what tells it apart; two may have one name. */
type Numbered = Reading['columns'][number] & { number: number }

function numbered({ columns }: Reading): Numbered[] {
  return columns.map((column, at) => ({ ...column, number: at + 1 }))
}

function useColumnName(): (column: Numbered) => string {
  const { t, format } = useTexts()
  return ({ name, number }) => (name === null || name === '' ? t.reading.column(format.number(number)) : name)
}

/** Nothing to choose between where the name says it: the choice is there, but asks for no attention. */
function Choice({ reading, isBusy, onColumn }: Omit<ListReadingProps, 'batch'>) {
  const styles = useStyles()
  const { t } = useTexts()
  const nameOf = useColumnName()
  const { certainty } = reading
  const columns = numbered(reading)
  const isUnsure = certainty === 'guessed' || certainty === 'doubtful'
  const chosen = columns.find(column => naming.has(column.use))?.number ?? 0
  return (
    <div className={styles.choice}>
      {isUnsure ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t.reading[certainty]}</MessageBarBody>
        </MessageBar>
      ) : (
        <Text>{t.reading[certainty]}</Text>
      )}
      {onColumn === null ? (
        isUnsure && <Text size={200}>{t.reading.gone}</Text>
      ) : (
        <Field label={isUnsure ? t.reading.choose : t.reading.another}>
          <Select
            value={String(chosen)}
            disabled={isBusy}
            onChange={(_, { value }) => onColumn(Number(value))}
          >
            {columns.map(column => (
              <option key={column.number} value={column.number}>
                {nameOf(column)}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  )
}

function FirstRows({ reading, outcomes }: { reading: Reading; outcomes: readonly BatchRow[] }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  const nameOf = useColumnName()
  const columns = numbered(reading)
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.reading.line}</th>
            {columns.map(column => (
              <th
                key={column.number}
                scope="col"
                data-inset
                className={mergeClasses(naming.has(column.use) && styles.naming)}
              >
                <span className={styles.head}>
                  {nameOf(column)}
                  {column.use !== null && (
                    <Badge
                      appearance={naming.has(column.use) ? 'filled' : 'outline'}
                      color={naming.has(column.use) ? 'brand' : 'informative'}
                      size="small"
                    >
                      {t.reading.use[column.use]}
                    </Badge>
                  )}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reading.rows.map((row, at) => (
            <Row
              key={`${row.line} ${row.cells.join()}`}
              row={row}
              columns={columns}
              line={format.number(row.line)}
              outcome={outcomes[at]?.line === row.line ? outcomes[at] : undefined}
            />
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

interface RowProps {
  row: Reading['rows'][number]
  columns: readonly Numbered[]
  line: string
  outcome: BatchRow | undefined
}

/** Why a row is not taken stands in the cell that names the person. */
function Row({ row, columns, line, outcome }: RowProps) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t } = useTexts()
  const isBad = outcome?.outcome === 'invalid'
  const whyAt = columns.find(column => naming.has(column.use))?.number
  return (
    <tr className={mergeClasses(isBad && styles.bad)}>
      <td className={table.figure}>{line}</td>
      {columns.map(column => (
        <td
          key={column.number}
          data-inset
          className={mergeClasses(styles.cell, !isBad && naming.has(column.use) && styles.naming)}
        >
          {row.cells[column.number - 1] ?? ''}
          {column.number === whyAt && outcome !== undefined && outcome.reason !== null && (
            <Text size={200} block className={isBad ? styles.why : styles.quiet}>
              {isBad && <ErrorCircle16Filled aria-label={t.reading.problem} />}
              {tellRow(outcome, t)}
            </Text>
          )}
        </td>
      ))}
    </tr>
  )
}
