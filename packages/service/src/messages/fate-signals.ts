/**
 * What the fate of a mail tells of the people it is about: the one who got it, or, of a digest, everybody whom it names.
 * What became of their escalation is written along.
 */

import { bouncedReason, type MailKind, type Signal } from '@muster/core/enrolment'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { EscalationState, MessageKind } from '../db/schema.ts'
import type { Addressed } from '../enrolments/apply.ts'
import { settleMailAct } from './rule-mails.ts'

/** A mail whose fate is now known. */
export interface Settled {
  id: string
  /** Null for a digest, a summary and a mail of a rule. */
  enrolmentId: string | null
  kind: MessageKind
  number: number
}

export type Fate =
  | { kind: 'accepted' }
  | { kind: 'refused'; reason: string; detail: string }
  /** It was taken and came back. */
  | { kind: 'bounced'; detail: string }

/** The signals to apply. Also writes the escalations that a digest was about. */
export async function signalsOfMails(
  tx: Tx,
  mails: readonly Settled[],
  { fate, at }: { fate: Fate; at: Date },
): Promise<Addressed[]> {
  const signals: Addressed[] = []
  for (const { id, enrolmentId, kind, number } of mails) {
    if (kind === 'escalation') signals.push(...(await settleDigest(tx, { messageId: id, fate, at })))
    else if (kind === 'automation') await settleMailAct(tx, { messageId: id, fate, at })
    else if (kind !== 'summary' && enrolmentId !== null)
      signals.push({ enrolmentId, signal: mailSignal(fate, kind, number) })
  }
  return signals
}

function mailSignal(fate: Fate, mail: MailKind, number: number): Signal {
  switch (fate.kind) {
    case 'accepted':
      return { kind: 'mailAccepted', mail, number }
    case 'refused':
      return { kind: 'mailRefused', mail, number, reason: fate.reason, detail: fate.detail }
    case 'bounced':
      return { kind: 'mailBounced', mail, number, detail: fate.detail }
    default:
      return fate satisfies never
  }
}

/** A digest that came back has been counted as sent before. */
async function settleDigest(
  tx: Tx,
  { messageId, fate, at }: { messageId: string; fate: Fate; at: Date },
): Promise<Addressed[]> {
  const state: EscalationState = fate.kind === 'accepted' ? 'sent' : 'refused'
  const { rows } = await sql<{ enrolment_id: string; upn: string }>`
    update escalation set state = ${state}, settled_at = ${at}, outcome = ${'detail' in fate ? fate.detail : null}
    from person
    where escalation.message_id = ${messageId} and escalation.state in ('queued', 'sent')
      and person.tenant_id = escalation.tenant_id and person.id = escalation.manager_id
    returning escalation.enrolment_id, person.upn
  `.execute(tx)
  return rows.map(row => ({ enrolmentId: row.enrolment_id, signal: digestSignal(fate, row.upn) }))
}

function digestSignal(fate: Fate, manager: string): Signal {
  if (fate.kind === 'accepted') return { kind: 'managerTold', manager }
  const reason = fate.kind === 'bounced' ? bouncedReason : fate.reason
  return { kind: 'managerNotTold', reason, detail: `the mail to ${manager}: ${fate.detail}` }
}

/** Digests that are no longer to be sent: whoever is still waiting in them waits no more. */
export async function withdrawDigests(tx: Tx, messageIds: readonly string[], at: Date): Promise<void> {
  if (messageIds.length === 0) return
  await sql`
    update escalation set state = 'withdrawn', settled_at = ${at}
    where message_id = any(${messageIds}::uuid[]) and state = 'queued'
  `.execute(tx)
}
