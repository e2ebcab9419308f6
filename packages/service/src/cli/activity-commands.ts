/** `activity` and `activity verify`: who did what, and whether the log of it is whole. */

import type { Output } from '@muster/contract/routes'
import type { Command } from 'commander'
import { CliFailure } from './failure.ts'
import { readAll } from './names.ts'
import { given, wholeNumber } from './options.ts'
import { type ConnectionOptions, openSession, withConnection } from './session.ts'
import { type Column, formatTable } from './table.ts'
import type { Terminal } from './terminal.ts'

type Entry = Output<'listActivity'>['items'][number]

/** More scroll by unread; `--json` and a larger number are for programs. */
const entriesShown = 50
/** A year of a busy installation, in pages of 500. */
const entriesMax = 100_000

export function addActivityCommands(program: Command, terminal: Terminal): void {
  const activity = withConnection(program.command('activity'))
    .description('who did what, newest first')
    .option('--limit <n>', 'how many', wholeNumber(1, entriesMax), entriesShown)
    .action(async (options: ConnectionOptions & { limit: number }) => {
      const session = await openSession(terminal, options)
      const items = await readAll(query => session.client.listActivity({ query }), options.limit)
      session.print(items, () => formatTable(columns, items) || 'nothing yet\n')
    })
  withConnection(activity.command('verify'))
    .description('check that nothing in the log was changed, taken out or cut off')
    .option('--mark <mark>', 'what an earlier check printed; its entry must still be there')
    .action(async (own: ConnectionOptions & { mark?: string }, command: Command) => {
      // The parent has the connection's options too, and takes those that stand before `verify`.
      const options = { ...command.optsWithGlobals<typeof own>(), ...own }
      const session = await openSession(terminal, options)
      const verdict = await session.client.verifyActivity({ query: given({ mark: options.mark }) })
      session.print(verdict, () =>
        verdict.isWhole
          ? `${verdict.entries} entries, ${verdict.detail}\nmark ${verdict.mark ?? '–'}   (keep it elsewhere; a later check with --mark notices a cut)\n`
          : '',
      )
      if (!verdict.isWhole) throw new CliFailure(`the log is not whole: ${verdict.detail}`)
    })
}

const columns: Column<Entry>[] = [
  { head: 'no.', of: entry => entry.number, align: 'right' },
  { head: 'at (UTC)', of: entry => entry.at },
  { head: 'by', of: entry => entry.byName ?? entry.byId ?? entry.by },
  { head: 'did', of: entry => entry.act },
  { head: 'about', of: entry => tellAbout(entry.about) },
  {
    head: 'outcome',
    of: entry => (entry.reason === null ? entry.outcome : `${entry.outcome}: ${entry.reason}`),
  },
]

function tellAbout(about: Entry['about']): string {
  return Object.entries(about)
    .map(([name, value]) => (Array.isArray(value) ? `${value.length} ${name}` : `${name} ${value}`))
    .join(', ')
}
