/** Trying a list out and taking it in: the same list twice, first as a dry run that changes nothing. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../session.ts'
import { useNotices } from '../ui/notices.tsx'
import type { Batch } from './batch-queries.ts'

/** What somebody brings: bytes with a name, or a group of the directory. */
export type List =
  | {
      kind: 'file'
      bytes: Uint8Array<ArrayBuffer>
      fileName: string | null
      source: string
      inviteAgain: boolean
    }
  | { kind: 'group'; groupId: string; inviteAgain: boolean }

export function useIntake(campaignId: string, onBatch: (batchId: string) => void) {
  const notices = useNotices()
  const answers = useQueryClient()
  // The list stays with the page: after a reload it is chosen again, and what is under way is found by its address.
  const held = useRef<{ list: List; batchId: string } | null>(null)
  const send = useMutation({
    mutationFn: async ({ list, isDryRun }: { list: List; isDryRun: boolean }) => {
      const batch = await sendList(campaignId, list, isDryRun)
      held.current = { list, batchId: batch.batchId }
      return batch
    },
    onSuccess(batch) {
      void answers.invalidateQueries({ queryKey: ['campaign', campaignId] })
      onBatch(batch.batchId)
    },
    onError: notices.tellFailed,
  })
  return {
    isBusy: send.isPending,
    tryOut: (list: List) => send.mutate({ list, isDryRun: true }),
    canTakeIn: (batch: Batch) =>
      batch.dryRun && batch.state === 'done' && held.current?.batchId === batch.batchId,
    takeIn(batch: Batch) {
      if (held.current?.batchId === batch.batchId) send.mutate({ list: held.current.list, isDryRun: false })
    },
  }
}

async function sendList(campaignId: string, list: List, dryRun: boolean): Promise<Batch> {
  const params = { campaignId }
  switch (list.kind) {
    case 'file': {
      const { bytes, fileName, source, inviteAgain } = list
      const query = { source, inviteAgain, dryRun }
      const named = fileName === null ? {} : { fileName }
      return (await api.importPeople({ params, query, body: bytes, ...named })).batch
    }
    case 'group': {
      const { groupId, inviteAgain } = list
      return (await api.importGroup({ params, body: { groupId, inviteAgain, dryRun } })).batch
    }
    default:
      return list satisfies never
  }
}
