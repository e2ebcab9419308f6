/** Which records a rule watches, told with records as Entra writes them. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { anyWatch, type Watch } from './automation.ts'
import { createMatcher, indexRules } from './automation-match.ts'
import type { AuditRecord } from './ports.ts'

const annaId = '6d2b9f5e-0000-4000-8000-00000000000a'

function record(changes: Partial<AuditRecord> = {}): AuditRecord {
  return {
    id: 'Authentication Methods_1_ABCDE_1',
    activity: 'User registered all required security info',
    result: 'success',
    personId: annaId,
    at: new Date('2026-11-02T08:00:00Z'),
    service: 'Authentication Methods',
    category: 'UserManagement',
    correlationId: null,
    reason: null,
    initiator: { kind: 'user', id: annaId, upn: 'anna@contoso.example', name: 'Anna Arnold' },
    targets: [{ kind: 'user', id: annaId, upn: 'anna@contoso.example', name: 'Anna Arnold' }],
    changed: [],
    details: {},
    ...changes,
  }
}

const watches = (watch: Partial<Watch>) => createMatcher({ ...anyWatch, ...watch })

describe('a rule', () => {
  test('that names an activity matches it in any spelling', () => {
    const { matches } = watches({ activities: ['User canceled security info registration'] })
    assert.ok(matches(record({ activity: 'user cancelled  Security info registration' })))
    assert.ok(!matches(record()))
  })

  test('for success leaves out that somebody gave up, which is the failure of the same activity', () => {
    const registered = {
      activities: ['User registered all required security info'],
      result: 'success',
    } as const
    assert.ok(watches(registered).matches(record()))
    assert.ok(!watches(registered).matches(record({ result: 'failure' })))
  })

  test('for several services, categories and activities takes any of each', () => {
    const { matches } = watches({ services: ['Core Directory', 'authentication methods'], categories: [] })
    assert.ok(matches(record()))
    assert.ok(matches(record({ service: 'Core Directory' })))
    assert.ok(!matches(record({ service: 'Conditional Access' })))
  })

  test('may ask who did it, by object id, UPN, application id or name', () => {
    const app = { kind: 'app', id: 'f0f0f0f0-0000-4000-8000-000000000001', upn: null, name: 'Payroll' }
    for (const initiator of ['payroll', 'F0F0F0F0-0000-4000-8000-000000000001']) {
      assert.ok(watches({ initiator }).matches(record({ initiator: app })), initiator)
      assert.ok(!watches({ initiator }).matches(record()), initiator)
    }
    assert.ok(watches({ initiator: 'ANNA@contoso.example' }).matches(record()))
    assert.ok(!watches({ initiator: 'anna@contoso.example' }).matches(record({ initiator: null })))
  })

  test('may ask to what it was done, among all the targets', () => {
    const role = { kind: 'role', id: 'r1', upn: null, name: 'Global Administrator' }
    const { matches } = watches({ target: 'global administrator' })
    assert.ok(matches(record({ targets: [...record().targets, role] })))
    assert.ok(!matches(record()))
  })
})

test('an index finds for each record the rules that would match it alone, in their order', () => {
  const rules = [
    { name: 'thank-you', watch: { ...anyWatch, activities: ['User registered all required security info'] } },
    { name: 'all of the service', watch: { ...anyWatch, services: ['Authentication Methods'] } },
    { name: 'new people', watch: { ...anyWatch, activities: ['Add user', 'Restore user'] } },
  ]
  const index = indexRules(rules)
  const names = (one: AuditRecord) => index.find(one).map(rule => rule.name)
  assert.deepEqual(names(record()), ['thank-you', 'all of the service'])
  assert.deepEqual(names(record({ activity: 'ADD USER', service: 'Core Directory' })), ['new people'])
  assert.deepEqual(names(record({ activity: 'Delete user', service: 'Core Directory' })), [])
})
