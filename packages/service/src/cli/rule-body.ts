/** A rule as it is given at the terminal: from a preset with what that needs, or from a file of JSON. */

import type { Client } from '@muster/contract/client'
import type { RequestOf } from '@muster/contract/route'
import type { Routes } from '@muster/contract/routes'
import { CliFailure, usageFailure } from './failure.ts'
import { pickOne, readAll } from './names.ts'
import type { TenantOptions } from './options.ts'

type NewRule = RequestOf<Routes['createRule']>['body']
type RuleChange = RequestOf<Routes['updateRule']>['body']
type NewAction = NonNullable<NewRule['actions']>[number]

export interface RuleOptions extends TenantOptions {
  file?: string
  preset?: string
  sender?: string[]
  group?: string
  webhook?: string
  perHour?: number
}

/** Everything but the tenant. Throws a `CliFailure` for what is missing. */
export async function makeBody(
  client: Client,
  options: RuleOptions,
  readText: (path: string) => Promise<string>,
): Promise<Omit<NewRule, 'tenantId'>> {
  if ((options.file === undefined) === (options.preset === undefined))
    throw usageFailure('say what the rule is: --preset or --file', 'see "muster rule presets"')
  const body =
    options.file === undefined
      ? await fromPreset(client, options)
      : fromFile(await readText(options.file), options.file)
  return options.perHour === undefined ? body : { ...body, peoplePerHourMax: options.perHour }
}

/** What changes of a rule; a file that "rule show" wrote says which version it was. */
export async function makeChange(
  client: Client,
  options: RuleOptions & { file: string },
  readText: (path: string) => Promise<string>,
): Promise<RuleChange> {
  const body = await makeBody(client, options, readText)
  const { version } = readObject(await readText(options.file), options.file)
  return typeof version === 'string' ? { ...body, version } : body
}

/** What the API shows of a rule may be given back to it: what only it knows is left out. */
function fromFile(text: string, where: string): Omit<NewRule, 'tenantId'> {
  const { name, watch, concern, condition, frequency, peoplePerHourMax, actions, senderIds } = readObject(
    text,
    where,
  )
  const parts = { name, watch, concern, condition, frequency, peoplePerHourMax, senderIds }
  const known = Object.entries({ ...parts, actions: withoutHosts(actions) })
  // What is wrong in it the service says field by field.
  return Object.fromEntries(known.filter(([, value]) => value !== undefined)) as never
}

function readObject(text: string, where: string): Record<string, unknown> {
  const remedy = 'begin with what "muster rule show --json" prints'
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return { ...read }
  } catch (error) {
    throw new CliFailure(`the file is no JSON: ${error instanceof Error ? error.message : error}`, {
      where,
      remedy,
    })
  }
  throw new CliFailure('the file holds no rule: a rule is an object of JSON', { where, remedy })
}

function withoutHosts(actions: unknown): unknown {
  if (!Array.isArray(actions)) return actions
  return actions.map((action: unknown) => {
    if (typeof action !== 'object' || action === null) return action
    const { host: _, ...rest }: { host?: unknown } = action
    return rest
  })
}

async function fromPreset(client: Client, options: RuleOptions): Promise<Omit<NewRule, 'tenantId'>> {
  const presets = await readAll(query => client.listRulePresets({ query }))
  const preset = pickOne(presets, options.preset, {
    what: 'preset',
    id: one => one.preset,
    names: one => [one.preset],
    flag: '--preset',
    make: 'muster rule create --file',
  })
  const missing = preset.needs.find(need => isMissing(need, options))
  if (missing !== undefined)
    throw usageFailure(
      `the preset ${preset.preset} needs ${flags[missing]}`,
      'see "muster rule create --help"',
    )
  const { name, watch, concern, condition, frequency, peoplePerHourMax } = preset
  const actions = preset.actions.map(action => fill(action, options))
  return { name, watch, concern, condition, frequency, peoplePerHourMax, actions }
}

type Need = 'sender' | 'groupId' | 'url'

const flags: Readonly<Record<Need, string>> = { sender: '--sender', groupId: '--group', url: '--webhook' }

function isMissing(need: Need, { sender, group, webhook }: RuleOptions): boolean {
  return { sender, groupId: group, url: webhook }[need] === undefined
}

function fill(action: object & { kind: string }, { group, webhook }: RuleOptions): NewAction {
  const { host: _, ...rest } = { host: null, ...action }
  const filled = {
    ...rest,
    ...('groupId' in action && group !== undefined ? { groupId: group } : {}),
    ...('host' in action && webhook !== undefined ? { url: webhook } : {}),
  }
  // A preset's action with its address and without the host, which is what the table takes.
  return filled as unknown as NewAction
}
