/** Several small reads in one request to Graph (facts, section 4). */

import type { Clock } from '@muster/core/ports'
import { asList, asObject, type Json, textOf } from './answers.ts'
import { errorOf, type GraphAnswer, type GraphClient, type GraphRequest } from './client.ts'
import { parseRetryAfter } from './gate.ts'

/**
 * GETs each path, at most 20 of them, by one `$batch`; one answer per path, in the order given. Each item is throttled
 * and refused by itself; when the batch as a whole was not answered, that is the answer of every item.
 */
export async function readBatch(
  client: GraphClient,
  asked: Pick<GraphRequest, 'service' | 'gate' | 'priority'> & { paths: readonly string[]; clock: Clock },
): Promise<readonly GraphAnswer[]> {
  const { paths, clock, ...where } = asked
  const answer = await client.request({
    ...where,
    method: 'POST',
    path: '/$batch',
    body: { requests: paths.map((url, index) => ({ id: String(index), method: 'GET', url })) },
    itemCount: paths.length,
    isSafe: true,
  })
  if (answer.kind !== 'ok') return paths.map(() => answer)
  const items = new Map(
    asList(asObject(answer.body).responses)
      .map(asObject)
      .map(item => [String(item.id), item] as const),
  )
  return paths.map((_, index) => readItem(items.get(String(index)), clock.now()))
}

function readItem(item: Json | undefined, now: Date): GraphAnswer {
  if (item === undefined) return { kind: 'broken', status: 200, reason: 'missing from the batch answer' }
  const status = Number(item.status)
  if (status >= 200 && status < 300) return { kind: 'ok', status, body: item.body }
  const { code, message } = errorOf(JSON.stringify(item.body ?? null), status)
  if (status === 429) {
    const headers = asObject(item.headers)
    const waitMs = parseRetryAfter(textOf(headers, 'Retry-After') ?? textOf(headers, 'retry-after'), now)
    return { kind: 'throttled', retryAt: new Date(now.getTime() + (waitMs ?? 0)), reason: `429 ${code}` }
  }
  if (status >= 500 || status === 424) return { kind: 'broken', status, reason: `${status} ${code}` }
  return { kind: 'error', status, code, message }
}
