/** Fresh mails go into the queue, each dealt to the one of its campaign's senders that would be done with it first. */

import type { CampaignStatus } from '@muster/core/campaign'
import type { MailTimes } from '@muster/core/mail-hours'
import { sendingSentences } from '@muster/core/sending-sentences'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { MessageKind } from '../db/schema.ts'
import type { Wake } from '../queue/lanes.ts'
import { findTimes } from './mail-windows.ts'

/**
 * A mail that has waited longer than this for its sender may be taken over by any other of the campaign. Twice the
 * minute of a mailbox's budget: a sender that keeps up is never robbed.
 */
export const takeoverAfterMs = 2 * 60_000

const dayMs = 24 * 60 * 60 * 1000
const dayMinutes = 24 * 60

interface Load {
  id: string
  per_minute_max: number
  per_day_max: number
  is_aside: boolean
  queued: number
  used: number
}

export interface FreshMail {
  tenantId: string
  /** Null for a mail of a rule. */
  campaignId: string | null
  senderIds: readonly string[]
  /** In whose working hours it goes out. */
  policy: MailTimes
  /** Null for a digest, which is about several people, and for a mail of a rule. */
  enrolmentId: string | null
  /** Null for an address that a rule names. */
  recipientId: string | null
  kind: MessageKind
  number: number
  /** Of a mail that a rule asks for. */
  act?: { ruleId: string; actId: string; address: string | null }
}

/** Writes the rows; answers with their ids in the order given, and the lanes that have to be woken for them. */
export async function queueMessages(
  tx: Tx,
  mails: readonly FreshMail[],
  at: Date,
): Promise<{ ids: readonly string[]; wakes: readonly Wake[] }> {
  if (mails.length === 0) return { ids: [], wakes: [] }
  const senderIds = await dealMail(
    tx,
    mails.map(mail => mail.senderIds),
    at,
  )
  const times = await findTimes(tx, mails, at)
  const rows = mails.map((mail, index) => ({
    id: newId(),
    tenant_id: mail.tenantId,
    campaign_id: mail.campaignId,
    enrolment_id: mail.enrolmentId,
    recipient_id: mail.recipientId,
    sender_id: senderIds[index],
    kind: mail.kind,
    number: mail.number,
    state: 'queued',
    not_before: times[index]?.notBefore ?? at,
    closes_at: times[index]?.closesAt ?? null,
    queued_at: at,
    attempts: 0,
    rule_id: mail.act?.ruleId ?? null,
    act_id: mail.act?.actId ?? null,
    recipient_address: mail.act?.address ?? null,
  }))
  await sql`
    insert into message select * from jsonb_populate_recordset(null::message, ${JSON.stringify(rows)}::jsonb)
  `.execute(tx)
  const ids = rows.map(row => row.id)
  await withdrawOfFinished(tx, { ids, campaignIds: mails.map(mail => mail.campaignId), at })
  return { ids, wakes: wakesFor(mails, senderIds, at) }
}

/**
 * Nobody would ever take a mail of a finished campaign in hand, so it must not stand queued. The campaign is held until
 * the rows are there: a finish that is under way has ended by the time of this look, and a later one finds them.
 */
async function withdrawOfFinished(
  tx: Tx,
  { ids, campaignIds, at }: { ids: readonly string[]; campaignIds: readonly (string | null)[]; at: Date },
): Promise<void> {
  const wanted = [...new Set(campaignIds)].filter(id => id !== null).sort()
  const { rows } = await sql<{ id: string; status: CampaignStatus }>`
    select id, status from campaign where id = any(${wanted}::uuid[]) order by id for key share
  `.execute(tx)
  const finished = rows.filter(row => row.status === 'finished').map(row => row.id)
  if (finished.length === 0) return
  await sql`
    update message set state = 'withdrawn', settled_at = ${at}, outcome = ${sendingSentences.tell('campaignFinished')}
    where id = any(${ids}::uuid[]) and campaign_id = any(${finished}::uuid[])
  `.execute(tx)
}

/** Each sender looks later for what others left lying. */
function wakesFor(mails: readonly FreshMail[], senderIds: readonly string[], at: Date): Wake[] {
  const dealt = new Set(senderIds)
  const fellows = new Set(mails.flatMap(mail => mail.senderIds))
  const takeoverAt = new Date(at.getTime() + takeoverAfterMs)
  return [...new Set([...dealt, ...fellows])].map(key => ({
    kind: 'mail',
    key,
    at: dealt.has(key) ? at : takeoverAt,
  }))
}

/** One sender for each mail, given the senders that each may use; never empty, since a launch demands a sender. */
export async function dealMail(
  tx: Tx,
  choices: readonly (readonly string[])[],
  at: Date,
): Promise<readonly string[]> {
  const ids = new Set(choices.flatMap(choice => (choice.length > 1 ? choice : [])))
  const loads = ids.size === 0 ? new Map<string, Load>() : await readLoads(tx, [...ids], at)
  return choices.map(choice => {
    const known = choice.flatMap(id => loads.get(id) ?? [])
    const best = known.length === 0 ? undefined : known.reduce((a, b) => (isSooner(b, a) ? b : a))
    if (best !== undefined) best.queued += 1
    const id = best?.id ?? choice[0]
    if (id === undefined) throw new Error('a mail is asked for in a campaign without senders')
    return id
  })
}

/** What has been set aside comes last, whatever it could send. */
function isSooner(a: Load, b: Load): boolean {
  if (a.is_aside !== b.is_aside) return b.is_aside
  return minutesUntilSent(a) < minutesUntilSent(b)
}

function minutesUntilSent({ queued, used, per_minute_max, per_day_max }: Load): number {
  const days = Math.floor((queued + used) / per_day_max)
  return (queued + 1) / per_minute_max + days * dayMinutes
}

async function readLoads(tx: Tx, ids: readonly string[], at: Date): Promise<Map<string, Load>> {
  const since = new Date(at.getTime() - dayMs)
  const { rows } = await sql<Load>`
    select sender.id, sender.per_minute_max, sender.per_day_max,
           coalesce(sender.blocked_until > ${at}, false) as is_aside,
           (select count(*)::int from message where message.sender_id = sender.id and message.state = 'queued') as queued,
           (select count(*)::int from message
            where message.sender_id = sender.id and message.claimed_at > ${since}) as used
    from sender where sender.id = any(${ids}::uuid[])
  `.execute(tx)
  return new Map(rows.map(row => [row.id, row]))
}
