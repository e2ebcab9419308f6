/**
 * Mails of unknown fate: the answer was lost after the body went out, or the worker died in between. They are looked
 * up where the mailbox may be read, and proven by a link that was opened; otherwise they wait, visible, for an operator
 * or for what the campaign says shall become of them after a while.
 */

import type { Clock } from '@muster/core/ports'
import { sendingSentences } from '@muster/core/sending-sentences'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { SenderConnection } from '../tenants/connections.ts'
import { beginDoubts } from './doubts.ts'
import { markArrived, sendAgain } from './fates.ts'

/** A mail claimed this long ago is in nobody's hands: a send is over after a minute, one way or the other. */
const claimMs = 3 * 60 * 1000
/** Sent Items follow the send by seconds; a mail missing after this long was not sent. */
const sentItemsMs = 5 * 60 * 1000
/** Looking costs a request each time; nobody waits for the answer by the minute. */
const lookAgainMs = 5 * 60 * 1000
/** What could not be told of a mail within this time only a link that is opened or a permission that is granted tells. */
const freshMs = 60 * 60 * 1000
const lookSeldomMs = 30 * 60 * 1000
const lookBackMs = 2 * 24 * 60 * 60 * 1000
/** More mails of unknown fate than a mailbox sends in a quarter of an hour; the rest come at the next look. */
const lookUpMax = 500

interface Uncertain {
  id: string
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
  await markArrived(context.db, idsOf(arrived), {
    ...{ at, outcome: sendingSentences.tell('linkOpened'), decision: null },
    by: { kind: 'link' },
  })
  const open = uncertain.filter(mail => !mail.was_opened)
  if (open.length > 0) await lookUp(context, open, at)
  await decideOverdue(context, at)
  return sooner(await nextLookAt(context, open, at), await nextOverdueAt(context))
}

async function nextLookAt(context: Context, open: readonly Uncertain[], at: Date): Promise<Date | null> {
  const isFresh = open.some(mail => at.getTime() - mail.claimed_at.getTime() < freshMs)
  if (isFresh || (await isAnySending(context))) return new Date(at.getTime() + lookAgainMs)
  return open.length > 0 ? new Date(at.getTime() + lookSeldomMs) : null
}

function sooner(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

function idsOf(mails: readonly Uncertain[]): string[] {
  return mails.map(mail => mail.id)
}

/** When the campaign's own decision about an uncertain mail falls; one that was sent again once waits for an operator. */
const overdueAt = sql`message.claimed_at + make_interval(hours => (campaign.policy->>'uncertainAfterHours')::int)`
const isDecidedByItself = sql`
  message.state = 'uncertain' and message.decision is null and campaign.policy->>'uncertainThen' <> 'wait'
`

async function decideOverdue({ db, senderId }: Context, at: Date): Promise<void> {
  const { rows } = await sql<{ id: string; then: string; hours: number }>`
    select message.id, campaign.policy->>'uncertainThen' as "then",
           (campaign.policy->>'uncertainAfterHours')::int as hours
    from message join campaign on campaign.id = message.campaign_id
    where message.sender_id = ${senderId} and ${isDecidedByItself} and ${overdueAt} <= ${at}
    order by message.claimed_at limit ${lookUpMax}
  `.execute(db)
  for (const [hours, mails] of Map.groupBy(rows, row => row.hours)) {
    const by = { kind: 'campaign' as const }
    const after = { hours: String(hours) }
    const which = (then: string) => mails.filter(mail => mail.then === then).map(mail => mail.id)
    const arrived = sendingSentences.tell('arrivedAfter', after)
    await markArrived(db, which('arrived'), { at, outcome: arrived, decision: arrived, by })
    const again = sendingSentences.tell('againAfter', after)
    await sendAgain(db, which('again'), { at, outcome: again, decision: again, by })
  }
}

async function nextOverdueAt({ db, senderId }: Context): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(${overdueAt}) as at from message join campaign on campaign.id = message.campaign_id
    where message.sender_id = ${senderId} and ${isDecidedByItself}
  `.execute(db)
  return rows[0]?.at ?? null
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
  await inTransaction(db, async tx => {
    const abandoned = await tx
      .updateTable('message')
      .set({
        state: 'uncertain',
        settled_at: at,
        outcome: sendingSentences.tell('processEnded'),
      })
      .where('sender_id', '=', senderId)
      .where('state', '=', 'sending')
      .where('claimed_at', '<', new Date(at.getTime() - claimMs))
      .returning('id')
      .execute()
    await beginDoubts(
      tx,
      abandoned.map(mail => mail.id),
    )
  })
}

async function readUncertain({ db, senderId }: Context, at: Date): Promise<Uncertain[]> {
  const since = new Date(at.getTime() - lookBackMs)
  const { rows } = await sql<Uncertain>`
    select message.id, message.claimed_at,
           coalesce(link.last_opened_at >= message.claimed_at, false) as was_opened
    from message left join link on link.enrolment_id = message.enrolment_id
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
  const arrived = mails.filter(mail => found.get(mail.id) === true)
  const by = { kind: 'sentItems' as const }
  await markArrived(context.db, idsOf(arrived), {
    at,
    outcome: sendingSentences.tell('inSentItems'),
    decision: null,
    by,
  })
  // Certainly not sent: it is not among the sent mails long after it would have been.
  const missing = mails.filter(
    mail => found.get(mail.id) === false && mail.claimed_at.getTime() < at.getTime() - sentItemsMs,
  )
  const outcome = sendingSentences.tell('notInSentItems')
  await sendAgain(context.db, idsOf(missing), { at, outcome, decision: null, by })
}
