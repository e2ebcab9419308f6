/**
 * A whole rollout in simulated time on a throw-away database, audited from the simulator's side at the end.
 * Administrators rehearse their own list with it; for us it is the proof that the main job works.
 */

import { readFile } from 'node:fs/promises'
import { type Status, statuses } from '@muster/core/enrolment'
import { Problem } from '@muster/core/problem'
import { usualScanners } from '@muster/simulator/humans/humans'
import { readRoster } from '../people/intake.ts'
import { type Audit, auditWorld } from './audit.ts'
import { type Detection, measureDetection } from './detection.ts'
import { openStage, type Stage } from './world.ts'

export interface RehearsalOptions {
  people: number
  days: number
  seed: number
  faults: 'none' | 'rough'
  /** An administrator's own list; its people then are the people of the tenant. */
  csvFile: string | null
  /** Told after each simulated day. */
  onDay(day: DayReport): void
}

export interface DayReport {
  day: number
  days: number
  at: Date
  statuses: Record<Status, number>
}

export interface RehearsalResult extends Audit {
  people: number
  days: number
  seed: number
  statuses: Record<Status, number>
  graph: {
    requests: number
    throttled: number
    byFamily: Record<string, number>
    /** Without mail and the envelopes of batches, whose items are counted one by one. */
    perPerson: number
  }
  detection: Detection
  wallSeconds: number
}

/** A Monday morning, the same for every rehearsal, so that a seed tells the same story on any day. */
export const startAt = new Date('2026-11-02T07:30:00Z')
const dayMs = 24 * 60 * 60 * 1000
/**
 * After the last day nobody acts any more and the weather clears, while the service goes on: a registration on the
 * last evening is in the registration report a day later at the latest, and read within a day of that.
 */
export const afterDays = 3
export const castSize = 13
const castFrom = 50

export async function rehearse(options: RehearsalOptions): Promise<RehearsalResult> {
  const startedMs = performance.now()
  const isRough = options.faults === 'rough'
  const list = options.csvFile === null ? null : await readList(options.csvFile)
  const isNamed = list === null && options.people >= castFrom
  const stage = await openStage({
    startAt,
    seed: options.seed,
    named: isNamed,
    people: list === null ? options.people - (isNamed ? castSize : 0) : 0,
    faults: options.faults,
    ...(isRough ? { scanners: usualScanners } : {}),
  })
  try {
    // With it, mails of unknown fate are looked up, as the guide recommends; without it they wait for an operator.
    stage.box.app.roles.push('Mail.Read')
    if (list !== null) settleIn(stage, list.people)
    return await run(stage, { ...options, startedMs, csv: list?.bytes ?? null })
  } finally {
    await stage.close()
  }
}

async function run(
  stage: Stage,
  options: RehearsalOptions & { startedMs: number; csv: Uint8Array | null },
): Promise<RehearsalResult> {
  const { box, clock } = stage
  const { campaign } = await stage.prepare()
  const { campaignId } = campaign
  await stage.client.importPeople({
    params: { campaignId },
    fileName: 'everybody.csv',
    body: options.csv ?? everybodyAsCsv(stage),
  })
  await stage.liveUntil(new Date(clock.now().getTime() + 60 * 60 * 1000))
  await stage.client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  const launchedMs = clock.now().getTime()
  for (let day = 1; day <= options.days; day++) {
    await stage.liveUntil(new Date(launchedMs + day * dayMs))
    options.onDay({
      day,
      days: options.days,
      at: clock.now(),
      statuses: await countStatuses(stage, campaignId),
    })
  }
  box.humans.close()
  box.tenant.faults.use(null)
  await stage.liveUntil(new Date(launchedMs + (options.days + afterDays) * dayMs))
  const audit = await auditWorld(stage.app.db, box, { campaignId, groupId: box.enforcedGroup.id })
  return {
    people: box.tenant.world.users.size,
    days: options.days,
    seed: options.seed,
    statuses: await countStatuses(stage, campaignId),
    mail: audit.mail,
    graph: countRequests(stage),
    detection: await measureDetection(stage.app.db, {
      campaignId,
      launchedAt: new Date(launchedMs),
      happenings: box.tenant.world.happenings,
    }),
    audit: audit.audit,
    wallSeconds: Math.round((performance.now() - options.startedMs) / 100) / 10,
  }
}

async function countStatuses(stage: Stage, campaignId: string): Promise<Record<Status, number>> {
  const { counts } = await stage.client.campaignStatus({ params: { campaignId } })
  return counts
}

/** The token endpoint is not Graph and is left out. */
function countRequests({ box }: Stage): RehearsalResult['graph'] {
  const { requests, throttled } = box.tenant.traffic
  const byFamily = Object.fromEntries(Object.entries(requests).filter(([family]) => family !== 'token'))
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, count) => total + count, 0)
  const { mail: _mail, batch: _batch, ...looking } = byFamily
  const perPerson = Math.round((sum(looking) / box.tenant.world.users.size) * 100) / 100
  return { requests: sum(byFamily), throttled: sum(throttled), byFamily, perPerson }
}

function everybodyAsCsv({ box }: Stage): Uint8Array {
  const lines = [...box.tenant.world.users.values()].map(user => `"${user.userPrincipalName}"`)
  return new TextEncoder().encode(['UserPrincipalName', ...lines, ''].join('\r\n'))
}

interface ListedPerson {
  upn: string
  displayName: string
  department: string | null
}

async function readList(file: string): Promise<{ bytes: Uint8Array; people: ListedPerson[] }> {
  const bytes = await readFile(file).catch(cause => {
    throw new Problem('badRequest', `the list cannot be read: ${cause.message}`, { where: file })
  })
  const people: ListedPerson[] = []
  for await (const outcome of readRoster(chunksOf(bytes))) {
    if (outcome.kind !== 'row' || outcome.row.reference.kind === 'objectId') continue
    const upn = outcome.row.reference.value
    const { displayName, department } = outcome.row
    people.push({ upn, displayName: displayName ?? upn, department })
  }
  return { bytes, people }
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** The people of the list become people of the tenant, with mailboxes, and whatever temperament the seed gives them. */
function settleIn({ box }: Stage, people: readonly ListedPerson[]): void {
  const { world } = box.tenant
  for (const { upn, displayName, department } of people) {
    if (world.userByUpn(upn) !== undefined) continue
    const mail = upn.toLowerCase()
    const user = world.addUser({ userPrincipalName: upn, displayName, department, mail })
    if (!world.mailboxes.has(mail)) world.addMailbox({ address: mail, userId: user.id, enabled: true })
  }
}

/** Names of what must be zero and is not. */
export function findFaults(result: RehearsalResult): string[] {
  const counts: Record<string, number> = {
    'mail.duplicates': result.mail.duplicates,
    'mail.toWrongPerson': result.mail.toWrongPerson,
  }
  for (const [name, count] of Object.entries(result.audit)) counts[`audit.${name}`] = count
  return Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => `${name} = ${count}`)
}

/** One line of people by status, in the order of the road. */
export function tellStatuses(counts: Record<Status, number>): string {
  return statuses
    .filter(status => counts[status] > 0)
    .map(status => `${status} ${counts[status]}`)
    .join('  ')
}
