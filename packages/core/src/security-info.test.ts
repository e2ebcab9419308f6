/** Which entries of the audit log lead to a look at somebody's methods. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statuses } from './enrolment.ts'
import { isWorthReading, readActivity, securityActOf } from './security-info.ts'

const success = (activity: string) => securityActOf({ activity, result: 'success' })

test('both names of a registration mean one, in whatever case they are written', () => {
  assert.equal(success('User registered all required security info'), 'registered')
  assert.equal(success('user registered Security Info'), 'registered')
  assert.equal(success('USER REGISTERED  SECURITY INFO '), 'registered')
})

test('Wei who cancels the interrupt has not registered, though the activity has the same name', () => {
  const activity = 'User registered all required security info'
  for (const result of ['failure', 'timeout', 'unknownFutureValue', '']) {
    assert.equal(securityActOf({ activity, result }), 'other', result)
  }
  assert.equal(securityActOf({ activity, result: 'Success' }), 'registered')
})

test('both spellings of cancelling are one, and neither is a registration', () => {
  const [american, british] = [
    'User canceled security info registration',
    'user Cancelled security info registration',
  ]
  assert.equal(readActivity(american), readActivity(british))
  assert.equal(success(american), 'other')
  assert.equal(success(british), 'other')
})

test('an activity that nobody has listed is no reason to look', () => {
  assert.equal(success('User started security info registration'), 'other')
  assert.equal(success('Update user'), 'other')
  assert.equal(success('constructor'), 'other')
})

test('a registration is worth a look for everybody who is not there yet, a loss for those who are', () => {
  for (const status of statuses) {
    const now = { status, isLost: false }
    assert.equal(isWorthReading('registered', now), status !== 'active', status)
    assert.equal(isWorthReading('reduced', now), status === 'active', status)
    assert.equal(isWorthReading('other', now), false, status)
  }
})

test('Marisol, active though her method is gone, is looked at when she registers again', () => {
  assert.equal(isWorthReading('registered', { status: 'active', isLost: true }), true)
})
