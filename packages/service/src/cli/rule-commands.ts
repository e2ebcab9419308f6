/** `rule …`: automations from the terminal; making them, testing them, switching them, and what became of each act. */

import { readFile } from 'node:fs/promises'
import type { RequestOf } from '@muster/contract/route'
import type { Output, Routes } from '@muster/contract/routes'
import { daysTestedMax, decideActsMax } from '@muster/contract/shapes/rules'
import { type Command, Option } from 'commander'
import { CliFailure, usageFailure } from './failure.ts'
import { findSender, findTenant, pickOne, readAll } from './names.ts'
import { gather, given, type TenantOptions, wholeNumber, withTenant } from './options.ts'
import { makeBody, makeChange, type RuleOptions } from './rule-body.ts'
import { addRuleHistory } from './rule-history.ts'
import { factsOf, tellReason } from './rule-words.ts'
import { openSession, type Session, withConnection } from './session.ts'
import { type Column, formatFacts, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Rule = Output<'getRule'>
type Decision = RequestOf<Routes['decideActs']>['body']['decision']

export function addRuleCommands(program: Command, terminal: Terminal): void {
  const rule = program
    .command('rule')
    .description('automations: act when something stands in the audit log, once')
  addLists(rule, terminal)
  addMaking(rule, terminal)
  addTest(rule, terminal)
  addSwitches(rule, terminal)
  addRuleHistory(rule, terminal, findRule)
  addDecision(rule, terminal, { decision: 'again', about: 'do acts once more', said: 'asked for again' })
  addDecision(rule, terminal, {
    decision: 'arrived',
    about: 'acts of unknown fate did happen: somebody has looked',
    said: 'taken as done',
  })
}

/** A tenant's rule by name or id. */
export async function findRule(session: Session, named: string, options: TenantOptions): Promise<Rule> {
  const { tenantId } = await findTenant(session.client, options.tenant)
  const rules = await readAll(query => session.client.listRules({ params: { tenantId }, query }))
  return pickOne(rules, named, {
    what: 'rule',
    id: one => one.ruleId,
    names: one => [one.name],
    flag: 'RULE',
    make: 'muster rule create',
  })
}

function addLists(rule: Command, terminal: Terminal): void {
  withTenant(withConnection(rule.command('list')))
    .description('the rules, with what they have done')
    .action(async (options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const rules = await readAll(query => session.client.listRules({ params: { tenantId }, query }))
      session.print(rules, () => formatTable(ruleColumns, rules) || 'no rule yet: muster rule create\n')
    })
  withConnection(rule.command('presets'))
    .description('rules that are ready to be taken')
    .action(async (options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const presets = await readAll(query => session.client.listRulePresets({ query }))
      session.print(presets, () => formatTable(presetColumns, presets))
    })
  withTenant(withConnection(rule.command('show').argument('<rule>', 'name or id')))
    .description('what a rule watches and does')
    .action(async (named: string, options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const found = await findRule(session, named, options)
      const campaigns = await readAll(query => session.client.listCampaigns({ query }))
      const senders = await readAll(query =>
        session.client.listSenders({ params: { tenantId: found.tenantId }, query }),
      )
      session.print(found, () => formatFacts(factsOf(found, { campaigns, senders })))
    })
}

const ruleColumns: Column<Rule>[] = [
  { head: 'rule', of: rule => rule.name },
  { head: 'state', of: rule => rule.state },
  { head: 'on the list', align: 'right', of: rule => rule.counts.listed },
  { head: 'waiting', align: 'right', of: rule => rule.counts.waiting },
  { head: 'acts done', align: 'right', of: rule => rule.counts.done },
  { head: 'failed', align: 'right', of: rule => rule.counts.failed },
  { head: 'unknown', align: 'right', of: rule => rule.counts.uncertain },
  { head: 'last found (UTC)', of: rule => rule.lastFoundAt },
  { head: 'id', of: rule => rule.ruleId },
]

const presetColumns: Column<Output<'listRulePresets'>['items'][number]>[] = [
  { head: 'preset', of: one => one.preset },
  { head: 'needs', of: one => one.needs.join(', ') },
  { head: 'what for', of: one => one.about },
]

function withRuleOptions(command: Command): Command {
  return command
    .option('--file <path>', 'a rule as JSON, as "muster rule show --json" prints one')
    .option('--preset <name>', 'one of "muster rule presets"')
    .option('--sender <address>', 'who sends its mails; may be given several times', gather)
    .option('--group <id>', "the group of the preset's action")
    .option('--webhook <address>', "the address that the preset's action calls")
    .option('--per-hour <number>', 'stop after so many people within an hour', wholeNumber(1, 1_000_000))
}

function addMaking(rule: Command, terminal: Terminal): void {
  withTenant(withConnection(withRuleOptions(rule.command('create').argument('[name]', 'its name'))))
    .description('make a rule from a preset or a file; it is off until it is switched on')
    .action(async (named: string | undefined, options: RuleOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const senderIds = await senderIdsOf(session, tenantId, options)
      const body = await makeBody(session.client, options, readText)
      const made = await session.client.createRule({
        body: { ...body, tenantId, name: named ?? body.name, ...given({ senderIds }) },
      })
      session.print(
        made,
        () =>
          `${made.rule.name} is made, and off: muster rule test, then muster rule on\n${tellSecrets(made)}`,
      )
    })
  withTenant(
    withConnection(
      rule
        .command('update')
        .argument('<rule>', 'name or id')
        .requiredOption('--file <path>', 'what changes, as JSON'),
    ),
  )
    .description('change a rule; whoever is on its list stays there')
    .option('--sender <address>', 'who sends its mails; may be given several times', gather)
    .action(async (named: string, options: RuleOptions & { file: string }) => {
      const session = await openSession(terminal, options)
      const found = await findRule(session, named, options)
      const senderIds = await senderIdsOf(session, found.tenantId, options)
      const body = await makeChange(session.client, options, readText)
      const saved = await session.client.updateRule({
        params: { ruleId: found.ruleId },
        body: { ...body, ...given({ senderIds }) },
      })
      session.print(saved, () => `${saved.rule.name} is changed\n${tellSecrets(saved)}`)
    })
  withTenant(withConnection(rule.command('remove').argument('<rule>', 'name or id')))
    .description('take a rule away that is off, with its list')
    .action(async (named: string, options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { ruleId, name } = await findRule(session, named, options)
      await session.client.removeRule({ params: { ruleId } })
      session.print({ removed: ruleId }, () => `${name} is gone\n`)
    })
  withTenant(
    withConnection(
      rule.command('secret').argument('<rule>', 'name or id').argument('<action>', 'key of the webhook'),
    ),
  )
    .description('make a new signing secret for a webhook; the old one is worthless at once')
    .action(async (named: string, key: string, options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { ruleId } = await findRule(session, named, options)
      const made = await session.client.renewRuleSecret({ params: { ruleId, key } })
      session.print(made, () => `${made.secret}\nshown this once: give it to the receiver now\n`)
    })
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(cause => {
    throw new CliFailure(`the file cannot be read: ${cause.message}`, { where: path })
  })
}

async function senderIdsOf(
  { client }: Session,
  tenantId: string,
  { sender }: RuleOptions,
): Promise<string[] | undefined> {
  if (sender === undefined) return undefined
  const found = sender.map(named => findSender(client, tenantId, { named, flag: '--sender' }))
  return (await Promise.all(found)).map(one => one.senderId)
}

function tellSecrets({ secrets }: Output<'createRule'>): string {
  return secrets
    .map(({ key, secret }) => `the signing secret of ${key}, shown this once: ${secret}\n`)
    .join('')
}

function addTest(rule: Command, terminal: Terminal): void {
  withTenant(
    withConnection(
      withRuleOptions(rule.command('test').argument('[rule]', 'name or id of one that is there')),
    ),
  )
    .description('on whom a rule would have acted in the last days; nothing is sent')
    .option('--days <number>', 'how far back', wholeNumber(1, daysTestedMax), 7)
    .action(async (named: string | undefined, options: RuleOptions & { days: number }) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const body =
        named === undefined
          ? await makeBody(session.client, options, readText)
          : await findRule(session, named, options)
      const { watch, concern, condition, frequency, peoplePerHourMax } = body
      const actions = body.actions?.map(action => {
        if (!('host' in action)) return action
        const { host: _, ...rest } = action
        return rest
      })
      const tested = await session.client.testRule({
        params: { tenantId },
        body: {
          days: options.days,
          ...('ruleId' in body ? { ruleId: body.ruleId } : {}),
          ...given({ watch, concern, condition, frequency, peoplePerHourMax, actions }),
        } as never,
      })
      session.print(tested, () => testText(tested, session.paint))
    })
}

