/** What the page of a campaign's SharePoint list asks, and what is done to the list. */

import type { Output } from '@muster/contract/routes'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { live } from '../answers.ts'
import { api } from '../session.ts'
import { useNotices } from '../ui/notices.tsx'

export type Mirror = Output<'createMirror'>
/** What the list shows, as its form holds it. */
export type Shown = Pick<Mirror, 'leavers' | 'withToken'>

const keyOf = (campaignId: string) => ['campaign', campaignId, 'mirror']

export function useMirror(campaignId: string) {
  return useQuery({
    queryKey: keyOf(campaignId),
    ...live(`getMirror ${campaignId}`, () => api.getMirror({ params: { campaignId } })),
  })
}

interface Act<Given> {
  /** Null: there is no list any more. */
  act(given: Given): Promise<Mirror | null>
  told: string
  onDone?(): void
}

/** One act on the list, with its notice; what it answers is how the list stands. */
export function useMirrorAct<Given = void>(campaignId: string, { act, told, onDone }: Act<Given>) {
  const notices = useNotices()
  const answers = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess(mirror) {
      answers.setQueryData(keyOf(campaignId), { mirror })
      void answers.invalidateQueries({ queryKey: keyOf(campaignId) })
      notices.tellDone(told)
      onDone?.()
    },
    onError: notices.tellFailed,
  })
}
