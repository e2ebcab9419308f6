/** What each act of a tested rule would come to: to whom or what, and why it would not be done. Nothing is done. */

import type { Output } from '@muster/contract/routes'
import { actSentences } from '@muster/core/act-sentences'
import { type Action, needsPerson, type RuleDefinition } from '@muster/core/automation'
import { judgeManager, noneNamed, personAbsent, selfNamed } from '@muster/core/escalation'
import { managersReadMax } from '@muster/core/ports'
import { sql } from 'kysely'
import { mailObstacle } from './act-mails.ts'
import { actsOf, nobodyWords } from './listing.ts'
import { enforcedWords, protectedWords } from './rules-lane.ts'
import { lookedAtMax, readProtected, type TestedPerson, type TestPorts } from './test-looks.ts'

export type TestedAct = Output<'testRule'>['people'][number]['acts'][number]
type Fate = Pick<TestedAct, 'to' | 'obstacle'>

/** What the acts lean on beyond the person, asked once for all people. */
interface Surroundings {
  groups: ReadonlyMap<string, Fate>
  /** By group: the campaign that enforces on it. */
  enforcing: ReadonlyMap<string, string>
  campaigns: ReadonlyMap<string, { name: string; status: string }>
  /** `campaign person` → status. */
  enrolled: ReadonlyMap<string, string>
  managers: ReadonlyMap<string, Fate>
}

/** Answers a function that tells the acts for somebody; `people`: whom it will be asked about, the most wanted first. */
export async function foretellActs(
  ports: TestPorts,
  tested: { tenantId: string; definition: RuleDefinition; people: readonly TestedPerson[] },
): Promise<(person: TestedPerson | undefined, nobody: 'noPerson' | 'unknownPerson' | null) => TestedAct[]> {
  const around = await lookAround(ports, tested)
  return (person, nobody) =>
    actsOf(tested.definition.actions).map(({ action, target }) => {
      const { key, kind } = action
      if (person === undefined && needsPerson(action))
        return { key, kind, to: null, obstacle: nobodyWords[nobody ?? 'unknownPerson'] }
      return { key, kind, ...fateOf(action, { target, person, around }) }
    })
}

function fateOf(
  action: Action,
  { target, person, around }: { target: string; person: TestedPerson | undefined; around: Surroundings },
): Fate {
  switch (action.kind) {
    case 'mail':
      if (action.to === 'manager')
        return around.managers.get(person?.id ?? '') ?? { to: null, obstacle: null }
      return { to: person?.mail ?? null, obstacle: mailObstacle(person) }
    case 'mailAddresses':
      return { to: target, obstacle: null }
    case 'teams':
    case 'webhook':
      return { to: null, obstacle: null }
    case 'addToGroup':
    case 'removeFromGroup': {
      const group = around.groups.get(action.groupId) ?? { to: action.groupId, obstacle: null }
      if (person?.is_protected === true) return { ...group, obstacle: protectedWords }
      const campaign = action.kind === 'addToGroup' ? undefined : around.enforcing.get(action.groupId)
      if (campaign !== undefined && action.kind === 'removeFromGroup' && !action.evenIfEnforced)
        return { ...group, obstacle: enforcedWords(campaign) }
      return group
    }
    case 'enrol':
      return enrolFate(action.campaignId, person, around)
    default:
      return action satisfies never
  }
}

function enrolFate(campaignId: string, person: TestedPerson | undefined, around: Surroundings): Fate {
  const campaign = around.campaigns.get(campaignId)
  if (campaign === undefined) return { to: null, obstacle: actSentences.tell('campaignGone') }
  const { name: to, status } = campaign
  if (person?.is_protected === true) return { to, obstacle: protectedWords }
  if (status === 'finished') return { to, obstacle: actSentences.tell('campaignFinished', { campaign: to }) }
  const enrolled = around.enrolled.get(`${campaignId} ${person?.id}`)
  if (enrolled === undefined) return { to, obstacle: null }
  return {
    to,
    obstacle: actSentences.tell(enrolled === 'excluded' ? 'isExcluded' : 'isInCampaign'),
  }
}

