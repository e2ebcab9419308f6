/** What a draft lacks, and what it becomes. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  allLeftOut,
  changeOf,
  draftOf,
  emptyDraft,
  emptyLeftOut,
  newCampaignOf,
  presets,
  problemsOf,
  usualHours,
} from './campaign-draft.ts'

const now = new Date('2026-11-02T08:00:00Z')

test('an empty draft lacks a name and a tenant; a group that takes nobody is told', () => {
  assert.deepEqual(problemsOf(emptyDraft, now), { name: true, tenantId: true })
  const group = { groupId: 'ruled', displayName: 'Everybody', obstacle: 'its members follow a rule' }
  const draft = { ...emptyDraft, name: 'Autumn', tenantId: 'contoso', group }
  assert.deepEqual(problemsOf(draft, now), { group: true })
  assert.equal(newCampaignOf({ ...draft, group: { ...group, obstacle: null } }).groupId, 'ruled')
})

test('no group and no date are nothing, not empty words', () => {
  const made = newCampaignOf({ ...emptyDraft, name: ' Autumn ', tenantId: 'contoso' })
  assert.deepEqual([made.name, made.groupId, made.dueOn], ['Autumn', null, null])
})

test('working hours need an end after their beginning and a day; the manager is told after none for never', () => {
  const named = { ...emptyDraft, name: 'Autumn', tenantId: 'contoso' }
  assert.deepEqual(problemsOf({ ...named, workingHours: usualHours }, now), {})
  assert.deepEqual(problemsOf({ ...named, workingHours: { ...usualHours, until: '07:00' } }, now), {
    workingHours: true,
  })
  assert.deepEqual(problemsOf({ ...named, workingHours: { ...usualHours, days: [] } }, now), {
    workingHours: true,
  })
  const made = newCampaignOf({ ...named, workingHours: usualHours, escalateAfterReminders: '0' })
  assert.deepEqual(made.mailHours, { from: '08:00', until: '18:00' })
  assert.deepEqual(made.mailDays, ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])
  assert.equal(made.escalateAfterReminders, null)
})

test('a figure beyond its bounds stays as it was typed, and is told before anything is made', () => {
  const named = { ...emptyDraft, name: 'Autumn', tenantId: 'contoso' }
  assert.deepEqual(problemsOf({ ...named, remindersMax: '21' }, now), { remindersMax: true })
  assert.deepEqual(problemsOf({ ...named, remindAfterDays: '0', remindEveryDays: 'weekly' }, now), {
    remindAfterDays: true,
    remindEveryDays: true,
  })
  assert.equal(newCampaignOf({ ...named, remindersMax: '20' }).remindersMax, 20)
})

test('the preset against phone-only ends on the day that Microsoft stops sending codes', () => {
  assert.equal(presets.noPhoneOnly.dueOn, '2027-02-01')
  assert.equal(presets.noPhoneOnly.goal, 'notPhoneOnly')
})

test('a group that was typed and not chosen, and nobody to send, are told before anything is made', () => {
  const named = { ...emptyDraft, name: 'Autumn', tenantId: 'contoso' }
  assert.deepEqual(problemsOf({ ...named, groupText: 'MFA enf' }, now), { groupUnchosen: true })
  assert.deepEqual(problemsOf({ ...named, groupText: '  ' }, now), {})
  assert.deepEqual(problemsOf({ ...named, senderIds: [] }, now), { senderIds: true })
})

test('editing sends what was changed and nothing else', () => {
  const campaign = {
    campaignId: 'autumn',
    tenantId: 'contoso',
    name: 'Autumn',
    status: 'draft',
    goal: 'mfa',
    groupId: 'ruled',
    senderIds: ['desk'],
    remindAfterDays: 7,
    remindEveryDays: 7,
    remindersMax: 3,
    remindAudience: 'sent',
    escalateAfterReminders: null,
    inviteGuests: false,
    uncertainAfterHours: 48,
    uncertainThen: 'wait',
    reopenOnLoss: true,
    remindOnLoss: false,
    mailHours: { from: '08:00', until: '17:00' },
    mailDays: null,
    textSetId: null,
    setupUrl: 'https://aka.ms/mfasetup',
    dueOn: '2027-01-31',
    createdAt: new Date(0),
    launchedAt: null,
    finishedAt: null,
  } as const
  const shown = { ...campaign, senderIds: [...campaign.senderIds] }
  const draft = draftOf(shown)
  assert.deepEqual(changeOf(draft, shown), {})
  assert.deepEqual(changeOf({ ...draft, dueOn: '', group: null, workingHours: null }, shown), {
    dueOn: null,
    groupId: null,
    mailHours: null,
    mailDays: null,
  })
})

test('whoever was typed to be left out counts without “Add”, and is asked for what is missing; nobody is let go without a word', () => {
  const named = { ...emptyDraft, name: 'Winter', tenantId: 't' }
  const typed = { ...emptyLeftOut, text: 'nadia@contoso.example' }
  assert.deepEqual(problemsOf({ ...named, leftOutBegun: emptyLeftOut }, now), {})
  assert.deepEqual(problemsOf({ ...named, leftOutBegun: typed }, now), { leftOut: true })
  assert.deepEqual(problemsOf({ ...named, leftOutBegun: { ...emptyLeftOut, reason: 'On leave' } }, now), {
    leftOut: true,
  })
  assert.deepEqual(
    problemsOf({ ...named, leftOutBegun: { ...emptyLeftOut, kind: 'group', groupText: 'Serv' } }, now),
    { leftOut: true },
  )
  const whole = { ...typed, reason: ' On leave ' }
  assert.deepEqual(problemsOf({ ...named, leftOutBegun: { ...whole, until: '2026-10-01' } }, now), {
    leftOut: true,
  })
  assert.deepEqual(problemsOf({ ...named, leftOutBegun: whole }, now), {})
  assert.deepEqual(allLeftOut({ ...named, leftOutBegun: whole }, now), [
    { who: { kind: 'paste', text: 'nadia@contoso.example' }, reason: 'On leave', until: '' },
  ])
  assert.deepEqual(allLeftOut({ ...named, leftOutBegun: emptyLeftOut }, now), [])
})
