/**
 * Mails of unknown fate: the answer was lost after the body went out, or the worker died in between. They are looked
 * up where the mailbox may be read, and proven by a link that was opened; otherwise they wait, visible, for an operator.
 */

import type { MailKind } from '@muster/core/enrolment'
import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { apply } from '../enrolments/apply.ts'
import type { SenderConnection } from '../tenants/connections.ts'
import { findUnwanted } from './unwanted.ts'

/** A mail claimed this long ago is in nobody's hands: a send is over after a minute, one way or the other. */
const claimMs = 3 * 60 * 1000
/** Sent Items follow the send by seconds; a mail missing after this long was not sent. */
const sentItemsMs = 15 * 60 * 1000
/** Looking costs a request each time; nobody waits for the answer by the minute. */
const lookAgainMs = 10 * 60 * 1000
const lookBackMs = 2 * 24 * 60 * 60 * 1000
/** More mails of unknown fate than a mailbox sends in a quarter of an hour; the rest come at the next look. */
const lookUpMax = 500

interface Uncertain {
  id: string
  enrolment_id: string
  kind: MailKind
  number: number
  claimed_at: Date
  was_opened: boolean
}

interface Context {
  db: Database
  clock: Clock
  senderId: string
  sender: SenderConnection
  lookUps: LookUps
}

/** Which mailboxes were looked into when: during a wave the lane runs every minute, and most tenants grant no look. */
export interface LookUps {
  /** True at most once in a while for each sender. */
  isTime(senderId: string, at: Date): boolean
}

export function createLookUps(): LookUps {
  const lastAt = new Map<string, number>()
  return {
    isTime(senderId, at) {
      const last = lastAt.get(senderId)
      if (last !== undefined && at.getTime() - last < lookAgainMs) return false
      lastAt.set(senderId, at.getTime())
      return true
    },
  }
}

/** Settles what can be settled and says when to look again; null when nothing of unknown fate is left. */
export async function resolveUncertain(context: Context): Promise<Date | null> {
  const at = context.clock.now()
  await markAbandoned(context, at)
  const uncertain = await readUncertain(context, at)
  const arrived = uncertain.filter(mail => mail.was_opened)
  await settle(context, { mails: arrived, at, reason: 'its link was opened' })
  const open = uncertain.filter(mail => !mail.was_opened)
  if (open.length > 0) await lookUp(context, open, at)
  const isAnyLeft = open.length > 0 || (await isAnySending(context))
  return isAnyLeft ? new Date(at.getTime() + lookAgainMs) : null
}

async function isAnySending({ db, senderId }: Context): Promise<boolean> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('sender_id', '=', senderId)
    .where('state', '=', 'sending')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Left in `sending` by a worker that died: nobody knows whether it went out. */
async function markAbandoned({ db, senderId }: Context, at: Date): Promise<void> {
  await db
    .updateTable('message')
    .set({ state: 'uncertain', settled_at: at, outcome: 'the sending process ended before the answer came' })
    .where('sender_id', '=', senderId)
    .where('state', '=', 'sending')
    .where('claimed_at', '<', new Date(at.getTime() - claimMs))
    .execute()
}

async function readUncertain({ db, senderId }: Context, at: Date): Promise<Uncertain[]> {
  const since = new Date(at.getTime() - lookBackMs)
  const { rows } = await sql<Uncertain>`
    select message.id, message.enrolment_id, message.kind, message.number, message.claimed_at,
           coalesce(link.last_opened_at >= message.claimed_at, false) as was_opened
    from message join link on link.enrolment_id = message.enrolment_id
    where message.sender_id = ${senderId} and message.state = 'uncertain' and message.claimed_at > ${since}
    order by message.claimed_at limit ${lookUpMax}
  `.execute(db)
  return rows
}

async function lookUp(context: Context, mails: readonly Uncertain[], at: Date): Promise<void> {
  const oldest = mails[0]
  if (oldest === undefined || !context.lookUps.isTime(context.senderId, at)) return
  const since = new Date(oldest.claimed_at.getTime() - claimMs)
  const ids = mails.map(mail => mail.id)
  const found = await context.sender.mailer.findSent(context.sender.from.address, ids, since)
  if (found === null) return
  await settle(context, {
    mails: mails.filter(mail => found.get(mail.id) === true),
    at,
    reason: 'found in Sent Items',
  })
  const missing = mails.filter(
    mail => found.get(mail.id) === false && mail.claimed_at.getTime() < at.getTime() - sentItemsMs,
  )
  await requeue(context, missing, at)
}

async function settle(
  { db }: Context,
  arrived: { mails: readonly Uncertain[]; at: Date; reason: string },
): Promise<void> {
  const { mails, at, reason } = arrived
  if (mails.length === 0) return
  await inTransaction(db, async tx => {
    const { rows } = await sql<{ id: string }>`
      update message set state = 'sent', settled_at = ${at}, outcome = ${reason}
      where id = any(${mails.map(mail => mail.id)}::uuid[]) and state = 'uncertain' returning id
    `.execute(tx)
    const ours = new Set(rows.map(row => row.id))
    const signals = mails
      .filter(mail => ours.has(mail.id))
      .map(({ enrolment_id, kind, number }) => ({
        enrolmentId: enrolment_id,
        signal: { kind: 'mailAccepted' as const, mail: kind, number },
      }))
    await apply(tx, signals, at)
  })
}

/** Certainly not sent: it is not among the sent mails long after it would have been. */
async function requeue({ db }: Context, mails: readonly Uncertain[], at: Date): Promise<void> {
  if (mails.length === 0) return
  await inTransaction(db, async tx => {
    const ids = mails.map(mail => mail.id)
    const unwanted = [...(await findUnwanted(tx, ids))]
    await sql`
      update message set state = 'withdrawn', settled_at = ${at} where id = any(${unwanted}::uuid[]) and state = 'uncertain'
    `.execute(tx)
    await sql`
      update message set state = 'queued', claim = null, not_before = ${at}, settled_at = null,
                         outcome = 'not found in Sent Items, so it was not sent'
      where id = any(${ids}::uuid[]) and state = 'uncertain'
    `.execute(tx)
  })
}
