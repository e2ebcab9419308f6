/** What is wrong with the words of a rule is said without saying where the service lives. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeRuleMail } from './render-rule.ts'

const reader = {
  displayName: 'Wei Zhang',
  givenName: 'Wei',
  organisationName: 'Contoso',
  supportContact: 'the service desk',
  language: 'en',
}
const event = {
  activity: 'User registered security info',
  service: 'Authentication Methods',
  result: 'success',
  reason: null,
  at: '2026-11-02T08:00:00Z',
}

test('a mistake in the markup is told by its line, and names no folder', async () => {
  const mjml = '<mjml><mj-body><mj-foo></mj-foo></mj-body></mjml>'
  const mails = [{ language: 'en', subject: 'Hello', text: 'Hello', mjml }]
  const action = { key: 'thanks', kind: 'mail', to: 'person', mails } as const
  const failed = await makeRuleMail(reader, { name: 'Thanks', action, person: null, event }).then(
    () => null,
    (error: unknown) => error,
  )
  assert.ok(failed instanceof Error)
  assert.match(failed.message, /mj-foo/)
  assert.ok(!failed.message.includes(process.cwd()), failed.message)
})
