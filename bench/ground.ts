/**
 * The ground that figures are measured on: one stage (service, throw-away database, tenant in a box) full of people,
 * opened when the first figure asks for it and shared by those that follow.
 */

import { applyNow } from '@muster/service/enrolments/apply'
import { createLog } from '@muster/service/log'
import { openStage, type Prepared, type Stage } from '@muster/service/stage/world'
import type { User } from '@muster/simulator/world/types'
import pg from 'pg'
import { timeSeconds } from './figure.ts'

export interface Sizes {
  people: number
  appliedAtOnce: number
  clicks: number
  /** Each of these is a write to the directory, and Graph takes 3,000 in two and a half minutes. */
  clicksWithGroup: number
  clicksToWarmUp: number
  rehearsedPeople: number
  rehearsedDays: number
  /** For the way of the product that Muster replaces, which takes three requests a person and run. */
  comparedPeople: number
  comparedDays: number
  auditEntries: number
  matchedRecords: number
  /** In one list of SharePoint. */
  mirroredPeople: number
  /** In one campaign that the portal shows. */
  portalPeople: number
  /** How often each question of the portal is asked. */
  portalTimes: number
  /** How often its overview is loaded in a browser. */
  portalLoads: number
}

export const fullSizes: Sizes = {
  people: 100_000,
  appliedAtOnce: 10_000,
  clicks: 8_000,
  clicksWithGroup: 2_400,
  clicksToWarmUp: 400,
  rehearsedPeople: 13_000,
  rehearsedDays: 40,
  comparedPeople: 1_300,
  comparedDays: 40,
  auditEntries: 20_000,
  matchedRecords: 1_000_000,
  mirroredPeople: 13_000,
  portalPeople: 1_000_000,
  portalTimes: 60,
  portalLoads: 5,
}

/** Large enough to take the same path (several pages, several pieces), small enough for a test. */
export const quickSizes: Sizes = {
  people: 2_000,
  appliedAtOnce: 300,
  clicks: 150,
  clicksWithGroup: 100,
  clicksToWarmUp: 10,
  rehearsedPeople: 100,
  rehearsedDays: 20,
  comparedPeople: 60,
  comparedDays: 5,
  auditEntries: 2_500,
  matchedRecords: 10_000,
  mirroredPeople: 120,
  portalPeople: 2_000,
  portalTimes: 2,
  portalLoads: 1,
}

export interface Filled extends Prepared {
  stage: Stage
  people: readonly User[]
  /** Requests of the first copy of the directory, counted by the tenant. */
  copyRequests: number
}

export interface Ground {
  sizes: Sizes
  /** The stage with everybody in the tenant and in the service's copy of the directory, nobody enrolled. */
  filled(): Promise<Filled>
  /** A plain connection to the service's database, for yardsticks. */
  database(): Promise<pg.Client>
  /** Imports everybody into the prepared campaign, once; says how long that took. */
  imported(): Promise<{ seconds: number; bytes: Uint8Array }>
  close(): Promise<void>
}

/** A Monday morning; nothing depends on it. */
const startAt = new Date('2026-11-23T08:00:00Z')
const seed = 7

export function createGround(sizes: Sizes): Ground {
  const closers: (() => Promise<void>)[] = []

  const filled = once(async () => {
    const stage = await openStage({
      log: createLog('error'),
      seed,
      startAt,
      people: sizes.people,
      named: false,
    })
    closers.push(() => stage.close())
    const prepared = await stage.prepare()
    const before = stage.box.tenant.traffic.requests.users
    await stage.settle()
    const copyRequests = stage.box.tenant.traffic.requests.users - before
    return { ...prepared, stage, people: stage.box.people, copyRequests }
  })

  const database = once(async () => {
    const { stage } = await filled()
    const client = new pg.Client({ connectionString: stage.app.databaseUrl })
    await client.connect()
    closers.push(() => client.end())
    return client
  })

  const imported = once(async () => {
    const { stage, campaign, people } = await filled()
    const bytes = listOf(people)
    const seconds = await timeSeconds(() => importList(stage, campaign.campaignId, bytes))
    return { seconds, bytes }
  })

  return {
    sizes,
    filled,
    database,
    imported,
    async close() {
      for (const closer of closers.reverse()) await closer()
    },
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}

/** The file that an administrator would upload. */
export function listOf(people: readonly User[]): Uint8Array<ArrayBuffer> {
  const rows = people.map(person => `${person.userPrincipalName},"${person.displayName}"\n`)
  return new TextEncoder().encode(`UserPrincipalName,DisplayName\n${rows.join('')}`)
}

/** From the upload to the last row noted. Throws when the batch was not worked to its end. */
export async function importList(
  stage: Stage,
  campaignId: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const accepted = await stage.client.importPeople({ params: { campaignId }, body: bytes })
  await stage.settle()
  const { batch } = await stage.client.getBatch({ params: { batchId: accepted.batch.batchId } })
  if (batch.state !== 'done') throw new Error(`the import ended as ${batch.state}`)
}

/** Ids of enrolments whose invitation has not been asked for yet, in a steady order. */
export async function readPending(ground: Ground, campaignId: string, max: number): Promise<string[]> {
  const client = await ground.database()
  const { rows } = await client.query<{ id: string }>(
    `select id from enrolment where campaign_id = $1 and status = 'pending' and invitations_asked = 0 order by id limit $2`,
    [campaignId, max],
  )
  if (rows.length < max) throw new Error(`only ${rows.length} of ${max} enrolments wait for an invitation`)
  return rows.map(row => row.id)
}

/** Makes these people invited as a wave of mail would, an hour ago; answers with the tokens of their links. */
export async function invite(ground: Ground, enrolmentIds: readonly string[]): Promise<string[]> {
  const { stage } = await ground.filled()
  const client = await ground.database()
  const at = stage.clock.now()
  await applyNow(
    stage.app.db,
    enrolmentIds.map(enrolmentId => ({ enrolmentId, signal: { kind: 'due' } })),
    at,
  )
  await client.query(
    `update message set state = 'sent', attempts = 1, claimed_at = $2::timestamptz - interval '1 hour', settled_at = $2
     where enrolment_id = any($1::uuid[])`,
    [enrolmentIds, at],
  )
  const accepted = { kind: 'mailAccepted', mail: 'invitation', number: 1 } as const
  await applyNow(
    stage.app.db,
    enrolmentIds.map(enrolmentId => ({ enrolmentId, signal: accepted })),
    at,
  )
  const { rows } = await client.query<{ token: string }>(
    'select token from link where enrolment_id = any($1::uuid[]) order by token',
    [enrolmentIds],
  )
  return rows.map(row => row.token)
}
