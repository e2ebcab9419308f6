/**
 * Taking queued mails in hand: the row says `sending` with our claim before anything leaves. A sender takes its own
 * mails first, then what other senders of the same campaign leave lying because they are set aside or far behind; of
 * each those first whose window of time closes soonest.
 */

import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { MessageKind } from '../db/schema.ts'
import { takeoverAfterMs } from '../enrolments/dealing.ts'
import { moveMails } from '../enrolments/mail-windows.ts'
import { isNotStopped } from '../enrolments/stopped.ts'
import { isSending, isSummary, joinPurpose, purposeSenders, senderListsWith } from './purposes.ts'
import { type RuleMailFacts, ruleMailFacts, ruleMailJoins } from './rule-mails.ts'

export interface ClaimedMail {
  id: string
  tenantId: string
  /** Null for a summary to somebody who is only an account, and for an address that a rule names. */
  recipientId: string | null
  /** Null for a digest, a summary and a mail of a rule, as is the token. */
  enrolmentId: string | null
  kind: MessageKind
  number: number
  attempts: number
  token: string | null
  address: string | null
  displayName: string
  givenName: string | null
  language: string
  textSetId: string | null
  campaignName: string
  dueOn: Date | null
  /** What a summary says, as it was written down when it was queued; null in every other mail. */
  figures: unknown
  /** What a mail of a rule says; null in every other mail. */
  rule: RuleMailFacts | null
}

interface Wanted {
  senderId: string
  claim: string
  at: Date
  max: number
}

/**
 * A paused campaign's queue stands still, and so does a stopped tenant's. Summaries, which are few and belong to no
 * campaign's queue, go first.
 */
export async function claimMail(db: Database, wanted: Wanted): Promise<ClaimedMail[]> {
  const own = await claimWhere(db, wanted, sql`message.sender_id = ${wanted.senderId}`)
  if (own.length >= wanted.max) return own
  const fellows = await readFellows(db, wanted.senderId, wanted.at)
  if (fellows.length === 0) return own
  const asideIds = fellows.filter(fellow => fellow.is_aside).map(fellow => fellow.id)
  const lateAt = new Date(wanted.at.getTime() - takeoverAfterMs)
  const left = sql`
    message.sender_id = any(${fellows.map(fellow => fellow.id)}::uuid[])
    and (${wanted.senderId} = any(${purposeSenders}) or ${isSummary})
    and (message.sender_id = any(${asideIds}::uuid[]) or message.not_before <= ${lateAt})
  `
  return [...own, ...(await claimWhere(db, { ...wanted, max: wanted.max - own.length }, left))]
}

/** The other senders of running campaigns, and of rules, that this one sends for; and those of its tenant that have summaries to send. */
async function readFellows(
  db: Database,
  senderId: string,
  at: Date,
): Promise<{ id: string; is_aside: boolean }[]> {
  const { rows } = await sql<{ id: string; is_aside: boolean }>`
    select sender.id, coalesce(sender.blocked_until > ${at}, false) as is_aside from sender
    where sender.id <> ${senderId} and sender.id in (
      select unnest(lists.sender_ids) from (${senderListsWith(senderId)}) as lists
      union
      select message.sender_id from message
      where ${isSummary} and message.state = 'queued'
        and message.tenant_id = (select tenant_id from sender where id = ${senderId})
    )
  `.execute(db)
  return rows
}

async function claimWhere(db: Database, wanted: Wanted, which: RawBuilder<unknown>): Promise<ClaimedMail[]> {
  const { senderId, claim, at, max } = wanted
  const { rows } = await sql<ClaimedMail>`
    with taken as (
      select message.id from message ${joinPurpose}
      where ${which} and message.state = 'queued' and message.not_before <= ${at} and ${isSending}
        and ${isNotStopped('message')} and (message.closes_at is null or message.closes_at > ${at})
      order by ${isSummary} desc, message.closes_at, message.queued_at, message.id limit ${max}
      for update of message skip locked
    ), claimed as (
      update message set state = 'sending', claim = ${claim}, claimed_at = ${at}, attempts = attempts + 1,
                         sender_id = ${senderId}
      from taken where message.id = taken.id
      returning message.*
    )
    select ${mailFacts}
    order by claimed.queued_at, claimed.id
  `.execute(db)
  return rows
}

/** What a mail is made of, of the rows in `claimed`. */
const mailFacts = sql`
           claimed.id, claimed.tenant_id as "tenantId", claimed.recipient_id as "recipientId",
           claimed.enrolment_id as "enrolmentId", claimed.kind, claimed.number, claimed.attempts,
           link.token, coalesce(claimed.recipient_address, person.mail) as address,
           coalesce(person.display_name, claimed.recipient_address, '') as "displayName",
           person.given_name as "givenName",
           coalesce(summary.language, person.preferred_language, tenant.default_language) as language,
           campaign.text_set_id as "textSetId", coalesce(campaign.name, '') as "campaignName",
           campaign.due_on::timestamp at time zone 'UTC' as "dueOn", summary.figures, ${ruleMailFacts} as rule
    from claimed
    left join link on link.enrolment_id = claimed.enrolment_id
    left join person on person.tenant_id = claimed.tenant_id and person.id = claimed.recipient_id
    join tenant on tenant.id = claimed.tenant_id
    left join campaign on campaign.id = claimed.campaign_id
    left join summary on summary.id = claimed.summary_id
    ${ruleMailJoins}
`

/** Mails that missed their window, of this sender or of one that it stands in for, wait for the next one. */
export async function moveClosed(db: Database, senderId: string, at: Date): Promise<void> {
  const fellows = await readFellows(db, senderId, at)
  const ids = [senderId, ...fellows.map(fellow => fellow.id)]
  await moveMails(db, sql`message.sender_id = any(${ids}::uuid[]) and message.closes_at <= ${at}`, at)
}

export interface Waiting {
  /** Since when this sender has had a mail of its own to send. */
  since: Date | null
  /** When it may next take one, its own or another's; null when none is queued. */
  nextAt: Date | null
}

/** What waits for this sender; paused campaigns wait for the resume to wake the lane. */
export async function readWaiting(db: Database, senderId: string, at: Date): Promise<Waiting> {
  const fellows = await readFellows(db, senderId, at)
  const ids = [senderId, ...fellows.map(fellow => fellow.id)]
  const freeIds = [senderId, ...fellows.filter(fellow => fellow.is_aside).map(fellow => fellow.id)]
  const { rows } = await sql<{ sender_id: string; is_free: boolean; first: Date }>`
    select message.sender_id, message.sender_id = any(${freeIds}::uuid[]) as is_free, min(message.not_before) as first
    from message ${joinPurpose}
    where message.sender_id = any(${ids}::uuid[]) and message.state = 'queued' and ${isSending}
      and ${isNotStopped('message')}
      and (message.sender_id = ${senderId} or ${senderId} = any(${purposeSenders}) or ${isSummary})
    group by message.sender_id
  `.execute(db)
  const times = rows.map(row => row.first.getTime() + (row.is_free ? 0 : takeoverAfterMs))
  return {
    since: rows.find(row => row.sender_id === senderId)?.first ?? null,
    nextAt: times.length === 0 ? null : new Date(Math.min(...times)),
  }
}
