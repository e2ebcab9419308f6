/** A sender for whose address there is no mailbox is found among what the doctor says. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DoctorCode, doctorSentences } from '@muster/core/doctor-sentences'
import { de } from '../texts/de.ts'
import { createFormats } from '../texts/formats.ts'
import { findAbsentMailbox } from './absent-mailbox.ts'
import { tellCheck } from './doctor-words.ts'

const { tell, read } = doctorSentences

/** As the service puts a check of one sender together. */
function checkOf(address: string, said: DoctorCode, mend: DoctorCode | null = null) {
  const name = tell('mailAs', { address })
  const message = tell(said)
  const remedy = mend === null ? null : tell(mend)
  const codes = { name: read(name), message: read(message), remedy: remedy === null ? null : read(remedy) }
  const outcome = mend === null ? ('ok' as const) : ('failed' as const)
  return { name, permission: 'Mail.Send', outcome, message, remedy, codes }
}

const checks = [
  checkOf('mfa@contoso.example', 'mailboxThere'),
  checkOf('mfaa@contoso.example', 'noSuchMailbox', 'mendMailbox'),
  checkOf('unseen@contoso.example', 'grantedUnseen'),
]

test('Nora mistypes the address of a sender, and reads that there is no such mailbox and what to do', () => {
  const check = findAbsentMailbox(checks, 'mfaa@contoso.example')
  assert.ok(check !== null)
  const { message, remedy } = tellCheck(check, de, createFormats('de'))
  assert.equal(message, 'dieses Postfach gibt es nicht, oder es liegt nicht in Exchange Online')
  assert.match(remedy ?? '', /^die Adresse mit dem Postfach im Exchange Admin Center vergleichen/)
})

test('of a mailbox that is there or cannot be seen, and of another sender, nothing is said', () => {
  assert.equal(findAbsentMailbox(checks, 'mfa@contoso.example'), null)
  assert.equal(findAbsentMailbox(checks, 'unseen@contoso.example'), null)
  assert.equal(findAbsentMailbox(checks, 'nobody@contoso.example'), null)
})
