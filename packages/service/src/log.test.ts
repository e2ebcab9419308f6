/** What the log keeps of an error. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeError } from './log.ts'

test('an error that was described already keeps its words when the log describes it again', () => {
  const described = describeError(new TypeError('the power went'))
  assert.deepEqual(describeError(described), described)
  assert.match(JSON.stringify(described), /the power went/)
})

test('nothing that a library hangs on an error is kept', () => {
  const error = Object.assign(new Error('refused'), {
    query: 'anna.beck@contoso.example',
    parameters: ['secret'],
  })
  assert.doesNotMatch(JSON.stringify(describeError(error)), /anna|secret/)
  assert.deepEqual(describeError('just words'), { message: 'just words' })
})
