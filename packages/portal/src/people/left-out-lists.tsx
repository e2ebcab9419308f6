/** What became of the people that a campaign is to leave out, where lists are brought: while it is read, and what went wrong. */

import { MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { progressUntil } from '../answers.ts'
import { api } from '../session.ts'
import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { TextLink } from '../ui/links.tsx'
import { type Batch, isOver } from './batch-queries.ts'

/** A new campaign has a handful; of an old one the newest are enough. */
const listsShownMax = 20

export function LeftOutLists({ campaignId, except }: { campaignId: string; except: string | undefined }) {
  const { t, format } = useTexts()
  const lists = useQuery({
    queryKey: ['campaign', campaignId, 'leftOutLists'],
    queryFn: async () => {
      const { items } = await api.listBatches({ params: { campaignId }, query: { limit: listsShownMax } })
      return items.filter(({ exclusion, dryRun }) => exclusion !== null && !dryRun)
    },
    refetchInterval: progressUntil(all => all.every(isOver)),
  })
  const told = (lists.data ?? []).filter(list => list.batchId !== except && !isWell(list))
  return (
    <>
      {told.map(list => (
        <MessageBar key={list.batchId} intent={isOver(list) ? 'warning' : 'info'} layout="multiline">
          <MessageBarBody>{tell(list, t, format)}</MessageBarBody>
          <MessageBarActions>
            <TextLink
              to="/campaigns/$campaignId/upload"
              params={{ campaignId }}
              search={{ batch: list.batchId }}
            >
              {t.leftOut.seeRows}
            </TextLink>
          </MessageBarActions>
        </MessageBar>
      ))}
    </>
  )
}

function isWell({ state, counts }: Batch): boolean {
  return state === 'done' && counts.invalid === 0
}

function tell(list: Batch, t: Texts, format: Formats): string {
  const { state, counts, exclusion } = list
  const reason = exclusion?.reason ?? ''
  if (!isOver(list)) return t.leftOut.reading(reason)
  if (state === 'refused') return t.leftOut.refused(reason)
  return t.leftOut.invalid(counts.invalid, format.number(counts.invalid), reason)
}
