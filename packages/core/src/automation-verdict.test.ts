/** What follows once it is known of whom a record tells and what is then true. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { anyCondition, anyWatch, everybody, type RuleDefinition } from './automation.ts'
import { entryKey, mayActAgain } from './automation-frequency.ts'
import { isConcerned, isTemporaryPass, judgeSeen, needsLook } from './automation-verdict.ts'
import { assessMethods } from './methods.ts'

const claim = { activity: 'User registered all required security info', result: 'success' }
const removal = { activity: 'User deleted security info', result: 'success' }

function rule(changes: Partial<RuleDefinition> = {}): RuleDefinition {
  return {
    watch: anyWatch,
    concern: everybody,
    condition: anyCondition,
    frequency: { kind: 'oncePerPerson' },
    actions: [],
    peoplePerHourMax: 500,
    ...changes,
  }
}

function seen(...types: string[]) {
  const names = types.map(type => `${type}AuthenticationMethod`)
  return { assessment: assessMethods(names), types: names }
}

const judge = (
  definition: RuleDefinition,
  record: typeof claim,
  what: ReturnType<typeof seen>,
  isLastLook = true,
) => judgeSeen(definition, { record, seen: what, isLastLook })

describe('a claim of a registration', () => {
  test('is confirmed by a factor, a phone included', () => {
    for (const type of ['phone', 'microsoftAuthenticator', 'fido2']) {
      assert.deepEqual(judge(rule(), claim, seen('password', type)), { kind: 'act' }, type)
    }
  })

  test('is not confirmed by a password, a recovery address or a Temporary Access Pass', () => {
    for (const type of ['password', 'email', 'temporaryAccessPass']) {
      assert.deepEqual(judge(rule(), claim, seen(type)), { kind: 'pass', reason: 'notRegistered' }, type)
    }
  })

  test('is looked at again before it is given up, since a directory may be behind', () => {
    assert.deepEqual(judge(rule(), claim, seen('password'), false), { kind: 'lookAgain' })
  })

  test('with nothing but a method that nobody knows is never taken for one', () => {
    assert.deepEqual(judge(rule(), claim, seen('telepathy')), { kind: 'pass', reason: 'notKnown' })
  })

  test('always needs a look; the removal of a method only where the rule asks for something', () => {
    assert.ok(needsLook(rule(), claim))
    assert.ok(!needsLook(rule(), removal))
    assert.ok(needsLook(rule({ condition: { ...anyCondition, absent: ['fido2'] } }), removal))
  })
})

test('a Temporary Access Pass is known by its reason or by what was changed', () => {
  assert.ok(
    isTemporaryPass({ reason: 'Admin registered temporary access pass method for user', changed: [] }),
  )
  assert.ok(isTemporaryPass({ reason: null, changed: ['TemporaryAccessPass.Id'] }))
  assert.ok(!isTemporaryPass({ reason: 'User registered Fido2 Authentication Method', changed: [] }))
})

describe('a condition', () => {
  test('asks for a level at least', () => {
    const strong = rule({ condition: { ...anyCondition, levelMin: 'mfa' } })
    assert.deepEqual(judge(strong, claim, seen('phone')), { kind: 'pass', reason: 'conditionNotMet' })
    assert.deepEqual(judge(strong, claim, seen('phone', 'softwareOath')), { kind: 'act' })
  })

  test('asks for kinds of methods to be there, or not to be, in any way of writing them', () => {
    const definition = rule({
      condition: {
        levelMin: null,
        present: ['microsoftAuthenticator'],
        absent: ['#microsoft.graph.phoneAuthenticationMethod'],
      },
    })
    assert.deepEqual(judge(definition, removal, seen('microsoftAuthenticator')), { kind: 'act' })
    for (const types of [['fido2'], ['microsoftAuthenticator', 'phone']]) {
      assert.equal(judge(definition, removal, seen(...types)).kind, 'pass', types.join())
    }
  })
})

test('a rule for some departments and for members leaves the others alone', () => {
  const concern = { ...everybody, departments: ['Sales', 'finance '], userType: 'member' as const }
  const person = (department: string | null, userType: 'member' | 'guest' = 'member') => ({
    department,
    userType,
  })
  assert.ok(isConcerned(concern, person('FINANCE')))
  for (const other of [person('Legal'), person(null), person('Sales', 'guest')])
    assert.ok(!isConcerned(concern, other))
})

describe('how often', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day))
  const occurrence = { eventId: 'e1', personId: 'anna', at: at(10) }

  test('once for a person is one key, whatever the event', () => {
    const once = { kind: 'oncePerPerson' } as const
    assert.equal(entryKey(once, occurrence, 0), entryKey(once, { ...occurrence, eventId: 'e2' }, 0))
    assert.ok(!mayActAgain(once, at(300), [at(1)]))
  })

  test('once for an event is a key of its own, and so is a record about nobody', () => {
    assert.equal(entryKey({ kind: 'oncePerEvent' }, occurrence, 3), 'event e1')
    assert.equal(entryKey({ kind: 'oncePerPerson' }, { ...occurrence, personId: null }, 0), 'event e1')
    assert.ok(mayActAgain({ kind: 'oncePerEvent' }, at(10), [at(10)]))
  })

  test('once in seven days counts the days on both sides, since records come out of order', () => {
    const weekly = { kind: 'oncePerPersonInDays', days: 7 } as const
    assert.deepEqual(
      [3, 4, 10, 16, 17].map(day => mayActAgain(weekly, at(10), [at(day)])),
      [true, false, false, false, true],
    )
    assert.notEqual(entryKey(weekly, occurrence, 0), entryKey(weekly, occurrence, 1))
  })
})
