/** The tables of who may use the installation, as Kysely sees them: keys, accounts, sessions, the log of acts. */

import type { ColumnType } from 'kysely'

export interface ApiKeyTable {
  id: string
  name: string
  role: 'viewer' | 'operator' | 'admin'
  hash: Buffer
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

export interface AccountTable {
  id: string
  /** Entra's tenant id; of another provider its issuer. */
  directory: string
  /** Entra's object id; of another provider its `sub`. */
  subject: string
  name: string
  user_name: string | null
  role_claimed: 'viewer' | 'operator' | 'admin' | null
  role_given: 'viewer' | 'operator' | 'admin' | null
  created_at: Date
  last_signed_in_at: Date | null
}

export interface SessionTable {
  id: string
  account_id: string
  hash: Buffer
  attempt: Buffer
  role: 'viewer' | 'operator' | 'admin'
  started_at: Date
  last_used_at: Date
  ends_at: Date
  ended_at: Date | null
}

export interface InvitationTable {
  id: string
  hash: Buffer
  created_at: Date
  expires_at: Date
  used_at: Date | null
  used_by: string | null
}

/** Written once and never changed. */
type Once<T> = ColumnType<T, T, never>

export interface ActivityTable {
  number: Once<string>
  at: Once<Date>
  by: Once<'apiKey' | 'account' | 'machine' | 'nobody'>
  by_id: Once<string | null>
  act: Once<string>
  about: ColumnType<Record<string, string | string[]>, string, never>
  outcome: Once<'done' | 'refused' | 'failed'>
  reason: Once<string | null>
  mac: Once<Buffer>
}

export interface RememberedAnswerTable {
  caller_id: string
  key: string
  fingerprint: string
  answer: ColumnType<unknown, unknown, unknown>
  remembered_at: Date
}
