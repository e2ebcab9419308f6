/**
 * Nobody is invited before we have looked whether they registered long ago: the registration report after a launch,
 * and a live read for whoever the report calls registered or does not know at all.
 */

import { type Goal, goals, type Level, meetsGoal } from '@muster/core/methods'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { readReportProgress } from '../observe/report-progress.ts'

const minuteMs = 60_000
/** A report that cannot be read holds no wave for longer; the people in it are read live then. */
const reportWaitMsMax = 30 * minuteMs
/** Looks that are put off beyond this are refused rather than late, and stop nobody's first invitation. */
const lookWaitMsMax = 30 * minuteMs

export interface Launched {
  tenantId: string
  launchedAt: Date | null
}

/** True while the sweep of the report that a launch asked for is still to come. */
export async function isReportAwaited(db: Database, campaign: Launched, at: Date): Promise<boolean> {
  const { launchedAt } = campaign
  if (launchedAt === null || at.getTime() - launchedAt.getTime() > reportWaitMsMax) return false
  const { finishedAt } = await readReportProgress(db, campaign.tenantId)
  return finishedAt === null || Date.parse(finishedAt) < launchedAt.getTime()
}

/**
 * SQL over `enrolment`, `person` and `method_watch as watch`: 'ask' for whom a live look must be asked, 'wait' while
 * one is under way, 'go' for everybody else. Somebody known as registered is asked about once more: a mail would be
 * wrong. Where live reads are refused, only those wait: unknown is left alone.
 */
export function firstLook(goal: Goal, at: Date): RawBuilder<'ask' | 'wait' | 'go'> {
  const soon = new Date(at.getTime() + lookWaitMsMax)
  return sql`
    case
      when enrolment.status <> 'pending' or enrolment.invitations_asked > 0 then 'go'
      when person.checked_at is not null
        and person.level <> all(${levelsMeeting(goal)}::text[]) then 'go'
      when watch.person_id is null then 'ask'
      when watch.next_at <= ${soon} or person.checked_at is not null then 'wait'
      else 'go'
    end`
}

const levels: readonly Level[] = ['none', 'phone', 'mfa', 'phishingResistant']

function levelsMeeting(goal: Goal): Level[] {
  return goals.includes(goal)
    ? levels.filter(level => meetsGoal({ level, unknownTypes: [] }, goal) === 'yes')
    : []
}
