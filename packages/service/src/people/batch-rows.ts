/** One step of an import: up to 500 rows looked up, enrolled and noted in one transaction. */

import type { Policy } from '@muster/core/campaign'
import { refuseList } from '@muster/core/list-problems'
import type { Clock, Directory, DirectoryPerson } from '@muster/core/ports'
import type { RosterRow, RowOutcome } from '@muster/core/roster'
import type { PersonReference } from '@muster/core/roster-address'
import { tellRowReason } from '@muster/core/row-reasons'
import { sql } from 'kysely'
import type { RowOutcomeKind } from '../db/batch-schema.ts'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { apply, enrolPeople } from '../enrolments/apply.ts'
import { judgePeople } from '../enrolments/eligibility.ts'
import { type Origin, updateOrigins } from '../enrolments/origins.ts'
import type { Batch } from './batch-work.ts'
import { findKnown, writePeople } from './directory-copy.ts'
import { excludePeople, readExclusion } from './exclusions.ts'
import { ListRefused } from './list-refused.ts'
import { NotNow } from './not-now.ts'

export interface Numbered {
  number: number
  outcome: RowOutcome
}

interface World {
  db: Database
  clock: Clock
  directory: Directory
}

interface Noted {
  number: number
  line: number
  value: string
  outcome: RowOutcomeKind
  reason: string | null
  personId: string | null
}

/** Live look-ups under way at once; the directory's own limit is far above. */
const lookUpsAtOnceMax = 8

export async function workRows(world: World, batch: Batch, step: readonly Numbered[]): Promise<void> {
  const rows = step.flatMap(({ outcome }) => (outcome.kind === 'row' ? [outcome.row] : []))
  const local = await inTransaction(world.db, tx => findLocally(tx, batch.tenant_id, rows))
  const live = await findLive(
    world.directory,
    rows.filter(row => !local.has(row)),
  )
  const at = world.clock.now()
  await inTransaction(world.db, async tx => {
    const people = [...live.values()].flatMap(found => (found === null ? [] : [found]))
    await writePeople(tx, { tenantId: batch.tenant_id, people, at })
    const personOf = (row: RosterRow) => local.get(row) ?? live.get(row)?.id ?? null
    const noted = await enrolStep(tx, { batch, at, step, personOf })
    await note(tx, batch, noted)
  })
}

/** The object id is surest, then the UPN, then the mail address, as long as only one person has it. */
async function findLocally(
  tx: Tx,
  tenantId: string,
  rows: readonly RosterRow[],
): Promise<Map<RosterRow, string>> {
  const keys = [...new Set(rows.flatMap(row => referencesOf(row).map(keyOf)))]
  const known = await findKnown(tx, tenantId, keys)
  const byId = new Map(known.map(person => [person.id, person.id]))
  const byUpn = new Map(known.map(person => [person.upn_key, person.id]))
  const byMail = Map.groupBy(known, person => person.mail_key ?? '')
  const found = new Map<RosterRow, string>()
  for (const row of rows) {
    for (const reference of referencesOf(row)) {
      const key = keyOf(reference)
      const mailed = byMail.get(key) ?? []
      const id = byId.get(key) ?? byUpn.get(key) ?? (mailed.length === 1 ? mailed[0]?.id : undefined)
      if (id === undefined || found.has(row)) continue
      found.set(row, id)
    }
  }
  return found
}

function referencesOf(row: RosterRow): PersonReference[] {
  const byId: PersonReference[] = row.objectId === null ? [] : [{ kind: 'objectId', value: row.objectId }]
  return [...byId, row.reference, ...(row.fallback === null ? [] : [row.fallback])]
}

function keyOf(reference: PersonReference): string {
  return reference.value.toLowerCase()
}

/** A name that the copy does not hold is asked for live before it is called unknown: the copy may be hours old. */
async function findLive(
  directory: Directory,
  rows: readonly RosterRow[],
): Promise<Map<RosterRow, DirectoryPerson | null>> {
  const found = new Map<RosterRow, DirectoryPerson | null>()
  for (let start = 0; start < rows.length; start += lookUpsAtOnceMax) {
    const some = rows.slice(start, start + lookUpsAtOnceMax)
    await Promise.all(some.map(async row => void found.set(row, await findOneLive(directory, row))))
  }
  return found
}

async function findOneLive(directory: Directory, row: RosterRow): Promise<DirectoryPerson | null> {
  for (const reference of referencesOf(row)) {
    for (const kind of reference.kind === 'objectId' ? (['objectId'] as const) : (['upn', 'mail'] as const)) {
      const answer = await directory.findPerson({ kind, value: reference.value })
      if (answer.kind === 'found') return answer.person
      if (answer.kind === 'noAnswer') throw new NotNow(answer.reason, answer.retryAt)
      if (answer.kind === 'refused') throw new ListRefused(refuseList('directory', { said: answer.reason }))
    }
  }
  return null
}

