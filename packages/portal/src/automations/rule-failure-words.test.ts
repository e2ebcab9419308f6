/** Sentences of the service become the reader's own. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '@muster/contract/client'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { tellBusyLog, tellChange } from './rule-failure-words.ts'

const moment = (at: Date) => `<${at.toISOString()}>`

test('Ben reads in his language that Ann has changed the rule, and when by his clock', () => {
  const detail = '"Thanks" was changed meanwhile by Ann at 2026-11-02T08:25:00.000Z'
  assert.equal(tellChange(detail, en, moment), 'Ann changed “Thanks” meanwhile (<2026-11-02T08:25:00.000Z>).')
  assert.match(tellChange(detail, de, moment), /^Ann hat „Thanks“ inzwischen geändert/)
  assert.equal(tellChange('"Thanks" was changed meanwhile', en, moment), '“Thanks” was changed meanwhile.')
  assert.equal(tellChange('something else', en, moment), 'Something else')
})

test('a log that is busy is no failure of the rule', () => {
  const problem = (status: number, remedy: string | null) =>
    new ApiProblem({
      ...{
        type: 'urn:muster:problem:unavailable',
        title: 'Away',
        status,
        detail: 'the log cannot be read now',
      },
      ...{ where: null, remedy, requestId: '1' },
    })
  const told = tellBusyLog(problem(503, 'try again after 2026-11-02T08:25:10.000Z'), en, moment)
  assert.match(told?.body ?? '', /from <2026-11-02T08:25:10.000Z> on/)
  assert.equal(tellBusyLog(problem(503, 'try again'), en, moment)?.body, en.ruleForm.logBusyBody)
  assert.equal(tellBusyLog(problem(422, null), en, moment), null)
})
