/** Several small requests to Graph in one (facts, section 4). */

import type { Clock } from '@muster/core/ports'
import { asList, asObject, type Json, textOf } from './answers.ts'
import { errorOf, type GraphAnswer, type GraphClient, type GraphRequest, isThrottling } from './client.ts'
import { parseRetryAfter } from './gate.ts'

export interface BatchItem {
  method: GraphRequest['method']
  /** Relative to the version. */
  path: string
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

type Where = Pick<GraphRequest, 'service' | 'gate' | 'priority'> & { clock: Clock }

/** GETs each path, at most 20 of them, by one `$batch`; one answer per path, in the order given. */
export async function readBatch(
  client: GraphClient,
  asked: Where & { paths: readonly string[] },
): Promise<readonly GraphAnswer[]> {
  const { paths, ...where } = asked
  return sendBatch(client, { ...where, items: paths.map(path => ({ method: 'GET', path })), isSafe: true })
}

/**
 * Sends at most 20 requests by one `$batch`; one answer per item, in the order given. Each item is throttled and refused
 * by itself; when the batch as a whole was not answered, that is the answer of every item.
 */
export async function sendBatch(
  client: GraphClient,
  asked: Where & { items: readonly BatchItem[]; isSafe: boolean },
): Promise<readonly GraphAnswer[]> {
  const { items, clock, ...where } = asked
  const answer = await client.request({
    ...where,
    method: 'POST',
    path: '/$batch',
    body: { requests: items.map(wire) },
    itemCount: items.length,
  })
  if (answer.kind !== 'ok') return items.map(() => answer)
  const answers = new Map(
    asList(asObject(answer.body).responses)
      .map(asObject)
      .map(item => [String(item.id), item] as const),
  )
  return items.map((_, index) => readItem(answers.get(String(index)), clock.now()))
}

function wire({ method, path, body, headers }: BatchItem, index: number): Json {
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' }
  const said = { ...type, ...headers }
  return {
    id: String(index),
    method,
    url: path,
    ...(Object.keys(said).length === 0 ? {} : { headers: said }),
    ...(body === undefined ? {} : { body }),
  }
}

function readItem(item: Json | undefined, now: Date): GraphAnswer {
  if (item === undefined) return { kind: 'broken', status: 200, reason: 'missing from the batch answer' }
  const status = Number(item.status)
  if (status >= 200 && status < 300) return { kind: 'ok', status, body: item.body }
  const { code, message } = errorOf(JSON.stringify(item.body ?? null), status)
  const headers = asObject(item.headers)
  const retryAfter = textOf(headers, 'Retry-After') ?? textOf(headers, 'retry-after')
  if (isThrottling(status, retryAfter)) {
    const waitMs = parseRetryAfter(retryAfter, now)
    return {
      kind: 'throttled',
      retryAt: new Date(now.getTime() + (waitMs ?? 0)),
      reason: `${status} ${code}`,
    }
  }
  if (status >= 500 || status === 424) return { kind: 'broken', status, reason: `${status} ${code}` }
  return { kind: 'error', status, code, message }
}
