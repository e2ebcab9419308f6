/** `sender update|resume`: what a mailbox may send, and another try for one that was set aside. */

import type { Client } from '@muster/contract/client'
import type { Output } from '@muster/contract/routes'
import type { Command } from 'commander'
import { findTenant, pickOne, readAll } from './names.ts'
import { given, type TenantOptions, wholeNumber, withTenant } from './options.ts'
import { openSession, withConnection } from './session.ts'
import { type Column, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Sender = Output<'addSender'>

/** The service knows what a sender may have; these only catch slips of the finger. */
const figureMax = 10_000_000

interface UpdateOptions extends TenantOptions {
  perMinute?: number
  perDay?: number
  atOnce?: number
}

export function addSenderChanges(sender: Command, terminal: Terminal): void {
  withTenant(withConnection(sender.command('update').argument('[sender]', 'address or id')))
    .description('change what a sender may send')
    .option('--per-minute <number>', 'mails in a minute', wholeNumber(1, figureMax))
    .option('--per-day <number>', 'mails in a sliding day', wholeNumber(1, figureMax))
    .option('--at-once <number>', 'mails under way at the same time', wholeNumber(1, figureMax))
    .action(async (named: string | undefined, options: UpdateOptions) => {
      const session = await openSession(terminal, options)
      const { senderId } = await findSender(session.client, named, options.tenant)
      const changed = await session.client.updateSender({
        params: { senderId },
        body: given({
          perMinuteMax: options.perMinute,
          perDayMax: options.perDay,
          atOnceMax: options.atOnce,
        }),
      })
      session.print(changed, () => formatTable(senderColumns, [changed]))
    })
  withTenant(withConnection(sender.command('resume').argument('[sender]', 'address or id')))
    .description('try a sender that was set aside again now')
    .action(async (named: string | undefined, options: TenantOptions) => {
      const session = await openSession(terminal, options)
      const { senderId } = await findSender(session.client, named, options.tenant)
      const resumed = await session.client.resumeSender({ params: { senderId } })
      session.print(resumed, () => `${resumed.address} is tried again now\n`)
    })
}

async function findSender(
  client: Client,
  named: string | undefined,
  tenantName: string | undefined,
): Promise<Sender> {
  const { tenantId } = await findTenant(client, tenantName)
  const senders = await readAll(query => client.listSenders({ params: { tenantId }, query }))
  return pickOne(senders, named, {
    what: 'sender',
    id: sender => sender.senderId,
    names: sender => [sender.address],
    flag: 'SENDER',
    make: 'muster sender add',
  })
}

export const senderColumns: Column<Sender>[] = [
  { head: 'address', of: sender => sender.address },
  { head: 'name', of: sender => sender.displayName },
  { head: 'kind', of: sender => sender.kind },
  {
    head: 'server',
    of: sender => (sender.host === null ? null : `${sender.host}:${sender.port} ${sender.tls}`),
  },
  {
    head: 'a minute / a day / at once',
    of: ({ perMinuteMax, perDayMax, atOnceMax }) => `${perMinuteMax} / ${perDayMax} / ${atOnceMax}`,
  },
  { head: 'problem', of: sender => sender.problem },
  { head: 'tried again (UTC)', of: sender => sender.retryAt },
  { head: 'id', of: sender => sender.senderId },
]
