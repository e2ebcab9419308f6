/** The tables of the mirror as Kysely sees them. */

import type { Cells } from '@muster/core/board'
import type { ColumnType, Generated } from 'kysely'

/** Written as JSON text, read as what it says. */
type Json<T> = ColumnType<T, string | null, string | null>

export interface MirrorProblem {
  code: string
  reason: string
}

/** What a check has found that others had done to the list. */
export interface Drift {
  /** Rows edited by hand: put right. */
  edited: number
  /** Rows deleted by hand: added again. */
  deleted: number
  /** Second rows of the same person: removed. */
  doubled: number
  /** Rows of nobody in the campaign: left alone. */
  foreign: number
}

/** A check in hand. */
export interface Checking {
  startedAt: string
  /** The whole list is read, not only what has changed since the last check. */
  isWhole: boolean
}

export interface MirrorTable {
  id: string
  tenant_id: string
  campaign_id: string
  site_id: string
  site_url: string
  list_id: string
  list_name: string
  list_url: string
  leavers: 'remove' | 'mark'
  with_token: boolean
  is_on: boolean
  problem: Json<MirrorProblem | null>
  tried_again_at: Date | null
  cursor: string | null
  checking: Json<Checking | null>
  check_at: Date
  /** Since the last whole check. */
  found: ColumnType<Drift, string | undefined, string>
  checked_at: Date | null
  /** What the last whole check came to. */
  drift: Json<Drift | null>
  written_at: Date | null
  created_at: Date
}

export interface MirrorRowTable {
  mirror_id: string
  enrolment_id: string
  item_id: string | null
  etag: string | null
  cells: ColumnType<Cells, string, string>
  adding: string | null
  /** Written as a number, read as what `int8` gives: a string. */
  changed: ColumnType<string | null, string | null, string | null>
  not_before: Date | null
  attempts: Generated<number>
  problem: string | null
  seen_at: Date | null
}
