/** The mail lane on a real database, sending through a real SMTP conversation with a server that the test scripts. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Mailer, OutgoingMail, SendOutcome } from '@muster/core/ports'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { applyNow } from '../enrolments/apply.ts'
import { silentLog } from '../log.ts'
import { addRollout, findDisagreements, type RolloutRows, toAll } from '../testing/rollout-rows.ts'
import { useDatabases } from '../testing/story-teller.ts'
import { roomNow } from './budget.ts'
import { claimMail } from './claim.ts'
import { createMailLane } from './lane.ts'
import { createSummaryRenderer } from './render-summary.ts'
import { settleMail } from './settle.ts'
import { createTexts } from './texts.ts'

const databases = useDatabases()
const start = new Date('2026-11-02T08:00:00Z')
const minutes = (count: number) => new Date(start.getTime() + count * 60_000)
const seconds = (count: number) => new Date(start.getTime() + count * 1_000)
const never = new AbortController().signal
/** What Exchange Online lets a mailbox send. */
const budget = { perMinuteMax: 30, perDayMax: 10_000, atOnceMax: 4 }

/** A mail system of the test's own: what it does with each mail, and what it is found to have sent. */
function createPost(answer: (mail: OutgoingMail) => SendOutcome | Promise<SendOutcome>) {
  const taken: OutgoingMail[] = []
  const mailer: Mailer = {
    async send(mail) {
      taken.push(mail)
      return answer(mail)
    },
    findSent: async () => null,
    readBounces: async () => ({ kind: 'cannotTell' }),
  }
  return { mailer, taken }
}

const sent = (): SendOutcome => ({ kind: 'sent', providerId: null })

function openLane(db: Database, mailer: Mailer, clock = createTurnableClock(start)) {
  const work = Promise.all([createTexts(db), createSummaryRenderer()]).then(([texts, renderSummary]) =>
    createMailLane({
      db,
      clock,
      log: silentLog,
      texts,
      renderSummary,
      openSender: async () => ({ mailer, from: { address: 'mfa@contoso.example', name: 'Contoso IT' } }),
      linkOf: token => `https://mfa.contoso.example/e/${token}`,
      onSettled: () => undefined,
    }),
  )
  return { clock, run: async (rollout: RolloutRows) => (await work)(rollout.senderId, never) }
}

const crowd = (count: number) => Array.from({ length: count }, (_, index) => `Person ${index}`)

async function queued(db: Database, names: readonly string[]): Promise<RolloutRows> {
  const rollout = await addRollout(db, { names })
  await applyNow(db, toAll(rollout, { kind: 'due' }), start)
  return rollout
}

async function statesOf(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('message').select('state').orderBy('state').execute()
  return rows.map(row => row.state)
}

test('a mail says who is asking, carries the person’s own link, and its row is settled with the enrolment', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, ['Ines Duarte'])
  const post = createPost(sent)
  await openLane(db, post.mailer).run(rollout)
  const [mail] = post.taken
  assert.ok(mail)
  const { token } = await db.selectFrom('link').select('token').executeTakeFirstOrThrow()
  assert.deepEqual(mail.to, { address: 'ines.duarte@contoso.example', name: 'Ines Duarte' })
  for (const body of [mail.html, mail.text])
    assert.ok(body.includes(`https://mfa.contoso.example/e/${token}`))
  assert.ok(mail.text.includes('Contoso'))
  const row = await db.selectFrom('message').select(['id', 'state']).executeTakeFirstOrThrow()
  assert.deepEqual(row, { id: mail.messageId, state: 'sent' })
  const enrolment = await db
    .selectFrom('enrolment')
    .select(['status', 'invited_at'])
    .executeTakeFirstOrThrow()
  assert.deepEqual(enrolment, { status: 'sent', invited_at: start })
})

test('the row says sending, with our claim, before anything leaves', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, ['Ines Duarte'])
  let during: unknown
  const post = createPost(async mail => {
    during = await db.selectFrom('message').select(['id', 'state', 'attempts']).executeTakeFirst()
    assert.equal(mail.messageId.length, 36)
    return sent()
  })
  await openLane(db, post.mailer).run(rollout)
  assert.deepEqual(during, { id: post.taken[0]?.messageId, state: 'sending', attempts: 1 })
})

test('thirty in a minute and no more, also for a process that has just started', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, crowd(70))
  const clock = createTurnableClock(start)
  const times: number[] = []
  const post = createPost(() => {
    times.push(clock.now().getTime())
    return sent()
  })
  // Each run is a process of its own, which knows of the others only by the rows.
  const run = () => openLane(db, post.mailer, clock).run(rollout)
  for (let nextAt = await run(); post.taken.length < 70; nextAt = await run()) {
    assert.ok(nextAt)
    clock.turnTo(nextAt)
  }
  for (const time of times) {
    assert.ok(times.filter(other => other > time - 60_000 && other <= time).length <= 30)
  }
  const lastAt = times.at(-1) ?? 0
  assert.ok(lastAt <= minutes(3).getTime(), 'and no slower than the limit allows')
  assert.equal(new Set(post.taken.map(mail => mail.to.address)).size, 70)
  assert.deepEqual([...new Set(await statesOf(db))], ['sent'])
})

