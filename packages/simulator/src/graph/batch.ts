/** `POST /$batch`: up to 20 requests in one, answered in any order, each with its own limits and faults (FACTS 4). */

import { connectionReset, type Dispatch, dispatch } from './dispatch.ts'
import {
  answerWith,
  type Caller,
  type GraphAnswer,
  isRecord,
  parseJson,
  Refusal,
  refuse,
  requireJsonType,
} from './exchange.ts'

const ITEMS_MAX = 20

/** FACTS 4: items for Outlook run at most four at a time; the others may as well. */
const CONCURRENT_MAX = 4

interface Item {
  id: string
  method: string
  url: string
  headers: Record<string, string>
  body: string
  dependsOn: string[]
}

interface ItemAnswer {
  id: string
  status: number
  headers: Record<string, string>
  body?: unknown
}

export async function answerBatch(
  ground: Dispatch,
  call: { body: string; headers: Record<string, string>; caller: Caller },
): Promise<GraphAnswer> {
  try {
    requireJsonType(call.headers)
    const items = readItems(parseJson(call.body))
    const answers = await performAll(ground, items, call.caller)
    return answerWith(200, { responses: shuffle(answers, ground.world.random) })
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

function refuseBatch(message: string): Refusal {
  return refuse(400, 'BadRequest', message)
}

function readItems(body: unknown): Item[] {
  const requests = isRecord(body) ? body.requests : undefined
  if (!Array.isArray(requests) || requests.length === 0) throw refuseBatch('Invalid batch payload format.')
  if (requests.length > ITEMS_MAX) {
    throw refuseBatch(`Number of batch request steps exceeds the maximum value of ${ITEMS_MAX}.`)
  }
  const items = requests.map(readItem)
  const ids = new Set(items.map(item => item.id.toLowerCase()))
  if (ids.size < items.length) throw refuseBatch('Request ids in a batch must be unique.')
  const seen = new Set<string>()
  for (const item of items) {
    const unknown = item.dependsOn.find(id => !seen.has(id.toLowerCase()))
    if (unknown !== undefined)
      throw refuseBatch(`Request '${item.id}' depends on '${unknown}', which does not come before it.`)
    seen.add(item.id.toLowerCase())
  }
  checkShape(items)
  return items
}

/** FACTS 4: all parallel, or one strict order, or all waiting for the same one. */
function checkShape(items: Item[]): void {
  const dependent = items.filter(item => item.dependsOn.length > 0)
  if (dependent.length === 0) return
  const tooMany = items.find(item => item.dependsOn.length > 1)
  if (tooMany !== undefined) throw refuseBatch(`Request '${tooMany.id}' depends on more than one request.`)
}

function readItem(value: unknown): Item {
  if (!isRecord(value)) throw refuseBatch('Invalid batch payload format.')
  const { id, method, url, headers = {}, body, dependsOn = [] } = value
  if (
    typeof id !== 'string' ||
    id === '' ||
    typeof method !== 'string' ||
    typeof url !== 'string' ||
    !isRecord(headers)
  ) {
    throw refuseBatch('Every request of a batch needs an id, a method and a url.')
  }
  if (/^https?:/i.test(url)) throw refuseBatch(`The url of request '${id}' must be relative.`)
  if (!Array.isArray(dependsOn) || !dependsOn.every(other => typeof other === 'string'))
    throw refuseBatch('Invalid dependsOn.')
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [name.toLowerCase(), String(text)]),
  )
  if (body !== undefined && body !== null && lower['content-type'] === undefined) {
    throw refuseBatch(`Request '${id}' has a body and no Content-Type header.`)
  }
  const text =
    body === undefined || body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return {
    id,
    method: method.toUpperCase(),
    url: url.startsWith('/') ? url : `/${url}`,
    headers: lower,
    body: text,
    dependsOn,
  }
}

async function performAll(ground: Dispatch, items: Item[], caller: Caller): Promise<ItemAnswer[]> {
  const answers = new Map<string, ItemAnswer>()
  const waiting = [...items]
  while (waiting.length > 0) {
    const ready = waiting
      .filter(item => item.dependsOn.every(id => answers.has(id.toLowerCase())))
      .slice(0, CONCURRENT_MAX)
    await Promise.all(
      ready.map(async item => {
        waiting.splice(waiting.indexOf(item), 1)
        answers.set(item.id.toLowerCase(), await performItem({ ground, caller, answers }, item))
      }),
    )
  }
  return items.flatMap(item => answers.get(item.id.toLowerCase()) ?? [])
}

async function performItem(
  scene: { ground: Dispatch; caller: Caller; answers: Map<string, ItemAnswer> },
  item: Item,
): Promise<ItemAnswer> {
  const failed = item.dependsOn.some(id => (scene.answers.get(id.toLowerCase())?.status ?? 500) >= 400)
  if (failed) {
    const body = {
      error: { code: 'FailedDependency', message: 'A request that this one depends on failed.' },
    }
    return { id: item.id, status: 424, headers: { 'Content-Type': 'application/json' }, body }
  }
  const { method, url: target, headers, body } = item
  const answer = await dispatch(scene.ground, {
    method,
    target,
    headers,
    body,
    caller: scene.caller,
    inBatch: true,
  })
  // Resets are not drawn for items; a scripted one becomes the gateway's answer.
  if (answer === connectionReset)
    return { id: item.id, status: 502, headers: {}, body: { error: { code: 'UnknownError', message: '' } } }
  return {
    id: item.id,
    status: answer.status,
    headers: titleCase(answer.headers),
    ...(answer.body === undefined ? {} : { body: answer.body }),
  }
}

/** Inside a batch header names are JSON keys, and Graph writes them as `Retry-After`. */
function titleCase(headers: Record<string, string>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => name !== 'date')
  return Object.fromEntries(
    kept.map(([name, value]) => [
      name.startsWith('x-') || name.includes('request-id')
        ? name
        : name.replaceAll(/(^|-)[a-z]/g, letter => letter.toUpperCase()),
      value,
    ]),
  )
}

function shuffle(answers: ItemAnswer[], random: () => number): ItemAnswer[] {
  const keyed = answers.map(answer => ({ answer, key: random() }))
  return keyed.sort((left, right) => left.key - right.key).map(({ answer }) => answer)
}
