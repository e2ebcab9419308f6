/** The tables of lists that people came with: the list itself, the pieces it came in, what became of each row. */

import type { ListReading } from '@muster/core/roster-reading'
import type { ColumnType, Generated } from 'kysely'

export type BatchState = 'receiving' | 'queued' | 'working' | 'done' | 'refused'
export type RowOutcomeKind = 'added' | 'updated' | 'unchanged' | 'skipped' | 'invalid'

export interface BatchTable {
  id: string
  tenant_id: string
  campaign_id: string
  origin: 'file' | 'group'
  source: string
  source_batch_id: string
  file_name: string | null
  group_id: string | null
  invite_again: boolean
  dry_run: boolean
  state: BatchState
  /** Zero-based: the column that somebody chose. */
  people_column: number | null
  /** The sheet of a workbook that was read. */
  sheet: Generated<string | null>
  exclusion_id: string | null
  reading: ColumnType<ListReading | null, undefined, string | null>
  rows_total: number | null
  rows_done: Generated<number>
  added: Generated<number>
  updated: Generated<number>
  unchanged: Generated<number>
  skipped: Generated<number>
  invalid: Generated<number>
  problem: string | null
  created_at: Date
  finished_at: Date | null
}

/** A reason for which lists of people come in left out. */
export interface ExclusionTable {
  id: string
  tenant_id: string
  campaign_id: string
  reason: string
  owner: string
  until: Date | null
  created_at: Date
}

export interface BatchPieceTable {
  batch_id: string
  number: number
  bytes: Buffer
}

export interface BatchRowTable {
  batch_id: string
  number: number
  line: number
  value: string
  outcome: RowOutcomeKind
  reason: string | null
  person_id: string | null
}
