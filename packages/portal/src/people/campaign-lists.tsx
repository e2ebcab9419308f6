/** The lists that people of a campaign came with, newest first. */

import { ArrowUploadRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { liveEveryMs } from '../answers.ts'
import { api } from '../session.ts'
import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { readEveryPage } from '../ui/every-page.ts'
import { TextLink } from '../ui/links.tsx'
import { Card } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import type { Batch } from './batch-queries.ts'

const route = getRouteApi('/campaigns/$campaignId/lists')

export function CampaignLists() {
  const { t } = useTexts()
  const { campaignId } = route.useParams()
  const batches = useQuery({
    queryKey: ['campaign', campaignId, 'batches'],
    queryFn: () => readEveryPage(query => api.listBatches({ params: { campaignId }, query })),
    refetchInterval: liveEveryMs,
  })
  return (
    <Card
      title={t.lists.title}
      aside={
        <TextLink to="/campaigns/$campaignId/take-over" params={{ campaignId }}>
          {t.takeOver.link}
        </TextLink>
      }
    >
      <Answered query={batches}>
        {items =>
          items.length === 0 ? (
            <Empty icon={<ArrowUploadRegular />} title={t.lists.none} />
          ) : (
            <ListsTable batches={items} />
          )
        }
      </Answered>
    </Card>
  )
}

function ListsTable({ batches }: { batches: readonly Batch[] }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.lists.list}</th>
            <th scope="col">{t.lists.state}</th>
            <th scope="col" className={table.wide}>
              {t.lists.when}
            </th>
            <th scope="col" data-end>
              {t.outcome.added}
            </th>
            <th scope="col" data-end>
              {t.outcome.invalid}
            </th>
          </tr>
        </thead>
        <tbody>
          {batches.map(batch => (
            <tr key={batch.batchId}>
              <td>
                <TextLink
                  to="/campaigns/$campaignId/upload"
                  params={{ campaignId: batch.campaignId }}
                  search={{ batch: batch.batchId }}
                >
                  {batch.fileName ?? batch.sourceBatchId}
                </TextLink>
              </td>
              <td>{tellState(batch, t, format)}</td>
              <td className={`${table.figure} ${table.wide}`}>{format.moment(batch.createdAt)}</td>
              <td className={table.figure} data-end>
                {format.number(batch.exclusion === null ? batch.counts.added : 0)}
              </td>
              <td className={table.figure} data-end>
                {format.number(batch.counts.invalid)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

function tellState({ dryRun, state, exclusion, counts }: Batch, t: Texts, format: Formats): string {
  if (dryRun) return t.lists.tried
  if (state !== 'done' || exclusion === null) return t.batchState[state]
  return t.lists.leftOut(format.number(counts.added + counts.updated))
}
