/**
 * The lane of a tenant's calls to other services: signed webhooks, tried again for a day and then left to an operator,
 * and cards for Teams, which know no second delivery and are therefore never repeated when their fate is unknown.
 */

import { randomUUID } from 'node:crypto'
import { actSentences } from '@muster/core/act-sentences'
import type { Clock } from '@muster/core/ports'
import { sendingSentences } from '@muster/core/sending-sentences'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { MailUnrenderable } from '../messages/render.ts'
import { type Act, claimActs, nextActAt, type Settlement, settleAct } from './acts.ts'
import { type Endpoint, openEndpoints } from './endpoints.ts'
import { readRule } from './rule-rows.ts'
import { signWebhook } from './standard-webhook.ts'
import { readEventFacts, teamsBody, webhookBody } from './webhook-bodies.ts'
import { type CallOutcome, post } from './webhook-call.ts'
import { type AllowedHosts, findTarget } from './webhook-target.ts'

const kinds = ['teams', 'webhook'] as const
const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
/** Waits between the tries (after the examples of Standard Webhooks): a receiver that is down overnight loses nothing. */
const waitsMs = [5 * secondMs, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs, 10 * hourMs]
/** Each may take its whole time-out, and a receiver is not to be stormed. */
const atOnceMax = 4
/** Longer than a call takes, so that an act in hand is not taken again by its own lane. */
const leaseMs = 2 * minuteMs
/** A receiver that asks for more patience than this is asked again then all the same. */
const retryAfterMsMax = 12 * hourMs

export interface WebhooksLaneOptions {
  db: Database
  clock: Clock
  log: Log
  secretKey: Buffer
  allowedHosts: AllowedHosts
}

export function createWebhooksLane(options: WebhooksLaneOptions) {
  const { db, clock } = options

  return async function workWebhooks(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    while (!signal.aborted) {
      const claim = randomUUID()
      const acts = await claimActs(db, {
        ...{ tenantId, kinds, claim, leaseMs },
        at: clock.now(),
        max: atOnceMax,
      })
      if (acts.length === 0) break
      await Promise.all(acts.map(act => deliver(act, claim, signal)))
    }
    return nextActAt(db, { tenantId, kinds })
  }

  async function deliver(act: Act, claim: string, signal: AbortSignal): Promise<void> {
    const settlement = await attempt(act, signal)
    await settleAct(db, act, { claim, at: clock.now(), settlement })
  }

  async function attempt(act: Act, signal: AbortSignal): Promise<Settlement> {
    const { action } = act
    if (action?.kind !== 'teams' && action?.kind !== 'webhook')
      return { state: 'skipped', outcome: actSentences.tell('takenOut') }
    if (action.kind === 'teams' && act.wasInHand)
      return { state: 'uncertain', outcome: sendingSentences.tell('processEnded') }
    const endpoint = openEndpoints(options.secretKey, await readRule(db, act.ruleId))[action.key]
    if (endpoint === undefined) return { state: 'failed', outcome: actSentences.tell('noAddress') }
    const facts = await readEventFacts(db, act)
    const at = clock.now()
    try {
      const isTeams = action.kind === 'teams'
      const body = isTeams ? teamsBody(action, act, facts) : webhookBody(act, facts, at)
      return await send(act, { endpoint, body, isTeams, signal })
    } catch (error) {
      if (error instanceof MailUnrenderable) return { state: 'failed', outcome: error.message }
      throw error
    }
  }

  async function send(
    act: Act,
    sent: { endpoint: Endpoint; body: string; isTeams: boolean; signal: AbortSignal },
  ): Promise<Settlement> {
    const { endpoint, body, isTeams, signal } = sent
    const at = clock.now()
    const found = await findTarget(endpoint.url, options.allowedHosts)
    if (found.kind === 'forbidden')
      return { state: 'failed', outcome: actSentences.tell('notCalled', { said: found.reason }) }
    if (found.kind === 'unknown') return tryAgain(act, { reason: found.reason, at, retryAfter: null })
    const headers =
      endpoint.secret === null ? {} : signWebhook(endpoint.secret, { id: webhookId(act), at, body })
    const outcome = await post(found.target, { headers, body, signal })
    return isTeams ? settleTeams(act, outcome, at) : settleWebhook(act, outcome, at)
  }
}

/** The same for every try and every replay, so that the receiver can tell that it has it already. */
function webhookId({ entryId, key }: Act): string {
  return `msg_${entryId.replaceAll('-', '')}_${key}`
}

function settleWebhook(act: Act, outcome: CallOutcome, at: Date): Settlement {
  if (outcome.kind !== 'answered') return tryAgain(act, { reason: outcome.reason, at, retryAfter: null })
  const { status, retryAfter } = outcome
  if (status >= 200 && status < 300) return { state: 'done', outcome: null }
  const reason = tellAnswer(outcome)
  // The scheme's word for "never again".
  if (status === 410) return { state: 'failed', outcome: reason }
  return tryAgain(act, { reason, at, retryAfter })
}

function settleTeams(act: Act, outcome: CallOutcome, at: Date): Settlement {
  if (outcome.kind === 'lost') return { state: 'uncertain', outcome: outcome.reason }
  if (outcome.kind === 'unreached') return tryAgain(act, { reason: outcome.reason, at, retryAfter: null })
  const { status, retryAfter } = outcome
  if (status >= 200 && status < 300) return { state: 'done', outcome: null }
  const reason = tellAnswer(outcome)
  const mayPass = status === 429 || status === 408 || status >= 500
  return mayPass ? tryAgain(act, { reason, at, retryAfter }) : { state: 'failed', outcome: reason }
}

function tellAnswer({ status, text }: Extract<CallOutcome, { kind: 'answered' }>): string {
  const isMoved = status >= 300 && status < 400
  const said = text.replace(/\s+/g, ' ').trim().slice(0, 200)
  const facts = { status: String(status) }
  if (isMoved) return actSentences.tell('redirected', facts)
  return said === ''
    ? actSentences.tell('answered', facts)
    : actSentences.tell('answeredWith', { ...facts, said })
}

function tryAgain(
  act: Act,
  { reason, at, retryAfter }: { reason: string; at: Date; retryAfter: string | null },
): Settlement {
  const waitMs = waitsMs[act.attempts - 1]
  if (waitMs === undefined)
    return {
      state: 'failed',
      outcome: actSentences.tell('givenUp', { attempts: String(act.attempts), said: reason }),
    }
  const askedMs = Math.min(readRetryAfter(retryAfter, at), retryAfterMsMax)
  return { state: 'queued', outcome: reason, nextAt: new Date(at.getTime() + Math.max(waitMs, askedMs)) }
}

/** Seconds, or a date (RFC 9110, section 10.2.3). */
function readRetryAfter(text: string | null, at: Date): number {
  if (text === null) return 0
  const seconds = Number(text)
  const ms = Number.isFinite(seconds) ? seconds * secondMs : Date.parse(text) - at.getTime()
  return Number.isFinite(ms) ? Math.max(0, ms) : 0
}
