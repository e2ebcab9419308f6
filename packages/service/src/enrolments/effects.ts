/** What has to be done becomes rows in the deciding transaction; lanes perform it later. Each row has a unique key. */

import type { Effect } from '@muster/core/enrolment'
import { nextDigestAt } from '@muster/core/escalation'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Wake } from '../queue/lanes.ts'
import type { Changed } from './apply.ts'
import { queueMessages } from './dealing.ts'
import { mirrorWakes } from './mirrored.ts'

/**
 * A join asked for by a click is tried at once by the page that took the click; the lane comes after it, and only
 * finds the ones that the page could not finish.
 */
const joinAfterClickMs = 20_000
/** People often register in the minutes after the click; looking sooner would only cost a request. */
const firstLookMs = 120_000
/** Somebody is expected now, so the audit log is to be asked again; it is some minutes behind itself. */
const askFeedMs = 5 * 60_000

const atAnyTime = { mailHours: null, mailDays: null }

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>

interface Wanted<K extends Effect['kind']> {
  change: Changed
  effect: Of<K>
}

/** Writes the rows and answers with the lanes that have to be woken for them. */
export async function recordEffects(tx: Tx, changed: readonly Changed[], at: Date): Promise<readonly Wake[]> {
  const wakes: Wake[] = []
  await withdrawMail(tx, pick(changed, 'withdrawMail'), at)
  await withdrawJoins(tx, pick(changed, 'withdrawJoin'), at)
  wakes.push(...(await queueMail(tx, pick(changed, 'sendMail'), at)))
  wakes.push(...(await queueEscalations(tx, pick(changed, 'escalate'), at)))
  wakes.push(...(await queueJoins(tx, pick(changed, 'joinGroup'), at)))
  wakes.push(...(await watchMethods(tx, pick(changed, 'watchMethods'), at)))
  wakes.push(...wakeJoinsOfReturned(changed, at))
  const campaignIds = changed.map(change => change.campaignId)
  wakes.push(...(await mirrorWakes(tx, campaignIds, at)))
  return wakes
}

/** A join that was asked for before somebody was set aside has waited in the queue. */
function wakeJoinsOfReturned(changed: readonly Changed[], at: Date): Wake[] {
  return changed
    .filter(change => change.before.aside !== null && change.after.aside === null)
    .map(change => ({ kind: 'joins', key: change.tenantId, at }))
}

function pick<K extends Effect['kind']>(changed: readonly Changed[], kind: K): Wanted<K>[] {
  return changed.flatMap(change =>
    change.effects
      .filter((effect): effect is Of<K> => effect.kind === kind)
      .map(effect => ({ change, effect })),
  )
}

async function queueMail(tx: Tx, wanted: readonly Wanted<'sendMail'>[], at: Date): Promise<readonly Wake[]> {
  const mails = wanted.map(({ change, effect }) => ({
    tenantId: change.tenantId,
    campaignId: change.campaignId,
    senderIds: change.senderIds,
    policy: effect.isAwaited === true ? atAnyTime : change.policy,
    enrolmentId: change.id,
    recipientId: change.personId,
    kind: effect.mail,
    number: effect.number,
  }))
  return (await queueMessages(tx, mails, at)).wakes
}

/** Gathered until the digests are made; the lane looks then whom there still is to tell of, and whom to tell. */
async function queueEscalations(tx: Tx, wanted: readonly Wanted<'escalate'>[], at: Date): Promise<Wake[]> {
  if (wanted.length === 0) return []
  const nextAt = nextDigestAt(at)
  const rows = wanted.map(({ change }) => ({
    enrolment_id: change.id,
    tenant_id: change.tenantId,
    campaign_id: change.campaignId,
    person_id: change.personId,
    state: 'queued',
    next_at: nextAt,
    looks: 0,
  }))
  await sql`
    insert into escalation select * from jsonb_populate_recordset(null::escalation, ${JSON.stringify(rows)}::jsonb)
  `.execute(tx)
  return rows.map(row => ({ kind: 'escalations', key: row.tenant_id, at: nextAt }))
}

async function queueJoins(tx: Tx, wanted: readonly Wanted<'joinGroup'>[], at: Date): Promise<Wake[]> {
  if (wanted.length === 0) return []
  const rows = wanted.map(({ change, effect }) => ({
    enrolment_id: change.id,
    number: effect.number,
    tenant_id: change.tenantId,
    campaign_id: change.campaignId,
    person_id: change.personId,
    group_id: effect.groupId,
    state: 'queued',
    not_before: isFromClick(change) ? new Date(at.getTime() + joinAfterClickMs) : at,
    attempts: 0,
  }))
  await sql`
    insert into group_join select * from jsonb_populate_recordset(null::group_join, ${JSON.stringify(rows)}::jsonb)
  `.execute(tx)
  return rows.map(row => ({ kind: 'joins', key: row.tenant_id, at: row.not_before }))
}

function isFromClick(change: Changed): boolean {
  return change.events.some(event => event.kind === 'confirmed')
}

async function watchMethods(tx: Tx, wanted: readonly Wanted<'watchMethods'>[], at: Date): Promise<Wake[]> {
  if (wanted.length === 0) return []
  const next = new Date(at.getTime() + firstLookMs)
  await sql`
    insert into method_watch (tenant_id, person_id, step, next_at)
    -- somebody in two campaigns may be in one call twice
    select distinct tenant_id, person_id, 0, ${next}::timestamptz
    from unnest(${wanted.map(w => w.change.tenantId)}::uuid[], ${wanted.map(w => w.change.personId)}::uuid[])
      as fresh (tenant_id, person_id)
    on conflict (tenant_id, person_id) do update set step = 0, next_at = least(method_watch.next_at, excluded.next_at)
  `.execute(tx)
  const feedAt = new Date(at.getTime() + askFeedMs)
  return wanted.flatMap(({ change }): Wake[] => [
    { kind: 'methods', key: change.tenantId, at: next },
    { kind: 'report', key: change.tenantId, at: feedAt },
  ])
}

/** What a lane has already taken in hand is not touched: it may be under way, and its receipt still counts. */
async function withdrawMail(tx: Tx, wanted: readonly Wanted<'withdrawMail'>[], at: Date): Promise<void> {
  if (wanted.length === 0) return
  await tx
    .updateTable('message')
    .set({ state: 'withdrawn', settled_at: at })
    .where('enrolment_id', '=', sql<string>`any(${wanted.map(w => w.change.id)}::uuid[])`)
    .where('state', '=', 'queued')
    .execute()
}

async function withdrawJoins(tx: Tx, wanted: readonly Wanted<'withdrawJoin'>[], at: Date): Promise<void> {
  if (wanted.length === 0) return
  await tx
    .updateTable('group_join')
    .set({ state: 'withdrawn', settled_at: at })
    .where('enrolment_id', '=', sql<string>`any(${wanted.map(w => w.change.id)}::uuid[])`)
    .where('state', '=', 'queued')
    .execute()
}
