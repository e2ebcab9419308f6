/**
 * Non-delivery reports: Exchange takes a mail, and says later, in the sender's inbox, that nobody could deliver it
 * (facts, section 10). Read where the mailbox may be read, for as long as reports may still come.
 */

import type { Bounce, Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { type Addressed, apply } from '../enrolments/apply.ts'
import type { SenderConnection } from '../tenants/connections.ts'
import { endDoubts } from './doubts.ts'
import { type Settled, signalsOfMails } from './fate-signals.ts'
import { readKept, subjectOf } from './forms.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Most reports come within minutes; nobody reminds the person earlier than a day later. */
const lookMs = 15 * minuteMs
/** Mail systems give up on an address that does not answer after a day or two; those reports are few. */
const lookLateMs = 6 * hourMs
/** Permissions change seldom; `doctor` says at once whether this one is there. */
const barredMs = dayMs
/** After this long after the last mail no report is expected any more. */
const reportsMs = 3 * dayMs
/** Windows overlap, as a report may be filed with an earlier time than that of the last look. */
const overlapMs = 10 * minuteMs

interface Context {
  db: Database
  clock: Clock
  senderId: string
  sender: SenderConnection
}

interface Look {
  lookedAt: string
  readUntil: string | null
  isBarred: boolean
  /** Reports of the overlap, so that none counts twice. */
  seenIds: string[]
}

/** Reads what has come if it is time to, and says when to look again; null when no report is expected. */
export async function readBounces(context: Context): Promise<Date | null> {
  const { db, clock, senderId, sender } = context
  const at = clock.now()
  const mailed = await readMailed(db, senderId, at)
  if (mailed === null) return null
  const look = await readLook(db, mailed.tenantId, senderId)
  const dueAt = nextLookAt(look, mailed)
  if (dueAt > at) return dueAt
  const since = new Date(Math.max(overlapBefore(look), at.getTime() - reportsMs))
  const answer = await sender.mailer.readBounces(sender.from.address, since)
  const bounces = answer.kind === 'read' ? answer.bounces : []
  const known = new Set(look?.seenIds ?? [])
  const fresh = bounces.filter(bounce => !known.has(bounce.reportId))
  const next: Look = {
    lookedAt: at.toISOString(),
    readUntil: answer.kind === 'read' ? at.toISOString() : (look?.readUntil ?? null),
    isBarred: answer.kind === 'cannotTell',
    seenIds: answer.kind === 'read' ? bounces.map(bounce => bounce.reportId) : [...known],
  }
  await inTransaction(db, async tx => {
    const signals: Addressed[] = []
    for (const bounce of fresh) signals.push(...(await settleBounce(tx, { ...context, bounce, at })))
    await apply(tx, signals, at)
    await writeLook(tx, { tenantId: mailed.tenantId, senderId, look: next, at })
  })
  return nextLookAt(next, mailed)
}

interface Mailed {
  tenantId: string
  firstAt: Date
  lastAt: Date
}

async function readMailed(db: Database, senderId: string, at: Date): Promise<Mailed | null> {
  const { rows } = await sql<Mailed | { tenantId: string; firstAt: null; lastAt: null }>`
    select sender.tenant_id as "tenantId", min(message.claimed_at) as "firstAt", max(message.claimed_at) as "lastAt"
    from sender left join message
      on message.sender_id = sender.id and message.claimed_at > ${new Date(at.getTime() - reportsMs)}
    where sender.id = ${senderId} group by sender.tenant_id
  `.execute(db)
  const [row] = rows
  return row === undefined || row.firstAt === null ? null : row
}

/** Soon after mails went out, seldom later on. */
function nextLookAt(look: Look | null, { firstAt, lastAt }: Mailed): Date {
  if (look === null) return new Date(firstAt.getTime() + lookMs)
  const lookedMs = Date.parse(look.lookedAt)
  if (look.isBarred) return new Date(lookedMs + barredMs)
  const isFresh = lastAt.getTime() > lookedMs - hourMs
  if (!isFresh) return new Date(lookedMs + lookLateMs)
  return new Date(Math.max(lookedMs, lastAt.getTime() - hourMs) + lookMs)
}

function overlapBefore(look: Look | null): number {
  return look?.readUntil == null ? 0 : Date.parse(look.readUntil) - overlapMs
}

async function readLook(db: Database, tenantId: string, senderId: string): Promise<Look | null> {
  const row = await db
    .selectFrom('cursor')
    .select('value')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', cursorName(senderId))
    .executeTakeFirst()
  // Written by `writeLook` alone.
  return row === undefined ? null : (row.value as Look)
}

async function writeLook(
  tx: Tx,
  { tenantId, senderId, look, at }: { tenantId: string; senderId: string; look: Look; at: Date },
): Promise<void> {
  const value = JSON.stringify(look)
  await tx
    .insertInto('cursor')
    .values({ tenant_id: tenantId, name: cursorName(senderId), value, updated_at: at })
    .onConflict(conflict => conflict.columns(['tenant_id', 'name']).doUpdateSet({ value, updated_at: at }))
    .execute()
}

function cursorName(senderId: string): string {
  return `bounces ${senderId}`
}

interface Returned extends Settled {
  wasUncertain: boolean
}

type Report = Pick<Context, 'senderId'> & { bounce: Bounce; at: Date }

/** Only the mails that the report shows to know become `bounced`; anybody can write that an address does not exist. */
async function settleBounce(tx: Tx, report: Report): Promise<Addressed[]> {
  const { bounce, at } = report
  const meant = await findMeant(tx, report)
  const { rows } = await sql<Returned>`
    update message set state = 'bounced', settled_at = ${at}, outcome = ${bounce.reason}
    from (select id, state from message where id = any(${meant}::uuid[])) as before
    where message.id = before.id and message.state in ('sent', 'uncertain')
    returning message.id, message.enrolment_id as "enrolmentId", message.kind, message.number,
              before.state = 'uncertain' as "wasUncertain"
  `.execute(tx)
  // A report also proves that a mail of unknown fate was taken.
  const proven = rows.filter(row => row.wasUncertain)
  const provenIds = proven.map(row => row.id)
  await endDoubts(tx, provenIds, { verdict: 'arrived', by: { kind: 'bounce' }, at })
  return [
    ...(await signalsOfMails(tx, proven, { fate: { kind: 'accepted' }, at })),
    ...(await signalsOfMails(tx, rows, { fate: { kind: 'bounced', detail: bounce.reason }, at })),
  ]
}

/** Our header among those given back names the mail for certain; without it the report must name its subject. */
async function findMeant(tx: Tx, { bounce, senderId }: Report): Promise<string[]> {
  const sent = await findSentTo(tx, bounce, senderId)
  if (bounce.messageIds.length > 0) return sent.all.filter(id => bounce.messageIds.includes(id))
  const mails = await readKept(tx, sent.newest)
  return [...mails].filter(([, mail]) => hasSubject(bounce, subjectOf(mail))).map(([id]) => id)
}

function hasSubject(bounce: Bounce, subject: string): boolean {
  return subject !== '' && plain(bounce.subject).includes(plain(subject))
}

/** Mail systems fold and respace subjects. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().toLowerCase()
}

/** What this sender had sent to the addresses before the report came. Times of reports are whole seconds. */
async function findSentTo(
  tx: Tx,
  bounce: Bounce,
  senderId: string,
): Promise<{ all: string[]; newest: string[] }> {
  const since = new Date(bounce.at.getTime() - reportsMs)
  const { rows } = await sql<{ id: string; place: number }>`
    select message.id,
           row_number() over (
             partition by message.recipient_id, message.campaign_id, message.kind = 'escalation'
             order by message.claimed_at desc
           )::int as place
    from sender
    join person on person.tenant_id = sender.tenant_id and lower(person.mail) = any(${bounce.addresses}::text[])
    join message on message.tenant_id = person.tenant_id and message.recipient_id = person.id
                and message.sender_id = sender.id
    where sender.id = ${senderId} and message.claimed_at > ${since}
      and date_trunc('second', message.claimed_at) <= ${bounce.at}
  `.execute(tx)
  return { all: rows.map(row => row.id), newest: rows.filter(row => row.place === 1).map(row => row.id) }
}
