/**
 * The lane of one sender: takes queued mails in the order they were asked for, as many as the mailbox may send now,
 * renders and sends them, and settles each row with exactly one outcome. A mail of unknown fate is never sent again.
 */

import { randomUUID } from 'node:crypto'
import type { Clock, SendOutcome } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { SenderConnection } from '../tenants/connections.ts'
import { type Budget, mailboxBudget, roomNow } from './budget.ts'
import { type ClaimedMail, claimMail } from './claim.ts'
import { type MailFacts, type MailRenderer, MailUnrenderable } from './render.ts'
import { type Settled, settleMail } from './settle.ts'
import { createLookUps, resolveUncertain } from './uncertain.ts'

export interface MailLaneOptions {
  db: Database
  clock: Clock
  log: Log
  renderer: MailRenderer
  openSender(senderId: string): Promise<SenderConnection>
  /** The address of the link with this token. */
  linkOf(token: string): string
  /** Called after rows changed, so that waiting lanes are looked at soon. */
  onSettled(): void
  budget?: Budget
}

/** A mailbox that cannot send is asked again after this long; an administrator mends it in between. */
const blockedMs = 15 * 60 * 1000

export function createMailLane(options: MailLaneOptions) {
  const budget = options.budget ?? mailboxBudget
  const lookUps = createLookUps()

  /** Sends what may be sent now and says when to come back. */
  return async function workMail(senderId: string, signal: AbortSignal): Promise<Date | null> {
    const sender = await options.openSender(senderId)
    const context = { ...options, senderId, sender, lookUps }
    await resolveUncertain(context)
    const nextAt = await sendQueued(senderId, sender, signal)
    // Again, for mails whose fate this very run left unknown: without it nobody would come back for them.
    return sooner(await resolveUncertain(context), nextAt)
  }

  async function sendQueued(
    senderId: string,
    sender: SenderConnection,
    signal: AbortSignal,
  ): Promise<Date | null> {
    while (!signal.aborted) {
      const room = await roomNow(options.db, { senderId, at: options.clock.now(), budget })
      if (room.count === 0) return later(room.nextAt, await nextQueuedAt(senderId))
      const claim = randomUUID()
      const mails = await claimMail(options.db, {
        senderId,
        claim,
        at: options.clock.now(),
        max: Math.min(room.count, budget.atOnceMax),
      })
      if (mails.length === 0) return nextQueuedAt(senderId)
      const settled = await Promise.all(mails.map(mail => sendOne(mail, sender, signal)))
      await settleMail(options.db, { claim, senderId, settled, at: options.clock.now() })
      options.onSettled()
      const blocked = settled.find(one => one.outcome.kind === 'blocked')
      if (blocked !== undefined) {
        options.log.warn({ senderId }, 'the mailbox cannot send; its mails wait')
        return new Date(options.clock.now().getTime() + blockedMs)
      }
      const throttledUntil = latestRetryAt(settled)
      // The gate is shut for every mail of this mailbox: trying the rest would only use up its budget.
      if (throttledUntil !== null && throttledUntil > options.clock.now()) return throttledUntil
    }
    return options.clock.now()
  }

  async function sendOne(mail: ClaimedMail, sender: SenderConnection, signal: AbortSignal): Promise<Settled> {
    return { mail, outcome: await attempt(mail, sender, signal) }
  }

  async function attempt(
    mail: ClaimedMail,
    sender: SenderConnection,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    // The directory changes under a queue that may take hours: an address that has gone is a final refusal.
    if (mail.address === null)
      return { kind: 'refused', code: 'noMailbox', reason: 'the directory has no mail address' }
    try {
      const rendered = options.renderer.render(mail.kind, mail.language, factsOf(mail))
      return await sender.mailer.send(
        {
          messageId: mail.id,
          from: sender.from,
          to: { address: mail.address, name: mail.displayName },
          subject: rendered.subject,
          html: rendered.html,
          text: rendered.text,
          headers: {},
        },
        signal,
      )
    } catch (error) {
      // Thrown before anything went out: the mail cannot be made, or the code is wrong. Either way nobody was mailed.
      if (error instanceof MailUnrenderable)
        return { kind: 'refused', code: 'unrenderable', reason: error.message }
      throw error
    }
  }

  function factsOf(mail: ClaimedMail): MailFacts {
    return {
      person: { displayName: mail.displayName, givenName: mail.givenName },
      link: options.linkOf(mail.token),
      organisation: { name: mail.organisationName, supportContact: mail.supportContact },
      campaign: { name: mail.campaignName, dueOn: mail.dueOn },
      reminder: mail.kind === 'reminder' ? { number: mail.number } : null,
    }
  }

  /** When the next queued mail of a running campaign may go; paused ones wait for the resume to wake the lane. */
  async function nextQueuedAt(senderId: string): Promise<Date | null> {
    const { rows } = await sql<{ at: Date | null }>`
      select min(message.not_before) as at
      from message join campaign on campaign.id = message.campaign_id
      where message.sender_id = ${senderId} and message.state = 'queued' and campaign.status = 'running'
    `.execute(options.db)
    return rows[0]?.at ?? null
  }
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
