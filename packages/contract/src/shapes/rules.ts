/** Shapes of automations: a rule with what it watches and does, its list, and what became of each act. */

import * as z from 'zod'
import { at, count, id, mailAddress, name, paging } from './common.ts'

/** Long enough for a page of text, short enough for a row. */
const wordsLengthMax = 20_000
/** As long as any name in Entra's list, with room. */
const wordLengthMax = 200
/** Each is asked about by itself or by its service; a rule with more is one for a whole service. */
export const activitiesMax = 50
/** What is done for one person should be told in one breath. */
export const actionsMax = 10
/** A team's members; a larger round has an address of its own. */
export const addressesMax = 20
/** As long as the log is kept with a premium licence. */
export const daysTestedMax = 30
/** Shown in a test, one by one. */
export const testedShownMax = 200

const words = (max: number) => z.string().trim().min(1).max(wordLengthMax).array().max(max).default([])
const entraId = z.guid().toLowerCase()

export const ruleWatch = z
  .strictObject({
    activities: words(activitiesMax).meta({ description: 'names as Entra writes them; empty for all' }),
    services: words(10),
    categories: words(10),
    result: z.enum(['success', 'failure', 'any']).default('success'),
    initiator: z.string().trim().min(1).max(320).nullable().default(null).meta({
      description: 'who did it: a user by object id or UPN, an application by app id or name',
    }),
    target: z.string().trim().min(1).max(320).nullable().default(null).meta({
      description: 'to whom or what: an object id, a UPN or a name',
    }),
    odata: z.string().trim().min(1).max(1000).nullable().default(null).meta({
      description: "a condition of Graph's own, added to the query as it is",
    }),
  })
  .meta({ id: 'RuleWatch' })

export const ruleConcern = z
  .strictObject({
    of: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('everybody') }),
        z.strictObject({ kind: z.literal('campaign'), campaignId: id }),
        z.strictObject({ kind: z.literal('group'), groupId: entraId }),
      ])
      .default({ kind: 'everybody' }),
    departments: words(50),
    userType: z.enum(['member', 'guest']).nullable().default(null),
  })
  .meta({ id: 'RuleConcern' })

export const ruleCondition = z
  .strictObject({
    levelMin: z.enum(['phone', 'mfa', 'phishingResistant']).nullable().default(null),
    present: words(20).meta({ description: "Graph's method types: `fido2`, `microsoftAuthenticator` …" }),
    absent: words(20),
  })
  .meta({ id: 'RuleCondition' })

export const ruleFrequency = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('oncePerPerson') }),
    z.strictObject({ kind: z.literal('oncePerEvent') }),
    z.strictObject({ kind: z.literal('oncePerPersonInDays'), days: z.int().min(1).max(3650) }),
  ])
  .meta({ id: 'RuleFrequency' })

export const ruleMail = z
  .strictObject({
    language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language such as en or de-AT'),
    subject: z.string().trim().min(1).max(wordLengthMax),
    text: z.string().trim().min(1).max(wordsLengthMax),
    mjml: z.string().trim().min(1).max(wordsLengthMax).nullable().default(null).meta({
      description: 'null: the mail is made from the text',
    }),
  })
  .meta({ id: 'RuleMail' })

/** The name of an action within its rule; what was done under it is not done again. */
const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected a short name such as thank-you')
const mails = z.array(ruleMail).min(1).max(20)

const mailToOne = {
  key,
  kind: z.literal('mail'),
  to: z.enum(['person', 'manager']),
  mails,
}
const mailToAddresses = {
  key,
  kind: z.literal('mailAddresses'),
  addresses: z.array(mailAddress).min(1).max(addressesMax),
  mails,
}
const teams = {
  key,
  kind: z.literal('teams'),
  title: z.string().trim().min(1).max(wordLengthMax),
  text: z.string().trim().min(1).max(2_000),
}
const addToGroup = { key, kind: z.literal('addToGroup'), groupId: entraId }
const removeFromGroup = {
  key,
  kind: z.literal('removeFromGroup'),
  groupId: entraId,
  evenIfEnforced: z.boolean().default(false).meta({
    description: 'also from a group that a campaign enforces on; otherwise that is refused',
  }),
}
const enrol = { key, kind: z.literal('enrol'), campaignId: id }
/** Kept encrypted and never shown again; left out, the one that is there stays. */
const url = z.url().max(2_000).optional().meta({ description: 'kept encrypted; left out: as it was' })

