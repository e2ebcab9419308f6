/** Why somebody is in the state they are in: facts, what comes next, the timeline and the mails. */

import type { Output } from '@muster/contract/routes'
import { overviewCampaignsMax } from '@muster/contract/shapes/overview'
import { timelineMax } from '@muster/contract/shapes/people'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { derivedColumns, enrolmentOfRow } from '../enrolments/row.ts'
import { readDoubtLines } from './doubt-lines.ts'
import { nextStep } from './next-step.ts'
import { enrolmentShape, type PersonRow, selectPeople } from './people-columns.ts'
import { readPersonMails } from './person-mails.ts'
import { readRuleLines } from './rule-lines.ts'
import { eventOf, tellEvent } from './words.ts'

/** Throws a Problem for an enrolment that is not there. */
export async function readPerson(db: Database, enrolmentId: string): Promise<Output<'getPerson'>> {
  const { rows } = await sql<PersonRow & Extra>`
    select enrolled.*, person.tenant_id, person.level_source, person.job_title, person.user_type, person.account_enabled, person.deleted_at,
           person.preferred_language, link.first_opened_at, link.opened_count
    from (${selectPeople} where enrolment.id = ${enrolmentId}) as enrolled
    join enrolment on enrolment.id = enrolled.id
    join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    join link on link.enrolment_id = enrolled.id
  `.execute(db)
  const [row] = rows
  if (row === undefined) throw makeProblem('noEnrolment')
  const whom = { enrolmentId: row.id, tenantId: row.tenant_id, personId: row.person_id }
  return {
    person: {
      objectId: row.person_id,
      displayName: row.display_name,
      userPrincipalName: row.upn,
      mail: row.mail,
      department: row.department,
      jobTitle: row.job_title,
      userType: row.user_type,
      accountEnabled: row.account_enabled,
      deleted: row.deleted_at !== null,
      preferredLanguage: row.preferred_language,
      levelSource: row.level_source,
    },
    enrolment: enrolmentShape(row),
    ...(await readPlace(db, row)),
    otherCampaigns: await readOthers(db, row),
    timeline: mergeByTime(
      await readTimeline(db, row),
      [...(await readRuleLines(db, whom)), ...(await readDoubtLines(db, whom))].sort(
        (a, b) => a.at.getTime() - b.at.getTime(),
      ),
    ),
    messages: await readPersonMails(db, whom),
  }
}

type Line = Output<'getPerson'>['timeline'][number]

/** The first list keeps its order, whatever its times are: events of one moment follow from one another. */
function mergeByTime(events: readonly Line[], others: readonly Line[]): Line[] {
  const merged = [...events]
  for (const other of others) {
    const follows = merged.findIndex(event => event.at > other.at)
    merged.splice(follows === -1 ? merged.length : follows, 0, other)
  }
  return merged
}

/** The campaign around somebody, and what happens next there. */
async function readPlace(
  db: Database,
  row: PersonRow,
): Promise<Pick<Output<'getPerson'>, 'campaign' | 'next'>> {
  const stands = await db
    .selectFrom('enrolment')
    .innerJoin('campaign', 'campaign.id', 'enrolment.campaign_id')
    .innerJoin('tenant', 'tenant.id', 'campaign.tenant_id')
    .select(derivedColumns.map(column => `enrolment.${column}` as const))
    .select(['campaign.name', 'campaign.status as campaign_status', 'campaign.policy', 'tenant.stopped_at'])
    .where('enrolment.id', '=', row.id)
    .executeTakeFirstOrThrow()
  const { name, campaign_status: status, policy } = stands
  return {
    campaign: { campaignId: row.campaign_id, name, status, goal: policy.goal },
    next: nextStep(enrolmentOfRow(stands), policy, {
      campaign: status,
      isStopped: stands.stopped_at !== null,
    }),
  }
}

async function readOthers(
  db: Database,
  row: PersonRow & Extra,
): Promise<Output<'getPerson'>['otherCampaigns']> {
  const others = await db
    .selectFrom('enrolment')
    .innerJoin('campaign', 'campaign.id', 'enrolment.campaign_id')
    .select(['enrolment.id', 'enrolment.campaign_id', 'enrolment.status', 'campaign.name'])
    .whereRef('enrolment.tenant_id', '=', 'campaign.tenant_id')
    .where('campaign.tenant_id', '=', row.tenant_id)
    .where('enrolment.person_id', '=', row.person_id)
    .where('enrolment.id', '<>', row.id)
    .orderBy('campaign.created_at', 'desc')
    .limit(overviewCampaignsMax)
    .execute()
  return others.map(other => ({
    enrolmentId: other.id,
    campaignId: other.campaign_id,
    name: other.name,
    status: other.status,
  }))
}

interface Extra {
  tenant_id: string
  level_source: string | null
  job_title: string | null
  user_type: 'member' | 'guest'
  account_enabled: boolean
  deleted_at: Date | null
  preferred_language: string | null
  first_opened_at: Date | null
  opened_count: number
}

async function readTimeline(db: Database, row: PersonRow & Extra): Promise<Output<'getPerson'>['timeline']> {
  const events = await db
    .selectFrom('enrolment_event')
    .select(['kind', 'details', 'at', 'sequence'])
    .where('enrolment_id', '=', row.id)
    .orderBy('sequence', 'desc')
    .limit(timelineMax)
    .execute()
  const told = events.toReversed().map(event => ({
    at: event.at,
    kind: event.kind,
    facts: factsOf(event.details),
    text: tellEvent(eventOf(event)),
  }))
  if (row.first_opened_at === null) return told
  const times = row.opened_count === 1 ? 'once' : `${row.opened_count} times`
  const opened = {
    at: row.first_opened_at,
    kind: 'linkOpened',
    facts: { times: row.opened_count },
    text: `link opened, ${times} so far (perhaps by a mail scanner)`,
  }
  // Nobody presses a button on a page that was not opened, however close the two times are.
  const follows = told.findIndex(
    entry =>
      entry.at > opened.at || (entry.at.getTime() === opened.at.getTime() && entry.kind === 'confirmed'),
  )
  return follows === -1 ? [...told, opened] : told.toSpliced(follows, 0, opened)
}

/** Details of events are flat; whatever is not is left to the sentence. */
function factsOf(details: Record<string, unknown>): Output<'getPerson'>['timeline'][number]['facts'] {
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) => {
      const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value)
      // What `isPlain` has just found.
      return isPlain ? [[name, value as string | number | boolean | null]] : []
    }),
  )
}
