/** The lane of one campaign's due people: finds whose time has come and lets `apply` decide what that means. */

import type { Policy } from '@muster/core/campaign'
import { judgeEligibility } from '@muster/core/eligibility'
import type { Signal } from '@muster/core/enrolment'
import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { apply } from '../enrolments/apply.ts'
import { type CandidateRow, candidateColumns, candidateOf } from '../enrolments/eligibility.ts'
import { isNotStopped } from '../enrolments/stopped.ts'
import { areZonesAwaited } from '../observe/mailbox-zones.ts'
import { watchOnce } from '../observe/watch.ts'
import { firstLook, isReportAwaited } from './first-look.ts'

/** People decided in one transaction; a pause holds after at most this many. */
const pieceMax = 500
/** Whatever an invitation waits for wakes this lane when it is there; this is for what was missed. */
const lookAgainMs = 10 * 60_000

interface DuePerson extends CandidateRow {
  id: string
  person_id: string
  status: string
  look: 'ask' | 'go'
}

interface Running {
  id: string
  tenantId: string
  policy: Policy
  launchedAt: Date | null
}

export function createDueLane(options: { db: Database; clock: Clock }) {
  const { db, clock } = options

  return async function workDue(campaignId: string, signal: AbortSignal): Promise<Date | null> {
    for (;;) {
      const campaign = await readRunning(campaignId)
      if (campaign === null || signal.aborted) return null
      const at = clock.now()
      const isAwaited = (await isReportAwaited(db, campaign, at)) || (await areZonesAwaited(db, campaign, at))
      if (isAwaited) return new Date(at.getTime() + lookAgainMs)
      const people = await readDue(campaign, at)
      if (people.length === 0) return nextDueAt(campaignId, at)
      await decidePiece(campaign, people, at)
    }
  }

  async function readRunning(campaignId: string): Promise<Running | null> {
    const row = await db
      .selectFrom('campaign')
      .select(['id', 'tenant_id as tenantId', 'policy', 'launched_at as launchedAt'])
      .where('id', '=', campaignId)
      .where('status', '=', 'running')
      .where(isNotStopped('campaign'))
      .executeTakeFirst()
    return row ?? null
  }

  async function decidePiece(campaign: Running, people: readonly DuePerson[], at: Date): Promise<void> {
    const told = people.map(person => ({ person, signal: signalFor(person, campaign.policy) }))
    const looks = told.filter(({ person, signal }) => signal.kind === 'due' && person.look === 'ask')
    const rest = told.filter(one => !looks.includes(one))
    await inTransaction(db, async tx => {
      const personIds = looks.map(({ person }) => person.person_id)
      await watchOnce(tx, { tenantId: campaign.tenantId, personIds, at })
      await apply(
        tx,
        rest.map(({ person, signal }) => ({ enrolmentId: person.id, signal })),
        at,
      )
    })
  }

  /** Those whose time has come, without those whose first look is still under way. */
  async function readDue(campaign: Running, at: Date): Promise<DuePerson[]> {
    const { rows } = await sql<DuePerson>`
      select * from (
        select enrolment.id, enrolment.person_id, enrolment.status, enrolment.due_at, ${candidateColumns},
               ${firstLook(campaign.policy.goal, at)} as look
        from enrolment
        join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
        left join method_watch as watch
          on watch.tenant_id = enrolment.tenant_id and watch.person_id = enrolment.person_id
        where enrolment.campaign_id = ${campaign.id} and enrolment.due_at <= ${at}
      ) as candidate
      where look <> 'wait' order by due_at, id limit ${pieceMax}
    `.execute(db)
    return rows
  }

  async function nextDueAt(campaignId: string, at: Date): Promise<Date | null> {
    const { rows } = await sql<{ next: Date | null; is_anybody_waiting: boolean | null }>`
      select min(due_at) filter (where due_at > ${at}) as next, bool_or(due_at <= ${at}) as is_anybody_waiting
      from enrolment where campaign_id = ${campaignId}
    `.execute(db)
    const next = rows[0]?.next ?? null
    if (rows[0]?.is_anybody_waiting !== true) return next
    const again = new Date(at.getTime() + lookAgainMs)
    return next !== null && next < again ? next : again
  }
}

/** Whoever may not be mailed is told apart before a mail is asked for, and before an exclusion ends. */
function signalFor(person: DuePerson, policy: Policy): Signal {
  const verdict = judgeEligibility(candidateOf(person), policy)
  if (verdict.eligible) return { kind: 'due' }
  return { kind: 'foundIneligible', reason: verdict.name, detail: verdict.reason }
}
