/** The API's lists of what rules have met and done, and an operator's word about acts that failed or whose fate is unknown. */

import type { Handlers, Output } from '@muster/contract/routes'
import { actSentences } from '@muster/core/act-sentences'
import type { ActState, EntryState } from '@muster/core/automation'
import type { Clock } from '@muster/core/ports'
import { sendingSentences } from '@muster/core/sending-sentences'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inTransaction } from '../db/transaction.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { markArrived, sendAgain } from '../messages/fates.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { shownState } from './acts.ts'
import { exportList } from './rule-list.ts'
import { checkTenant, readRule } from './rule-rows.ts'
import { isNewestAct } from './rule-shape.ts'

type EntryHandlers = Pick<Handlers, 'listRuleEntries' | 'downloadRuleList' | 'decideActs' | 'listFailedActs'>
type Entry = Output<'listRuleEntries'>['items'][number]
type ActShape = Entry['acts'][number]

export interface EntryHandlersOptions {
  db: Database
  clock: Clock
  nudge(): void
}

export function createEntryHandlers({ db, clock, nudge }: EntryHandlersOptions): EntryHandlers {
  return {
    async listRuleEntries({ params, query }) {
      await readRule(db, params.ruleId)
      const after = readCursor(query.cursor, 2)
      const { rows } = await sql<EntryRow>`
        select ${entryColumns} from rule_entry as entry ${entryJoins}
        where entry.rule_id = ${params.ruleId}
          and (${query.state ?? null}::text is null or entry.state = ${query.state ?? null})
          -- Those whom the rule was never about are shown only to whoever asks for what was passed over.
          and (${query.state ?? null}::text is not null or entry.reason is distinct from 'notConcerned')
          and (${query.actState ?? null}::text is null or exists (
            select from rule_act where rule_act.entry_id = entry.id and ${shownState} = ${query.actState ?? null}
              and ${isNewestAct}))
          and (${after?.[0] ?? null}::timestamptz is null
               or (entry.found_at, entry.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
        order by entry.found_at desc, entry.id desc limit ${query.limit + 1}
      `.execute(db)
      const page = pageOf(rows, query.limit, {
        item: row => row,
        key: row => [row.found_text, row.id],
      })
      return { ...page, items: await withActs(db, page.items) }
    },

    async downloadRuleList({ params, query }) {
      const rule = await readRule(db, params.ruleId)
      return { fileName: `${rule.name} list.csv`, chunks: exportList(db, rule.id, query.shape) }
    },

    async decideActs({ params, body }, caller) {
      const rule = await readRule(db, params.ruleId)
      const acts = await readActs(db, rule.id, body.actIds)
      const known = new Set(acts.map(act => act.id))
      const at = clock.now()
      const decide = body.decision === 'again' ? askAgain : takeAsDone
      const changed = await decide(db, acts, { at, by: caller.name })
      await wakeLanes(db, [
        { kind: 'rules', key: rule.tenant_id, at },
        { kind: 'webhooks', key: rule.tenant_id, at },
      ])
      nudge()
      const notFound = body.actIds.filter(id => !known.has(id))
      return { changed, unchanged: acts.length - changed, notFound }
    },

    async listFailedActs({ params, query }) {
      await checkTenant(db, params.tenantId)
      const after = readCursor(query.cursor, 1)?.[0] ?? null
      const { rows } = await sql<FailedRow>`
        select ${actColumns}, rule.id as "ruleId", rule.name as "ruleName", entry.activity,
               person.display_name as "displayName", person.upn as "userPrincipalName"
        from rule_act
        join rule on rule.id = rule_act.rule_id
        join rule_entry as entry on entry.id = rule_act.entry_id
        left join person on person.tenant_id = entry.tenant_id and person.id = entry.person_id
        where rule_act.tenant_id = ${params.tenantId} and rule_act.state in ('failed', 'uncertain', 'working')
          and ${shownState} in ('failed', 'uncertain') and ${isNewestAct}
          and (${after}::uuid is null or rule_act.id > ${after}::uuid)
        order by rule_act.id limit ${query.limit + 1}
      `.execute(db)
      return pageOf(rows, query.limit, {
        item: row => ({ ...row, ...shapeOfAct(row) }),
        key: row => [row.actId],
      })
    },
  }
}

interface EntryRow {
  id: string
  event_id: string
  event_at: Date
  found_at: Date
  /** With all the digits that a cursor needs. */
  found_text: string
  listed_at: Date | null
  activity: string
  person_id: string | null
  display_name: string | null
  upn: string | null
  state: EntryState
  reason: string | null
  comm_sent_at: Date | null
}

const entryColumns = sql`
  entry.id, entry.event_id, entry.event_at, entry.found_at, entry.found_at::text as found_text, entry.listed_at,
  entry.activity, entry.person_id, person.display_name, person.upn, entry.state, entry.reason,
  (select min(rule_act.settled_at) from rule_act
   where rule_act.entry_id = entry.id and rule_act.kind in ('mail', 'mailAddresses') and rule_act.state = 'done') as comm_sent_at`

const entryJoins = sql`
  left join person on person.tenant_id = entry.tenant_id and person.id = entry.person_id`