export const newRuleAction = z
  .discriminatedUnion('kind', [
    z.strictObject(mailToOne),
    z.strictObject(mailToAddresses),
    z.strictObject({ ...teams, url }),
    z.strictObject({ key, kind: z.literal('webhook'), url }),
    z.strictObject(addToGroup),
    z.strictObject(removeFromGroup),
    z.strictObject(enrol),
  ])
  .meta({ id: 'NewRuleAction' })

const host = z.string().nullable().meta({ description: 'where it calls; the whole address is not shown' })

export const ruleAction = z
  .discriminatedUnion('kind', [
    z.object(mailToOne),
    z.object(mailToAddresses),
    z.object({ ...teams, host }),
    z.object({ key, kind: z.literal('webhook'), host }),
    z.object(addToGroup),
    z.object(removeFromGroup),
    z.object(enrol),
  ])
  .meta({ id: 'RuleAction' })

const definition = {
  watch: ruleWatch,
  concern: ruleConcern.default({ of: { kind: 'everybody' }, departments: [], userType: null }),
  condition: ruleCondition.default({ levelMin: null, present: [], absent: [] }),
  frequency: ruleFrequency.default({ kind: 'oncePerPerson' }),
  peoplePerHourMax: z.int().min(1).max(1_000_000).default(500).meta({
    description: 'a rule that would act on more people within an hour stops itself and asks',
  }),
}

export const newRule = z
  .strictObject({
    tenantId: id,
    name,
    ...definition,
    actions: z.array(newRuleAction).max(actionsMax).default([]).meta({
      description: 'in order; none: the rule only keeps its list',
    }),
    senderIds: z.array(id).max(20).default([]).meta({ description: 'who sends its mails' }),
  })
  .meta({ id: 'NewRule' })

export const ruleChange = z
  .strictObject({
    version: z.string().min(1).max(100).optional().meta({
      description:
        'what the rule read when the change was begun: a rule that somebody changed meanwhile is left alone (409)',
    }),
    name: name.optional(),
    watch: ruleWatch.optional(),
    concern: ruleConcern.optional(),
    condition: ruleCondition.optional(),
    frequency: ruleFrequency.optional(),
    peoplePerHourMax: z.int().min(1).max(1_000_000).optional(),
    actions: z.array(newRuleAction).max(actionsMax).optional(),
    senderIds: z.array(id).max(20).optional(),
  })
  .meta({ id: 'RuleChange' })

export const ruleState = z.enum(['off', 'on', 'held'])
export const actState = z.enum(['queued', 'working', 'done', 'failed', 'skipped', 'uncertain'])
export const entryState = z.enum(['waiting', 'listed', 'passed'])

export const rule = z
  .object({
    ruleId: id,
    version: z.string().meta({ description: 'changes with whatever can be written in the rule' }),
    tenantId: id,
    name: z.string(),
    state: ruleState,
    watch: ruleWatch,
    concern: ruleConcern,
    condition: ruleCondition,
    frequency: ruleFrequency,
    peoplePerHourMax: z.int(),
    actions: z.array(ruleAction),
    senderIds: z.array(id),
    since: at.nullable().meta({ description: 'nothing that happened earlier is acted on' }),
    hold: z
      .object({ at, reason: z.string() })
      .nullable()
      .meta({ description: 'why it stopped itself; null otherwise' }),
    counts: z.object({
      waiting: count,
      listed: count,
      passed: count,
      done: count,
      failed: count,
      uncertain: count,
    }),
    lastFoundAt: at.nullable(),
    createdAt: at,
    changedAt: at,
  })
  .meta({ id: 'Rule' })

export const ruleSaved = z
  .object({
    rule,
    secrets: z
      .array(z.object({ key: z.string(), secret: z.string() }))
      .meta({ description: 'signing secrets that were made now; they are shown this once' }),
  })
  .meta({ id: 'RuleSaved' })

export const ruleSecret = z.object({ key: z.string(), secret: z.string() }).meta({ id: 'RuleSecret' })

export const ruleSwitch = z
  .strictObject({
    pastDays: z.int().min(0).max(30).default(0).meta({
      description: 'act also on what happened in this many days before; 0: only on what happens from now on',
    }),
  })
  .meta({ id: 'RuleSwitch' })

export const ruleRelease = z
  .strictObject({
    waiting: z.enum(['act', 'drop']).meta({ description: 'what becomes of those who wait' }),
  })
  .meta({ id: 'RuleRelease' })

