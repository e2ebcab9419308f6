/** The pace of mailboxes: never over a limit, hardly slower than the limits allow, and as the plan foretells it. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isOpen, type MailTimes } from './mail-hours.ts'
import {
  dayMs,
  findRoom,
  type Limits,
  type PacedSender,
  paceWave,
  paceWindowMs,
  type WaveFacts,
  waveMinutes,
} from './pacing.ts'

const mailbox: PacedSender = { perMinuteMax: 30, perDayMax: 10_000, usedToday: 0 }
const monday = new Date('2026-11-02T08:00:00Z')
const minuteMs = 60_000
/** A wave shorter than this is over with its first bursts. */
const lastBurstMs = 2 * minuteMs

/** A sender's lane with a clock of its own: it takes the room there is, and comes back when it is told to. */
function sendAll(limits: Limits, mails: number, startMs = monday.getTime()): number[] {
  const claims: number[] = []
  // Times only grow, so the first claim inside a window is looked for from where it was last.
  const firsts = new Map<string, number>()
  const useOf = (name: string, { max, windowMs, atMs }: { max: number; windowMs: number; atMs: number }) => {
    let first = firsts.get(name) ?? 0
    // A window that has grown reaches further back.
    while (first > 0 && (claims[first - 1] ?? 0) > atMs - windowMs) first -= 1
    while (first < claims.length && (claims[first] ?? 0) <= atMs - windowMs) first += 1
    firsts.set(name, first)
    const used = Math.min(max, claims.length - first)
    const oldest = claims[claims.length - used]
    const newest = used === 0 ? undefined : claims.at(-1)
    return {
      used,
      oldestAt: oldest === undefined ? null : new Date(oldest),
      newestAt: newest === undefined ? null : new Date(newest),
    }
  }
  let atMs = startMs
  while (claims.length < mails) {
    const day = useOf('day', { max: limits.perDayMax, windowMs: dayMs, atMs })
    const windowMs = paceWindowMs(limits, day.used)
    const pace = useOf('pace', { max: limits.perMinuteMax, windowMs, atMs })
    const room = findRoom({ limits, at: new Date(atMs), waitingSince: new Date(startMs), day, pace })
    for (let count = 0; count < room.count && claims.length < mails; count++) claims.push(atMs)
    if (room.count === 0) {
      assert.ok(room.nextAt !== null && room.nextAt.getTime() > atMs, 'no room must have an end')
      atMs = room.nextAt.getTime()
    }
  }
  return claims
}

/** The most that any window of this length holds. */
function mostWithin(claims: readonly number[], windowMs: number): number {
  let first = 0
  let most = 0
  claims.forEach((at, index) => {
    while ((claims[first] ?? at) <= at - windowMs) first += 1
    most = Math.max(most, index - first + 1)
  })
  return most
}

/** Without easing and with nobody else in the mailbox: whole days of the limit, then a minute's pace. */
function leastMs({ perMinuteMax, perDayMax }: Limits, mails: number): number {
  const days = Math.floor((mails - 1) / perDayMax)
  return days * dayMs + ((mails - days * perDayMax) / perMinuteMax) * minuteMs
}

/** A wave of so many mails at any time. */
const wave = (senders: readonly PacedSender[], mails: number): WaveFacts => ({
  senders,
  groups: [{ zone: 'UTC', mails }],
  times: { mailHours: null, mailDays: null },
  queuedBefore: 0,
  startAt: monday,
})
const minutesOf = (senders: readonly PacedSender[], mails: number) => waveMinutes(wave(senders, mails))

/** How many of the mails each of so many alike senders has. */
const shareOf = (mails: number, senders: number) => Math.ceil(mails / senders)

const waves = fc.tuple(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: 5 }))
const anyLimits = fc.record({
  perMinuteMax: fc.integer({ min: 1, max: 60 }),
  perDayMax: fc.integer({ min: 1, max: 2_000 }),
})

describe('the lane of a mailbox', () => {
  test('a wave takes 10 % longer at most than 30 a minute and 10,000 a day make possible', () => {
    fc.assert(
      fc.property(waves, ([mails, senders]) => {
        const share = shareOf(mails, senders)
        const tookMs = (sendAll(mailbox, share).at(-1) ?? 0) - monday.getTime()
        assert.ok(tookMs <= Math.max(lastBurstMs, leastMs(mailbox, share) * 1.1), `${share}: ${tookMs} ms`)
      }),
      { numRuns: 60 },
    )
  })

  test('no window of a minute or a day ever holds more than the limit, whatever the limits', () => {
    fc.assert(
      fc.property(anyLimits, fc.integer({ min: 1, max: 4_000 }), (limits, mails) => {
        const claims = sendAll(limits, Math.min(mails, 3 * limits.perDayMax))
        assert.ok(mostWithin(claims, minuteMs) <= limits.perMinuteMax)
        assert.ok(mostWithin(claims, dayMs) <= limits.perDayMax)
      }),
      { numRuns: 100 },
    )
  })

  test('thirty a minute as long as the day allows, not one less', () => {
    const claims = sendAll(mailbox, 3_000)
    const takenMinutes = ((claims.at(-1) ?? 0) - monday.getTime()) / minuteMs
    assert.ok(takenMinutes <= 100, `${takenMinutes} minutes`)
  })

  test('from 80 % of the day on, three quarters of the pace', () => {
    const claims = sendAll(mailbox, 10_000)
    const inMinutes = (from: number, until: number) =>
      ((claims[until - 1] ?? 0) - (claims[from - 1] ?? 0)) / minuteMs
    assert.ok(Math.abs(inMinutes(2_000, 8_000) - 200) <= 1)
    assert.ok(Math.abs(inMinutes(8_000, 10_000) - 2_000 / 22.5) <= 1.5)
  })
})

