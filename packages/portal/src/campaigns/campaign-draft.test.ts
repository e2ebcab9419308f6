/** What a draft lacks, and what it becomes. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyDraft, newCampaignOf, presets, problemsOf, usualHours } from './campaign-draft.ts'

test('an empty draft lacks a name and a tenant; a group that takes nobody is told', () => {
  assert.deepEqual(problemsOf(emptyDraft), { name: true, tenantId: true })
  const group = { groupId: 'ruled', displayName: 'Everybody', obstacle: 'its members follow a rule' }
  const draft = { ...emptyDraft, name: 'Autumn', tenantId: 'contoso', group }
  assert.deepEqual(problemsOf(draft), { group: true })
  assert.equal(newCampaignOf({ ...draft, group: { ...group, obstacle: null } }).groupId, 'ruled')
})

test('no group and no date are nothing, not empty words', () => {
  const made = newCampaignOf({ ...emptyDraft, name: ' Autumn ', tenantId: 'contoso' })
  assert.deepEqual([made.name, made.groupId, made.dueOn], ['Autumn', null, null])
})

test('working hours need an end after their beginning and a day; the manager is told after none for never', () => {
  const named = { ...emptyDraft, name: 'Autumn', tenantId: 'contoso' }
  assert.deepEqual(problemsOf({ ...named, workingHours: usualHours }), {})
  assert.deepEqual(problemsOf({ ...named, workingHours: { ...usualHours, until: '07:00' } }), {
    workingHours: true,
  })
  assert.deepEqual(problemsOf({ ...named, workingHours: { ...usualHours, days: [] } }), {
    workingHours: true,
  })
  const made = newCampaignOf({ ...named, workingHours: usualHours, escalateAfterReminders: 0 })
  assert.deepEqual(made.mailHours, { from: '08:00', until: '18:00' })
  assert.deepEqual(made.mailDays, ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])
  assert.equal(made.escalateAfterReminders, null)
})

test('the preset against phone-only ends on the day that Microsoft stops sending codes', () => {
  assert.equal(presets.noPhoneOnly.dueOn, '2027-02-01')
  assert.equal(presets.noPhoneOnly.goal, 'notPhoneOnly')
})
