/** The first rows with one finding, or one outcome, of a take-over. */

import { makeStyles, Text } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { Card } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import {
  rowsShownMax,
  type Shown,
  type Takeover,
  type TakeoverRow,
  useTakeoverRows,
} from './takeover-queries.ts'

const useStyles = makeStyles({
  value: { overflowWrap: 'anywhere', minWidth: '160px' },
  findings: { minWidth: '220px' },
})

export function TakeoverRows({ takeover, shown }: { takeover: Takeover; shown: Shown }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const rows = useTakeoverRows(takeover, shown)
  const words = takeover.real ? t.takeOver.outcomes : t.takeOver.outcomesWould
  const title = 'finding' in shown ? t.takeOver.findingNames[shown.finding] : words[shown.outcome]
  return (
    <Card title={t.takeOver.rowsOf(title)}>
      <Answered query={rows} rows={5} height={24}>
        {items => (
          <TableFrame>
            <table className={table.table}>
              <thead>
                <tr>
                  <th scope="col">{t.takeOver.row}</th>
                  <th scope="col">{t.takeOver.person}</th>
                  <th scope="col">{t.takeOver.listed}</th>
                  <th scope="col">{t.takeOver.supported}</th>
                  <th scope="col">{t.takeOver.finding}</th>
                </tr>
              </thead>
              <tbody>
                {items.map(row => (
                  <Row key={row.row} row={row} />
                ))}
              </tbody>
            </table>
            {items.length === rowsShownMax && (
              <Text size={200}>{t.takeOver.firstRows(format.number(rowsShownMax))}</Text>
            )}
          </TableFrame>
        )}
      </Answered>
    </Card>
  )
}

function Row({ row }: { row: TakeoverRow }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  return (
    <tr>
      <td className={table.figure}>{format.number(row.row)}</td>
      <td className={styles.value}>
        {row.enrolmentId === null ? (
          row.person
        ) : (
          <TextLink to="/people/$enrolmentId" params={{ enrolmentId: row.enrolmentId }}>
            {row.person}
          </TextLink>
        )}
      </td>
      <td>{row.listed === null ? t.takeOver.nothing : t.status[row.listed]}</td>
      <td>{row.status === null ? t.none : t.status[row.status]}</td>
      <td className={styles.findings}>
        {row.findings.map(({ code, detail }) => (
          <Text key={`${code} ${detail}`} size={200} block>
            {t.takeOver.findingNames[code]}
            {detail === null ? '' : ` (${detail})`}
          </Text>
        ))}
      </td>
    </tr>
  )
}
