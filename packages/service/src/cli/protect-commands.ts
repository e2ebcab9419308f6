/** `protect add|list|remove`: the people whom no import, group or campaign may touch. */

import type { Output } from '@muster/contract/routes'
import type { Command } from 'commander'
import { CliFailure } from './failure.ts'
import { findTenant, readAll } from './names.ts'
import { given, type TenantOptions, withTenant } from './options.ts'
import { openSession, withConnection } from './session.ts'
import { type Column, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Protected = Output<'listProtected'>['items'][number]
type Changed = Output<'protectPeople'>

export function addProtectCommands(program: Command, terminal: Terminal): void {
  const protect = program
    .command('protect')
    .description('break-glass and service accounts: never mailed, never put into a group')
  addAdd(protect, terminal)
  addRemove(protect, terminal)
  withTenant(withConnection(protect.command('list')))
    .description('who is protected, by whom and why')
    .action(async (options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const items = await readAll(query => session.client.listProtected({ params: { tenantId }, query }))
      session.print(items, () => formatTable(columns, items) || 'nobody yet: muster protect add\n')
    })
}

const columns: Column<Protected>[] = [
  { head: 'name', of: one => one.displayName },
  { head: 'UPN', of: one => one.userPrincipalName },
  { head: 'owner', of: one => one.owner },
  { head: 'since (UTC)', of: one => one.protectedAt },
  { head: 'in the group of', of: one => one.inGroupOf.join(', ') },
  { head: 'why', of: one => one.reason },
  { head: 'object id', of: one => one.objectId },
]

function addAdd(protect: Command, terminal: Terminal): void {
  withTenant(withConnection(protect.command('add')))
    .description('protect people; whoever is in a campaign is out of it at once')
    .argument('<people...>', 'UPNs, mail addresses or object ids')
    .requiredOption('--reason <text>', 'why')
    .option('--owner <name>', 'who answers for it (else the name of your key)')
    .action(async (people: string[], options: TenantOptions & { reason: string; owner?: string }) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const body = { people, reason: options.reason, ...given({ owner: options.owner }) }
      const changed = await session.client.protectPeople({ params: { tenantId }, body })
      session.print(changed, () => {
        const already = changed.unchanged > 0 ? `, ${changed.unchanged} were already` : ''
        return `${changed.changed} protected${already}\n${groupWarning(changed)}`
      })
      refuseUnknown(changed)
    })
}

function addRemove(protect: Command, terminal: Terminal): void {
  withTenant(withConnection(protect.command('remove')))
    .description('take people off the list; campaigns may reach them again')
    .argument('<people...>', 'UPNs, mail addresses or object ids')
    .action(async (people: string[], options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const changed = await session.client.endProtection({ params: { tenantId }, body: { people } })
      session.print(changed, () => `${changed.changed} no longer protected\n`)
      refuseUnknown(changed)
    })
}

/** Muster adds members and never removes any, so this is left to a person. */
function groupWarning({ inGroup }: Changed): string {
  if (inGroup === 0) return ''
  return `${inGroup} of them are in a campaign's group already (muster protect list); take them out of it in Entra\n`
}

function refuseUnknown({ notFound }: Changed): void {
  if (notFound.length === 0) return
  throw new CliFailure(`nobody is called ${notFound.join(', ')}`, {
    where: 'PEOPLE',
    remedy: 'give the UPN, the mail address or the object id',
  })
}
