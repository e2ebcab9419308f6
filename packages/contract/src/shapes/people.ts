/** Shapes of people in a campaign: searching them, one person's whole story, and what an operator does to them. */

import * as z from 'zod'
import { campaignStatus, escalationState, goal, level, status, statusCounts } from './campaigns.ts'
import { at, count, id, nameLengthMax, paging, reason } from './common.ts'
import { mailState, toldMailKind } from './mails.ts'

/** Rows are locked in one transaction; a larger selection is sent in pieces. */
export const actPeopleMax = 1000
/** A timeline is shortened to its newest entries beyond this. */
export const timelineMax = 500

/** Rows between two marks of a measured list: what one page of a long table asks for. */
export const markEvery = 200

const filters = {
  status: z.array(status).max(status.options.length).optional(),
  level: z.array(level).max(level.options.length).optional(),
  batchId: id.optional(),
  department: z.string().max(nameLengthMax).optional(),
  country: z
    .string()
    .max(nameLengthMax)
    .optional()
    .meta({ description: 'as the directory writes it, such as `DE`' }),
  managerId: id.optional().meta({ description: 'object id of the manager' }),
  isLost: z
    .boolean()
    .optional()
    .meta({ description: 'only people whose registration is gone, or only others' }),
  escalation: escalationState
    .optional()
    .meta({ description: 'only people who were escalated, and of whom this became' }),
  text: z
    .string()
    .trim()
    .min(1)
    .max(320)
    .optional()
    .meta({ description: 'part of a name, UPN or mail address, or a whole object id' }),
  sort: z
    .enum(['name', 'status', 'department', 'level', 'invitedAt', 'confirmedAt', 'registeredAt'])
    .default('name')
    .meta({
      description:
        'levels from none to phishing-resistant; whoever has no such time or no department comes last either way',
    }),
  descending: z.boolean().default(false),
}

/** Which people, in which order: a search without its pages. */
export const peopleFilter = z.strictObject(filters).meta({ id: 'PeopleFilter' })

/** People found are counted one by one up to here: some tens of milliseconds. */
export const countedMax = 10_000
/** Some hundred kilobytes; a hand on a scroll bar is not finer. */
export const marksMax = 1_000

/** How long a list is, with cursors to enter it anywhere without reading what stands before. */
export const peopleMeasured = z
  .object({
    people: count,
    isMore: z.boolean().meta({ description: `there are more than \`people\`, and nobody counted how many` }),
    isExact: z.boolean().meta({
      description: `there is a mark after each ${markEvery} people; else a list of more than ${countedMax} is divided by marks from a sample, with about as many people between any two`,
    }),
    marks: z.array(z.string()).meta({
      description:
        'cursors in the order of the list; the people between two are found by `cursor` and `through`',
    }),
  })
  .meta({ id: 'PeopleMeasured' })

export const personSearch = z
  .strictObject({
    ...filters,
    limit: z.int().min(1).max(500).default(100),
    cursor: paging.cursor,
    through: paging.cursor.meta({ description: 'a cursor, too: nobody after the person that it names' }),
  })
  .meta({ id: 'PersonSearch' })

/** One person in one campaign. */
export const enrolment = z
  .object({
    enrolmentId: id,
    campaignId: id,
    objectId: z.string(),
    displayName: z.string().nullable(),
    userPrincipalName: z.string(),
    mail: z.string().nullable(),
    department: z.string().nullable(),
    status,
    reason: z.string().nullable().meta({ description: 'why somebody is skipped, failed or excluded' }),
    detail: z.string().nullable().meta({ description: 'what the other side said' }),
    owner: z.string().nullable().meta({ description: 'who excluded the person' }),
    excludedUntil: at.nullable(),
    inGroup: z.boolean(),
    level,
    registeredAt: at.nullable(),
    lostAt: at.nullable(),
    enrolledAt: at,
    invitedAt: at.nullable(),
    remindersSent: count,
    remindedAt: at.nullable(),
    escalation: escalationState
      .nullable()
      .meta({ description: 'null when the manager was never to be told' }),
    escalatedAt: at.nullable().meta({ description: "when the mail system took the manager's digest" }),
    managerUserPrincipalName: z
      .string()
      .nullable()
      .meta({ description: 'who is told of this person; null when nobody is' }),
    escalationDetail: z.string().nullable().meta({ description: 'why nobody is told' }),
    confirmedAt: at.nullable(),
    joinedAt: at.nullable(),
    checkedAt: at.nullable(),
    source: z.string(),
    sourceBatchId: z.string(),
    batchId: id.nullable(),
  })
  .meta({ id: 'Enrolment' })

