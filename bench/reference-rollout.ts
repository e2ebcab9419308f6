/**
 * A rollout in the way of the product that Muster replaces: every twelve hours, for each person in the list, one read of
 * the user, one of the methods, one check of the membership, five people side by side. Where its way costs more than is
 * imitated here, the imitation errs in its favour; bench/README.md says where.
 */

import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'
import { assessMethods } from '@muster/core/methods'
import { type Detection, summarise } from '@muster/service/stage/detection'
import { afterDays, castSize, startAt } from '@muster/service/stage/rehearse'
import { type Box, createBox } from '@muster/simulator/box'
import { createTurnableClock, type TurnableClock } from '@muster/simulator/world/clock'
import type { User } from '@muster/simulator/world/types'

export interface RolloutOptions {
  people: number
  days: number
  seed: number
  /** What a request takes on the simulated clock. */
  requestMs: number
}

export interface ReferenceResult {
  wallSeconds: number
  /** Simulated time of the first run over everybody. */
  passSeconds: number
  requests: number
  /** Without mail. */
  requestsBesideMail: number
  throttled: number
  /** Of its list, not sent anywhere. */
  rowWrites: number
  /** Requests about people who were done already: it asks about everybody in its list at each run. */
  aboutTheDone: number
  mails: number
  runs: number
  active: number
  detection: Detection
}

const hourMs = 60 * 60_000
const dayMs = 24 * hourMs
const everyMs = 12 * hourMs
/** The product's own setting: five people side by side. */
const atOnceMax = 5
const requestsPerPerson = 3
/** As Muster does by default. */
const remindAfterMs = 7 * dayMs
/** As Muster does by default, so that both send the same mails. */
const remindersMax = 3
/** Muster's import takes the first hour of a rehearsal. */
const launchAfterMs = hourMs
/** Twice the longest wait that the tenant asks for: a request that is refused longer is a mistake of this script. */
const triesMax = 50

interface Row {
  user: User
  token: string
  status: 'pending' | 'sent' | 'clicked' | 'active' | 'skipped'
  mailedAt: Date | null
  mails: number
  seenAt: Date | null
}

interface Ground extends RolloutOptions {
  box: Box
  clock: TurnableClock
  rows: readonly Row[]
  token: string
  pageUrl: string
  counts: { rowWrites: number; aboutTheDone: number; mails: number; runs: number }
}

interface Answer {
  status: number
  body: unknown
}

interface Call {
  method: 'GET' | 'POST'
  path: string
  body?: unknown
}

/** The same seed gives the same people and temperaments as a rehearsal of as many. */
export async function rollOutAsReference(options: RolloutOptions): Promise<ReferenceResult> {
  const startedMs = performance.now()
  const clock = createTurnableClock(startAt)
  const box = await createBox({ seed: options.seed, clock, people: options.people - castSize })
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), box.tenant.caCertificatePem])
  const rows = [...box.tenant.world.users.values()].map(newRow)
  const counts = { rowWrites: 0, aboutTheDone: 0, mails: 0, runs: 0 }
  const ground: Ground = { ...options, box, clock, rows, counts, token: '', pageUrl: '' }
  const page = await servePage(ground)
  try {
    ground.pageUrl = page.url
    ground.token = await fetchToken(box)
    await box.advanceTo(new Date(startAt.getTime() + launchAfterMs))
    const launchedAt = clock.now()
    const passSeconds = await runUntilEnd(ground, launchedAt)
    return resultOf(ground, { launchedAt, passSeconds, wallSeconds: (performance.now() - startedMs) / 1_000 })
  } finally {
    await page.close()
    await box.close()
  }
}

function newRow(user: User): Row {
  return { user, token: randomUUID(), status: 'pending', mailedAt: null, mails: 0, seenAt: null }
}

/** Says how long the first run took. */
async function runUntilEnd(ground: Ground, launchedAt: Date): Promise<number> {
  const { box, clock } = ground
  const lastDayEndsAt = new Date(launchedAt.getTime() + ground.days * dayMs)
  const endsAt = new Date(lastDayEndsAt.getTime() + afterDays * dayMs)
  let passSeconds = 0
  for (let at = launchedAt; at < endsAt; at = new Date(at.getTime() + everyMs)) {
    if (at >= lastDayEndsAt) box.humans.close()
    if (at > clock.now()) await box.advanceTo(at)
    const beganMs = clock.now().getTime()
    await runOnce(ground)
    if (ground.counts.runs++ === 0) passSeconds = (clock.now().getTime() - beganMs) / 1_000
  }
  return passSeconds
}

