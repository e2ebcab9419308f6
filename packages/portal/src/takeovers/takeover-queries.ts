/** What the page asks about take-overs, and what starts one. */

import type { Input, Output } from '@muster/contract/routes'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { progressUntil } from '../answers.ts'
import { api } from '../session.ts'
import { readEveryPage } from '../ui/every-page.ts'
import { useNotices } from '../ui/notices.tsx'

export type Takeover = Output<'getTakeover'>
export type TakeoverRow = Output<'listTakeoverRows'>['items'][number]
export type FindingCode = TakeoverRow['findings'][number]['code']
export type Outcome = NonNullable<TakeoverRow['outcome']>
/** What is shown of the rows: those with a finding, or with an outcome. */
export type Shown = { finding: FindingCode } | { outcome: Outcome }

export interface NewRun {
  body: Input<'startTakeover'>['body']
  /** Null for a list in SharePoint. */
  bytes: Uint8Array<ArrayBuffer> | null
}

/** Rows shown at once; the whole list is a file. */
export const rowsShownMax = 100

export function isOver({ state }: Takeover): boolean {
  return state === 'done' || state === 'refused'
}

export function useTakeover(takeoverId: string | undefined) {
  return useQuery({
    queryKey: ['takeover', takeoverId],
    queryFn: () => api.getTakeover({ params: { takeoverId: takeoverId ?? '' } }),
    enabled: takeoverId !== undefined,
    refetchInterval: progressUntil(isOver),
  })
}

export function useTakeovers(campaignId: string) {
  return useQuery({
    queryKey: ['campaign', campaignId, 'takeovers'],
    queryFn: () => readEveryPage(query => api.listTakeovers({ params: { campaignId }, query })),
  })
}

export function useTakeoverRows({ takeoverId }: Takeover, shown: Shown) {
  return useQuery({
    queryKey: ['takeover', takeoverId, 'rows', shown],
    queryFn: async () => {
      const query = { limit: rowsShownMax, ...shown }
      return (await api.listTakeoverRows({ params: { takeoverId }, query })).items
    },
  })
}

export function useRuns(campaignId: string, onRun: (takeoverId: string) => void) {
  const notices = useNotices()
  const answers = useQueryClient()
  const onSuccess = ({ takeoverId }: Takeover) => {
    void answers.invalidateQueries({ queryKey: ['campaign', campaignId] })
    onRun(takeoverId)
  }
  const start = useMutation({
    mutationFn: async ({ body, bytes }: NewRun) => {
      const started = await api.startTakeover({ params: { campaignId }, body })
      if (bytes === null) return started
      return api.sendTakeoverFile({ params: { takeoverId: started.takeoverId }, body: bytes })
    },
    onSuccess,
    onError: notices.tellFailed,
  })
  const again = useMutation({
    mutationFn: ({ takeoverId }: Takeover) =>
      api.repeatTakeover({ params: { takeoverId }, body: { real: true } }),
    onSuccess,
    onError: notices.tellFailed,
  })
  return {
    isBusy: start.isPending || again.isPending,
    rehearse: (run: NewRun) => start.mutate(run),
    takeOver: (takeover: Takeover) => again.mutate(takeover),
  }
}
