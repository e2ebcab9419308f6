/** How errors that are no problems of ours reach a caller. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemBody } from './problems.ts'

const postgresError = (code: string) => Object.assign(new Error('invalid byte sequence: 0x00'), { code })

test("a value that PostgreSQL cannot take is the caller's to mend", () => {
  for (const code of ['22021', '22P02', '22P05', '22007']) {
    assert.equal(problemBody(postgresError(code), 'request-1').status, 400)
  }
})

test('any other error is a bug, told without its message', () => {
  for (const error of [
    postgresError('42P01'),
    postgresError('40P01'),
    new Error('anna.beck@contoso.example'),
    'odd',
  ]) {
    const body = problemBody(error, 'request-1')
    assert.equal(body.status, 500)
    assert.doesNotMatch(JSON.stringify(body), /anna|byte sequence/)
  }
})
