/** What can be wrong with a rule is said before it is kept: where, what, and how to mend it. */

import type { Input } from '@muster/contract/routes'
import { isClosed, planQueries } from '@muster/core/audit-query'
import type { Action, RuleDefinition, RuleMail } from '@muster/core/automation'
import { methodWord } from '@muster/core/automation-verdict'
import { methodTypes } from '@muster/core/methods'
import type { AuditLog, Group } from '@muster/core/ports'
import { makeMistake } from '@muster/core/template-mistakes'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { readLiquidMistake } from '../messages/liquid-mistakes.ts'
import { readMjmlMistakes } from '../messages/mjml-mistakes.ts'
import { MailUnrenderable } from '../messages/render.ts'
import { makeRuleMail, renderRuleText } from '../messages/render-rule.ts'
import { serviceOf } from './activities.ts'
import type { Endpoints } from './endpoints.ts'
import { makeWebhookSecret } from './standard-webhook.ts'
import { type AllowedHosts, judgeAddress } from './webhook-target.ts'

export type GivenAction = Input<'createRule'>['body']['actions'][number]

/** Throws a Problem for a rule that would watch everything, or whose actions could not be told apart. */
export function checkDefinition({
  watch,
  condition,
  actions,
}: Pick<RuleDefinition, 'watch' | 'condition' | 'actions'>): void {
  const { activities, services, categories, odata } = watch
  if (activities.length + services.length + categories.length === 0 && odata === null) {
    throw makeProblem('watchesAll')
  }
  if (odata !== null && !isClosed(odata)) {
    throw makeProblem('conditionOpen')
  }
  checkMethods(condition)
  const keys = actions.map(action => action.key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw makeProblem('actionTwice', { key: twice })
  for (const action of actions) checkReaders(action)
}

/** Words that nobody would ever read, and an address that would get the same mail twice. */
function checkReaders(action: Action): void {
  if (action.kind !== 'mail' && action.kind !== 'mailAddresses') return
  const language = findRepeated(action.mails.map(mail => mail.language))
  if (language !== undefined) throw makeProblem('languageTwice', { language, key: action.key })
  const address = action.kind === 'mailAddresses' ? findRepeated(action.addresses) : undefined
  if (address !== undefined) throw makeProblem('addressTwice', { address, key: action.key })
}

/** Neither languages nor, in all practice, mail addresses differ by capitals. */
function findRepeated(words: readonly string[]): string | undefined {
  const plain = words.map(word => word.toLowerCase())
  return plain.find((word, index) => plain.indexOf(word) !== index)
}

/** A kind that nobody can have would keep a rule from ever acting, or from ever holding back. */
function checkMethods(condition: RuleDefinition['condition']): void {
  for (const part of ['present', 'absent'] as const) {
    const unknown = condition[part].find(kind => !knownKinds.has(methodWord(kind)))
    if (unknown === undefined) continue
    throw makeProblem('methodUnknown', {
      method: unknown,
      part,
      methods: [...knownKinds.values()].join(', '),
    })
  }
  const both = condition.present.find(kind =>
    condition.absent.some(other => methodWord(other) === methodWord(kind)),
  )
  if (both !== undefined) throw makeProblem('methodBoth', { method: both })
}

/** As they are compared → as they are written. */
const knownKinds: ReadonlyMap<string, string> = new Map(
  Object.keys(methodTypes).map(type => [methodWord(type), type.replace(/AuthenticationMethod$/, '')]),
)

/**
 * What only the tenant knows: whether its log takes the condition, and whether people can be put into the groups. Throws
 * a Problem when it says no; where nothing can be asked now, the rule shows later what is wrong.
 */
export async function checkAtTenant(
  { watch, concern, actions }: Pick<RuleDefinition, 'watch' | 'concern' | 'actions'>,
  { auditLog, group, at }: { auditLog: AuditLog; group: Group; at: Date },
): Promise<void> {
  const [query] = planQueries([watch], serviceOf).filter(one => one.odata !== null)
  if (query !== undefined) {
    const answer = await auditLog.read({ query, since: at, cursor: null })
    if (answer.kind === 'notFilterable') throw makeProblem('conditionRefused', { said: answer.reason })
  }
  if (concern.of.kind === 'group' && (await group.describe(concern.of.groupId)).kind === 'absent')
    throw makeProblem('concernGroupGone', { groupId: concern.of.groupId })
  for (const action of actions) {
    if (action.kind !== 'addToGroup' && action.kind !== 'removeFromGroup') continue
    const answer = await group.describe(action.groupId)
    if (answer.kind === 'absent') throw makeProblem('actionGroupGone', { groupId: action.groupId })
    if (answer.kind === 'group' && answer.group.obstacle !== null)
      throw makeProblem('actionGroupUnfit', {
        group: answer.group.displayName,
        obstacle: answer.group.obstacle,
      })
  }
}

/** Everybody and everything that a rule may speak of, so that a wrong name shows at once and not in a mail. */
const example = {
  reader: {
    displayName: 'Anna Arnold',
    givenName: 'Anna',
    organisationName: 'Contoso',
    supportContact: 'the service desk',
  },
  rule: {
    name: 'example',
    person: {
      displayName: 'Anna Arnold',
      givenName: 'Anna',
      userPrincipalName: 'anna@contoso.example',
    },
    event: {
      activity: 'User registered security info',
      service: 'Authentication Methods',
      result: 'success',
      reason: null,
      at: '2026-11-02T08:00:00Z',
    },
  },
}

/** Renders every wording once. Throws a Problem that says what Liquid or MJML said. */
export async function checkWords(actions: readonly Action[]): Promise<void> {
  for (const action of actions) {
    if (action.kind === 'teams') {
      for (const text of [action.title, action.text]) {
        await explain(`actions.${action.key}`, async () =>
          renderRuleText(text, { ...example.reader, language: 'en' }, { ...example.rule, action }),
        )
      }
    }
    if (action.kind !== 'mail' && action.kind !== 'mailAddresses') continue
    for (const mail of action.mails) await checkMail(action, mail)
  }
}

async function checkMail(
  action: Extract<Action, { kind: 'mail' | 'mailAddresses' }>,
  mail: RuleMail,
): Promise<void> {
  const reader = { ...example.reader, language: mail.language }
  const rule = { ...example.rule, action: { ...action, mails: [mail] } }
  await explain(`actions.${action.key}.${mail.language}`, () => makeRuleMail(reader, rule))
}

async function explain(place: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { line, said } = readWrong(error)
    if (line === null) throw makeProblem('wordsWrong', { place, said })
    throw makeProblem('wordsWrongInLine', { place, said, line: String(line) })
  }
}