const person = z
  .object({
    objectId: z.string(),
    displayName: z.string().nullable(),
    userPrincipalName: z.string(),
    mail: z.string().nullable(),
    department: z.string().nullable(),
    jobTitle: z.string().nullable(),
    userType: z.enum(['member', 'guest']),
    accountEnabled: z.boolean(),
    deleted: z.boolean(),
    preferredLanguage: z.string().nullable(),
  })
  .meta({ id: 'Person' })

const message = z
  .object({
    messageId: id,
    kind: toldMailKind,
    rule: z
      .object({ ruleId: id, name: z.string() })
      .nullable()
      .meta({ description: 'the automation that asked for it; null for a mail of a campaign' }),
    number: count,
    state: mailState,
    recipient: z.string(),
    sender: z.string().nullable(),
    subject: z.string().nullable(),
    isKept: z.boolean().meta({ description: 'it can be shown as it was sent' }),
    detail: z.string().nullable(),
    queuedAt: at,
    settledAt: at.nullable(),
  })
  .meta({ id: 'Message' })

export const nextKinds = [
  'launch',
  'resume',
  'release',
  'over',
  'invitation',
  'reminder',
  'escalation',
  'mail',
  'click',
  'join',
  'registration',
  'nothing',
  'operator',
  'endOfExclusion',
  'eligibility',
] as const

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const personReport = z
  .object({
    person: person.extend({
      levelSource: z
        .string()
        .nullable()
        .meta({ description: '`live`, `report`, or null while nobody has looked' }),
    }),
    campaign: z.object({ campaignId: id, name: z.string(), status: campaignStatus, goal }),
    enrolment,
    next: z
      .object({ kind: z.enum(nextKinds), at: at.nullable() })
      .meta({ description: 'what the person waits for, and from when on it happens where that is known' }),
    otherCampaigns: z.array(z.object({ enrolmentId: id, campaignId: id, name: z.string(), status })),
    timeline: z.array(
      z.object({
        at,
        kind: z.string(),
        facts: z.record(z.string(), fact).meta({ description: 'what the event says besides its kind' }),
        text: z.string(),
      }),
    ),
    messages: z.array(message),
  })
  .meta({ id: 'PersonReport' })

const addressed = {
  enrolmentIds: z.array(id).min(1).max(actPeopleMax),
  dryRun: z.boolean().default(false).meta({ description: 'say what would change, and change nothing' }),
}

export const peopleAct = z
  .discriminatedUnion('act', [
    z.strictObject({
      act: z.literal('exclude'),
      ...addressed,
      reason,
      until: at.optional().meta({ description: 'when the exclusion ends by itself' }),
    }),
    z.strictObject({ act: z.literal('reinstate'), ...addressed, reason: reason.optional() }),
    z.strictObject({ act: z.literal('retry'), ...addressed, reason: reason.optional() }),
    z.strictObject({ act: z.literal('inviteAgain'), ...addressed, reason: reason.optional() }),
  ])
  .meta({ id: 'PeopleAct' })

export const peopleActed = z
  .object({
    changed: count,
    unchanged: count.meta({
      description: 'for whom the act has nothing to do, such as reinstating somebody not excluded',
    }),
    notFound: z.array(id).meta({ description: 'ids that are not in this campaign' }),
    become: statusCounts.meta({ description: 'the status of those changed, afterwards' }),
  })
  .meta({ id: 'PeopleActed' })

export const exportQuery = z.strictObject({
  shape: z
    .enum(['seed', 'full'])
    .default('seed')
    .meta({ description: "`seed`: the SharePoint list's columns exactly; `full`: ours" }),
})
