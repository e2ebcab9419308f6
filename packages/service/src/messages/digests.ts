/**
 * What a manager's digest says is looked up when it is about to be sent, not when it was queued: whoever registered in
 * between is not named, and a digest that would name nobody is not sent.
 */

import { judgeManager } from '@muster/core/escalation'
import { sendingSentences } from '@muster/core/sending-sentences'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import {
  digestPeopleMax,
  type Escalated,
  leaveOutSettled,
  readEscalated,
  readManagerFacts,
  recordNoManager,
} from '../enrolments/escalations.ts'
import { wakeLanes } from '../queue/lanes.ts'
import type { ClaimedMail } from './claim.ts'
import type { DigestFacts } from './render.ts'

export interface ReadyMail extends ClaimedMail {
  /** Of a digest; null in every other mail. */
  people: DigestFacts['people'] | null
}

/** The mails that are to be sent now, with what digests say; digests that nobody needs any more are withdrawn. */
export async function fillDigests(
  db: Database,
  mails: readonly ClaimedMail[],
  at: Date,
): Promise<readonly ReadyMail[]> {
  const ready: ReadyMail[] = []
  for (const mail of mails) {
    if (mail.kind !== 'escalation') {
      ready.push({ ...mail, people: null })
      continue
    }
    const people = await inTransaction(db, tx => fill(tx, mail, at))
    if (people.length > 0) ready.push({ ...mail, people })
  }
  return ready
}

async function fill(tx: Tx, mail: ClaimedMail, at: Date): Promise<DigestFacts['people']> {
  const waiting = sql`escalation.message_id = ${mail.id} and escalation.state = 'queued'`
  const escalated = await leaveOutSettled(tx, await readEscalated(tx, waiting, digestPeopleMax), at)
  const why = await judgeRecipient(tx, mail)
  if (why !== null) await recordNoManager(tx, escalated, { why, at })
  const named = why === null ? escalated : []
  if (named.length === 0)
    await withdraw(tx, mail, { outcome: why?.detail ?? sendingSentences.tell('nobodyLeft'), at })
  return named.map(lineOf)
}

/** The directory may have changed since the digest was made. */
async function judgeRecipient(tx: Tx, { tenantId, recipientId }: ClaimedMail) {
  if (recipientId === null) return null
  const manager = (await readManagerFacts(tx, tenantId, [recipientId])).get(recipientId)
  return manager === undefined ? null : judgeManager(manager)
}

async function withdraw(
  tx: Tx,
  mail: ClaimedMail,
  { outcome, at }: { outcome: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('message')
    .set({ state: 'withdrawn', settled_at: at, outcome })
    .where('id', '=', mail.id)
    .where('state', '=', 'sending')
    .execute()
  await wakeLanes(tx, [{ kind: 'escalations', key: mail.tenantId, at }])
}

function lineOf({ displayName, enrolment }: Escalated): DigestFacts['people'][number] {
  return {
    displayName,
    invitedAt: enrolment.invitedAt ?? enrolment.enrolledAt,
    reminders: enrolment.reminders.accepted,
  }
}
