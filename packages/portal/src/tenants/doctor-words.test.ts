/** The doctor's findings in the languages of the portal. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { tellCheck } from './doctor-words.ts'

const permission = 'AuditLog.Read.All'
const check = {
  name: 'the audit log',
  permission,
  outcome: 'missing' as const,
  message: 'Authorization_RequestDenied',
  remedy: 'grant AuditLog.Read.All as an application permission with admin consent; it is for seeing',
  codes: {
    name: { code: 'auditLog' as const, facts: {} },
    message: null,
    remedy: { code: 'grantFor' as const, facts: { permission, use: 'seeing' } },
  },
}

test('whoever reads German reads in German what the doctor found; what Graph said stands as it is', () => {
  assert.deepEqual(tellCheck(check, de), {
    name: 'Überwachungsprotokoll',
    message: 'Authorization_RequestDenied',
    remedy: 'Erteilen Sie AuditLog.Read.All als Anwendungsberechtigung mit Administratorzustimmung.',
  })
  const { name, message, remedy } = check
  assert.deepEqual(tellCheck(check, en), { name, message, remedy })
})