export const rulePreset = z
  .object({
    preset: z.string(),
    name: z.string(),
    about: z.string(),
    needs: z.array(z.enum(['sender', 'groupId', 'url'])).meta({ description: 'what it cannot do without' }),
    watch: ruleWatch,
    concern: ruleConcern,
    condition: ruleCondition,
    frequency: ruleFrequency,
    peoplePerHourMax: z.int(),
    actions: z.array(ruleAction),
  })
  .meta({ id: 'RulePreset' })

export const ruleTest = z
  .strictObject({
    days: z.int().min(1).max(daysTestedMax).default(7),
    ruleId: id
      .optional()
      .meta({ description: 'the rule that is being changed: on whom it has acted counts' }),
    ...definition,
    actions: z.array(newRuleAction).max(actionsMax).default([]),
  })
  .meta({ id: 'RuleTest' })

export const testedAct = z
  .object({
    key: z.string(),
    kind: z.string(),
    to: z.string().nullable().meta({ description: 'the address, group or campaign, where it is known' }),
    obstacle: z.string().nullable().meta({ description: 'why it would not be done; null when it would' }),
  })
  .meta({ id: 'TestedAct' })

export const ruleTested = z
  .object({
    filters: z.array(z.string()).meta({ description: 'what the log was asked, word by word' }),
    since: at,
    events: count.meta({ description: 'records that were read' }),
    isCut: z.boolean().meta({ description: 'the log holds more than was read, all of it older' }),
    matched: count.meta({ description: 'records that the rule watches' }),
    wouldAct: count.meta({ description: 'people or events that it would act on' }),
    perHourMost: count.meta({ description: 'the most of them within an hour' }),
    isOverLimit: z.boolean(),
    people: z.array(
      z.object({
        personId: z.string().nullable(),
        displayName: z.string().nullable(),
        userPrincipalName: z.string().nullable(),
        at,
        activity: z.string(),
        verdict: z.enum(['act', 'nothing', 'again', 'pass', 'ask']).meta({
          description:
            '`nothing`: on the list, and none of its acts can be done; `again`: acted before; `ask`: a live look decides when it happens, since nobody could be asked now',
        }),
        reason: z.string().nullable(),
        acts: z.array(testedAct).meta({ description: 'what would be done' }),
      }),
    ),
  })
  .meta({ id: 'RuleTested' })

export const ruleAct = z
  .object({
    actId: id,
    key: z.string(),
    kind: z.string(),
    target: z.string().nullable().meta({ description: 'the address, where there are several' }),
    number: z.int().meta({ description: 'more than 1: an operator has asked for it again' }),
    state: actState,
    detail: z.string().nullable(),
    attempts: count,
    nextAt: at.nullable(),
    settledAt: at.nullable(),
  })
  .meta({ id: 'RuleAct' })

export const ruleEntry = z
  .object({
    entryId: id,
    eventId: z.string(),
    at: at.meta({ description: 'when it was done, by the log' }),
    foundAt: at,
    listedAt: at.nullable(),
    activity: z.string(),
    personId: z.string().nullable(),
    displayName: z.string().nullable(),
    userPrincipalName: z.string().nullable(),
    state: entryState,
    reason: z.string().nullable(),
    commSentAt: at.nullable().meta({ description: 'when its mail was taken' }),
    acts: z.array(ruleAct),
  })
  .meta({ id: 'RuleEntry' })

export const ruleEntriesQuery = z.strictObject({
  ...paging,
  state: entryState.optional(),
  actState: actState.optional().meta({ description: 'only entries with an act in this state' }),
})

export const ruleListQuery = z.strictObject({
  shape: z.enum(['seed', 'full']).default('seed').meta({
    description: '`seed`: userPrincipalName and CommSent alone',
  }),
})

/** As many as a person picks on a page. */
export const decideActsMax = 500

export const actDecision = z
  .strictObject({
    decision: z.enum(['again', 'arrived']).meta({
      description: '`again`: do it once more; `arrived`: an act of unknown fate did happen',
    }),
    actIds: z.array(id).min(1).max(decideActsMax),
  })
  .meta({ id: 'ActDecision' })

export const actsDecided = z
  .object({ changed: count, unchanged: count, notFound: z.array(id) })
  .meta({ id: 'ActsDecided' })

/** The dead-letter list: acts of all rules of a tenant that were given up, or whose fate is unknown. */
export const failedAct = ruleAct
  .extend({
    ruleId: id,
    ruleName: z.string(),
    entryId: id,
    activity: z.string(),
    displayName: z.string().nullable(),
    userPrincipalName: z.string().nullable(),
  })
  .meta({ id: 'FailedAct' })
