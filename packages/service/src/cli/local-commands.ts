/** Commands that run here instead of asking a service: `serve`, `migrate`, `rehearse`, `demo`. */

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { localCallerName } from '@muster/core/local-caller'
import { Problem } from '@muster/core/problem'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { authenticate, makeKey } from '../access/keys.ts'
import { type App, startApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { migrate, openDatabase } from '../db/database.ts'
import { startEmbedded } from '../db/embedded.ts'
import { createLog } from '../log.ts'
import { preparePortal } from './portal-build.ts'
import { connectionFile } from './session.ts'
import type { Terminal } from './terminal.ts'

export function addLocalCommands(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description('run the service: both faces and the work in the background, until Ctrl-C')
    .action(() => serve(terminal))
  program
    .command('migrate')
    .description('bring the database to the newest schema (serve does so by itself)')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) => runMigrations(terminal, options.json === true))
  program
    .command('rehearse')
    .description('a whole rollout in simulated time, audited at the end; touches nothing of yours')
    .option('--people <n>', 'how many people the tenant has', positive, 200)
    .option('--days <n>', 'how many days the rollout lasts', positive, 40)
    .option('--seed <n>', 'another seed, another story', natural, 1)
    .addOption(new Option('--faults <kind>', 'what goes wrong').choices(['none', 'rough']).default('none'))
    .addOption(
      new Option('--limits <kind>', 'the published limits of Graph and Exchange, or none')
        .choices(['real', 'off'])
        .default('real'),
    )
    .option('--copies <n>', 'so many processes of the service on one database', positive, 1)
    .option('--kill', 'kill copies (kill -9) in the midst of their work and start others; needs --copies 2')
    .option(
      '--mirror',
      'with a SharePoint list that is kept in step, and people who change things in it by hand',
    )
    .option('--csv <file>', 'rehearse with the people of this list')
    .option('--json', 'print one JSON object as the last line')
    .action((options: RehearseFlags) => runRehearsal(terminal, options))
  program
    .command('demo')
    .description('a simulated tenant in the midst of its rollout, at a fast clock, until Ctrl-C')
    .option('--people <n>', 'how many people the tenant has', positive, 120)
    .option('--seed <n>', 'another seed, another story', natural, 7)
    .option('--speed <n>', 'simulated seconds in one second', positive, 1_800)
    .option('--days <n>', 'stop after this many simulated days more (default: until Ctrl-C)', positive)
    .option('--fresh', 'begin on the first morning of a rollout instead of in its midst')
    .action(async (options: DemoFlags) => {
      const { runDemo } = await import('../stage/demo.ts')
      await runDemo(terminal, options)
    })
}

function positive(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new InvalidArgumentError('expected a whole number above zero.')
}

function natural(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0) return number
  throw new InvalidArgumentError('expected a whole number.')
}

const foreignKeyText = `the tenants' credentials were stored with another secret key
                     Start with that one (MUSTER_SECRET_KEY, or secret.key in the data folder). Is it lost? Enter the
                     credentials again (muster tenant update), then start again.`

