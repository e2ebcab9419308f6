/** What the directory now says of people who are enrolled: whoever became ineligible is skipped, and the other way round. */

import type { Policy } from '@muster/core/campaign'
import { type Candidate, judgeEligibility } from '@muster/core/eligibility'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Addressed, apply } from './apply.ts'

interface Enrolled {
  id: string
  person_id: string
  account_enabled: boolean
  deleted_at: Date | null
  user_type: 'member' | 'guest'
  mail: string | null
  policy: Policy
}

/** Person id → why that person is skipped, for those who are. */
export type Ineligible = ReadonlyMap<string, string>

/** Judges these people in every campaign that is not finished, or in one. */
export async function judgePeople(
  tx: Tx,
  judged: { tenantId: string; personIds: readonly string[]; at: Date; campaignId?: string },
): Promise<Ineligible> {
  const { tenantId, personIds, at, campaignId = null } = judged
  const { rows } = await sql<Enrolled>`
    select enrolment.id, enrolment.person_id, person.account_enabled, person.deleted_at, person.user_type, person.mail,
           campaign.policy
    from enrolment
    join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    join campaign on campaign.id = enrolment.campaign_id
    where enrolment.tenant_id = ${tenantId} and enrolment.person_id = any(${personIds}::uuid[])
      and enrolment.status not in ('active', 'excluded') and campaign.status <> 'finished'
      and (${campaignId}::uuid is null or campaign.id = ${campaignId})
  `.execute(tx)
  const reasons = new Map<string, string>()
  const addressed = rows.map((row): Addressed => {
    const verdict = judgeEligibility(candidateOf(row), row.policy)
    if (verdict.eligible) return { enrolmentId: row.id, signal: { kind: 'foundEligible' } }
    reasons.set(row.person_id, verdict.reason)
    return {
      enrolmentId: row.id,
      signal: { kind: 'foundIneligible', reason: verdict.name, detail: verdict.reason },
    }
  })
  await apply(tx, addressed, at)
  return reasons
}

/** Judges everybody in one campaign anew, after its policy has changed. */
export async function judgeCampaign(
  tx: Tx,
  campaign: { id: string; tenant_id: string },
  at: Date,
): Promise<void> {
  const rows = await tx
    .selectFrom('enrolment')
    .select('person_id')
    .where('campaign_id', '=', campaign.id)
    .execute()
  const personIds = rows.map(row => row.person_id)
  await judgePeople(tx, { tenantId: campaign.tenant_id, personIds, at, campaignId: campaign.id })
}

/** Who of these people may not be invited under a policy; nothing is changed. */
export async function findIneligible(
  tx: Tx,
  asked: { tenantId: string; personIds: readonly string[]; policy: Policy },
): Promise<Ineligible> {
  const { rows } = await sql<Omit<Enrolled, 'id' | 'policy'>>`
    select id as person_id, account_enabled, deleted_at, user_type, mail from person
    where tenant_id = ${asked.tenantId} and id = any(${asked.personIds}::uuid[])
  `.execute(tx)
  const reasons = new Map<string, string>()
  for (const row of rows) {
    const verdict = judgeEligibility(candidateOf(row), asked.policy)
    if (!verdict.eligible) reasons.set(row.person_id, verdict.reason)
  }
  return reasons
}

function candidateOf(row: Omit<Enrolled, 'id' | 'policy'>): Candidate {
  const { deleted_at, account_enabled: accountEnabled, user_type: userType, mail } = row
  return { accountEnabled, deleted: deleted_at !== null, userType, mail }
}
