/** The lane of one campaign's due people: finds whose time has come and lets `apply` decide what that means. */

import type { Policy } from '@muster/core/campaign'
import { judgeEligibility } from '@muster/core/eligibility'
import type { Signal } from '@muster/core/enrolment'
import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { apply } from '../enrolments/apply.ts'

/** People decided in one transaction; a pause holds after at most this many. */
const pieceMax = 500

interface DuePerson {
  id: string
  status: string
  account_enabled: boolean
  deleted_at: Date | null
  user_type: 'member' | 'guest'
  mail: string | null
}

export function createDueLane(options: { db: Database; clock: Clock }) {
  const { db, clock } = options

  return async function workDue(campaignId: string, signal: AbortSignal): Promise<Date | null> {
    for (;;) {
      const campaign = await db
        .selectFrom('campaign')
        .select(['status', 'policy'])
        .where('id', '=', campaignId)
        .executeTakeFirst()
      if (campaign?.status !== 'running' || signal.aborted) return null
      const at = clock.now()
      const people = await readDue(campaignId, at)
      if (people.length === 0) return nextDueAt(campaignId)
      const addressed = people.map(person => ({
        enrolmentId: person.id,
        signal: signalFor(person, campaign.policy),
      }))
      await inTransaction(db, tx => apply(tx, addressed, at))
    }
  }

  async function readDue(campaignId: string, at: Date): Promise<DuePerson[]> {
    const { rows } = await sql<DuePerson>`
      select enrolment.id, enrolment.status, person.account_enabled, person.deleted_at, person.user_type, person.mail
      from enrolment
      join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
      where enrolment.campaign_id = ${campaignId} and enrolment.due_at <= ${at}
      order by enrolment.due_at, enrolment.id limit ${pieceMax}
    `.execute(db)
    return rows
  }

  async function nextDueAt(campaignId: string): Promise<Date | null> {
    const row = await db
      .selectFrom('enrolment')
      .select(eb => eb.fn.min('due_at').as('at'))
      .where('campaign_id', '=', campaignId)
      .executeTakeFirst()
    return row?.at ?? null
  }
}

/** Whoever may not be mailed is told apart before a mail is asked for; an exclusion that ends needs no such look. */
function signalFor(person: DuePerson, policy: Policy): Signal {
  if (person.status === 'excluded') return { kind: 'due' }
  const verdict = judgeEligibility(
    {
      accountEnabled: person.account_enabled,
      deleted: person.deleted_at !== null,
      userType: person.user_type,
      mail: person.mail,
    },
    policy,
  )
  if (verdict.eligible) return { kind: 'due' }
  return { kind: 'foundIneligible', reason: verdict.name, detail: verdict.reason }
}
