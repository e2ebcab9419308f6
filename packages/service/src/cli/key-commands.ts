/** `key create|list|revoke`: API keys with a role each. */

import type { Output } from '@muster/contract/routes'
import { keyRole } from '@muster/contract/shapes/access'
import { type Command, Option } from 'commander'
import { pickOne, readAll } from './names.ts'
import { type ConnectionOptions, openSession, withConnection } from './session.ts'
import { type Column, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type ApiKey = Output<'createApiKey'>['apiKey']

export function addKeyCommands(program: Command, terminal: Terminal): void {
  const key = program.command('key').description('API keys, each with a role')
  withConnection(key.command('create').argument('<name>', 'whose it is, or what for'))
    .description('make a key; it is shown this once')
    .addOption(new Option('--role <role>', 'what it may do').choices(keyRole.options).makeOptionMandatory())
    .action(async (name: string, options: ConnectionOptions & { role: 'viewer' | 'operator' | 'admin' }) => {
      const session = await openSession(terminal, options)
      const made = await session.client.createApiKey({ body: { name, role: options.role } })
      if (!session.wantsJson)
        terminal.stderr.write(`A key for ${made.apiKey.name} (${made.apiKey.role}), shown this once:\n`)
      session.print(made, () => `${made.key}\n`)
    })
  withConnection(key.command('list'))
    .description('list the keys, without their secret')
    .action(async (options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const items = await readAll(query => session.client.listApiKeys({ query }))
      session.print(items, () => formatTable(keyColumns, items) || 'no key yet\n')
    })
  withConnection(key.command('revoke').argument('<key>', 'name or id'))
    .description('make a key worthless')
    .action(async (named: string, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const items = await readAll(query => session.client.listApiKeys({ query }))
      const live = items.filter(item => item.revokedAt === null)
      const { keyId, name } = pickOne(live, named, {
        what: 'live key',
        id: item => item.keyId,
        names: item => [item.name],
        flag: 'KEY',
        make: 'muster key create',
      })
      await session.client.revokeApiKey({ params: { keyId } })
      session.print({ keyId, name, revoked: true }, () => `the key of ${name} is worthless now\n`)
    })
}

const keyColumns: Column<ApiKey>[] = [
  { head: 'name', of: key => key.name },
  { head: 'role', of: key => key.role },
  { head: 'made (UTC)', of: key => key.createdAt },
  { head: 'last used (UTC)', of: key => key.lastUsedAt },
  { head: 'revoked (UTC)', of: key => key.revokedAt },
  { head: 'id', of: key => key.keyId },
]
