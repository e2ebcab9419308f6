/**
 * The second half of a take-over, person by person: what the rows of somebody claim is held against what Graph says,
 * and in a real run, not a rehearsal, what the evidence supports goes through `enrolments/apply.ts`.
 */

import type { Policy } from '@muster/core/campaign'
import { decide } from '@muster/core/decision'
import {
  type Enrolment,
  enrol,
  evolve,
  isProtected,
  type Sighting,
  type Signal,
} from '@muster/core/enrolment'
import type { Assessment, Level } from '@muster/core/methods'
import type { Clock, Group, Registrations } from '@muster/core/ports'
import { isLookWanted, type Judgement, judgePerson } from '@muster/core/take-over'
import type { Finding } from '@muster/core/take-over-findings'
import type { ListClaim } from '@muster/core/take-over-row'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { TakeoverOutcome } from '../db/takeover-schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { apply, enrolPeople } from '../enrolments/apply.ts'
import { findIneligible, type Ineligible, judgePeople } from '../enrolments/eligibility.ts'
import { derivedColumns, enrolmentOfRow } from '../enrolments/row.ts'
import { addAliases } from '../links/aliases.ts'
import { recordSightings } from '../observe/sightings.ts'
import { readClaim, type StoredClaim } from './claims.ts'
import { readMethodsOf } from './looking.ts'
import type { Takeover } from './source.ts'
import { aliasesOf, planTokens, type TokenPlan } from './tokens.ts'

export interface WeighingWorld {
  db: Database
  clock: Clock
  registrationsOf(tenantId: string): Promise<Registrations>
  groupOf(tenantId: string): Promise<Group>
}

export interface WeighedCampaign {
  id: string
  tenantId: string
  policy: Policy
  /** Who is in the campaign's group; null where there is none, or it does not answer. */
  members: ReadonlySet<string> | null
  /** When this campaign first took over for real. */
  since: Date
}

/** People weighed in one transaction. */
const pagePeopleMax = 500

interface RowOfPerson {
  number: number
  line: number
  person_id: string
  claim: StoredClaim
  token_hash: Buffer | null
}

interface Known {
  id: string
  level: Level
  level_source: 'live' | 'report' | null
}

/** Whom a step is about. */
interface Person {
  id: string
  rows: readonly RowOfPerson[]
  claims: readonly ListClaim[]
  seen: Sighting | null
  /** Seen live just now. */
  isLooked: boolean
  judgement: Judgement
  signal: Signal
}

/** Weighs the next people after `after`; `looked` holds what was seen of them before a pause. Answers with the last of them, or null when there were none. */
export async function weighPage(
  world: WeighingWorld,
  page: {
    takeover: Takeover
    campaign: WeighedCampaign
    after: string | null
    looked: Map<string, Assessment>
  },
): Promise<string | null> {
  const { takeover, campaign, after, looked } = page
  const rows = await readPage(world.db, takeover.id, after)
  if (rows.length === 0) return null
  const at = world.clock.now()
  const people = await judgePage(world, { takeover, campaign, rows, at, looked })
  await inTransaction(world.db, async tx => {
    const step = await prepareStep(tx, { takeover, campaign, people })
    const met = takeover.is_real ? await applyStep(tx, step, at) : foresee(step, at)
    await noteStep(tx, step, met)
  })
  looked.clear()
  return people.at(-1)?.id ?? null
}

async function readPage(db: Database, takeoverId: string, after: string | null): Promise<RowOfPerson[]> {
  const { rows } = await sql<RowOfPerson>`
    select number, line, person_id, claim, token_hash from takeover_row
    where takeover_id = ${takeoverId} and person_id in (
      select distinct person_id from takeover_row
      where takeover_id = ${takeoverId} and person_id > ${after ?? '00000000-0000-0000-0000-000000000000'}
      order by person_id limit ${pagePeopleMax}
    )
    order by person_id, number
  `.execute(db)
  return rows
}

