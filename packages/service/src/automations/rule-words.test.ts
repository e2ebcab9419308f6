/** Words of an automation that make no mail are refused with their line, in a sentence that the portal knows. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '@muster/core/problem'
import { checkWords } from './rule-checks.ts'

async function refusalOf(change: { text?: string; mjml?: string }) {
  const mail = { language: 'en', subject: 'Thank you', text: 'Thank you.', mjml: null, ...change }
  const action = { kind: 'mail', key: 'thanks', to: 'person', mails: [mail] } as const
  const told = await checkWords([action]).then(
    () => assert.fail('these words were taken'),
    (error: unknown) => error,
  )
  assert.ok(told instanceof Problem)
  return [told.told?.code, told.where, told.message]
}

test('Chidi mistyped a filter in the second line', async () => {
  assert.deepEqual(await refusalOf({ text: 'Thank you,\n{{ recipient.givenName | upcse }}.' }), [
    'wordsWrongInLine',
    'actions.thanks.en line 2',
    'there is no filter "upcse"',
  ])
})

test('a name that there is not is told as a placeholder, not as something that some people lack', async () => {
  assert.deepEqual(await refusalOf({ text: '{{ recipient.shoeSize }}' }), [
    'wordsWrongInLine',
    'actions.thanks.en line 1',
    'there is no placeholder "recipient.shoeSize" in this kind of mail',
  ])
})

test('what MJML does not know is told without the folder that the service runs in', async () => {
  const mjml = '<mjml>\n<mj-body>\n<mj-txt>Hello</mj-txt>\n</mj-body>\n</mjml>'
  assert.deepEqual(await refusalOf({ mjml }), [
    'wordsWrongInLine',
    'actions.thanks.en line 3',
    'MJML has no tag <mj-txt>',
  ])
})
