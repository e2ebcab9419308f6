/**
 * The lane of one sender: takes queued mails in the order they were asked for, as many as the mailbox may send now,
 * renders and sends them, and settles each row with exactly one outcome. A mail of unknown fate is never sent again.
 */

import { randomUUID } from 'node:crypto'
import type { Clock, SendOutcome } from '@muster/core/ports'
import { sendingSentences } from '@muster/core/sending-sentences'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { SenderConnection } from '../tenants/connections.ts'
import { readBounces } from './bounces.ts'
import { type Allowance, readAllowance, roomNow } from './budget.ts'
import { claimMail, moveClosed, readWaiting } from './claim.ts'
import { fillDigests, type ReadyMail } from './digests.ts'
import { createMailMaker, type Made } from './make.ts'
import type { SummaryRenderer } from './render-summary.ts'
import { type Settled, settleMail } from './settle.ts'
import { sendTests } from './test-mails.ts'
import type { Texts } from './texts.ts'
import { createLookUps, resolveUncertain } from './uncertain.ts'

const minuteMs = 60_000

export interface MailLaneOptions {
  db: Database
  clock: Clock
  log: Log
  texts: Texts
  renderSummary: SummaryRenderer
  openSender(senderId: string): Promise<SenderConnection>
  /** The address of the link with this token. */
  linkOf(token: string): string
  /** Called after rows changed, so that waiting lanes are looked at soon. */
  onSettled(): void
}

export function createMailLane(options: MailLaneOptions) {
  const lookUps = createLookUps()
  const maker = createMailMaker(options)

  /** Sends what may be sent now and says when to come back. */
  return async function workMail(senderId: string, signal: AbortSignal): Promise<Date | null> {
    const sender = await options.openSender(senderId)
    const context = { ...options, senderId, sender, lookUps }
    await resolveUncertain(context)
    const allowance = await readAllowance(options.db, senderId)
    const testAt = await sendTests(
      { db: options.db, senderId, sender, allowance, now: () => options.clock.now() },
      signal,
    )
    const nextAt = sooner(testAt, await sendQueued({ senderId, sender, allowance, signal }))
    // Again, for mails whose fate this very run left unknown: without it nobody would come back for them.
    const lookAt = await resolveUncertain(context)
    return sooner(sooner(lookAt, nextAt), await readBounces(context))
  }

  async function sendQueued({ senderId, sender, allowance, signal }: Sending): Promise<Date | null> {
    const { budget, blockedUntil } = allowance
    await moveClosed(options.db, senderId, options.clock.now())
    const waiting = await readWaiting(options.db, senderId, options.clock.now())
    if (blockedUntil !== null && blockedUntil > options.clock.now())
      return later(blockedUntil, waiting.nextAt)
    while (!signal.aborted) {
      const room = await roomNow(options.db, {
        senderId,
        at: options.clock.now(),
        budget,
        waitingSince: waiting.since,
      })
      if (room.count === 0) return later(room.nextAt, await nextQueuedAt(senderId))
      const sent = await sendInRoom(room.count, { senderId, sender, allowance, signal })
      if (sent.kind === 'ended') return sent.nextAt
      // A place that was given back is not taken again at once, or a server that is down would be tried without end.
      if (sent.putOffCount > 0) {
        const pauseMs = (sent.putOffCount * minuteMs) / budget.perMinuteMax
        return later(new Date(options.clock.now().getTime() + pauseMs), await nextQueuedAt(senderId))
      }
    }
    return options.clock.now()
  }

  /** Uses up the places that were found free, without counting again: nothing else sends for this mailbox meanwhile. */
  async function sendInRoom(
    count: number,
    { senderId, sender, allowance, signal }: Sending,
  ): Promise<{ kind: 'ended'; nextAt: Date | null } | { kind: 'usedUp'; putOffCount: number }> {
    let putOffCount = 0
    for (let left = count; left > 0 && !signal.aborted; ) {
      const claim = randomUUID()
      const claimed = await claimMail(options.db, {
        senderId,
        claim,
        at: options.clock.now(),
        max: Math.min(left, atOnceMax(allowance)),
      })
      if (claimed.length === 0) return { kind: 'ended', nextAt: await nextQueuedAt(senderId) }
      left -= claimed.length
      const mails = await fillDigests(options.db, claimed, options.clock.now())
      const made = await maker.make(mails, options.clock.now())
      const ready = made.flatMap((one, index) => {
        const mail = mails[index]
        return mail === undefined ? [] : [{ mail, made: one }]
      })
      const settled = await Promise.all(ready.map(one => sendOne(one, sender, signal)))
      const setAsideUntil = await settleMail(options.db, {
        claim,
        senderId,
        settled,
        at: options.clock.now(),
      })
      options.onSettled()
      if (setAsideUntil !== null) {
        options.log.warn({ senderId }, 'the mailbox cannot send and is set aside')
        return { kind: 'ended', nextAt: setAsideUntil }
      }
      if (settled.some(isSent)) allowance.problem = null
      putOffCount += settled.filter(isPutOff).length
      const throttledUntil = latestRetryAt(settled)
      // The gate is shut for every mail of this mailbox: trying the rest would only use up its budget.
      if (throttledUntil !== null && throttledUntil > options.clock.now())
        return { kind: 'ended', nextAt: throttledUntil }
    }
    return { kind: 'usedUp', putOffCount }
  }

  async function sendOne(
    { mail, made }: { mail: ReadyMail; made: Made },
    sender: SenderConnection,
    signal: AbortSignal,
  ): Promise<Settled> {
    return { mail, outcome: await attempt(mail, made, { sender, signal }) }
  }

  async function attempt(
    mail: ReadyMail,
    made: Made,
    { sender, signal }: Pick<Sending, 'sender' | 'signal'>,
  ): Promise<SendOutcome> {
    // The directory changes under a queue that may take hours: an address that has gone is a final refusal.
    if (mail.address === null)
      return { kind: 'refused', code: 'noMailbox', reason: sendingSentences.tell('noMailbox') }
    if (made.kind === 'unrenderable') return { kind: 'refused', code: 'unrenderable', reason: made.reason }
    const { subject, html, text } = made.rendered
    const to = { address: mail.address, name: mail.displayName }
    const { from } = sender
    return sender.mailer.send(
      { messageId: mail.id, from, to, subject, html, text, headers: {}, inline: made.inline },
      signal,
    )
  }

  async function nextQueuedAt(senderId: string): Promise<Date | null> {
    return (await readWaiting(options.db, senderId, options.clock.now())).nextAt
  }
}

interface Sending {
  senderId: string
  sender: SenderConnection
  allowance: Allowance
  signal: AbortSignal
}

/** A mailbox that had been set aside is tried with a single mail. */
function atOnceMax({ problem, budget }: Allowance): number {
  return problem === null ? budget.atOnceMax : 1
}

function isSent({ outcome }: Settled): boolean {
  return outcome.kind === 'sent'
}

function isPutOff({ outcome }: Settled): boolean {
  return outcome.kind === 'later'
}

function latestRetryAt(settled: readonly Settled[]): Date | null {
  const times = settled.flatMap(({ outcome }) =>
    outcome.kind === 'later' && outcome.retryAt !== null ? [outcome.retryAt.getTime()] : [],
  )
  return times.length === 0 ? null : new Date(Math.max(...times))
}

function sooner(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

/** Both must allow it: no mail before there is one to send, none before there is room. */
function later(roomAt: Date | null, queuedAt: Date | null): Date | null {
  if (queuedAt === null) return null
  return roomAt !== null && roomAt > queuedAt ? roomAt : queuedAt
}