interface ActRow {
  actId: string
  entryId: string
  key: string
  kind: string
  target: string
  number: number
  state: ActState
  detail: string | null
  attempts: number
  nextAt: Date | null
  settledAt: Date | null
}

interface FailedRow extends ActRow {
  ruleId: string
  ruleName: string
  activity: string
  displayName: string | null
  userPrincipalName: string | null
}

const actColumns: RawBuilder<unknown> = sql`
  rule_act.id as "actId", rule_act.entry_id as "entryId", rule_act.action_key as key, rule_act.kind, rule_act.target,
  rule_act.number, ${shownState} as state,
  coalesce(rule_act.outcome, (select message.outcome from message where message.act_id = rule_act.id)) as detail,
  rule_act.attempts, rule_act.next_at as "nextAt", rule_act.settled_at as "settledAt"`

async function withActs(db: Database, rows: readonly EntryRow[]): Promise<Entry[]> {
  const ids = rows.map(row => row.id)
  const { rows: acts } = await sql<ActRow>`
    select ${actColumns} from rule_act where rule_act.entry_id = any(${ids}::uuid[])
    order by rule_act.action_key, rule_act.target, rule_act.number
  `.execute(db)
  const actsOf = Map.groupBy(acts, act => act.entryId)
  return rows.map(row => ({
    entryId: row.id,
    eventId: row.event_id,
    at: row.event_at,
    foundAt: row.found_at,
    listedAt: row.listed_at,
    activity: row.activity,
    personId: row.person_id,
    displayName: row.display_name,
    userPrincipalName: row.upn,
    state: row.state,
    reason: row.reason,
    commSentAt: row.comm_sent_at,
    acts: (actsOf.get(row.id) ?? []).map(shapeOfAct),
  }))
}

function shapeOfAct({ entryId: _, target, ...act }: ActRow): ActShape {
  return { ...act, target: target === '' ? null : target }
}

interface KnownAct {
  id: string
  tenant_id: string
  rule_id: string
  entry_id: string
  action_key: string
  target: string
  number: number
  kind: string
  state: ActState
  message_id: string | null
}

/** The newest of each: what was asked for again already is asked for no more. */
async function readActs(db: Database, ruleId: string, ids: readonly string[]): Promise<KnownAct[]> {
  const { rows } = await sql<KnownAct>`
    select rule_act.id, rule_act.tenant_id, rule_act.rule_id, rule_act.entry_id, rule_act.action_key, rule_act.target,
           rule_act.number, rule_act.kind, ${shownState} as state,
           (select message.id from message where message.act_id = rule_act.id) as message_id
    from rule_act where rule_act.rule_id = ${ruleId} and rule_act.id = any(${ids}::uuid[])
  `.execute(db)
  return rows
}

interface Decided {
  at: Date
  by: string
}

/** A mail of unknown fate is the same mail again; everything else is a new row with the next number. */
async function askAgain(db: Database, acts: readonly KnownAct[], { at, by }: Decided): Promise<number> {
  const operator = { kind: 'operator' as const, name: by }
  const outcome = sendingSentences.tell('againBy', { by })
  const uncertain = acts.flatMap(act => (act.state === 'uncertain' ? (act.message_id ?? []) : []))
  const again = await sendAgain(db, uncertain, { at, outcome, decision: outcome, by: operator })
  const settled = acts.filter(
    act =>
      act.state === 'done' ||
      act.state === 'failed' ||
      act.state === 'skipped' ||
      (act.state === 'uncertain' && act.message_id === null),
  )
  return again + (await inTransaction(db, tx => insertAgain(tx, settled, { at, by })))
}

async function insertAgain(tx: Tx, acts: readonly KnownAct[], { at, by }: Decided): Promise<number> {
  const rows = acts.map(act => ({
    id: newId(),
    tenant_id: act.tenant_id,
    rule_id: act.rule_id,
    entry_id: act.entry_id,
    action_key: act.action_key,
    target: act.target,
    number: act.number + 1,
    kind: act.kind,
    state: 'queued',
    next_at: at,
    attempts: 0,
    asked_by: by,
  }))
  // The number is the key: two operators who ask at once ask once.
  const result = await sql`
    insert into rule_act select * from jsonb_populate_recordset(null::rule_act, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing
  `.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

async function takeAsDone(db: Database, acts: readonly KnownAct[], { at, by }: Decided): Promise<number> {
  const operator = { kind: 'operator' as const, name: by }
  const outcome = actSentences.tell('doneBy', { by })
  const uncertain = acts.filter(act => act.state === 'uncertain')
  const mails = uncertain.flatMap(act => act.message_id ?? [])
  const arrived = await markArrived(db, mails, { at, outcome, decision: outcome, by: operator })
  const others = uncertain.filter(act => act.message_id === null).map(act => act.id)
  const result = await sql`
    update rule_act set state = 'done', settled_at = ${at}, outcome = ${outcome}
    where id = any(${others}::uuid[]) and state = 'uncertain'
  `.execute(db)
  return arrived + Number(result.numAffectedRows ?? 0n)
}
