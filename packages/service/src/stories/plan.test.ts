/** The plan before a launch: what it says of the people and the mailboxes, that it comes true, and that it changes nothing. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { storyStartsAt } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()
const dayMs = 24 * 60 * 60 * 1000

/**
 * Every row of every table, counted and summed up, so that any change shows; two that are no business of the plan left
 * out: the key that asks is marked as used by every call, and tallies are folded at any time, to the same sums.
 */
async function fingerprint(db: Database): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('tally', 'tally_delta')
    order by table_name
  `.execute(db)
  const found: Record<string, string> = {}
  for (const { name } of tables) found[name] = await printOf(db, sql.table(name))
  found.tallies = await printOf(
    db,
    sql`(select scope_id, figure, key, part, sum(people) as people from tally_now
         group by scope_id, figure, key, part having sum(people) <> 0)`,
  )
  return found
}

async function printOf(db: Database, source: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<{ print: string }>`
    select count(*) || ' ' || coalesce(md5(string_agg(line, ',' order by line)), '') as print
    from (select (to_jsonb(one) - 'last_used_at')::text as line from ${source} as one) as lines
  `.execute(db)
  return rows[0]?.print ?? ''
}

test('the plan says who is mailed and who not and why, by name when asked', async () => {
  await using told = await story({ campaign: { dueOn: '2026-12-24' } })
  const { client } = told.stage
  const { wei, siobhan, aroha, ewa, tomasz, lieke, bjoern } = told.people
  const params = { campaignId: told.campaign.campaignId }
  await client.protectPeople({
    params: { tenantId: told.tenant.tenantId },
    body: { people: [bjoern.userPrincipalName], reason: 'emergency access' },
  })
  await told.importPeople([wei, siobhan, aroha, ewa, tomasz, lieke, bjoern])
  const { items } = await client.searchPeople({ params, body: { text: siobhan.id } })
  const enrolmentIds = items.map(one => one.enrolmentId)
  await client.actOnPeople({ params, body: { act: 'exclude', enrolmentIds, reason: 'at sea' } })
  const plan = await client.planCampaign({ params, body: { list: true } })
  assert.equal(plan.people, 7)
  assert.equal(plan.mailed.people, 2, 'Aroha too, as nobody has looked yet')
  assert.equal(plan.mailed.notLookedAt, 2)
  assert.deepEqual(
    new Set(plan.mailed.names.map(one => one.displayName)),
    new Set([wei, aroha].map(u => u.displayName)),
  )
  const refused = Object.fromEntries(
    plan.notMailed.map(one => [one.reason, one.names.map(n => n.displayName)]),
  )
  assert.deepEqual(refused, {
    guest: [ewa.displayName],
    accountDisabled: [tomasz.displayName],
    noMailbox: [lieke.displayName],
    protected: [bjoern.displayName],
    excluded: [siobhan.displayName],
  })
  assert.equal(plan.due?.verdict, 'met')
  await told.act('launch')
  await told.pass(10)
  const after = await client.planCampaign({ params, body: {} })
  assert.equal(after.mailed.people, 0)
  const counted = Object.fromEntries(after.notMailed.map(one => [one.reason, one.people]))
  assert.equal(counted.registered, 1)
  assert.equal(counted.invited, 1)
  assert.ok(
    after.notMailed.every(one => one.names.length === 0),
    'not asked for names',
  )
})

test('the wave of 200 is out when the plan says', async () => {
  await using told = await story({ people: 200 })
  const { client, box } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  const users = [...box.tenant.world.users.values()].filter(user => user.accountEnabled && user.mail !== null)
  await told.importPeople(users)
  const plan = await client.planCampaign({ params, body: {} })
  const finishAt = plan.wave.finishAt
  assert.ok(finishAt !== null)
  assert.equal(plan.wave.mails, plan.mailed.people)
  assert.equal(
    plan.wave.days.reduce((sum, day) => sum + day.mails, 0),
    plan.wave.mails,
  )
  const minutes = Math.ceil((finishAt.getTime() - storyStartsAt.getTime()) / 60_000)
  assert.ok(minutes >= Math.floor(plan.wave.mails / 30))
  await told.act('launch')
  await told.pass(minutes + 2)
  const { mail } = await client.campaignStatus({ params })
  assert.equal(mail.queued, 0, 'the wave is out')
  assert.ok(mail.sent <= plan.wave.mails, 'people found registered at the first look are spared')
})

test('a date that cannot be met says how many senders it would take; a later start is planned from there', async () => {
  await using told = await story({ people: 120, campaign: { dueOn: '2026-11-02' } })
  const { client, box, app } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  await told.importPeople([...box.tenant.world.users.values()])
  await app.db.updateTable('sender').set({ per_day_max: 40 }).execute()
  const plan = await client.planCampaign({ params, body: {} })
  assert.equal(plan.due?.verdict, 'missed')
  assert.ok((plan.due?.sendersNeeded ?? 0) > 1)
  const startAt = new Date(storyStartsAt.getTime() + 7 * dayMs)
  const later = await client.planCampaign({ params, body: { startAt: startAt.toISOString() } })
  assert.equal(later.wave.days[0]?.day, '2026-11-09')
  assert.equal(later.due?.sendersNeeded, null)
})

test('planning changes no row and wakes no lane, before the launch and in the middle of it', async () => {
  await using told = await story({ people: 60 })
  const { client, box, app } = told.stage
  const params = { campaignId: told.campaign.campaignId }
  await told.importPeople([...box.tenant.world.users.values()])
  for (const phase of ['draft', 'running'] as const) {
    if (phase === 'running') await told.act('launch')
    const before = await fingerprint(app.db)
    await client.planCampaign({ params, body: { list: true } })
    assert.deepEqual(await fingerprint(app.db), before, phase)
  }
})
