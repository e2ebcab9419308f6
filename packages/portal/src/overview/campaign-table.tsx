/** The campaigns of a tenant as a table: state, how far, and how long there is. */

import { makeStyles, ProgressBar } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { CampaignBadge } from '../ui/status-look.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'

type Counted = Output<'tenantOverview'>['campaigns'][number]

const useStyles = makeStyles({
  // A name of one long word must not push the figures out of sight.
  name: { overflowWrap: 'anywhere', minWidth: '140px' },
  progress: { minWidth: '130px', display: 'grid', gap: '6px' },
})

export function CampaignTable({ campaigns, at }: { campaigns: readonly Counted[]; at: Date }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.overview.campaign}</th>
            <th scope="col">{t.overview.state}</th>
            <th scope="col">{t.overview.registered}</th>
            <th scope="col" className={table.wide}>
              {t.overview.failed}
            </th>
            <th scope="col" className={table.wide}>
              {t.overview.due}
            </th>
          </tr>
        </thead>
        <tbody>
          {campaigns.map(({ campaign, people, counts }) => {
            const asked = people - counts.skipped - counts.excluded
            return (
              <tr key={campaign.campaignId}>
                <td className={`${table.strong} ${styles.name}`}>
                  <TextLink to="/campaigns/$campaignId" params={{ campaignId: campaign.campaignId }}>
                    {campaign.name}
                  </TextLink>
                </td>
                <td>
                  <CampaignBadge status={campaign.status} />
                </td>
                <td>
                  <div className={styles.progress}>
                    <span className={table.figure}>
                      {t.overview.registeredOf(
                        format.number(counts.active),
                        format.number(asked),
                        format.share(counts.active, asked),
                      )}
                    </span>
                    <ProgressBar
                      value={asked === 0 ? 0 : counts.active / asked}
                      thickness="large"
                      aria-label={t.overview.registered}
                    />
                  </div>
                </td>
                <td className={`${table.figure} ${table.wide}`}>{format.number(counts.failed)}</td>
                <td className={`${table.figure} ${table.wide}`}>
                  {campaign.dueOn === null
                    ? t.overview.noDue
                    : `${format.day(campaign.dueOn)} (${format.ago(new Date(campaign.dueOn), at)})`}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </TableFrame>
  )
}
