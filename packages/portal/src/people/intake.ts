/** Trying a list out and taking it in: the same list twice, first as a dry run that changes nothing. */

import { Unreachable } from '@muster/contract/client'
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

export interface Sent {
  list: List
  isDryRun: boolean
  /** Counted from 1; null leaves it to the service to find the column by its name. */
  column: number | null
}

export function useIntake(campaignId: string, onBatch: (batchId: string) => void) {
  const notices = useNotices()
  const answers = useQueryClient()
  // The list stays with the page: after a reload it is chosen again, and what is under way is found by its address.
  const held = useRef<{ list: List; batchId: string } | null>(null)
  const send = useMutation({
    mutationFn: async (sent: Sent) => {
      const batch = await sendList(campaignId, sent)
      held.current = { list: sent.list, batchId: batch.batchId }
      return batch
    },
    onSuccess(batch) {
      void answers.invalidateQueries({ queryKey: ['campaign', campaignId] })
      onBatch(batch.batchId)
    },
    onError: notices.tellFailed,
  })
  const heldFor = (batch: Batch) => (held.current?.batchId === batch.batchId ? held.current.list : null)
  const isLost = send.error instanceof Unreachable
  const { variables } = send
  return {
    isBusy: send.isPending,
    /** Sends once more what did not arrive; null when nothing was lost on the way. */
    sendAgain: isLost && variables !== undefined ? () => send.mutate(variables) : null,
    tryOut: (list: List) => send.mutate({ list, isDryRun: true, column: null }),
    isHeld: (batch: Batch) => heldFor(batch) !== null,
    readColumn(batch: Batch, column: number) {
      const list = heldFor(batch)
      if (list !== null) send.mutate({ list, isDryRun: true, column })
    },
    takeIn(batch: Batch) {
      const list = heldFor(batch)
      if (list !== null) send.mutate({ list, isDryRun: false, column: columnOf(batch) })
    },
  }
}

const naming: ReadonlySet<string | null> = new Set(['person', 'upn', 'mail', 'objectId'])

/** What was guessed or chosen is said when the list is taken in; what has a known name needs no saying. */
function columnOf({ reading }: Batch): number | null {
  if (reading === null || reading.certainty === 'named' || reading.certainty === 'doubtful') return null
  const at = reading.columns.findIndex(column => naming.has(column.use))
  return at === -1 ? null : at + 1
}

async function sendList(campaignId: string, { list, isDryRun: dryRun, column }: Sent): Promise<Batch> {
  const params = { campaignId }
  switch (list.kind) {
    case 'file': {
      const { bytes, fileName, source, inviteAgain } = list
      const query = { source, inviteAgain, dryRun, ...(column === null ? {} : { column }) }
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
