/** People whose manager is to be told, as rows: who still is to be named, and what became of the others. */

import type { Policy } from '@muster/core/campaign'
import { isReminded } from '@muster/core/due'
import type { Enrolment } from '@muster/core/enrolment'
import { type ManagerFacts, nextDigestAt, type Obstacle } from '@muster/core/escalation'
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { apply } from './apply.ts'
import { type CandidateRow, candidateColumns } from './eligibility.ts'
import { type DerivedColumns, derivedColumns, enrolmentOfRow } from './row.ts'

/** A manager who is entered within two days of the first digest is found; nobody is asked for ever. */
const looksMax = 3

/** Some 300 bytes of HTML for each, and Gmail cuts off what is longer than 102 kB. The others are in the next digest. */
export const digestPeopleMax = 150

export interface Escalated {
  enrolmentId: string
  personId: string
  campaignId: string
  displayName: string
  looks: number
  policy: Policy
  enrolment: Enrolment
}

type Row = Omit<Escalated, 'enrolment'> & DerivedColumns

/** `which` is SQL over `escalation` and `campaign`. Rows are held until the transaction ends. */
export async function readEscalated(
  tx: Tx,
  which: RawBuilder<unknown>,
  max: number,
): Promise<readonly Escalated[]> {
  const { rows } = await sql<Row>`
    select escalation.enrolment_id as "enrolmentId", escalation.person_id as "personId", escalation.looks,
           escalation.campaign_id as "campaignId", person.display_name as "displayName", campaign.policy,
           ${sql.join(derivedColumns.map(column => sql.ref(`enrolment.${column}`)))}
    from escalation
    join enrolment on enrolment.id = escalation.enrolment_id
    join campaign on campaign.id = escalation.campaign_id
    join person on person.tenant_id = escalation.tenant_id and person.id = escalation.person_id
    where ${which}
    order by person.display_name, escalation.enrolment_id limit ${max} for update of escalation
  `.execute(tx)
  return rows.map(row => ({ ...row, enrolment: enrolmentOfRow(row) }))
}

/** Whoever registered, or was set aside, is left out for good. Answers with the others. */
export async function leaveOutSettled(
  tx: Tx,
  escalated: readonly Escalated[],
  at: Date,
): Promise<readonly Escalated[]> {
  const settled = escalated.filter(one => !isReminded(one.enrolment, one.policy))
  if (settled.length === 0) return escalated
  const detail = 'no longer needed'
  await sql`
    update escalation set state = 'withdrawn', next_at = null, settled_at = ${at}, outcome = ${detail}
    where enrolment_id = any(${settled.map(one => one.enrolmentId)}::uuid[])
  `.execute(tx)
  const signal = { kind: 'managerNotTold' as const, reason: 'notNeeded', detail }
  await apply(
    tx,
    settled.map(({ enrolmentId }) => ({ enrolmentId, signal })),
    at,
  )
  return escalated.filter(one => !settled.includes(one))
}

/** There is nobody to tell of these people. The directory is asked again a few times, a digest's wait apart. */
export async function recordNoManager(
  tx: Tx,
  escalated: readonly Escalated[],
  { why, at }: { why: Obstacle; at: Date },
): Promise<void> {
  if (escalated.length === 0) return
  await sql`
    update escalation set state = 'noManager', manager_id = null, message_id = null, outcome = ${why.detail},
                          looks = looks + 1, settled_at = ${at},
                          next_at = case when looks + 1 < ${looksMax} then ${nextDigestAt(at)}::timestamptz end
    where enrolment_id = any(${escalated.map(one => one.enrolmentId)}::uuid[])
  `.execute(tx)
  const signal = { kind: 'managerNotTold' as const, ...why }
  await apply(
    tx,
    escalated.map(({ enrolmentId }) => ({ enrolmentId, signal })),
    at,
  )
}

/** What the local copy of the directory knows of managers, by object id. */
export async function readManagerFacts(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ManagerFacts>> {
  const { rows } = await sql<CandidateRow & { id: string }>`
    select id, ${candidateColumns} from person where tenant_id = ${tenantId} and id = any(${ids}::uuid[])
  `.execute(tx)
  return new Map(
    rows.map(({ id, mail, is_protected: isProtected, ...row }) => [
      id,
      {
        mail,
        isProtected,
        accountEnabled: row.account_enabled,
        userType: row.user_type,
        deleted: row.deleted_at !== null,
      },
    ]),
  )
}
