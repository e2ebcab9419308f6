/** `tenant show`, and the budgets that `tenant update` sets. */

import type { Input, Output } from '@muster/contract/routes'
import { budgetBounds } from '@muster/contract/shapes/tenants'
import { type Command, InvalidArgumentError } from 'commander'
import { findTenant } from './names.ts'
import { given } from './options.ts'
import { type ConnectionOptions, openSession, type Session, withConnection } from './session.ts'
import { stopText } from './stop-commands.ts'
import { type Column, formatFacts, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Tenant = Output<'getTenant'>
type BudgetName = keyof typeof budgetBounds

const flags: readonly [BudgetName, string][] = [
  ['directoryUnitsMax', '--directory-units'],
  ['directoryWritesMax', '--directory-writes'],
  ['reportsMax', '--reports'],
  ['methodReadsMax', '--method-reads'],
  ['listUnitsMax', '--list-units'],
]

export function addTenantShow(tenant: Command, terminal: Terminal): void {
  withConnection(tenant.command('show').argument('[tenant]', 'name or id'))
    .description('everything about one tenant: how it is reached, its budgets, whether it is stopped')
    .action(async (named: string | undefined, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, named, 'TENANT')
      const shown = await session.client.getTenant({ params: { tenantId } })
      session.print(shown, () => tenantText(shown, session.paint))
    })
}

function tenantText(tenant: Tenant, paint: Session['paint']): string {
  const facts = formatFacts([
    ['name', tenant.name],
    ['tenant', tenant.entraTenantId],
    ['client', tenant.clientId],
    ['credential', tenant.credentialKind],
    ['Graph', tenant.graphUrl],
    ['login', tenant.loginUrl],
    ['organisation', tenant.organisationName],
    ['support', tenant.supportContact],
    ['language', tenant.defaultLanguage],
    ['people', tenant.peopleCount],
    ['synced (UTC)', tenant.peopleSyncedAt],
    ['id', tenant.tenantId],
  ])
  const columns: Column<(typeof flags)[number]>[] = [
    { head: 'budget', of: ([name]) => budgetBounds[name].what },
    { head: 'at most', of: ([name]) => tenant.budgets[name].max, align: 'right' },
    { head: '', of: ([name]) => (tenant.budgets[name].isDefault ? 'by default' : 'as set') },
    { head: 'tenant update', of: ([, flag]) => flag },
  ]
  const stop = stopText(tenant.stop, tenant.name, paint)
  return [stop, facts, formatTable(columns, flags)].filter(text => text !== '').join('\n')
}

type Figure = number | 'default'

export interface BudgetOptions {
  directoryUnits?: Figure
  directoryWrites?: Figure
  reports?: Figure
  methodReads?: Figure
  listUnits?: Figure
}

export function withBudgets(command: Command): Command {
  for (const [name, flag] of flags) {
    const { min, max, what } = budgetBounds[name]
    command.option(`${flag} <number>`, `at most so many ${what}, or "default"`, figureOrDefault(min, max))
  }
  return command
}

function figureOrDefault(min: number, max: number): (text: string) => Figure {
  return text => {
    if (text === 'default') return text
    const value = Number(text)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}, or "default".`)
  }
}

/** The budgets that were given; undefined when none was. */
export function budgetsGiven(options: BudgetOptions): Input<'updateTenant'>['body']['budgets'] {
  const maxOf = (figure: Figure | undefined) => (figure === 'default' ? null : figure)
  const budgets = given({
    directoryUnitsMax: maxOf(options.directoryUnits),
    directoryWritesMax: maxOf(options.directoryWrites),
    reportsMax: maxOf(options.reports),
    methodReadsMax: maxOf(options.methodReads),
    listUnitsMax: maxOf(options.listUnits),
  })
  return Object.keys(budgets).length === 0 ? undefined : budgets
}
