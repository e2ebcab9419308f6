/** The closed set of problem codes, and what a problem tells the person who meets it. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Problem, type ProblemCode, problemStatus, statusOfProblem } from './problem.ts'

const table: Readonly<Record<ProblemCode, number>> = {
  badRequest: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  unprocessable: 422,
  tooManyRequests: 429,
  internal: 500,
  upstream: 502,
  unavailable: 503,
}

describe('problems', () => {
  for (const [code, status] of Object.entries(table)) {
    test(`${code} is HTTP ${status}`, () => assert.equal(statusOfProblem(code as ProblemCode), status))
  }

  test('there are no others, and no two share a status', () => {
    assert.deepEqual(problemStatus, table)
    assert.equal(new Set(Object.values(problemStatus)).size, Object.keys(table).length)
  })

  test('a problem says what, where and how to mend it', () => {
    const problem = new Problem('unprocessable', 'the goal is not one we know', {
      where: 'goal',
      remedy: 'use mfa, notPhoneOnly or phishingResistant',
    })
    assert.equal(problem.code, 'unprocessable')
    assert.equal(problem.message, 'the goal is not one we know')
    assert.equal(problem.where, 'goal')
    assert.equal(problem.remedy, 'use mfa, notPhoneOnly or phishingResistant')
  })

  test('a problem is an error with a name, and where and remedy may be left out', () => {
    const problem = new Problem('notFound', 'there is no campaign of this name')
    assert.ok(problem instanceof Error)
    assert.equal(problem.name, 'Problem')
    assert.deepEqual([problem.where, problem.remedy], [null, null])
  })
})