async function lookAround(
  ports: TestPorts,
  tested: { tenantId: string; definition: RuleDefinition; people: readonly TestedPerson[] },
): Promise<Surroundings> {
  const { actions } = tested.definition
  const groupIds = actions.flatMap(action => ('groupId' in action ? action.groupId : []))
  const campaignIds = actions.flatMap(action => (action.kind === 'enrol' ? action.campaignId : []))
  const isForManagers = actions.some(action => action.kind === 'mail' && action.to === 'manager')
  return {
    groups: await describeGroups(ports, tested.tenantId, groupIds),
    ...(await readCampaigns(ports, { ...tested, groupIds, campaignIds })),
    managers: isForManagers ? await readManagers(ports, tested) : new Map(),
  }
}

async function describeGroups(
  { groupOf }: TestPorts,
  tenantId: string,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, Fate>> {
  const groups = new Map<string, Fate>()
  if (groupIds.length === 0) return groups
  const group = await groupOf(tenantId)
  for (const groupId of new Set(groupIds)) {
    const answer = await group.describe(groupId)
    if (answer.kind === 'absent') groups.set(groupId, { to: groupId, obstacle: actSentences.tell('noGroup') })
    if (answer.kind === 'group') {
      const { displayName: to, obstacle } = answer.group
      groups.set(groupId, { to, obstacle })
    }
  }
  return groups
}

async function readCampaigns(
  { db }: TestPorts,
  asked: {
    tenantId: string
    groupIds: readonly string[]
    campaignIds: readonly string[]
    people: readonly TestedPerson[]
  },
): Promise<Pick<Surroundings, 'enforcing' | 'campaigns' | 'enrolled'>> {
  const { tenantId, groupIds, campaignIds, people } = asked
  const campaigns = await sql<{ id: string; name: string; status: string; groupId: string | null }>`
    select id, name, status, policy->>'groupId' as "groupId" from campaign
    where tenant_id = ${tenantId}
      and (id = any(${campaignIds}::uuid[]) or policy->>'groupId' = any(${groupIds}::text[]))
  `.execute(db)
  const enrolled = await sql<{ campaign_id: string; person_id: string; status: string }>`
    select campaign_id, person_id, status from enrolment
    where campaign_id = any(${campaignIds}::uuid[]) and tenant_id = ${tenantId}
      and person_id = any(${people.map(one => one.id)}::uuid[])
  `.execute(db)
  return {
    campaigns: new Map(campaigns.rows.map(row => [row.id, row])),
    enforcing: new Map(
      campaigns.rows.flatMap(row => (row.groupId === null ? [] : [[row.groupId, row.name]])),
    ),
    enrolled: new Map(enrolled.rows.map(row => [`${row.campaign_id} ${row.person_id}`, row.status])),
  }
}

/** Of the first people; whoever is beyond them has no answer, and is told as "the manager". */
async function readManagers(
  { db, directoryOf }: TestPorts,
  { tenantId, people }: { tenantId: string; people: readonly TestedPerson[] },
): Promise<ReadonlyMap<string, Fate>> {
  const fates = new Map<string, Fate>()
  const ids = people.slice(0, lookedAtMax).map(one => one.id)
  if (ids.length === 0) return fates
  const directory = await directoryOf(tenantId)
  for (let start = 0; start < ids.length; start += managersReadMax) {
    const asked = ids.slice(start, start + managersReadMax)
    const answers = await directory.readManagers(asked)
    const managerIds = answers.flatMap(answer => (answer.kind === 'manager' ? answer.manager.id : []))
    const guarded = await readProtected(db, tenantId, managerIds)
    for (const [index, id] of asked.entries()) {
      const answer = answers[index]
      if (answer === undefined || answer.kind === 'noAnswer' || answer.kind === 'refused') continue
      if (answer.kind !== 'manager') {
        fates.set(id, { to: null, obstacle: (answer.kind === 'none' ? noneNamed : personAbsent).detail })
        continue
      }
      const { id: managerId, mail, accountEnabled, userType } = answer.manager
      const facts = { mail, accountEnabled, userType, deleted: false, isProtected: guarded.has(managerId) }
      const obstacle = managerId === id ? selfNamed : judgeManager(facts)
      fates.set(id, { to: mail, obstacle: obstacle?.detail ?? null })
    }
  }
  return fates
}