async function runOnce(ground: Ground): Promise<void> {
  const { rows } = ground
  for (let start = 0; start < rows.length; start += atOnceMax) {
    await lookAt(ground, rows.slice(start, start + atOnceMax))
  }
}

/** Three requests for each, then whatever follows from them; the rows are written. */
async function lookAt(ground: Ground, rows: readonly Row[]): Promise<void> {
  const all = (call: (row: Row) => Call) => ask(ground, rows.map(call))
  const groupId = ground.box.enforcedGroup.id
  const users = await all(({ user }) => ({
    method: 'GET',
    path: `/users/${user.id}?$select=id,displayName,mail,accountEnabled,userType`,
  }))
  const methods = await all(({ user }) => ({
    method: 'GET',
    path: `/users/${user.id}/authentication/methods`,
  }))
  const members = await all(({ user }) => ({
    method: 'POST',
    path: `/users/${user.id}/checkMemberGroups`,
    body: { groupIds: [groupId] },
  }))
  ground.counts.rowWrites += rows.length
  ground.counts.aboutTheDone += requestsPerPerson * rows.filter(isDone).length
  const toJoin: Row[] = []
  const toMail: Row[] = []
  for (const [index, row] of rows.entries()) {
    if (isDone(row)) continue
    const user = users[index]?.body
    const isMember = listIn(members[index]?.body).includes(groupId)
    if (isRegistered(methods[index]?.body)) {
      row.status = 'active'
      row.seenAt = ground.clock.now()
      if (!isMember) toJoin.push(row)
    } else if (!mayBeMailed(user)) row.status = 'skipped'
    else if (isMailDue(row, ground.clock.now())) toMail.push(row)
  }
  await ask(
    ground,
    toJoin.map(row => joinCall(ground, row)),
  )
  await sendMails(ground, toMail)
}

function isDone({ status }: Row): boolean {
  return status === 'active' || status === 'skipped'
}

function isMailDue(row: Row, at: Date): boolean {
  if (row.mailedAt === null) return true
  const isQuiet = at.getTime() - row.mailedAt.getTime() >= remindAfterMs
  return row.status === 'sent' && isQuiet && row.mails <= remindersMax
}

async function sendMails(ground: Ground, rows: readonly Row[]): Promise<void> {
  await ask(
    ground,
    rows.map(row => mailCall(ground, row)),
  )
  for (const row of rows) {
    row.status = row.status === 'pending' ? 'sent' : row.status
    row.mailedAt = ground.clock.now()
    row.mails++
    ground.counts.mails++
    ground.counts.rowWrites++
  }
}

/** Side by side, each taking the same time; whoever is throttled waits as long as it is told and asks again. */
async function ask(ground: Ground, calls: readonly Call[]): Promise<readonly (Answer | undefined)[]> {
  const answers: (Answer | undefined)[] = []
  let open = calls.map((call, index) => ({ call, index }))
  for (let tries = 0; open.length > 0; tries++) {
    if (tries >= triesMax) throw new Error(`${open[0]?.call.path} is throttled for ever`)
    const came = await Promise.all(open.map(({ call }) => send(ground, call)))
    await turnOn(ground, ground.requestMs)
    const waitMs = Math.max(0, ...came.map(({ waitMs }) => waitMs))
    if (waitMs > 0) await turnOn(ground, waitMs)
    for (const [at, { index }] of open.entries()) answers[index] = came[at]
    open = open.filter((_, at) => came[at]?.status === 429)
  }
  return answers
}

async function turnOn({ box, clock }: Ground, milliseconds: number): Promise<void> {
  await box.advanceTo(new Date(clock.now().getTime() + milliseconds))
}