describe('the plan of a wave', () => {
  test('what is foretold is what the lane does, to 3 % or two minutes', () => {
    fc.assert(
      fc.property(waves, ([mails, senders]) => {
        const foretold = minutesOf(
          Array.from({ length: senders }, () => mailbox),
          mails,
        )
        const took = ((sendAll(mailbox, shareOf(mails, senders)).at(-1) ?? 0) - monday.getTime()) / minuteMs
        assert.ok(foretold !== null)
        assert.ok(Math.abs(foretold - took) <= Math.max(2, took * 0.03), `${foretold} but took ${took}`)
      }),
      { numRuns: 60 },
    )
  })

  test('30 a minute, 10,000 a day', () => {
    assert.equal(minutesOf([mailbox], 300), 10)
    assert.equal(minutesOf([mailbox], 8_000), 267)
    assert.equal(minutesOf([mailbox], 9_000), 311)
    assert.equal(minutesOf([mailbox], 10_000), 356)
    assert.equal(minutesOf([mailbox], 13_000), 24 * 60 + 134)
    assert.equal(minutesOf([mailbox, mailbox], 13_000), 217)
  })

  test('what was sent today counts against the first day', () => {
    assert.equal(minutesOf([{ ...mailbox, usedToday: 9_900 }], 100), 5)
    assert.equal(minutesOf([{ ...mailbox, usedToday: 10_000 }], 30), 24 * 60 + 1)
  })

  test('without a sender a wave never ends, and nothing to send is done at once', () => {
    assert.equal(minutesOf([], 1), null)
    assert.equal(minutesOf([], 0), 0)
    assert.equal(minutesOf([{ ...mailbox, perDayMax: 0 }], 1), null)
    assert.equal(waveMinutes(wave([mailbox], 31), 1), null, 'nor in less time than it takes')
  })

  test('the days of a wave add up to it, and mails that wait already go first', () => {
    const { days, finishAt } = paceWave({ ...wave([mailbox], 13_000), queuedBefore: 3_000 }, 9)
    assert.deepEqual(days, [
      { day: '2026-11-02', mails: 7_000 },
      { day: '2026-11-03', mails: 6_000 },
    ])
    assert.equal(finishAt?.toISOString(), '2026-11-03T12:26:00.000Z')
  })

  test('with working hours a wave goes out zone by zone, whoever closes soonest first', () => {
    const times: MailTimes = {
      mailHours: { from: '08:00', until: '18:00' },
      mailDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    }
    const groups = [
      { zone: 'America/New_York', mails: 3_000 },
      { zone: 'Europe/Berlin', mails: 6_000 },
      { zone: 'Pacific/Auckland', mails: 3_000 },
    ]
    // Monday 08:00 in Berlin is 20:00 in Auckland, and 02:00 in New York.
    const startAt = new Date('2026-11-02T07:00:00Z')
    const outIn = new Map<number, number>()
    const facts = { ...wave([mailbox], 0), groups, times, startAt }
    const minutes = waveMinutes(facts, 100_000, (atMs, mails) => {
      const hour = Math.floor((atMs - startAt.getTime()) / 3_600_000)
      outIn.set(hour, (outIn.get(hour) ?? 0) + mails)
    })
    const hours = [...outIn].filter(([, mails]) => mails > 0).map(([hour]) => hour)
    // Berlin is done after 200 minutes, New York opens at 13:00 UTC. Auckland opens at 19:00 UTC, when the mailbox has
    // 1,000 left of its day; the next day begins while Auckland sleeps, so the rest waits for Wednesday morning there.
    assert.deepEqual(hours, [0, 1, 2, 3, 6, 7, 12, 36, 37])
    assert.equal(minutes, 36 * 60 + 67)
    assert.equal(Math.round([...outIn.values()].reduce((sum, mails) => sum + mails, 0)), 12_000)
  })

  test('with working hours no mail goes out while its people sleep, and none is left', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Tokyo')
    const startAt = fc
      .integer({ min: 0, max: 14 * 24 * 60 })
      .map(m => new Date(monday.getTime() + m * minuteMs))
    fc.assert(
      fc.property(zone, fc.integer({ min: 1, max: 12_000 }), startAt, (where, mails, at) => {
        const times: MailTimes = {
          mailHours: { from: '07:00', until: '19:00' },
          mailDays: ['monday', 'friday'],
        }
        let out = 0
        const facts = { ...wave([mailbox], mails), groups: [{ zone: where, mails }], times, startAt: at }
        const minutes = waveMinutes(facts, 60 * 24 * 60, (atMs, count) => {
          out += count
          assert.ok(count === 0 || isOpen(where, times, new Date(atMs)))
        })
        assert.ok(minutes !== null)
        assert.equal(Math.round(out), mails)
      }),
      { numRuns: 25 },
    )
  })
})
