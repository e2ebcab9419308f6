/** The forecast on rollouts whose end is known: how often the truth lies in the band, and what it never says. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Forecast, forecast } from './forecast.ts'
import type { ForecastFacts } from './forecast-history.ts'
import { type Crowd, chanceFrom, playRollout } from './testing/rollout-history.ts'

type Drawn = Extract<Forecast, { kind: 'forecast' }>

function drawn(facts: ForecastFacts): Drawn {
  const made = forecast(facts)
  if (made.kind !== 'forecast') throw new Error(`no curve: ${JSON.stringify(made)}`)
  return made
}

const office: Crowd = {
  people: 800,
  never: 0.1,
  a: 1,
  b: 11,
  waveDays: 5,
  weekend: 0.15,
  reminder: 2,
  noise: 0.3,
}

describe('how often the truth lies in the band', () => {
  const crowds: Readonly<Record<string, (chance: () => number) => Crowd>> = {
    'an office with weekends and reminders': chance => ({
      ...office,
      people: 400 + Math.floor(chance() * 2_000),
      never: 0.05 + chance() * 0.15,
      b: 8 + chance() * 10,
    }),
    'people of every readiness, all invited on one day': chance => ({
      ...office,
      people: 400 + Math.floor(chance() * 2_000),
      never: 0,
      a: 0.6 + chance(),
      b: 6 + chance() * 10,
      waveDays: 1,
      weekend: 1,
      reminder: 1,
      noise: 0,
    }),
    'a crowd of which a third never comes': chance => ({
      ...office,
      people: 400 + Math.floor(chance() * 2_000),
      never: 0.2 + chance() * 0.25,
      waveDays: 3,
    }),
    'reminders that wake three times as many': chance => ({ ...office, reminder: 3, b: 8 + chance() * 10 }),
    'a small firm of a hundred': chance => ({
      ...office,
      people: 60 + Math.floor(chance() * 80),
      waveDays: 1,
    }),
  }
  const dueDay = 60
  const rolloutsEach = 30
  /** Nine of ten are promised; with 90 rollouts a crowd, two standard deviations below that is 84 %. */
  const coverageMin = 0.84
  const coverage = new Map<string, number>()

  for (const [name, crowdOf] of Object.entries(crowds)) {
    test(name, () => {
      let within = 0
      let all = 0
      for (let seed = 1; seed <= rolloutsEach; seed++) {
        const rollout = playRollout(crowdOf(chanceFrom(seed)), seed)
        for (const today of [8, 16, 30]) {
          const { due } = drawn({ ...rollout.until(today), dueOn: rollout.day(dueDay) })
          const truth = rollout.registeredBy(dueDay)
          all++
          if (due !== null && due.low <= truth && truth <= due.high) within++
        }
      }
      coverage.set(name, within / all)
      assert.ok(within / all >= coverageMin, `${within} of ${all}`)
    })
  }

  test('all of them together: at least nine of ten', () => {
    const shares = [...coverage.values()]
    const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length
    assert.ok(mean >= 0.9, JSON.stringify([...coverage]))
  })

  test('the band is narrow enough to be of use: after a month under a fifth of the people', () => {
    const rollout = playRollout(office, 4)
    const { due } = drawn({ ...rollout.until(30), dueOn: rollout.day(dueDay) })
    assert.ok(due !== null && due.high - due.low < 0.2 * rollout.people, JSON.stringify(due))
  })
})