/** The first mistake, in the sentence by which the portal knows it. */
function readWrong(error: unknown): { line: number | null; said: string } {
  const cause = error instanceof MailUnrenderable ? (error.cause ?? error) : error
  if (!(cause instanceof Error)) return { line: null, said: String(cause) }
  // Liquid's errors carry the piece of the text where they happened, MJML's the list of what it found.
  const [found] = 'token' in cause ? [readLiquidMistake(cause, 'liquid')] : readMjmlMistakes(cause)
  if (found === undefined) return { line: null, said: cause.message }
  const { line, mistake } = found
  const { what } = mistake
  // Everything that there is was given, so what is missing is there for nobody.
  if (mistake.code !== 'missing' || what === null) return { line, said: mistake.detail }
  return { line, said: makeMistake('placeholder', { what, known: '' }).detail }
}

interface Place {
  tenantId: string
  senderIds: readonly string[]
  actions: readonly Action[]
  concern: RuleDefinition['concern']
}

/** What the rule leans on must be this tenant's, and there. Part of the transaction that keeps the rule. */
export async function checkPlace(tx: Tx, { tenantId, senderIds, actions, concern }: Place): Promise<void> {
  await checkSenders(tx, tenantId, senderIds)
  const isMailing = actions.some(action => action.kind === 'mail' || action.kind === 'mailAddresses')
  if (isMailing && senderIds.length === 0) throw makeProblem('ruleWithoutSender')
  const campaignIds = actions.flatMap(action => (action.kind === 'enrol' ? action.campaignId : []))
  if (concern.of.kind === 'campaign') campaignIds.push(concern.of.campaignId)
  for (const campaignId of campaignIds) await checkCampaign(tx, tenantId, campaignId)
  for (const action of actions) {
    if (action.kind === 'removeFromGroup' && !action.evenIfEnforced)
      await checkUnenforced(tx, tenantId, action)
  }
}

async function checkSenders(tx: Tx, tenantId: string, senderIds: readonly string[]): Promise<void> {
  if (senderIds.length === 0) return
  const known = await tx
    .selectFrom('sender')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('removed_at', 'is', null)
    .where('id', 'in', [...senderIds])
    .forShare()
    .execute()
  const missing = senderIds.find(id => !known.some(row => row.id === id))
  if (missing !== undefined) throw makeProblem('senderElsewhere', { senderId: missing })
}

async function checkCampaign(tx: Tx, tenantId: string, campaignId: string): Promise<void> {
  const row = await tx
    .selectFrom('campaign')
    .select('id')
    .where('id', '=', campaignId)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  if (row === undefined) throw makeProblem('campaignElsewhere', { campaignId })
}

async function checkUnenforced(
  tx: Tx,
  tenantId: string,
  { key, groupId }: { key: string; groupId: string },
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from campaign where tenant_id = ${tenantId} and policy->>'groupId' = ${groupId} limit 1
  `.execute(tx)
  const [row] = rows
  if (row === undefined) return
  throw makeProblem('actionGroupEnforced', { campaign: row.name, key })
}

export interface Settled {
  actions: Action[]
  endpoints: Endpoints
  /** Secrets that were made now, by the key of their action. */
  secrets: { key: string; secret: string }[]
}

/** Takes the addresses out of the actions, keeps those that were not given anew, and makes secrets for new webhooks. */
export function settleEndpoints(
  given: readonly GivenAction[],
  old: Endpoints,
  allowed: AllowedHosts,
): Settled {
  const settled: Settled = { actions: [], endpoints: {}, secrets: [] }
  const endpoints: Record<string, Endpoints[string]> = {}
  for (const action of given) {
    if (action.kind !== 'teams' && action.kind !== 'webhook') {
      settled.actions.push(action)
      continue
    }
    const { url: newUrl, ...rest } = action
    const url = newUrl ?? old[action.key]?.url
    if (url === undefined) {
      throw makeProblem('webhookWithoutAddress', { key: action.key })
    }
    checkUrl(url, action.key, allowed)
    const secret = action.kind === 'teams' ? null : (old[action.key]?.secret ?? makeWebhookSecret())
    if (secret !== null && secret !== old[action.key]?.secret)
      settled.secrets.push({ key: action.key, secret })
    endpoints[action.key] = { url, secret }
    settled.actions.push(rest)
  }
  return { ...settled, endpoints }
}

function checkUrl(url: string, key: string, allowed: AllowedHosts): void {
  const wrong = judgeAddress(url, allowed)
  if (wrong === null) return
  throw makeProblem('webhookForbidden', { obstacle: wrong, key })
}
