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
import { type AutomationFigures, auditAutomations, nobodyThanked, takeThankYou } from './automations.ts'
import { type Detection, measureDetection } from './detection.ts'
import { allowLists, auditMirror, type MirrorFigures, meddle, noMirror, takeMirrorAtLast } from './mirror.ts'
import { checkCopies, type LaneFigures, openScene, type Scene, type SceneOptions } from './scene.ts'
import { measureWave, type WaveFigures } from './wave.ts'
import type { World, WorldOptions } from './world.ts'

export interface RehearsalOptions extends SceneOptions {
  people: number
  days: number
  seed: number
  faults: 'none' | 'rough'
  /** The published limits of Graph and Exchange, or none. */
  limits: 'real' | 'off'
  /** An administrator's own list; its people then are the people of the tenant. */
  csvFile: string | null
  /** Without the automation that thanks, to compare with who has none; it is there when this is left out. */
  isUnthanked?: boolean
  /** With a SharePoint list that is kept in step, in which somebody now and then changes things by hand. */
  isMirrored?: boolean
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
    /**
     * Without mail, the list of the mirror, the envelopes of batches, whose items are counted one by one, and the polls
     * of the rule, whose number follows from the days and not from the people.
     */
    perPerson: number
  }
  detection: Detection
  /** The first wave, as it was planned, was, and could have been. */
  plan: WaveFigures
  lanes: LaneFigures
  /** The thank-you preset, with a group and a webhook beside its mail. */
  automations: AutomationFigures
  /** The SharePoint list, when there is one. */
  mirror: MirrorFigures
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
/** A mail through SMTP cannot be looked up, so an administrator who uses it says what shall become of an unknown fate. */
const rehearsedPolicy = { senders: 'both', uncertainThen: 'arrived', uncertainAfterHours: 48 } as const
/** What is promised: a dead copy's lane is taken over within a minute. */
const takeoverSecondsMax = 60
/** What is promised of the mirror: that it repeats little. */
const writesPerChangeMax = 1.2
export const castSize = 13
const castFrom = 50

export async function rehearse(options: RehearsalOptions): Promise<RehearsalResult> {
  const startedMs = performance.now()
  checkCopies(options)
  const isRough = options.faults === 'rough'
  const list = options.csvFile === null ? null : await readList(options.csvFile)
  const isNamed = list === null && options.people >= castFrom
  const asked: WorldOptions = {
    startAt,
    seed: options.seed,
    named: isNamed,
    people: list === null ? options.people - (isNamed ? castSize : 0) : 0,
    faults: options.faults,
    limits: options.limits,
    ...(isRough ? { scanners: usualScanners } : {}),
  }
  const scene = await openScene(asked, options)
  const { world } = scene
  try {
    // With it, mails of unknown fate are looked up, as the guide recommends; without it they wait for an operator.
    world.box.app.roles.push('Mail.Read')
    if (options.isMirrored === true) allowLists(world)
    if (list !== null) settleIn(world, list.people)
    return await run(scene, { ...options, startedMs, csv: list?.bytes ?? null })
  } finally {
    await world.close()
  }
}

async function run(
  { world, kills, lanes }: Scene,
  options: RehearsalOptions & { startedMs: number; csv: Uint8Array | null },
): Promise<RehearsalResult> {
  const { box, clock, client, service } = world
  const { campaign, tenant, sender } = await world.prepare(rehearsedPolicy)
  const place = { tenantId: tenant.tenantId, senderId: sender.senderId }
  const thanks = options.isUnthanked === true ? null : await takeThankYou(world, place)
  await using _receiver = thanks?.receiver
  const { campaignId } = campaign
  const params = { campaignId }
  await client.importPeople({ params, fileName: 'everybody.csv', body: options.csv ?? everybodyAsCsv(world) })
  kills?.plan('import')
  const list = options.isMirrored === true ? await takeMirrorAtLast(world, campaignId) : null
  await world.liveUntil(new Date(clock.now().getTime() + 60 * 60 * 1000))
  const planned = await client.planCampaign({ params, body: {} })
  await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
  const launchedAt = clock.now()
  kills?.plan({ days: options.days })
  for (let day = 1; day <= options.days; day++) {
    await world.liveUntil(new Date(launchedAt.getTime() + day * dayMs))
    const statuses = await countStatuses(world, campaignId)
    if (list !== null) meddle(world, list, day)
    options.onDay({ day, days: options.days, at: clock.now(), statuses })
  }
  kills?.stop()
  box.humans.close()
  box.tenant.faults.use(null)
  await world.liveUntil(new Date(launchedAt.getTime() + (options.days + afterDays) * dayMs))
  const audit = await auditWorld(service.db, box, { campaignId, groupId: box.enforcedGroup.id })
  const { happenings } = box.tenant.world
  const predictedFinish = planned.wave.finishAt
  return {
    people: box.tenant.world.users.size,
    days: options.days,
    seed: options.seed,
    statuses: await countStatuses(world, campaignId),
    mail: audit.mail,
    graph: countRequests(world, thanks?.polls() ?? 0),
    detection: await measureDetection(service.db, { campaignId, launchedAt, happenings }),
    plan: await measureWave(service.db, box, { campaignId, launchedAt, predictedFinish }),
    lanes: lanes(),
    automations: thanks === null ? nobodyThanked : auditAutomations(box, thanks),
    mirror: list === null ? noMirror : await auditMirror(world, { campaignId, list }),
    audit: audit.audit,
    wallSeconds: Math.round((performance.now() - options.startedMs) / 100) / 10,
  }
}

async function countStatuses(world: World, campaignId: string): Promise<Record<Status, number>> {
  const { counts } = await world.client.campaignStatus({ params: { campaignId } })
  return counts
}

/** The token endpoint is not Graph and is left out. */
function countRequests({ box }: World, rulePolls: number): RehearsalResult['graph'] {
  const { requests, throttled } = box.tenant.traffic
  const byFamily = Object.fromEntries(Object.entries(requests).filter(([family]) => family !== 'token'))
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, count) => total + count, 0)
  const { mail: _mail, batch: _batch, lists: _lists, ...looking } = byFamily
  const asked = sum(looking) - rulePolls
  const perPerson = Math.round((asked / box.tenant.world.users.size) * 100) / 100
  return { requests: sum(byFamily), throttled: sum(throttled), byFamily, perPerson }
}

function everybodyAsCsv({ box }: World): Uint8Array {
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
function settleIn({ box }: World, people: readonly ListedPerson[]): void {
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
  const { twice, missed, actedOnCancelled } = result.automations
  for (const [name, count] of Object.entries({ twice, missed, actedOnCancelled }))
    counts[`automations.${name}`] = count
  counts['mirror.wrong'] = result.mirror.wrong
  if (result.mirror.writesPerChange >= writesPerChangeMax)
    counts['mirror.writesPerChange'] = result.mirror.writesPerChange
  const { slowestTakeoverSeconds } = result.lanes
  if (slowestTakeoverSeconds > takeoverSecondsMax)
    counts['lanes.slowestTakeoverSeconds'] = slowestTakeoverSeconds
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
