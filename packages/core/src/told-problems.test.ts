/** Problems by code: the sentence, its facts, and the code that stays the same. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isToldCode, makeProblem, type ProblemSentence, toldCodes, toldProblems } from './told-problems.ts'

test('a name that is taken is told with the name, where it stands, and by its code', () => {
  const problem = makeProblem('campaignNameTaken', { name: 'Winter' })
  assert.equal(problem.code, 'conflict')
  assert.equal(problem.message, 'the tenant has a campaign named "Winter" already')
  assert.equal(problem.where, 'name')
  assert.equal(problem.remedy, null)
  assert.deepEqual(problem.told, { code: 'campaignNameTaken', facts: { name: 'Winter' } })
})

test('a fact may stand in the place and in the remedy too', () => {
  const problem = makeProblem('methodUnknown', { method: 'fax', part: 'present', methods: 'email, phone' })
  assert.equal(problem.where, 'condition.present')
  assert.equal(problem.remedy, 'name some of email, phone')
})

test('what a fact itself holds in braces stays as it is', () => {
  assert.match(makeProblem('ruleNameTaken', { name: '{name} {x}' }).message, /named "\{name\} \{x\}" already/)
})

test('every sentence begins small and ends open, since it may stand within a line', () => {
  const odd = toldCodes.filter(code => {
    const { detail }: ProblemSentence = toldProblems[code]
    return /\.$/.test(detail) || /^(The|A|There|This)\b/.test(detail)
  })
  assert.deepEqual(odd, [])
})

test('a code of another version is none', () => {
  assert.equal(isToldCode('noTenant'), true)
  assert.equal(isToldCode('toString'), false)
})