async function send(ground: Ground, { method, path, body }: Call): Promise<Answer & { waitMs: number }> {
  const response = await fetch(`${ground.box.tenant.graphUrl}/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${ground.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const { status } = response
  if (status === 401) {
    ground.token = await fetchToken(ground.box)
    return send(ground, { method, path, body })
  }
  if (status >= 400 && status !== 429 && !/already exist/.test(text))
    throw new Error(`${path}: ${status} ${text}`)
  const waitMs = status === 429 ? readWait(response.headers.get('retry-after'), ground.clock.now()) : 0
  return { status, waitMs, body: text === '' ? null : JSON.parse(text) }
}

function readWait(header: string | null, now: Date): number {
  const defaultMs = 5_000
  if (header === null) return defaultMs
  const seconds = Number(header)
  return Number.isFinite(seconds) ? seconds * 1_000 : Math.max(1_000, Date.parse(header) - now.getTime())
}

async function fetchToken({ tenant, app, secret }: Box): Promise<string> {
  const response = await fetch(`${tenant.loginUrl}/${tenant.world.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app.clientId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  // What a token endpoint answers; anything else fails at the first request.
  const { access_token } = (await response.json()) as { access_token: string }
  return access_token
}

function joinCall({ box }: Ground, { user }: Row): Call {
  const body = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${user.id}` }
  return { method: 'POST', path: `/groups/${box.enforcedGroup.id}/members/$ref`, body }
}

function mailCall({ box, pageUrl }: Ground, { user, token }: Row): Call {
  const link = `${pageUrl}/e/${token}`
  return {
    method: 'POST',
    path: `/users/${box.senders[0]}/sendMail`,
    body: {
      message: {
        subject: 'Set up your second factor',
        body: { contentType: 'html', content: `<p>Please set it up: <a href="${link}">here</a></p>` },
        toRecipients: [{ emailAddress: { address: user.mail } }],
      },
      saveToSentItems: true,
    },
  }
}

/** One page with one button, as people find it in Muster; the press joins the group at once, as the product did. */
async function servePage(ground: Ground): Promise<{ url: string; close(): Promise<void> }> {
  const rowOf = new Map(ground.rows.map(row => [row.token, row]))
  const server = createServer((request, response) => {
    const row = rowOf.get((request.url ?? '').split('/').at(-1) ?? '')
    if (row === undefined) response.writeHead(404).end()
    else if (request.method === 'POST') {
      confirm(ground, row).then(
        () => response.writeHead(303, { location: 'https://aka.ms/mfasetup' }).end(),
        () => response.writeHead(500).end(),
      )
    } else {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end(`<form method="post" action="/e/${row.token}"><button>Go on</button></form>`)
    }
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  // A server that listens on a port has an address of this shape.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise<void>(done => server.close(() => done()))
    },
  }
}

async function confirm(ground: Ground, row: Row): Promise<void> {
  ground.counts.rowWrites++
  if (row.status === 'sent') row.status = 'clicked'
  await send(ground, joinCall(ground, row))
}

function isRegistered(body: unknown): boolean {
  const types = listIn(body).flatMap(entry =>
    typeof entry === 'object' && entry !== null && '@odata.type' in entry
      ? [String(entry['@odata.type'])]
      : [],
  )
  return assessMethods(types).level !== 'none'
}

function mayBeMailed(user: unknown): boolean {
  if (typeof user !== 'object' || user === null) return false
  const { mail, accountEnabled, userType } = Object.fromEntries(Object.entries(user))
  return typeof mail === 'string' && accountEnabled === true && userType === 'Member'
}

function listIn(body: unknown): readonly unknown[] {
  return typeof body === 'object' && body !== null && 'value' in body && Array.isArray(body.value)
    ? body.value
    : []
}

function resultOf(
  { box, rows, counts }: Ground,
  measured: { launchedAt: Date; passSeconds: number; wallSeconds: number },
): ReferenceResult {
  const { requests, throttled } = box.tenant.traffic
  const sum = (byFamily: Record<string, number>) => Object.values(byFamily).reduce((all, one) => all + one, 0)
  const seen = rows.flatMap(({ user, seenAt }) => (seenAt === null ? [] : [[user.id, seenAt] as const]))
  const all = sum(requests) - requests.token
  return {
    ...counts,
    wallSeconds: measured.wallSeconds,
    passSeconds: measured.passSeconds,
    requests: all,
    requestsBesideMail: all - requests.mail,
    throttled: sum(throttled),
    active: rows.filter(({ status }) => status === 'active').length,
    detection: summarise(seen, {
      launchedAt: measured.launchedAt,
      happenings: box.tenant.world.happenings,
    }),
  }
}
