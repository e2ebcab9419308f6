/** How an answer of Graph reads in the domain's words, and how its JSON is taken apart without trusting it. */

import type { NoAnswer, Refusal } from '@muster/core/ports'
import type { GraphAnswer } from './client.ts'

export type Unanswered = Exclude<GraphAnswer, { kind: 'ok' }>

/** Every answer that is not "ok", when nothing special is expected. */
export function readUnanswered(answer: Unanswered): NoAnswer | Refusal {
  switch (answer.kind) {
    case 'error':
      return {
        kind: 'refused',
        code: answer.code,
        reason: `${answer.status} ${answer.code}: ${answer.message}`,
      }
    case 'throttled':
      return { kind: 'noAnswer', reason: answer.reason, retryAt: answer.retryAt }
    case 'broken':
    case 'lost':
      return { kind: 'noAnswer', reason: answer.reason, retryAt: null }
    default:
      return answer satisfies never
  }
}

export type Json = Readonly<Record<string, unknown>>

export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(object: Json, name: string): string | null {
  const value = object[name]
  return typeof value === 'string' && value !== '' ? value : null
}
