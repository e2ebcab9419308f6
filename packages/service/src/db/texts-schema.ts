/** The tables of texts and looks as Kysely sees them; part of `Schema`. */

import type { MailKind } from '@muster/core/placeholders'
import type { ColumnType } from 'kysely'

export interface LogoTable {
  tenant_id: string
  /** Follows from the bytes; stands in the address of the public picture. */
  id: string
  media_type: 'image/png' | 'image/jpeg'
  width: number
  height: number
  bytes: Buffer
  added_at: Date
}

export interface BrandTable {
  tenant_id: string
  /** `#rrggbb`. */
  accent: string | null
  on_accent: string | null
  logo_id: string | null
}

export interface TextSetTable {
  id: string
  tenant_id: string
  name: string
  made_at: Date
  removed_at: Date | null
}

export interface MailTemplateTable {
  id: string
  tenant_id: string
  /** Null: for every campaign of the tenant that has no texts of its own. */
  text_set_id: string | null
  kind: MailKind
  language: string
  subject: string
  mjml: string
  text: string
  html: string
  made_at: Date
  made_by: string
  replaced_at: Date | null
}

export interface MailFormTable {
  id: string
  tenant_id: string
  digest: Buffer
  /** Null: a built-in one. */
  template_id: string | null
  kind: MailKind | 'automation'
  language: string
  subject: string
  /** Empty in a rule that has only text: the mail was made from that. */
  html: string
  text: string
  facts: ColumnType<unknown, string, never>
  made_at: Date
}

/** What of a mail is the person's own, besides the link. */
export interface Said {
  displayName: string
  givenName: string | null
  address: string | null
  /** Of a digest; days as ISO text. */
  people: readonly { displayName: string; invitedAt: string; reminders: number }[] | null
  /** Of a rule's mail: whom and what the record tells of. */
  about?: { person: ToldPerson | null; event: ToldEvent }
}

export interface ToldPerson {
  displayName: string
  givenName: string | null
  userPrincipalName: string
}

export interface ToldEvent {
  activity: string
  service: string
  result: string
  reason: string | null
  /** ISO text, as it comes out of JSON. */
  at: string
}

export type TestMailState = 'queued' | 'sending' | 'sent' | 'refused' | 'uncertain'

export interface TestMailTable {
  id: string
  tenant_id: string
  sender_id: string
  recipient_id: string
  asked_by: string
  subject: string
  html: string
  text: string
  logo_id: string | null
  state: TestMailState
  outcome: string | null
  queued_at: Date
  claimed_at: Date | null
  settled_at: Date | null
}