async function serve(terminal: Terminal): Promise<void> {
  const config = readConfig(process.env, process.cwd())
  const log = createLog(config.logLevel)
  await preparePortal(terminal)
  const app = await startApp({ config, clock: { now: () => new Date() }, log, lanes: 'work' })
  const { isNew } = await writeConnection(app, config.dataFolder)
  const firstLink = await app.inviteFirstAdministrator()
  terminal.stdout.write(
    [
      `Muster is running.`,
      `  administrators  ${config.administrationUrl ?? app.administrationUrl}`,
      `  people's links  ${app.publicUrl}`,
      `  data            ${config.databaseUrl === null ? config.dataFolder : 'DATABASE_URL'}`,
      isNew ? `  an admin key was made for this machine: ${join(config.dataFolder, connectionFile)}` : '',
      app.hasForeignKey ? `  NO WORK IS DONE    ${foreignKeyText}` : '',
      firstLink === null ? '' : `  first sign-in   ${firstLink}   (good once, for a day)`,
      `Next: muster tenant add --help     (Ctrl-C stops)`,
      '',
    ]
      .filter((line, index) => line !== '' || index > 5)
      .join('\n'),
  )
  await untilStopped()
  terminal.stderr.write('stopping …\n')
  await app.close()
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise(done => {
    const stop = () => {
      process.once('SIGINT', () => process.exit(130))
      done()
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
}

/** Leaves address and key where the command line finds them; a key that still works is kept. */
export async function writeConnection(app: App, folder: string): Promise<{ isNew: boolean; apiKey: string }> {
  const file = join(folder, connectionFile)
  const known = readKey(file)
  const isKept = known !== null && (await authenticate(app.db, known, new Date())) !== null
  const act = { doer: { by: 'machine', id: null }, act: 'createApiKey', about: { role: 'admin' } } as const
  const make = () => makeKey(app.db, { name: localCallerName, role: 'admin', at: new Date() })
  const apiKey = isKept ? known : (await app.activity.record(act, make)).key
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify({ url: app.administrationUrl, apiKey }, null, 2)}\n`, { mode: 0o600 })
  chmodSync(file, 0o600)
  return { isNew: !isKept, apiKey }
}

function readKey(file: string): string | null {
  try {
    const { apiKey }: { apiKey?: unknown } = JSON.parse(readFileSync(file, 'utf8'))
    return typeof apiKey === 'string' ? apiKey : null
  } catch {
    // Missing or damaged: a new key is made, and the file written anew.
    return null
  }
}

async function runMigrations(terminal: Terminal, isJson: boolean): Promise<void> {
  const config = readConfig(process.env, process.cwd())
  const embedded =
    config.databaseUrl === null
      ? await startEmbedded({ folder: join(config.dataFolder, 'postgres'), isGuest: true })
      : null
  try {
    const { db, close } = openDatabase(config.databaseUrl ?? embedded?.url ?? '')
    try {
      const applied = await migrate(db)
      const told = applied.length === 0 ? 'the schema is up to date\n' : `applied ${applied.join(', ')}\n`
      terminal.stdout.write(isJson ? `${JSON.stringify({ applied })}\n` : told)
    } finally {
      await close()
    }
  } finally {
    // A server that another process runs is left running by this.
    await embedded?.stop()
  }
}

interface RehearseFlags {
  people: number
  days: number
  seed: number
  faults: 'none' | 'rough'
  limits: 'real' | 'off'
  copies: number
  kill?: boolean
  mirror?: boolean
  csv?: string
  json?: boolean
}

export interface DemoFlags {
  people: number
  seed: number
  speed: number
  days?: number
  fresh?: boolean
}

async function runRehearsal(terminal: Terminal, flags: RehearseFlags): Promise<void> {
  const { findFaults, rehearse, tellStatuses } = await import('../stage/rehearse.ts')
  const { tellRehearsal } = await import('../stage/rehearsal-text.ts')
  // Nothing of a rehearsal is worth keeping; its database ends with us.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const result = await rehearse({
    people: flags.people,
    days: flags.days,
    seed: flags.seed,
    faults: flags.faults,
    limits: flags.limits,
    copies: flags.copies,
    kill: flags.kill === true,
    isMirrored: flags.mirror === true,
    csvFile: flags.csv ?? null,
    onDay: ({ day, days, statuses }) => {
      terminal.stderr.write(
        `day ${String(day).padStart(String(days).length)}/${days}  ${tellStatuses(statuses)}\n`,
      )
    },
  })
  const faults = findFaults(result)
  terminal.stdout.write(flags.json === true ? `${JSON.stringify(result)}\n` : tellRehearsal(result))
  if (faults.length > 0) {
    throw new Problem('unprocessable', `the audit found what must not be: ${faults.join(', ')}`, {
      where: `seed ${flags.seed}`,
      remedy: 'this is a fault of Muster; please report it with the command line that shows it',
    })
  }
}