interface Step {
  batch: Batch
  at: Date
  step: readonly Numbered[]
  personOf(row: RosterRow): string | null
}

async function enrolStep(tx: Tx, { batch, at, step, personOf }: Step): Promise<Noted[]> {
  const campaign = await tx
    .selectFrom('campaign')
    .select(['id', 'tenant_id', 'policy'])
    .where('id', '=', batch.campaign_id)
    .executeTakeFirstOrThrow()
  const ids = step.flatMap(({ outcome }) => (outcome.kind === 'row' ? (personOf(outcome.row) ?? []) : []))
  const firstMention = await readMentions(tx, batch.id, ids)
  const noted: Noted[] = []
  const fresh: { number: number; row: RosterRow; personId: string }[] = []
  for (const { number, outcome } of step) {
    if (outcome.kind !== 'row') {
      noted.push(noteUnread(number, outcome))
      continue
    }
    const { row } = outcome
    const personId = personOf(row)
    const base = { number, line: row.line, value: row.reference.value, personId }
    const mentioned = personId === null ? undefined : firstMention.get(personId)
    if (personId === null) {
      noted.push({
        ...base,
        outcome: 'invalid',
        reason: tellRowReason('unknownPerson'),
      })
    } else if (mentioned !== undefined) {
      noted.push({
        ...base,
        outcome: 'skipped',
        reason: tellRowReason('samePerson', { line: String(mentioned) }),
      })
    } else {
      firstMention.set(personId, row.line)
      fresh.push({ number, row, personId })
    }
  }
  const policy: Policy = campaign.policy
  const judged = await takeIn(tx, {
    batch,
    at,
    fresh,
    campaign: { id: campaign.id, tenantId: campaign.tenant_id, policy },
  })
  return [...noted, ...judged]
}

/** Two names of one person on different lines: the first mention counts, across the steps of a batch too. */
async function readMentions(
  tx: Tx,
  batchId: string,
  personIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ person_id: string; line: number }>`
    select wanted.person_id, mention.line from unnest(${personIds}::uuid[]) as wanted (person_id), lateral (
      select line from batch_row
      where batch_id = ${batchId} and batch_row.person_id = wanted.person_id order by line limit 1
    ) as mention
  `.execute(tx)
  return new Map(rows.map(row => [row.person_id, row.line]))
}

function noteUnread(number: number, outcome: Exclude<RowOutcome, { kind: 'row' }>): Noted {
  const base = { number, line: outcome.line, value: outcome.value, personId: null }
  return outcome.kind === 'invalid'
    ? { ...base, outcome: 'invalid', reason: outcome.reason }
    : { ...base, outcome: 'skipped', reason: tellRowReason('sameLine', { line: String(outcome.firstLine) }) }
}

interface Intake {
  batch: Batch
  at: Date
  campaign: { id: string; tenantId: string; policy: Policy }
  fresh: readonly { number: number; row: RosterRow; personId: string }[]
}

interface Standing {
  id: string
  person_id: string
  status: string
  source: string
  source_batch_id: string
}

/** A dry run is the act itself, taken back, so that it never says anything else than the act does. */
async function takeIn(tx: Tx, intake: Intake): Promise<Noted[]> {
  if (!intake.batch.dry_run) return enrolFresh(tx, intake)
  await sql`savepoint dry_run`.execute(tx)
  const noted = await enrolFresh(tx, intake)
  await sql`rollback to savepoint dry_run`.execute(tx)
  return noted
}

async function enrolFresh(tx: Tx, intake: Intake): Promise<Noted[]> {
  const { batch, at, campaign, fresh } = intake
  const standing = await readStanding(
    tx,
    campaign.id,
    fresh.map(f => f.personId),
  )
  const newcomers = fresh.filter(f => !standing.has(f.personId))
  await enrolPeople(
    tx,
    campaign,
    newcomers.map(({ row, personId }) => ({ personId, batchId: batch.id, ...originOf(row, batch) })),
    at,
  )
  const ineligible = await judgePeople(tx, {
    tenantId: campaign.tenantId,
    personIds: fresh.map(f => f.personId),
    at,
    campaignId: campaign.id,
  })
  const exclusion = await readExclusion(tx, batch.exclusion_id)
  if (exclusion !== null) {
    const personIds = fresh.map(f => f.personId)
    const excluded = await excludePeople(tx, exclusion, personIds, at)
    return fresh.map(one => noteExcluded(one, { standing, ineligible, excluded }))
  }
  const updated = await updateStanding(tx, intake, standing)
  return fresh.map(one => {
    const known = standing.get(one.personId)
    const reason = ineligible.get(one.personId)
    if (reason !== undefined) return noteOf(one, 'skipped', reason)
    if (known === undefined) return noteOf(one, 'added', null)
    return updated.has(known.id) ? noteOf(one, 'updated', null) : noteKnown(one, known, batch)
  })
}

