/** The stored forms are what MJML makes of the templates. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileAll, readCompiledFile } from './built-in-forms.ts'

test('every built-in mail is sent as MJML makes it today (else run write-forms.ts)', async () => {
  const stored = await readCompiledFile()
  const fresh = await compileAll()
  assert.deepEqual(Object.keys(stored.html), Object.keys(fresh.html))
  // Not `deepEqual`: the difference of two long mails would bury the rest.
  for (const [name, html] of Object.entries(fresh.html))
    assert.ok(stored.html[name] === html, `the stored form of ${name} is out of date`)
  assert.equal(stored.source, fresh.source, 'the stored forms are not used')
})