function testText(tested: Output<'testRule'>, paint: Session['paint']): string {
  const cut = tested.isCut ? ' (the newest; the log holds more)' : ''
  const over = tested.isOverLimit
    ? paint('bold', `it would have stopped itself: ${tested.perHourMost} people within an hour\n`)
    : ''
  return [
    ...tested.filters.map(filter => `asked: ${filter}\n`),
    `${tested.events} records read${cut}, ${tested.matched} watched, it would act on ${tested.wouldAct}\n`,
    over,
    formatTable<Output<'testRule'>['people'][number]>(
      [
        { head: 'who', of: one => one.userPrincipalName ?? one.personId },
        { head: 'when (UTC)', of: one => one.at },
        { head: 'verdict', of: one => one.verdict },
        { head: 'why', of: one => tellReason(one.reason) },
        { head: 'what', of: one => one.acts.map(tellAct).join('; ') },
      ],
      tested.people,
    ),
  ].join('')
}

function tellAct({ key, to, obstacle }: Output<'testRule'>['people'][number]['acts'][number]): string {
  if (obstacle !== null) return `${key}: no, ${obstacle}`
  return to === null ? key : `${key}: ${to}`
}

function addSwitches(rule: Command, terminal: Terminal): void {
  const withRule = (name: string) =>
    withTenant(withConnection(rule.command(name).argument('<rule>', 'name or id')))
  withRule('on')
    .description('switch a rule on, for what happens from now on')
    .option('--past-days <number>', 'act also on what happened in so many days before', wholeNumber(1, 30), 0)
    .action(async (named: string, options: TenantOptions & { pastDays: number }) => {
      const session = await openSession(terminal, options)
      const { ruleId } = await findRule(session, named, options)
      const { pastDays } = options
      const now = await session.client.switchRuleOn({ params: { ruleId }, body: { pastDays } })
      session.print(
        now,
        () => `${now.name} is ${now.state}; it acts on what happens since ${now.since?.toISOString()}\n`,
      )
    })
  withRule('off')
    .description('switch a rule off; what it has not done yet waits')
    .action(async (named: string, options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { ruleId } = await findRule(session, named, options)
      const now = await session.client.switchRuleOff({ params: { ruleId } })
      session.print(now, () => `${now.name} is off\n`)
    })
  withRule('release')
    .description('let a rule go on that has stopped itself')
    .addOption(
      new Option('--waiting <what>', 'what becomes of those who wait')
        .choices(['act', 'drop'])
        .makeOptionMandatory(),
    )
    .action(async (named: string, options: TenantOptions & { waiting: 'act' | 'drop' }) => {
      const session = await openSession(terminal, options)
      const { ruleId } = await findRule(session, named, options)
      const { waiting } = options
      const now = await session.client.releaseRule({ params: { ruleId }, body: { waiting } })
      session.print(now, () => `${now.name} is ${now.state}\n`)
    })
}

