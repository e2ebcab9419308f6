/** The rule of the house for what the service refuses and tells: each sentence has a code, and so words in each language of the portal. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, isTesting, listFiles, readText } from './source.ts'

/** What is wrong before anybody can call is told to a terminal, and the examples are a world for tests. */
const beforeAnybodyCalls = /\/src\/(config|app)\.ts$|\/src\/(cli|stage)\/|\/http\/example-/

test('what an answer of the API refuses is one of the problems with a code', () => {
  const answering = listFiles().filter(
    file =>
      /^packages\/service\/src\/.*\.ts$/.test(file) && !isTesting(file) && !beforeAnybodyCalls.test(file),
  )
  assert.ok(answering.length > 100)
  const broken = answering.filter(file => /new Problem\(/.test(codeOf(readText(file))))
  assert.deepEqual(
    broken,
    [],
    'a sentence of its own reaches a German reader in English; `makeProblem` takes one that has a code',
  )
})

test('what becomes of mails and acts is one of the sentences with a code', () => {
  const telling = listFiles().filter(
    file => /^packages\/service\/src\/(messages|automations)\/.*\.ts$/.test(file) && !isTesting(file),
  )
  assert.ok(telling.length > 50)
  const broken = telling.filter(file => /\boutcome(?::| =) ?['`][^'`]* [^'`]*['`]/.test(readText(file)))
  assert.deepEqual(
    broken,
    [],
    'what is kept as a sentence of its own is told in English; `sending-sentences.ts` and `act-sentences.ts` have those with a code',
  )
})
