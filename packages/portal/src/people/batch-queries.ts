/** What the pages ask about lists of people: one list with its progress, and what became of its rows. */

import type { Output } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import { progressUntil } from '../answers.ts'
import { api } from '../session.ts'

export type Batch = Output<'getBatch'>['batch']
export type BatchRow = Output<'listBatchRows'>['items'][number]
export type Outcome = BatchRow['outcome']

/** Rows shown of each outcome; the whole list is a file. */
export const rowsShownMax = 100

export function isOver(batch: Batch): boolean {
  return batch.state === 'done' || batch.state === 'refused'
}

export function useBatch(batchId: string | undefined) {
  return useQuery({
    queryKey: ['batch', batchId],
    queryFn: async () => (await api.getBatch({ params: { batchId: batchId ?? '' } })).batch,
    enabled: batchId !== undefined,
    refetchInterval: progressUntil(isOver),
  })
}

export function useBatchRows(batch: Batch, outcome: Outcome | null) {
  return useQuery({
    queryKey: ['batch', batch.batchId, 'rows', outcome],
    queryFn: async () => {
      const query = { limit: rowsShownMax, ...(outcome === null ? {} : { outcome }) }
      return (await api.listBatchRows({ params: { batchId: batch.batchId }, query })).items
    },
    enabled: isOver(batch),
  })
}
