/** Rules that are ready to be taken: the flows of the second seed, working as they come once they know where to. */

import type { Output } from '@muster/contract/routes'
import { rulePresetWords } from '@muster/contract/rule-preset-words'
import { anyCondition, anyWatch, everybody, peoplePerHourDefault } from '@muster/core/automation'
import * as words from './preset-words.ts'

type Preset = Output<'listRulePresets'>['items'][number]

const always = {
  concern: { ...everybody, departments: [] },
  condition: { ...anyCondition, present: [], absent: [] },
  peoplePerHourMax: peoplePerHourDefault,
}
const watch = { ...anyWatch, activities: [], services: [], categories: [] }

/** The seed's query: this activity, and only where it succeeded, since giving up is logged as its failure. */
const registered = {
  ...watch,
  activities: ['User registered all required security info'],
  result: 'success' as const,
}

/** Somebody's own methods, whoever changed them. */
const changed = {
  ...watch,
  activities: [
    'User registered security info',
    'User deleted security info',
    'User updated security info',
    'User changed default security info',
    'Admin registered security info',
    'Admin deleted security info',
    'Admin updated security info',
  ],
  result: 'success' as const,
}

/** A placeholder that whoever takes the preset replaces. */
const yourGroup = '00000000-0000-0000-0000-000000000000'

export const rulePresets: readonly Preset[] = [
  {
    ...always,
    preset: 'thank-you',
    ...rulePresetWords['thank-you'],
    needs: ['sender'],
    watch: registered,
    frequency: { kind: 'oncePerPerson' },
    actions: [{ key: 'thank-you', kind: 'mail', to: 'person', mails: words.thankYou }],
  },
  {
    ...always,
    preset: 'method-changed',
    ...rulePresetWords['method-changed'],
    needs: ['sender'],
    watch: changed,
    frequency: { kind: 'oncePerEvent' },
    actions: [{ key: 'tell-person', kind: 'mail', to: 'person', mails: words.methodChanged }],
  },
  {
    ...always,
    preset: 'tell-manager',
    ...rulePresetWords['tell-manager'],
    needs: ['sender'],
    watch: registered,
    frequency: { kind: 'oncePerPerson' },
    actions: [{ key: 'tell-manager', kind: 'mail', to: 'manager', mails: words.managerMail }],
  },
  {
    ...always,
    preset: 'add-to-group',
    ...rulePresetWords['add-to-group'],
    needs: ['groupId'],
    watch: registered,
    frequency: { kind: 'oncePerPerson' },
    actions: [{ key: 'add-to-group', kind: 'addToGroup', groupId: yourGroup }],
  },
  {
    ...always,
    preset: 'post-to-teams',
    ...rulePresetWords['post-to-teams'],
    needs: ['url'],
    watch: registered,
    frequency: { kind: 'oncePerPerson' },
    actions: [{ key: 'teams', kind: 'teams', host: null, ...words.teamsCard }],
  },
]