/** Whoever is protected, or left out for this very reason already, stays as they are. */
function noteExcluded(
  one: { number: number; row: RosterRow; personId: string },
  found: {
    standing: ReadonlyMap<string, Standing>
    ineligible: ReadonlyMap<string, string>
    excluded: ReadonlySet<string>
  },
): Noted {
  if (found.excluded.has(one.personId)) {
    return noteOf(one, found.standing.has(one.personId) ? 'updated' : 'added', tellRowReason('leftOut'))
  }
  const reason = found.ineligible.get(one.personId)
  return reason === undefined
    ? noteOf(one, 'unchanged', tellRowReason('leftOutAlready'))
    : noteOf(one, 'skipped', reason)
}

/** What the file says of where somebody came from counts above what the import was told. */
function originOf(row: RosterRow, batch: Batch): { source: string; sourceBatchId: string } {
  return { source: row.source ?? batch.source, sourceBatchId: row.sourceBatchId ?? batch.source_batch_id }
}

async function readStanding(
  tx: Tx,
  campaignId: string,
  personIds: readonly string[],
): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing>`
    select id, person_id, status, source, source_batch_id from enrolment
    where campaign_id = ${campaignId} and person_id = any(${personIds}::uuid[])
  `.execute(tx)
  return new Map(rows.map(row => [row.person_id, row]))
}

/** Nobody is reset. What the file itself says of source and batch is taken over; an invitation again when asked for. */
async function updateStanding(
  tx: Tx,
  { batch, at, fresh }: Intake,
  standing: ReadonlyMap<string, Standing>,
): Promise<ReadonlySet<string>> {
  const origins: Origin[] = []
  for (const { row, personId } of fresh) {
    const known = standing.get(personId)
    if (known === undefined || (row.source === null && row.sourceBatchId === null)) continue
    const source = row.source ?? known.source
    const sourceBatchId = row.sourceBatchId ?? known.source_batch_id
    if (source === known.source && sourceBatchId === known.source_batch_id) continue
    origins.push({ enrolmentId: known.id, source, sourceBatchId })
  }
  await updateOrigins(tx, origins)
  const updated = new Set(origins.map(origin => origin.enrolmentId))
  if (!batch.invite_again) return updated
  const ids = fresh.flatMap(({ personId }) => standing.get(personId)?.id ?? [])
  const changed = await apply(
    tx,
    ids.map(enrolmentId => ({ enrolmentId, signal: { kind: 'inviteAgain' } })),
    at,
  )
  for (const change of changed) updated.add(change.id)
  return updated
}

function noteKnown(
  one: { number: number; row: RosterRow; personId: string },
  known: Standing | undefined,
  batch: Batch,
): Noted {
  if (known === undefined) return noteOf(one, 'added', null)
  const isSame = known.source_batch_id === batch.source_batch_id
  return noteOf(
    one,
    'unchanged',
    isSame ? tellRowReason('inThisBatch') : tellRowReason('inAnotherBatch', { batch: known.source_batch_id }),
  )
}

function noteOf(
  one: { number: number; row: RosterRow; personId: string },
  outcome: RowOutcomeKind,
  reason: string | null,
): Noted {
  return {
    number: one.number,
    line: one.row.line,
    value: one.row.reference.value,
    outcome,
    reason,
    personId: one.personId,
  }
}

async function note(tx: Tx, batch: Batch, noted: readonly Noted[]): Promise<void> {
  const rows = noted.map(one => ({
    batch_id: batch.id,
    number: one.number,
    line: one.line,
    value: one.value,
    outcome: one.outcome,
    reason: one.reason,
    person_id: one.personId,
  }))
  await sql`
    insert into batch_row select * from jsonb_populate_recordset(null::batch_row, ${JSON.stringify(rows)}::jsonb)
  `.execute(tx)
  const tally = (outcome: RowOutcomeKind) => noted.filter(one => one.outcome === outcome).length
  await sql`
    update batch set rows_done = rows_done + ${noted.length}, added = added + ${tally('added')},
      updated = updated + ${tally('updated')}, unchanged = unchanged + ${tally('unchanged')},
      skipped = skipped + ${tally('skipped')}, invalid = invalid + ${tally('invalid')}
    where id = ${batch.id}
  `.execute(tx)
}
