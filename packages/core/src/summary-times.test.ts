/** A summary at eight in the morning comes at eight in the morning, whatever the clocks do. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { weekdays } from './mail-hours.ts'
import { lastSummaryAt, nextSummaryAt } from './summary-times.ts'

const berlin = 'Europe/Berlin'
const daily = (hour: number) => ({ weekday: null, hour })
const at = (text: string) => new Date(text)
const next = (times: Parameters<typeof nextSummaryAt>[1], after: string, zone = berlin) =>
  nextSummaryAt(zone, times, at(after)).toISOString()

describe('the next summary', () => {
  test('of a day is today before the hour, and tomorrow from the hour on', () => {
    assert.equal(next(daily(8), '2026-11-23T06:59:00Z'), '2026-11-23T07:00:00.000Z')
    assert.equal(next(daily(8), '2026-11-23T07:00:00Z'), '2026-11-24T07:00:00.000Z')
  })

  test('of a week is the weekday where the tenant lives', () => {
    const monday = { weekday: 'monday', hour: 8 } as const
    assert.equal(next(monday, '2026-11-23T07:00:00Z'), '2026-11-30T07:00:00.000Z')
    // Sunday evening in Greenwich is Monday morning in Auckland.
    assert.equal(next(monday, '2026-11-21T00:00:00Z', 'Pacific/Auckland'), '2026-11-22T19:00:00.000Z')
  })

  test('keeps its hour when clocks go forward and back', () => {
    const sunday = { weekday: 'sunday', hour: 8 } as const
    assert.equal(next(sunday, '2027-03-21T12:00:00Z'), '2027-03-28T06:00:00.000Z')
    assert.equal(next(sunday, '2026-10-20T12:00:00Z'), '2026-10-25T07:00:00.000Z')
  })

  test('an hour that clocks skip comes as they skip it, one that they show twice comes once', () => {
    assert.equal(next(daily(2), '2027-03-27T12:00:00Z'), '2027-03-28T01:00:00.000Z')
    const first = next(daily(2), '2026-10-24T12:00:00Z')
    assert.equal(first, '2026-10-25T01:00:00.000Z')
    assert.equal(next(daily(2), first), '2026-10-26T01:00:00.000Z')
  })
})

describe('the last summary that was missed', () => {
  test('is the newest, however long nobody was there', () => {
    const about = { first: at('2026-11-02T07:00:00Z'), at: at('2027-01-14T12:00:00Z') }
    assert.equal(lastSummaryAt(berlin, daily(8), about).toISOString(), '2027-01-14T07:00:00.000Z')
    const weekly = { weekday: 'friday', hour: 18 } as const
    assert.equal(lastSummaryAt(berlin, weekly, about).toISOString(), '2027-01-08T17:00:00.000Z')
  })

  test('is the one that is due when none was missed', () => {
    const first = at('2026-11-02T07:00:00Z')
    assert.equal(lastSummaryAt(berlin, daily(8), { first, at: first }), first)
  })
})

test('for any hour, weekday, zone and moment: later, within eight days, and never twice the same day', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        berlin,
        'America/New_York',
        'Asia/Kolkata',
        'Pacific/Auckland',
        'America/Santiago',
        'UTC',
      ),
      fc.integer({ min: 0, max: 23 }),
      fc.constantFrom(null, ...weekdays),
      fc.date({ min: at('2026-01-01'), max: at('2028-01-01'), noInvalidDate: true }),
      (zone, hour, weekday, after) => {
        const first = nextSummaryAt(zone, { weekday, hour }, after)
        const second = nextSummaryAt(zone, { weekday, hour }, first)
        assert.ok(first > after && first.getTime() - after.getTime() <= 8 * 86_400_000)
        assert.ok(second.getTime() - first.getTime() > 22 * 3_600_000)
      },
    ),
    { numRuns: 300 },
  )
})