interface DecisionCommand {
  decision: Decision
  about: string
  said: string
}

function addDecision(rule: Command, terminal: Terminal, { decision, about, said }: DecisionCommand): void {
  withTenant(
    withConnection(
      rule
        .command(decision)
        .argument('<rule>', 'name or id')
        .argument('<ids...>', 'ids of acts as "muster rule history" shows them'),
    ),
  )
    .description(about)
    .action(async (named: string, ids: string[], options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { ruleId, name } = await findRule(session, named, options)
      const sum: Output<'decideActs'> = { changed: 0, unchanged: 0, notFound: [] }
      for (let start = 0; start < ids.length; start += decideActsMax) {
        const actIds = ids.slice(start, start + decideActsMax)
        const decided = await session.client.decideActs({ params: { ruleId }, body: { decision, actIds } })
        sum.changed += decided.changed
        sum.unchanged += decided.unchanged
        sum.notFound.push(...decided.notFound)
      }
      session.print(sum, () => `${sum.changed} ${said}, ${sum.unchanged} as they were\n`)
      if (sum.notFound.length > 0)
        throw usageFailure(
          `${sum.notFound.length === 1 ? '1 act is' : `${sum.notFound.length} acts are`} not of "${name}"`,
          'see "muster rule history"',
        )
    })
}
