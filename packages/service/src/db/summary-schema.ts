/** The tables of scheduled summaries, as Kysely sees them. */

import type { Weekday } from '@muster/core/mail-hours'
import type { ColumnType, JSONColumnType } from 'kysely'

export interface SummaryScheduleTable {
  id: string
  tenant_id: string
  campaign_id: string | null
  weekday: Weekday | null
  hour: number
  language: 'en' | 'de'
  hide_small: boolean
  recipients: JSONColumnType<SummaryRecipient[]>
  next_at: Date | null
  created_at: Date
  created_by: string
  removed_at: Date | null
}

/** Somebody of the directory, or somebody who has signed in; one of the two ids is there. */
export interface SummaryRecipient {
  address: string
  personId: string | null
  accountId: string | null
}

export interface SummaryTable {
  id: string
  tenant_id: string
  schedule_id: string
  /** When it was to be sent; null for a trial. */
  slot_at: Date | null
  made_at: Date
  language: 'en' | 'de'
  figures: ColumnType<unknown, string, string | null>
}
