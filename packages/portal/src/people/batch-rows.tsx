/** The first rows of a list as they were understood, with those that have a problem marked. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircle16Regular, ErrorCircle16Filled, Info16Regular } from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { Card } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { type Batch, type BatchRow, type Outcome, rowsShownMax, useBatchRows } from './batch-queries.ts'
import { outcomesOf } from './list-words.ts'
import { nameRow } from './row-name.ts'
import { tellRow } from './row-words.ts'

const useStyles = makeStyles({
  invalid: { backgroundColor: tokens.colorPaletteRedBackground1 },
  outcome: { display: 'inline-flex', alignItems: 'center', gap: '6px', whiteSpace: 'nowrap' },
  bad: { color: tokens.colorPaletteRedForeground1 },
  value: { overflowWrap: 'anywhere' },
})

const icons: Readonly<Record<Outcome, ReactElement>> = {
  added: <CheckmarkCircle16Regular />,
  updated: <CheckmarkCircle16Regular />,
  unchanged: <CheckmarkCircle16Regular />,
  skipped: <Info16Regular />,
  invalid: <ErrorCircle16Filled />,
}

export function BatchRows({ batch, outcome }: { batch: Batch; outcome: Outcome | null }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  const rows = useBatchRows(batch, outcome)
  const words = outcomesOf(batch, t)
  return (
    <Card title={outcome === null ? t.upload.rows : t.upload.rowsOf(words[outcome])}>
      <Answered query={rows} rows={5} height={24}>
        {items =>
          items.length === 0 ? (
            <Text>{t.upload.noRows}</Text>
          ) : (
            <TableFrame>
              <table className={table.table}>
                <thead>
                  <tr>
                    <th scope="col">{t.upload.line}</th>
                    <th scope="col">{t.upload.value}</th>
                    <th scope="col">{t.upload.outcome}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(row => (
                    <tr key={row.line} className={row.outcome === 'invalid' ? styles.invalid : ''}>
                      <td className={table.figure}>{format.number(row.line)}</td>
                      <td className={styles.value}>
                        <Person row={row} />
                      </td>
                      <td>
                        <span className={`${styles.outcome} ${row.outcome === 'invalid' ? styles.bad : ''}`}>
                          <span aria-hidden>{icons[row.outcome]}</span>
                          {words[row.outcome]}
                        </span>
                        {row.reason !== null && (
                          <Text size={200} block className={table.quiet}>
                            {tellRow(row, t)}
                          </Text>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {items.length === rowsShownMax && (
                <Text size={200}>{t.upload.firstRows(format.number(rowsShownMax))}</Text>
              )}
            </TableFrame>
          )
        }
      </Answered>
    </Card>
  )
}

function Person({ row }: { row: BatchRow }) {
  const table = useTableStyles()
  const { text, detail } = nameRow(row)
  return (
    <>
      {row.enrolmentId === null ? (
        text
      ) : (
        <TextLink to="/people/$enrolmentId" params={{ enrolmentId: row.enrolmentId }}>
          {text}
        </TextLink>
      )}
      {detail !== null && (
        <Text size={200} block className={table.quiet}>
          {detail}
        </Text>
      )}
    </>
  )
}