async function judgePage(
  world: WeighingWorld,
  step: {
    takeover: Takeover
    campaign: WeighedCampaign
    rows: readonly RowOfPerson[]
    at: Date
    looked: Map<string, Assessment>
  },
): Promise<Person[]> {
  const { takeover, campaign, at, looked } = step
  const { goal } = campaign.policy
  const byPerson = Map.groupBy(step.rows, row => row.person_id)
  const known = await readKnown(world.db, campaign.tenantId, [...byPerson.keys()])
  const read = [...byPerson].map(([id, rows]) => ({
    id,
    rows,
    claims: rows.map(row => readClaim(row.claim)),
  }))
  const wanted = read.filter(({ id, claims }) => {
    const { level, level_source: source } = known.get(id) ?? { level: 'unknown' as const, level_source: null }
    return isLookWanted(claims, { level, source }, goal)
  })
  const registrations = await world.registrationsOf(campaign.tenantId)
  await readMethodsOf(
    registrations,
    wanted.map(({ id }) => id),
    looked,
  )
  const wantedIds = new Set(wanted.map(({ id }) => id))
  const terms = { goal, now: at, restDays: takeover.rest_days, since: campaign.since }
  return read.map(({ id, rows, claims }): Person => {
    const live = looked.get(id)
    const seen: Sighting | null =
      live !== undefined
        ? { seen: live, source: 'live' }
        : wantedIds.has(id)
          ? null
          : sightingOf(known.get(id))
    const isMember = campaign.members === null ? null : campaign.members.has(id)
    const judgement = judgePerson(claims, { methods: seen?.seen ?? null, isMember }, terms)
    const source = { list: takeover.list, row: judgement.row }
    const { past, registeredAt } = judgement
    const signal: Signal = { kind: 'takenOver', source, past, seen, registeredAt }
    return { id, rows, claims, seen, isLooked: live !== undefined, judgement, signal }
  })
}

function sightingOf(known: Known | undefined): Sighting | null {
  if (known === undefined || known.level_source === null) return null
  return { seen: { level: known.level, unknownTypes: [] }, source: known.level_source }
}

