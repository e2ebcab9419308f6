/** What became of telling managers: how many people of each outcome, with the way to who they are. */

import type { Output } from '@muster/contract/routes'
import { escalationState } from '@muster/contract/shapes/campaigns'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { Card } from '../ui/page.tsx'
import { useTableStyles } from '../ui/table-styles.ts'

/** Nothing before anybody's manager was to be told. */
export function Managers({ report }: { report: Output<'campaignStatus'> }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  const { campaignId } = report.campaign
  const shown = escalationState.options.filter(state => report.escalations[state] > 0)
  if (shown.length === 0) return null
  return (
    <Card title={t.campaign.managers}>
      <table className={table.table}>
        <tbody>
          {shown.map(state => (
            <tr key={state}>
              <td>
                <TextLink
                  to="/campaigns/$campaignId/people"
                  params={{ campaignId }}
                  search={{ escalation: state }}
                >
                  {t.escalation[state]}
                </TextLink>
              </td>
              <td className={table.figure} data-end>
                {format.number(report.escalations[state])}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
