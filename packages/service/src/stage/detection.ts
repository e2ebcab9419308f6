/** How long it took to see a registration: from the simulator's own record of it to our event `registrationSeen`. */

import { methodTypes } from '@muster/core/methods'
import type { Happening } from '@muster/simulator/world/types'
import type { Database } from '../db/database.ts'

export interface Detection {
  /** Of whom a registration was seen that happened after the launch. */
  people: number
  /** Null when nobody registered. */
  medianSeconds: number | null
  p95Seconds: number | null
}

export async function measureDetection(
  db: Database,
  looked: { campaignId: string; launchedAt: Date; happenings: readonly Happening[] },
): Promise<Detection> {
  const seen = await db
    .selectFrom('enrolment_event')
    .innerJoin('enrolment', 'enrolment.id', 'enrolment_event.enrolment_id')
    .select(['enrolment.person_id', eb => eb.fn.min('enrolment_event.at').as('at')])
    .where('enrolment_event.campaign_id', '=', looked.campaignId)
    .where('enrolment_event.kind', '=', 'registrationSeen')
    .groupBy('enrolment.person_id')
    .execute()
  return summarise(
    seen.map(({ person_id, at }) => [person_id, at] as const),
    looked,
  )
}

/** From person and time of the first sight of a registration, however it was seen. */
export function summarise(
  seen: Iterable<readonly [personId: string, at: Date]>,
  { launchedAt, happenings }: { launchedAt: Date; happenings: readonly Happening[] },
): Detection {
  const registeredAt = firstRegistrations(happenings)
  const seconds = [...seen]
    .flatMap(([personId, at]) => {
      const from = registeredAt.get(personId)
      // Whoever had registered before is found by the first inventory; that is no detection.
      return from === undefined || from < launchedAt || at < from
        ? []
        : [(at.getTime() - from.getTime()) / 1000]
    })
    .sort((a, b) => a - b)
  return {
    people: seconds.length,
    medianSeconds: quantile(seconds, 0.5),
    p95Seconds: quantile(seconds, 0.95),
  }
}

/** Person → when they first registered anything that counts, phone included. */
function firstRegistrations(happenings: readonly Happening[]): Map<string, Date> {
  const first = new Map<string, Date>()
  for (const happening of happenings) {
    if (happening.kind !== 'methodRegistered' || first.has(happening.userId)) continue
    const level = methodTypes[`${happening.method}AuthenticationMethod`]?.level ?? 'none'
    if (level !== 'none') first.set(happening.userId, happening.at)
  }
  return first
}

/** The smallest value that this share of them does not exceed, rounded to whole seconds. */
function quantile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  return value === undefined ? null : Math.round(value)
}
