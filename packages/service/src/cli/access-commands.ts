/** `access me|invite|accounts|role|sessions|end`: who may use Muster, and who is in it at this moment. */

import type { Output } from '@muster/contract/routes'
import { keyRole } from '@muster/contract/shapes/access'
import { Argument, type Command } from 'commander'
import { type Naming, pickOne, readAll } from './names.ts'
import { type ConnectionOptions, openSession, type Session, withConnection } from './session.ts'
import { type Column, formatAt, formatFacts, formatTable, printable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Account = Output<'updateAccount'>
type OpenSession = Output<'listSessions'>['items'][number]
type Role = NonNullable<Account['role']>

export function addAccessCommands(program: Command, terminal: Terminal): void {
  const access = program.command('access').description('who may use Muster: sign-in, accounts, sessions')
  addMe(access, terminal)
  addInvite(access, terminal)
  addAccounts(access, terminal)
  addRole(access, terminal)
  addSessions(access, terminal)
  addEnd(access, terminal)
}

function addMe(access: Command, terminal: Terminal): void {
  withConnection(access.command('me'))
    .description('who this command line is to the service')
    .action(async (options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const me = await session.client.me()
      session.print(me, () =>
        formatFacts([
          ['name', me.name],
          ['role', me.role],
          ['as', me.by === 'apiKey' ? 'API key' : (me.userName ?? 'account')],
        ]),
      )
    })
}

function addInvite(access: Command, terminal: Terminal): void {
  withConnection(access.command('invite'))
    .description('make a link that is good once: whoever signs in through it becomes admin here')
    .action(async (options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const made = await session.client.createInvitation()
      if (!session.wantsJson)
        terminal.stderr.write(`Good once, until ${formatAt(made.expiresAt)} UTC, shown this once:\n`)
      session.print(made, () => `${made.url}\n`)
    })
}

const accountColumns: Column<Account>[] = [
  { head: 'name', of: account => account.name },
  { head: 'user name', of: account => account.userName },
  { head: 'role', of: account => account.role ?? 'none' },
  { head: 'from the provider', of: account => account.roleClaimed },
  { head: 'given here', of: account => account.roleGiven },
  { head: 'last sign-in (UTC)', of: account => account.lastSignedInAt },
  { head: 'sessions', of: account => account.openSessions, align: 'right' },
  { head: 'id', of: account => account.accountId },
]

function addAccounts(access: Command, terminal: Terminal): void {
  withConnection(access.command('accounts'))
    .description('everybody who has signed in or tried to')
    .action(async (options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const items = await readAll(query => session.client.listAccounts({ query }))
      session.print(items, () => formatTable(accountColumns, items) || 'nobody has signed in yet\n')
    })
}

const accountNaming: Naming<Account> = {
  what: 'account',
  id: account => account.accountId,
  names: account => [account.userName ?? account.name, account.name, account.subject],
  flag: 'ACCOUNT',
  make: 'sign in once in a browser',
}

async function findAccount({ client }: Session, named: string): Promise<Account> {
  return pickOne(await readAll(query => client.listAccounts({ query })), named, accountNaming)
}

function addRole(access: Command, terminal: Terminal): void {
  withConnection(access.command('role'))
    .description('give an account a role here, or take it away; it counts from the next sign-in on')
    .argument('<account>', 'user name, name or id')
    .addArgument(new Argument('<role>', 'what it may do').choices([...keyRole.options, 'none']))
    .action(async (named: string, role: Role | 'none', options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { accountId } = await findAccount(session, named)
      const roleGiven = role === 'none' ? null : role
      const account = await session.client.updateAccount({ params: { accountId }, body: { roleGiven } })
      session.print(account, () => {
        const open = account.openSessions > 0 ? `; its sessions stay as they are (muster access end)` : ''
        return `${printable(account.name)} is ${account.role ?? 'without a role'} from the next sign-in on${open}\n`
      })
    })
}

const sessionColumns: Column<OpenSession>[] = [
  { head: 'name', of: session => session.name },
  { head: 'role', of: session => session.role },
  { head: 'since (UTC)', of: session => session.startedAt },
  { head: 'last used (UTC)', of: session => session.lastUsedAt },
  { head: 'ends (UTC)', of: session => session.endsAt },
  { head: 'id', of: session => session.sessionId },
]

function addSessions(access: Command, terminal: Terminal): void {
  withConnection(access.command('sessions'))
    .description('who is signed in at this moment')
    .action(async (options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const items = await readAll(query => session.client.listSessions({ query }))
      session.print(items, () => formatTable(sessionColumns, items) || 'nobody is signed in\n')
    })
}

function addEnd(access: Command, terminal: Terminal): void {
  withConnection(access.command('end'))
    .description('sign an account out everywhere, at once')
    .argument('<account>', 'user name, name or id')
    .action(async (named: string, options: ConnectionOptions) => {
      const session = await openSession(terminal, options)
      const { accountId, name } = await findAccount(session, named)
      const { ended } = await session.client.endAccountSessions({ params: { accountId } })
      session.print({ accountId, name, ended }, () => `${ended} sessions of ${printable(name)} ended\n`)
    })
}