async function readKnown(
  db: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Known>> {
  const { rows } = await sql<Known>`
    select id, level, level_source from person where tenant_id = ${tenantId} and id = any(${ids}::uuid[])
  `.execute(db)
  return new Map(rows.map(row => [row.id, row]))
}

interface Standing {
  enrolmentId: string
  enrolment: Enrolment
}

interface Step {
  takeover: Takeover
  campaign: WeighedCampaign
  people: readonly Person[]
  standing: ReadonlyMap<string, Standing>
  ineligible: Ineligible
  tokens: TokenPlan
}

async function prepareStep(
  tx: Tx,
  { takeover, campaign, people }: Pick<Step, 'takeover' | 'campaign' | 'people'>,
): Promise<Step> {
  const personIds = people.map(({ id }) => id)
  const standing = await readStanding(tx, campaign.id, personIds)
  const newcomers = new Set(personIds.filter(id => !standing.has(id)))
  const { tenantId, policy } = campaign
  const ineligible = await findIneligible(tx, { tenantId, personIds, policy })
  const rows = people.flatMap(person => tokenRowsOf(person))
  const enrolmentOf = new Map([...standing].map(([id, { enrolmentId }]) => [id, enrolmentId]))
  const tokens = await planTokens(tx, takeover.id, { rows, newcomers, enrolmentOf })
  return { takeover, campaign, people, standing, ineligible, tokens }
}

/** The row that shows most comes first: its token is the one that the link gets. */
function tokenRowsOf({ id, rows, claims, judgement }: Person) {
  return rows
    .map((row, index) => ({
      number: row.number,
      line: row.line,
      personId: id,
      token: claims[index]?.token ?? null,
      hash: row.token_hash,
    }))
    .sort((a, b) => Number(b.line === judgement.row) - Number(a.line === judgement.row))
}

async function readStanding(
  tx: Tx,
  campaignId: string,
  personIds: readonly string[],
): Promise<Map<string, Standing>> {
  const rows = await tx
    .selectFrom('enrolment')
    .select(['id', 'person_id', ...derivedColumns])
    .where('campaign_id', '=', campaignId)
    .where('person_id', '=', sql<string>`any(${personIds}::uuid[])`)
    .execute()
  return new Map(rows.map(row => [row.person_id, { enrolmentId: row.id, enrolment: enrolmentOfRow(row) }]))
}

/** What has become of somebody, or would. */
interface Met {
  after: Enrolment
  isChanged: boolean
}

/** The same decisions as in a real run, on rows that nobody writes. */
function foresee({ people, standing, ineligible, campaign }: Step, at: Date): Map<string, Met> {
  return new Map(
    people.map(({ id, signal }): [string, Met] => {
      const reason = ineligible.get(id)
      const fresh = enrol(at)
      const before =
        standing.get(id)?.enrolment ??
        (reason === undefined ? fresh : evolve(fresh, { kind: 'skipped', reason, detail: reason }, at))
      const { events } = decide(before, signal, at, campaign.policy)
      const after = events.reduce((row, event) => evolve(row, event, at), before)
      return [id, { after, isChanged: events.length > 0 }]
    }),
  )
}

async function applyStep(tx: Tx, step: Step, at: Date): Promise<Map<string, Met>> {
  const { campaign, people, standing, tokens, takeover } = step
  const newcomers = people.filter(({ id }) => !standing.has(id))
  const { added } = await enrolPeople(
    tx,
    campaign,
    newcomers.map(person => newcomerOf(person, takeover, tokens)),
    at,
  )
  const { tenantId } = campaign
  const personIds = newcomers.map(({ id }) => id)
  await judgePeople(tx, { tenantId, personIds, at, campaignId: campaign.id })
  const enrolmentOf = new Map([...added, ...[...standing].map(([id, s]) => [id, s.enrolmentId] as const)])
  const addressed = people.flatMap(({ id, signal }) => {
    const enrolmentId = enrolmentOf.get(id)
    return enrolmentId === undefined ? [] : [{ enrolmentId, signal }]
  })
  const changed = new Set((await apply(tx, addressed, at)).map(change => change.personId))
  const sightings = people.flatMap(({ id, seen, isLooked }) =>
    isLooked && seen !== null ? [{ personId: id, seen: seen.seen }] : [],
  )
  await recordSightings(tx, { tenantId, source: 'live', at, sightings })
  await addAliases(tx, tenantId, aliasesOf(tokens, enrolmentOf))
  const now = await readStanding(
    tx,
    campaign.id,
    people.map(({ id }) => id),
  )
  return new Map(
    [...now].map(([id, { enrolment }]) => [id, { after: enrolment, isChanged: changed.has(id) }]),
  )
}

function newcomerOf({ id, claims, judgement }: Person, takeover: Takeover, tokens: TokenPlan) {
  const best = claims.find(claim => claim.row === judgement.row)
  const token = tokens.tokenOf.get(id)
  return {
    personId: id,
    batchId: null,
    source: best?.source ?? 'SharePoint list',
    sourceBatchId: best?.batch ?? takeover.list,
    ...(token === undefined ? {} : { token }),
  }
}

interface Noted {
  number: number
  status: string
  outcome: TakeoverOutcome
  details: readonly Finding[]
}

async function noteStep(tx: Tx, step: Step, met: ReadonlyMap<string, Met>): Promise<void> {
  const noted = step.people.flatMap(person => notesOf(step, person, met.get(person.id)))
  await sql`
    update takeover_row set status = fresh.status, outcome = fresh.outcome, details = fresh.details,
      findings = array(select distinct jsonb_array_elements(fresh.details) ->> 'code')
    from unnest(${noted.map(n => n.number)}::int[], ${noted.map(n => n.status)}::text[],
                ${noted.map(n => n.outcome)}::text[], ${noted.map(n => JSON.stringify(n.details))}::jsonb[])
      as fresh (number, status, outcome, details)
    where takeover_row.takeover_id = ${step.takeover.id} and takeover_row.number = fresh.number
  `.execute(tx)
  await sql`
    update takeover set people_done = people_done + ${step.people.length}, after_person = ${step.people.at(-1)?.id ?? null}
    where id = ${step.takeover.id}
  `.execute(tx)
}

function notesOf(step: Step, person: Person, met: Met | undefined): Noted[] {
  if (met === undefined) return []
  const { judgement, rows, id } = person
  const here = findHere(step, id)
  return rows.map(row => {
    const isMain = row.line === judgement.row
    const code = step.tokens.findings.get(row.number)
    const details = [
      ...(judgement.findings.get(row.line) ?? []),
      ...(code === undefined ? [] : [{ code, detail: null }]),
      ...(isMain ? here : []),
    ]
    const outcome = isMain ? outcomeOf(step, id, met) : 'duplicate'
    return { number: row.number, status: met.after.status, outcome, details }
  })
}

/** What keeps somebody from the road here, whatever the list says. */
function findHere({ standing, ineligible }: Step, id: string): Finding[] {
  const before = standing.get(id)?.enrolment
  const isKept = before !== undefined && (before.status === 'excluded' || isProtected(before))
  if (isKept) return [{ code: 'excludedHere', detail: before.aside?.reason ?? null }]
  const reason = ineligible.get(id)
  return reason === undefined ? [] : [{ code: 'notEligible', detail: reason }]
}

function outcomeOf({ standing }: Step, id: string, { after, isChanged }: Met): TakeoverOutcome {
  if (after.status === 'excluded' || after.status === 'skipped') return 'skipped'
  if (!standing.has(id)) return 'added'
  return isChanged ? 'moved' : 'unchanged'
}
