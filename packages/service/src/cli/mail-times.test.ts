/** Hours and days as people type them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayHours, mailTimesText, weekdayList } from './mail-times.ts'

test('hours are taken with and without the leading zero, and told back', () => {
  assert.deepEqual(dayHours('7:00-19:30'), { from: '07:00', until: '19:30' })
  assert.deepEqual(dayHours('00:00 - 24:00'), { from: '00:00', until: '24:00' })
  for (const wrong of ['7-19', '19:00-07:00', '07:00-25:00', '07:60-08:00', '08:00-08:00', ''])
    assert.throws(() => dayHours(wrong), /such as 07:00-19:00/)
})

test('days are taken by name or first letters, alone, in spans and over the weekend', () => {
  assert.deepEqual(weekdayList('mon-fri'), ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])
  assert.deepEqual(weekdayList('Sunday,TU'), ['tuesday', 'sunday'])
  assert.deepEqual(weekdayList('sat-mon'), ['monday', 'saturday', 'sunday'])
  for (const wrong of ['', 'm', 'mon-wed-fri', 'mon,', 'someday', 'mon-xyz', 'xyz-fri'])
    assert.throws(() => weekdayList(wrong), /such as mon-fri/)
})

test('in words they are short', () => {
  const mailHours = { from: '07:00', until: '19:00' }
  assert.equal(mailTimesText({ mailHours: null, mailDays: null }), 'at any time')
  assert.match(mailTimesText({ mailHours, mailDays: weekdayList('mon-fri') }), /^07:00-19:00, mon-fri, by/)
  assert.match(
    mailTimesText({ mailHours: null, mailDays: weekdayList('mon,wed') }),
    /^at any hour, mon, wed, by/,
  )
})