test('a minute’s limit is used up at once to four fifths, and the rest goes out at its pace', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, crowd(90))
  const { senderId } = rollout
  const asked = { senderId, budget, waitingSince: start }
  const claim = (at: Date, max: number) => claimMail(db, { senderId, claim: randomUUID(), at, max })
  assert.deepEqual(await roomNow(db, { ...asked, at: start }), { count: 24, nextAt: null })
  await claim(start, 24)
  assert.deepEqual(await roomNow(db, { ...asked, at: start }), { count: 0, nextAt: seconds(2) })
  assert.equal((await roomNow(db, { ...asked, at: seconds(2) })).count, 1)
  await claim(seconds(2), 1)
  // Whoever comes late makes up for what went by, within the limit.
  assert.equal((await roomNow(db, { ...asked, at: seconds(9) })).count, 3)
  await claim(seconds(45), 5)
  const full = await roomNow(db, { ...asked, at: seconds(46) })
  assert.deepEqual(full, { count: 0, nextAt: new Date(seconds(60).getTime() + 1) })
})

test('the day is counted too: full pace to four fifths of it, three quarters beyond, and then an end', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, crowd(40))
  const day = { perMinuteMax: 5, perDayMax: 40, atOnceMax: 4 }
  const asked = { senderId: rollout.senderId, budget: day, waitingSince: start }
  const sentEarlier = async (count: number) => {
    const { rows } = await sql<{ id: string }>`
      update message set state = 'sent', claimed_at = ${minutes(-120)}
      where id in (select id from message where state = 'queued' limit ${count}) returning id
    `.execute(db)
    assert.equal(rows.length, count)
  }
  await sentEarlier(31)
  assert.equal((await roomNow(db, { ...asked, at: start })).count, 4)
  await claimMail(db, { senderId: rollout.senderId, claim: randomUUID(), at: start, max: 4 })
  // Five in 80 seconds now: one every 16.
  assert.deepEqual(await roomNow(db, { ...asked, at: start }), { count: 0, nextAt: seconds(16) })
  await sentEarlier(5)
  const full = await roomNow(db, { ...asked, at: minutes(10) })
  assert.deepEqual(full, { count: 0, nextAt: new Date(minutes(22 * 60).getTime() + 1) })
  const freed = await roomNow(db, { ...asked, at: minutes(22 * 60 + 1) })
  assert.equal(freed.count, 5, 'what went by is made up for')
  const other = { ...asked, senderId: randomUUID(), at: start }
  assert.equal((await roomNow(db, other)).count, 4, 'another mailbox has its own')
})

test('what was certainly not sent gives its place back', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, crowd(8))
  const answers: SendOutcome[] = [
    { kind: 'later', reason: '429 ApplicationThrottled', retryAt: minutes(1) },
    { kind: 'uncertain', reason: 'the line was cut' },
    { kind: 'refused', code: 'ErrorInvalidRecipients', reason: 'no such recipient' },
  ]
  const post = createPost(() => answers.shift() ?? sent())
  await openLane(db, post.mailer).run(rollout)
  assert.equal(post.taken.length, 4, 'the gate is shut')
  const counted = await db
    .selectFrom('message')
    .select('state')
    .where('claimed_at', 'is not', null)
    .orderBy('state')
    .execute()
  assert.deepEqual(
    counted.map(row => row.state),
    ['refused', 'sent', 'uncertain'],
  )
})

test('a server that is down is tried no faster than mails may go out', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, crowd(400))
  const clock = createTurnableClock(start)
  const post = createPost(() => ({ kind: 'later', reason: 'connection refused', retryAt: null }))
  const lane = openLane(db, post.mailer, clock)
  for (let nextAt = await lane.run(rollout); clock.now() < minutes(10); nextAt = await lane.run(rollout)) {
    assert.ok(nextAt)
    clock.turnTo(nextAt)
  }
  assert.ok(post.taken.length <= 10 * 30 + 2 * 24, `${post.taken.length} tries in ten minutes`)
})

