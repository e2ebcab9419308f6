/** `stop` and `release`: the panic stop of a tenant, and its end; and how a stop is told wherever it matters. */

import type { Output } from '@muster/contract/routes'
import type { Command } from 'commander'
import { findTenant } from './names.ts'
import { type TenantOptions, withTenant } from './options.ts'
import { openSession, type Session, withConnection } from './session.ts'
import { formatAt, printable } from './table.ts'
import type { Terminal } from './terminal.ts'

export function addStopCommands(program: Command, terminal: Terminal): void {
  withTenant(withConnection(program.command('stop')))
    .description('the panic stop: no mail, no group join, nothing becomes due until "muster release"')
    .requiredOption('--reason <text>', 'why, for those who will ask')
    .action(async (options: TenantOptions & { reason: string }) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const stopped = await session.client.stopTenant({
        params: { tenantId },
        body: { reason: options.reason },
      })
      session.print(stopped, () => stopText(stopped.stop, stopped.name, session.paint))
    })
  withTenant(withConnection(program.command('release')))
    .description('end the panic stop; what waited goes on, within the budgets')
    .action(async (options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { tenantId } = await findTenant(session.client, options.tenant)
      const released = await session.client.releaseTenant({ params: { tenantId } })
      session.print(released, () => `work for ${released.name} goes on\n`)
    })
}

/** Since when, by whom and why nothing leaves; empty while work goes on. */
export function stopText(stop: Output<'getTenant'>['stop'], what: string, paint: Session['paint']): string {
  if (stop === null) return ''
  const said = `STOPPED: nothing leaves for ${printable(what)} since ${formatAt(stop.at)} UTC`
  const why = `by ${printable(stop.by)}: ${printable(stop.reason)}`
  return `${paint('red', `${said}, ${why}`)}\n"muster release" lets it go on\n`
}