describe('what it says of a date', () => {
  const rollout = playRollout(office, 11)

  test('likely missed where a tenth never comes, with the figures for it', () => {
    const { due } = drawn({ ...rollout.until(30), dueOn: rollout.day(45) })
    assert.equal(due?.verdict, 'likelyMissed')
    assert.equal(due?.day, rollout.day(45))
  })

  test('likely met where everybody comes and there is time', () => {
    const keen = playRollout({ ...office, never: 0, a: 20, b: 80 }, 3)
    assert.equal(drawn({ ...keen.until(24), dueOn: keen.day(110) }).due?.verdict, 'likelyMet')
  })

  test('nothing once the date has passed, and four weeks ahead without one', () => {
    const passed = drawn({ ...rollout.until(30), dueOn: rollout.day(20) })
    assert.equal(passed.due, null)
    assert.deepEqual(passed.days.length, drawn(rollout.until(30)).days.length)
    assert.equal(passed.days.at(-1)?.day, rollout.day(58))
  })

  test('people whom no mail reaches are not counted on', () => {
    const { reachable, milestones } = drawn({ ...rollout.until(30), unreachable: 60 })
    assert.equal(reachable, rollout.people - 60)
    assert.equal(milestones.at(-1)?.people, rollout.people - 60)
  })

  test('whoever waits for the invitation comes only while invitations go out', () => {
    const half = playRollout({ ...office, waveDays: 20 }, 5)
    const going = drawn(half.until(10)).days.at(-1)?.likely ?? 0
    const paused = drawn({ ...half.until(10), isInviting: false }).days.at(-1)?.likely ?? 0
    assert.ok(paused < going, `${paused} with the rest not invited, ${going} with them`)
    assert.ok(paused <= 400)
  })
})

describe('too little to say', () => {
  const rollout = playRollout(office, 2)

  test('before anybody is invited', () => {
    const facts = { ...rollout.until(0), people: 10 }
    assert.deepEqual(forecast(facts), { kind: 'tooLittle', reason: 'nobodyInvited' })
  })

  test('in the first two days', () => {
    assert.deepEqual(forecast(rollout.until(2)), { kind: 'tooLittle', reason: 'fewDays' })
  })

  test('with seven registrations', () => {
    const days = rollout.until(9).days.map((day, index) => ({ ...day, registered: index === 0 ? 7 : 0 }))
    assert.deepEqual(forecast({ ...rollout.until(9), days }), {
      kind: 'tooLittle',
      reason: 'fewRegistrations',
    })
  })

  test('and nothing more to say once everybody to be reached is registered', () => {
    const days = [{ day: '2026-11-02', invited: 20, registered: 18 }]
    const facts = { ...rollout.until(9), people: 20, unreachable: 2, days }
    assert.deepEqual(forecast(facts), { kind: 'done' })
  })
})

test('whatever the history: the band holds the line, nothing falls, nothing exceeds who is there', () => {
  const dayOf = (number: number) => new Date(Date.UTC(2026, 10, 2 + number)).toISOString().slice(0, 10)
  const history = fc.record({
    days: fc.array(fc.record({ invited: fc.nat(400), share: fc.double({ min: 0, max: 1, noNaN: true }) }), {
      minLength: 1,
      maxLength: 50,
    }),
    waiting: fc.nat(500),
    unreachable: fc.nat(40),
    registeredBefore: fc.nat(100),
    dueIn: fc.option(fc.integer({ min: -20, max: 500 })),
    isInviting: fc.boolean(),
  })
  fc.assert(
    fc.property(history, ({ days, waiting, dueIn, ...rest }) => {
      let open = 0
      const lived = days.map(({ invited, share }, number) => {
        open += invited
        const registered = Math.floor(open * share * 0.3)
        open -= registered
        return { day: dayOf(number), invited, registered }
      })
      const invited = lived.reduce((sum, day) => sum + day.invited, 0)
      const facts: ForecastFacts = {
        ...rest,
        people: invited + rest.registeredBefore + waiting,
        days: lived,
        today: dayOf(days.length),
        dueOn: dueIn === null ? null : dayOf(days.length + dueIn),
      }
      const made = forecast(facts)
      if (made.kind !== 'forecast') return
      const now = facts.registeredBefore + lived.reduce((sum, day) => sum + day.registered, 0)
      let last = { low: now, likely: now, high: now }
      for (const day of made.days) {
        assert.ok(day.low <= day.likely && day.likely <= day.high, JSON.stringify(day))
        assert.ok(day.low >= last.low && day.likely >= last.likely && day.high >= last.high)
        assert.ok(day.high <= made.reachable)
        last = day
      }
      if (made.due !== null)
        assert.deepEqual({ ...made.due, verdict: undefined }, { ...last, verdict: undefined })
      for (const { earliest, likely, latest } of made.milestones) {
        const [a, b, c] = [earliest, likely, latest].map(day => day ?? '9999')
        assert.ok((a ?? '') <= (b ?? '') && (b ?? '') <= (c ?? ''))
      }
    }),
    { numRuns: 60, seed: 20_261_122 },
  )
})
