/** The tables of take-overs from another product's list, and of what stood in its links. */

import type { Status } from '@muster/core/enrolment'
import type { ColumnMapping, FoundColumn } from '@muster/core/take-over-columns'
import type { Finding, FindingCode } from '@muster/core/take-over-findings'
import type { DateOrder, ListedStatus } from '@muster/core/take-over-row'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'

/** `receiving`: the file is still coming. `reading`: row by row. `weighing`: person by person. */
export type TakeoverState = 'receiving' | 'queued' | 'reading' | 'weighing' | 'done' | 'refused'

export interface TakeoverTable {
  id: string
  tenant_id: string
  campaign_id: string
  origin: 'list' | 'file'
  site: string | null
  list: string
  file_id: string | null
  mapping: ColumnType<ColumnMapping, string, never>
  is_real: boolean
  rest_days: number
  state: TakeoverState
  reading: ColumnType<TakeoverReading | null, string | undefined, string | null>
  cursor: string | null
  rows_done: Generated<number>
  rows_total: number | null
  people_done: Generated<number>
  people_total: number | null
  after_person: string | null
  report: ColumnType<TakeoverReport | null, string | undefined, string | null>
  problem: ColumnType<TakeoverProblem | null, string | undefined, string | null>
  created_at: Date
  finished_at: Date | null
}

/** How the head of the list was understood. */
export interface TakeoverReading {
  columns: ReadColumn[]
  missing: string[]
  unknown: string[]
  unmapped: string[]
  dateOrder: DateOrder
  /** Of a list: where Graph has it. */
  place: { siteId: string; listId: string } | null
}

/** With what Graph calls it; the label again where a file knows no other. */
export type ReadColumn = FoundColumn & { name: string }

export type TakeoverOutcome = 'added' | 'moved' | 'unchanged' | 'skipped' | 'duplicate' | 'gone' | 'invalid'

export interface TakeoverReport {
  counts: Record<TakeoverOutcome, number>
  findings: { code: FindingCode; rows: number }[]
  statuses: { listed: ListedStatus | null; status: Status | null; rows: number }[]
}

export interface TakeoverProblem {
  detail: string
  where: string
  remedy: string
  code?: string
  facts?: Readonly<Record<string, string>>
}

export interface TakeoverPieceTable {
  file_id: string
  number: number
  tenant_id: string
  bytes: Buffer
}

export interface TakeoverRowTable {
  takeover_id: string
  number: number
  line: number
  value: string
  claim: JSONColumnType<Record<string, unknown>>
  listed_status: string | null
  person_id: string | null
  token_hash: Buffer | null
  status: Status | null
  outcome: TakeoverOutcome | null
  findings: Generated<FindingCode[]>
  details: JSONColumnType<Finding[]>
}

export interface LinkAliasTable {
  hash: Buffer
  enrolment_id: string
  tenant_id: string
}
