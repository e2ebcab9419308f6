/** What the directory now says of people who are enrolled: whoever became ineligible is skipped, and the other way round. */

import type { Policy } from '@muster/core/campaign'
import { type Candidate, judgeEligibility } from '@muster/core/eligibility'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Addressed, apply } from './apply.ts'

/** What is judged of a person, as `candidateColumns` reads it. */
export interface CandidateRow {
  is_protected: boolean
  account_enabled: boolean
  deleted_at: Date | null
  user_type: 'member' | 'guest'
  mail: string | null
}

interface Enrolled extends CandidateRow {
  id: string
  person_id: string
  policy: Policy
}

/** SQL over `person`. */
export const candidateColumns = sql`
  person.account_enabled, person.deleted_at, person.user_type, person.mail,
  exists (
    select from protected_person
    where protected_person.tenant_id = person.tenant_id and protected_person.person_id = person.id
  ) as is_protected`

/** Person id → why that person is skipped, for those who are. */
export type Ineligible = ReadonlyMap<string, string>

/** Judges these people in every campaign that is not finished, or in one. */
export async function judgePeople(
  tx: Tx,
  judged: { tenantId: string; personIds: readonly string[]; at: Date; campaignId?: string },
): Promise<Ineligible> {
  const { tenantId, personIds, at, campaignId = null } = judged
  const { rows } = await sql<Enrolled>`
    select enrolment.id, enrolment.person_id, campaign.policy, ${candidateColumns}
    from enrolment
    join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    join campaign on campaign.id = enrolment.campaign_id
    where enrolment.tenant_id = ${tenantId} and enrolment.person_id = any(${personIds}::uuid[])
      and enrolment.status <> 'excluded' and campaign.status <> 'finished'
      -- whoever is active has nothing to be told but that they are to be left alone
      and (enrolment.status <> 'active' or exists (
        select from protected_person as listed
        where listed.tenant_id = enrolment.tenant_id and listed.person_id = enrolment.person_id
      ))
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
  const { rows } = await sql<CandidateRow & { person_id: string }>`
    select id as person_id, ${candidateColumns} from person
    where tenant_id = ${asked.tenantId} and id = any(${asked.personIds}::uuid[])
  `.execute(tx)
  const reasons = new Map<string, string>()
  for (const row of rows) {
    const verdict = judgeEligibility(candidateOf(row), asked.policy)
    if (!verdict.eligible) reasons.set(row.person_id, verdict.reason)
  }
  return reasons
}

export function candidateOf(row: CandidateRow): Candidate {
  const { deleted_at, account_enabled: accountEnabled, user_type: userType, mail } = row
  return { isProtected: row.is_protected, accountEnabled, deleted: deleted_at !== null, userType, mail }
}
