/** What was seen of people's methods: kept with the person, and told to each of the person's enrolments. */

import type { SightingSource } from '@muster/core/enrolment'
import { type Assessment, meetsGoal } from '@muster/core/methods'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Addressed, apply } from '../enrolments/apply.ts'

export interface Sighting {
  personId: string
  seen: Assessment
}

export interface SightingGroup {
  tenantId: string
  source: SightingSource
  at: Date
  sightings: readonly Sighting[]
}

interface Concerned {
  id: string
  person_id: string
}

/** Records live sightings: the truth, as of now. */
export async function recordSightings(tx: Tx, group: SightingGroup): Promise<void> {
  const { tenantId, sightings, at, source } = group
  if (sightings.length === 0) return
  const ids = sightings.map(s => s.personId)
  await sql`
    update person set level = fresh.level, level_source = ${source}, checked_at = ${at}
    from unnest(${ids}::uuid[], ${sightings.map(s => s.seen.level)}::text[]) as fresh (id, level)
    where person.tenant_id = ${tenantId} and person.id = fresh.id
  `.execute(tx)
  const seenOf = new Map(sightings.map(s => [s.personId, s.seen]))
  const concerned = await readConcerned(tx, tenantId, ids)
  const addressed: Addressed[] = concerned.flatMap(({ id, person_id }) => {
    const seen = seenOf.get(person_id)
    return seen === undefined ? [] : [{ enrolmentId: id, signal: { kind: 'methodsSeen', seen, source } }]
  })
  await apply(tx, addressed, at)
}

async function readConcerned(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Concerned[]> {
  const { rows } = await sql<Concerned>`
    select enrolment.id, enrolment.person_id
    from enrolment join campaign on campaign.id = enrolment.campaign_id
    where enrolment.tenant_id = ${tenantId} and enrolment.person_id = any(${ids}::uuid[])
      and campaign.status <> 'finished'
  `.execute(tx)
  return rows
}

/** Whether a reported level would change anything for somebody with this status: then it is worth a live look. */
export function isWorthALook(
  now: { status: string; is_lost: boolean; goal: Parameters<typeof meetsGoal>[1] },
  seen: Assessment,
): boolean {
  const answer = meetsGoal(seen, now.goal)
  if (now.status === 'excluded') return false
  return now.status === 'active' && !now.is_lost ? answer === 'no' : answer !== 'no'
}
