/** Doing a write once: the same `Idempotency-Key` again answers what the first call answered (draft-ietf-httpapi-idempotency-key-header). */

import { createHash } from 'node:crypto'
import type { Caller, Route } from '@muster/contract/route'
import { makeProblem } from '@muster/core/told-problems'
import type { WholeAnswer } from './answers.ts'

/** A key is a UUID or the like; more is not a key. */
const keyLengthMax = 255

export interface RememberedAnswer extends WholeAnswer {
  /** Tells the request from another that carries the same key by mistake. */
  fingerprint: string
}

/** `claimed`: this call does the work. `working`: another call is at it. `done`: it was done, and this was the answer. */
export type Claim =
  | { kind: 'claimed' }
  | { kind: 'working'; fingerprint: string }
  | { kind: 'done'; answer: RememberedAnswer }

/** Keys belong to the caller who sent them: `caller.id` and `key` together are unique. */
export interface IdempotencyStore {
  /**
   * Takes the key in one atomic step, so that of two calls at the same moment one works and the other hears `working`.
   * A claim whose process died must become free again after a while; the store decides when.
   */
  claim(key: string, caller: Caller, fingerprint: string): Promise<Claim>
  /** Keeps the answer of a claimed key. */
  remember(key: string, caller: Caller, answer: RememberedAnswer): Promise<void>
  /** Gives a claimed key back, because its work failed and may be tried again. */
  release(key: string, caller: Caller): Promise<void>
}

export interface KeyedWork {
  store: IdempotencyStore
  key: string
  caller: Caller
  fingerprint: string
  route: Route
}

/** Runs `work` unless it was run before under the same key. Throws a `Problem` when the key is in use or misused. */
export async function doOnce(keyed: KeyedWork, work: () => Promise<WholeAnswer>): Promise<WholeAnswer> {
  const { store, key, caller, fingerprint } = keyed
  if (key.length > keyLengthMax || key.trim() === '') {
    throw makeProblem('repeatKeyLength', { most: String(keyLengthMax) })
  }
  const claim = await store.claim(key, caller, fingerprint)
  if (claim.kind !== 'claimed') return recall(claim, keyed)
  const answer = await workOrRelease(keyed, work)
  // Not released when this fails: the work is done, and doing it twice is worse than a key that stays taken.
  await store.remember(key, caller, {
    ...answer,
    fingerprint,
    body: isSecret(keyed, answer) ? null : answer.body,
  })
  return answer
}

async function workOrRelease(
  { store, key, caller }: KeyedWork,
  work: () => Promise<WholeAnswer>,
): Promise<WholeAnswer> {
  try {
    return await work()
  } catch (error) {
    await store.release(key, caller)
    throw error
  }
}

function isSecret({ route }: KeyedWork, { body }: WholeAnswer): boolean {
  if (route.secretAnswer !== 'inSecrets') return route.secretAnswer === true
  const parsed: unknown = JSON.parse(body ?? '{}')
  const hasNone =
    typeof parsed === 'object' &&
    parsed !== null &&
    'secrets' in parsed &&
    Array.isArray(parsed.secrets) &&
    parsed.secrets.length === 0
  return !hasNone
}

function recall(claim: Exclude<Claim, { kind: 'claimed' }>, keyed: KeyedWork): WholeAnswer {
  const fingerprint = claim.kind === 'done' ? claim.answer.fingerprint : claim.fingerprint
  if (fingerprint !== keyed.fingerprint) {
    throw makeProblem('repeatKeyTaken')
  }
  if (claim.kind === 'working') {
    throw makeProblem('repeatAtWork')
  }
  if (keyed.route.secretAnswer !== undefined && claim.answer.body === null) {
    throw makeProblem('secretShownBefore')
  }
  return claim.answer
}

/** What a request asks for, as a hash. A streamed body is not part of it. */
export function fingerprintOf(request: { method: string; url: string; bodyText: string }): string {
  const { pathname, search } = new URL(request.url)
  return createHash('sha256')
    .update(JSON.stringify([request.method, pathname + search, request.bodyText]))
    .digest('base64url')
}
