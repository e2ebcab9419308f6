/** Working hours by the recipient's clock: windows that hold in every zone, also on the days on which clocks are turned. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isOpen, type MailTimes, minutesOf, nextWindow, type Weekday, weekdays } from './mail-hours.ts'
import { isTimeZone, zoneOf, zoneOfCountry } from './time-zones.ts'

const office: MailTimes = {
  mailHours: { from: '07:00', until: '19:00' },
  mailDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
}

function spanOf(zone: string, times: MailTimes, at: string): [string, string] | null {
  const window = nextWindow(zone, times, new Date(at))
  return window === null ? null : [window.openAt.toISOString(), window.closesAt.toISOString()]
}

describe('the window of somebody in', () => {
  const told: readonly [string, string, string, [string, string]][] = [
    [
      'Berlin, on a Monday morning',
      'Europe/Berlin',
      '2026-11-02T08:00:00Z',
      ['2026-11-02T06:00:00.000Z', '2026-11-02T18:00:00.000Z'],
    ],
    [
      'Berlin, at night',
      'Europe/Berlin',
      '2026-11-02T18:00:00Z',
      ['2026-11-03T06:00:00.000Z', '2026-11-03T18:00:00.000Z'],
    ],
    [
      'Berlin, on the weekend when summer time begins',
      'Europe/Berlin',
      '2027-03-26T18:00:00Z',
      ['2027-03-29T05:00:00.000Z', '2027-03-29T17:00:00.000Z'],
    ],
    [
      'Auckland, where it is Tuesday already',
      'Pacific/Auckland',
      '2026-11-02T16:00:00Z',
      ['2026-11-02T18:00:00.000Z', '2026-11-03T06:00:00.000Z'],
    ],
    [
      'Los Angeles, where it is Sunday still',
      'America/Los_Angeles',
      '2026-11-02T02:00:00Z',
      ['2026-11-02T15:00:00.000Z', '2026-11-03T03:00:00.000Z'],
    ],
    [
      'Kathmandu, three quarters of an hour off',
      'Asia/Kathmandu',
      '2026-11-02T00:00:00Z',
      ['2026-11-02T01:15:00.000Z', '2026-11-02T13:15:00.000Z'],
    ],
  ]
  for (const [who, zone, at, expected] of told) {
    test(who, () => assert.deepEqual(spanOf(zone, office, at), expected))
  }

  test('anywhere, when any time will do', () => {
    assert.equal(spanOf('Europe/Berlin', { mailHours: null, mailDays: null }, '2026-11-02T00:00:00Z'), null)
    assert.ok(isOpen('Europe/Berlin', { mailHours: null, mailDays: null }, new Date('2026-11-01T03:00:00Z')))
  })

  test('Berlin, with hours that the clocks skip or show twice', () => {
    const night: MailTimes = { mailHours: { from: '02:30', until: '04:00' }, mailDays: null }
    const spring = spanOf('Europe/Berlin', night, '2027-03-28T00:00:00Z')
    assert.deepEqual(spring, ['2027-03-28T01:00:00.000Z', '2027-03-28T02:00:00.000Z'])
    const autumn = spanOf('Europe/Berlin', night, '2026-10-25T00:00:00Z')
    assert.deepEqual(autumn, ['2026-10-25T01:30:00.000Z', '2026-10-25T03:00:00.000Z'])
    const lost: MailTimes = { mailHours: { from: '02:10', until: '02:50' }, mailDays: null }
    const next = spanOf('Europe/Berlin', lost, '2027-03-28T00:00:00Z')
    assert.deepEqual(next, ['2027-03-29T00:10:00.000Z', '2027-03-29T00:50:00.000Z'])
  })
})

const zones = Intl.supportedValuesOf('timeZone')
const anyZone = fc.constantFrom(...zones)
const anyTimes: fc.Arbitrary<MailTimes> = fc.record({
  mailHours: fc.option(
    fc
      .tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 48 }))
      .filter(([from, until]) => from < until)
      .map(([from, until]) => ({ from: timeOf(from), until: timeOf(until) })),
  ),
  mailDays: fc.option(fc.subarray([...weekdays], { minLength: 1 })),
})
const anyMoment = fc
  .integer({ min: Date.parse('2026-01-01'), max: Date.parse('2029-01-01') })
  .map(ms => new Date(ms))

function timeOf(halfHours: number): string {
  return `${String(Math.floor(halfHours / 2)).padStart(2, '0')}:${halfHours % 2 === 0 ? '00' : '30'}`
}

/** What a clock on the wall shows, told by another road than the code's own. */
function wallOf(zone: string, at: Date): { day: Weekday; minutes: number } {
  const [day = '', time = ''] = at
    .toLocaleString('en-GB', {
      timeZone: zone,
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    .split(/,? (?:at )?/)
  return { day: weekdays.find(name => name === day.toLowerCase()) ?? 'monday', minutes: minutesOf(time) }
}

describe('in any zone, with any hours, at any moment', () => {
  test('a window ends after that moment, and the clocks in it show permitted hours and days', () => {
    fc.assert(
      fc.property(
        anyZone,
        anyTimes,
        anyMoment,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (zone, times, at, part) => {
          const window = nextWindow(zone, times, at)
          if (window === null) return
          assert.ok(window.closesAt > at && window.openAt < window.closesAt)
          const last = window.closesAt.getTime() - 1
          const within = new Date(
            window.openAt.getTime() + Math.floor((last - window.openAt.getTime()) * part),
          )
          for (const moment of [window.openAt, within, new Date(last)]) {
            const wall = wallOf(zone, moment)
            assert.ok(times.mailDays === null || times.mailDays.includes(wall.day), `${wall.day} ${zone}`)
            const { from, until } = times.mailHours ?? { from: '00:00', until: '24:00' }
            assert.ok(
              wall.minutes >= minutesOf(from) && wall.minutes < minutesOf(until),
              `${wall.minutes} ${zone}`,
            )
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('asked again at its opening a window is the same, and until then it is the next one', () => {
    fc.assert(
      fc.property(anyZone, anyTimes, anyMoment, (zone, times, at) => {
        const window = nextWindow(zone, times, at)
        if (window === null) return
        assert.deepEqual(nextWindow(zone, times, window.openAt), window)
        assert.deepEqual(nextWindow(zone, times, new Date(window.closesAt.getTime() - 1)), window)
        assert.equal(isOpen(zone, times, at), window.openAt <= at)
      }),
      { numRuns: 500 },
    )
  })
})

describe('where somebody lives', () => {
  test('the mailbox knows best, then the country, then the tenant', () => {
    const utc = 'UTC'
    assert.deepEqual(zoneOf({ timeZone: 'Asia/Tokyo', usageLocation: 'DE' }, utc), {
      zone: 'Asia/Tokyo',
      source: 'mailbox',
    })
    assert.deepEqual(zoneOf({ timeZone: null, usageLocation: 'DE' }, utc), {
      zone: 'Europe/Berlin',
      source: 'country',
    })
    assert.deepEqual(zoneOf({ timeZone: null, usageLocation: null }, utc), { zone: utc, source: 'tenant' })
    assert.deepEqual(zoneOf({ timeZone: null, usageLocation: 'ZZ' }, utc), { zone: utc, source: 'tenant' })
  })

  test('every country with zones has one that is known, and of several the principal one', () => {
    assert.deepEqual(['US', 'BR', 'ru', 'JP'].map(zoneOfCountry), [
      'America/New_York',
      'America/Sao_Paulo',
      'Europe/Moscow',
      'Asia/Tokyo',
    ])
    for (const country of ['AU', 'CA', 'CD', 'CL', 'GL', 'ID', 'MN', 'MX', 'PF', 'PG', 'UA', 'KE', 'IN']) {
      assert.ok(isTimeZone(zoneOfCountry(country) ?? ''), country)
    }
    for (const nonsense of ['', 'D', 'DEU', '12']) assert.equal(zoneOfCountry(nonsense), null)
  })

  test('an offset and a Windows name are no IANA names', () => {
    assert.ok(isTimeZone('Europe/Lisbon') && isTimeZone('UTC'))
    for (const name of ['+01:00', 'W. Europe Standard Time', 'Mars/Olympus', ''])
      assert.equal(isTimeZone(name), false)
  })
})