test('room is counted once for a whole burst, by an index, however many went out today', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, crowd(6_000))
  await sql`
    update message set state = 'sent', settled_at = ${minutes(-60)},
                       claimed_at = ${minutes(-600)}::timestamptz + make_interval(secs => random() * 30000)
    where id in (select id from message order by id limit 5900)
  `.execute(db)
  await sql`analyze message`.execute(db)
  const counted: string[] = []
  const watched = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (result.rows.some(row => 'oldest' in row)) counted.push('use')
      return result
    },
  })
  const post = createPost(sent)
  const clock = createTurnableClock(start)
  await openLane(watched, post.mailer, clock).run(rollout)
  assert.equal(post.taken.length, 24)
  assert.equal(counted.length, 4, 'day and minute before the burst, and once more to say when to come back')
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select claimed_at from message
    where sender_id = ${rollout.senderId} and claimed_at > ${minutes(-1)} order by claimed_at desc limit 30
  `.execute(db)
  assert.match(rows.map(row => row['QUERY PLAN']).join('\n'), /message_window/)
})

test('a claim that was taken over cannot settle: the verdict that stands is the other’s', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, ['Ines Duarte'])
  const mine = randomUUID()
  const [mail] = await claimMail(db, { senderId: rollout.senderId, claim: mine, at: start, max: 4 })
  assert.ok(mail)
  // Paused too long: the lane was taken over, found the row abandoned and called it uncertain.
  const post = createPost(sent)
  const lane = openLane(db, post.mailer, createTurnableClock(minutes(5)))
  await lane.run(rollout)
  assert.deepEqual(await statesOf(db), ['uncertain'])
  const settled = [{ mail, outcome: sent() }]
  await settleMail(db, { claim: mine, senderId: rollout.senderId, settled, at: minutes(6) })
  assert.deepEqual(await statesOf(db), ['uncertain'])
  const enrolment = await db.selectFrom('enrolment').select('status').executeTakeFirstOrThrow()
  assert.equal(enrolment.status, 'pending')
  assert.equal(post.taken.length, 0)
})

test('two claims at the same moment never hold the same mail', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, crowd(40))
  const claims = await Promise.all(
    Array.from({ length: 10 }, () =>
      claimMail(db, { senderId: rollout.senderId, claim: randomUUID(), at: start, max: 4 }),
    ),
  )
  const ids = claims.flat().map(mail => mail.id)
  assert.equal(new Set(ids).size, ids.length)
})

test('a mail that a dead worker left in hand becomes uncertain and is never sent again', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, ['Ines Duarte', 'Kofi Mensah'])
  await claimMail(db, { senderId: rollout.senderId, claim: randomUUID(), at: start, max: 1 })
  const clock = createTurnableClock(minutes(1))
  const post = createPost(sent)
  const lane = openLane(db, post.mailer, clock)
  const nextAt = await lane.run(rollout)
  assert.equal(post.taken.length, 1, 'the other one goes out')
  assert.deepEqual(await statesOf(db), ['sending', 'sent'])
  assert.notEqual(nextAt, null, 'it comes back for the one in hand')
  for (const later of [15, 60, 24 * 60, 10 * 24 * 60]) {
    clock.turnTo(minutes(later))
    await lane.run(rollout)
  }
  assert.deepEqual(await statesOf(db), ['sent', 'uncertain'])
  assert.equal(post.taken.length, 1)
  assert.deepEqual(await findDisagreements(db, rollout.campaignId), [])
})

test('a refusal is final for its mail, and a wait is tried again after one, two, four minutes', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, ['Ines Duarte', 'Kofi Mensah'])
  const clock = createTurnableClock(start)
  const tries: number[] = []
  const post = createPost(mail => {
    if (mail.to.address.startsWith('ines')) {
      return { kind: 'refused', code: 'ErrorInvalidRecipients', reason: 'no such recipient' }
    }
    tries.push((clock.now().getTime() - start.getTime()) / 60_000)
    return tries.length < 4 ? { kind: 'later', reason: 'try later', retryAt: null } : sent()
  })
  const lane = openLane(db, post.mailer, clock)
  for (let nextAt = await lane.run(rollout); nextAt !== null; nextAt = await lane.run(rollout))
    clock.turnTo(nextAt)
  assert.deepEqual(tries, [0, 1, 3, 7])
  const rows = await db
    .selectFrom('enrolment')
    .innerJoin('person', 'person.id', 'enrolment.person_id')
    .select(['display_name', 'status', 'aside'])
    .orderBy('display_name')
    .execute()
  assert.deepEqual(
    rows.map(row => [row.display_name, row.status, row.aside?.detail ?? null]),
    [
      ['Ines Duarte', 'failed', 'no such recipient'],
      ['Kofi Mensah', 'sent', null],
    ],
  )
})

test('a mail withdrawn while in hand does not go back into the queue', async () => {
  await using database = await databases().fresh()
  const { db } = database
  const rollout = await queued(db, ['Ines Duarte'])
  const post = createPost(async () => {
    await applyNow(
      db,
      toAll(rollout, { kind: 'excluded', reason: 'left', owner: 'Priya', until: null }),
      start,
    )
    return { kind: 'later', reason: '429 ApplicationThrottled', retryAt: minutes(1) }
  })
  const lane = openLane(db, post.mailer)
  await lane.run(rollout)
  assert.deepEqual(await statesOf(db), ['withdrawn'])
  lane.clock.turnTo(minutes(10))
  await lane.run(rollout)
  assert.equal(post.taken.length, 1)
})

test('the unique key of a message makes a second row for the same mail impossible', async () => {
  await using database = await databases().fresh()
  const { db } = database
  await queued(db, ['Ines Duarte'])
  const row = await db.selectFrom('message').selectAll().executeTakeFirstOrThrow()
  await assert.rejects(
    db
      .insertInto('message')
      .values({ ...row, id: randomUUID(), said: null })
      .execute(),
    /duplicate key/,
  )
})
