/** The rehearsals and take-overs that a campaign has had, newest first. */

import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { Card } from '../ui/page.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { useTakeovers } from './takeover-queries.ts'

/** Nothing while there are none: the page begins with the first one then. */
export function EarlierRuns({ campaignId }: { campaignId: string }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const { data: runs = [] } = useTakeovers(campaignId)
  if (runs.length === 0) return null
  return (
    <Card title={t.takeOver.earlier}>
      <TableFrame>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.takeOver.run}</th>
              <th scope="col">{t.takeOver.state}</th>
              <th scope="col">{t.takeOver.when}</th>
              <th scope="col" data-end>
                {t.takeOver.rowsHead}
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map(run => (
              <tr key={run.takeoverId}>
                <td>
                  <TextLink
                    to="/campaigns/$campaignId/take-over"
                    params={{ campaignId }}
                    search={{ run: run.takeoverId }}
                  >
                    {`${run.real ? t.takeOver.real : t.takeOver.rehearsal}: ${run.from.list}`}
                  </TextLink>
                </td>
                <td>{t.takeOver.states[run.state]}</td>
                <td className={table.figure}>{format.moment(run.createdAt)}</td>
                <td className={table.figure} data-end>
                  {format.number(run.rowsDone)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Card>
  )
}
