/** What every command of the client needs: a connection to the service and a way to print. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { type Client, createClient } from '@muster/contract/client'
import { type Command, Option } from 'commander'
import * as z from 'zod'
import { CliFailure, exitCodes } from './failure.ts'
import { readSecretFile } from './secrets.ts'
import type { Terminal } from './terminal.ts'

/** The file that `serve` and `demo` write into the data folder, readable by its owner only (mode 600). */
export const connectionFile = 'cli.json'
const connectionShape = z.object({ url: z.url(), apiKey: z.string().min(1) })

const urlDefault = 'http://127.0.0.1:8420'

export type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | 'bold'

export interface Session {
  terminal: Terminal
  client: Client
  wantsJson: boolean
  /** The one JSON document with `--json`, else the text. */
  print(value: unknown, text: () => string): void
  paint(colour: Colour, text: string): string
}

export interface ConnectionOptions {
  url?: string
  key?: string
  keyFile?: string
  json?: boolean
}

/** Adds the options that every command of the client has. */
export function withConnection(command: Command): Command {
  const connection = [
    new Option('--url <url>', `the service's address (else MUSTER_URL, ${connectionFile}, ${urlDefault})`),
    new Option('--key-file <file>', `a file with the API key (else MUSTER_API_KEY, ${connectionFile})`),
    new Option('--key <key>', 'the API key; shows in the list of processes, so better one of the others'),
  ]
  command.option('--json', 'print one JSON document')
  for (const option of connection) command.addOption(option.helpGroup('Connection:'))
  return command
}

/** Opens a session from flags, then environment, then the data folder's file. */
export async function openSession(terminal: Terminal, options: ConnectionOptions): Promise<Session> {
  const { url, apiKey } = await findConnection(terminal, options)
  const wantsJson = options.json === true
  return {
    terminal,
    client: createClient({ baseUrl: url, apiKey, fetch: terminal.fetch }),
    wantsJson,
    print: (value, text) => {
      terminal.stdout.write(wantsJson ? `${JSON.stringify(value, null, 2)}\n` : text())
    },
    paint: createPaint(terminal),
  }
}

/** Colour for people in front of a terminal that has it, plain text for everybody else. */
export function createPaint(terminal: Terminal): Session['paint'] {
  const isColoured = terminal.isTTY && (terminal.env.NO_COLOR ?? '') === '' && terminal.env.TERM !== 'dumb'
  return (colour, text) => (isColoured ? styleText(colour, text, { validateStream: false }) : text)
}

interface Connection {
  url: string
  apiKey: string | null
}

async function findConnection(terminal: Terminal, options: ConnectionOptions): Promise<Connection> {
  const { env } = terminal
  const file = await readConnectionFile(terminal.dataFolder)
  const url = options.url ?? env.MUSTER_URL ?? file?.url ?? urlDefault
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    const remedy = `give an address such as ${urlDefault}`
    throw new CliFailure(`"${url}" is no address`, { exitCode: exitCodes.usage, where: '--url', remedy })
  }
  const given = options.key ?? (await readKeyFile(options.keyFile)) ?? env.MUSTER_API_KEY
  // The file's key belongs to the file's service and is told to no other.
  const apiKey = given ?? (file !== null && sameOrigin(file.url, url) ? file.apiKey : null)
  return { url, apiKey }
}

function sameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin
}

async function readKeyFile(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : await readSecretFile(path)
}

async function readConnectionFile(dataFolder: string): Promise<z.output<typeof connectionShape> | null> {
  const path = join(dataFolder, connectionFile)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return null
  }
  try {
    return connectionShape.parse(JSON.parse(text))
  } catch {
    throw new CliFailure('the connection file is not as the service writes it', {
      where: path,
      remedy: 'delete it and start the service again, or give --url and --key-file',
    })
  }
}
