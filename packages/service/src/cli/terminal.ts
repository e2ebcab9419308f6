/** What the command line touches of the world: its streams, its environment, the network, and a way to wait. */

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Terminal {
  stdout: { write(text: string | Uint8Array): unknown }
  stderr: { write(text: string): unknown }
  stdin: AsyncIterable<Uint8Array>
  fetch: typeof globalThis.fetch
  env: Readonly<Record<string, string | undefined>>
  /** Whether a person sits in front of stdout: bars and colour are for people only. */
  isTTY: boolean
  /** What fits on the screen at this moment, since a window is resized; absent or null where nobody knows. */
  size?: () => TerminalSize | null
  /** Where `serve` and `demo` leave `cli.json`. */
  dataFolder: string
  /** Waits until stdout has room again, after `write` answered false: an export is as long as it is. */
  drained(): Promise<void>
  /** Waits between two looks at a batch. */
  wait(ms: number): Promise<void>
  /** Asks for a secret without showing it; null when nobody is there to ask. */
  askSecret: ((question: string) => Promise<string>) | null
}

export interface TerminalSize {
  columns: number
  rows: number
}

/** The terminal of this process. Whoever reads our output may stop (`muster export | head`): that ends us quietly. */
export function openTerminal(dataFolder: string): Terminal {
  const { stdout, stderr, stdin, env } = process
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  return {
    stdout,
    stderr,
    stdin,
    fetch,
    env,
    isTTY: stdout.isTTY === true,
    // Node follows the window by itself. Some terminals say 0 for what they do not know.
    size: () =>
      stdout.columns > 0 && stdout.rows > 0 ? { columns: stdout.columns, rows: stdout.rows } : null,
    dataFolder,
    drained: async () => {
      await once(stdout, 'drain')
    },
    wait: async ms => {
      await sleep(ms)
    },
    askSecret: stdin.isTTY === true && stderr.isTTY === true ? readHidden : null,
  }
}

const interrupt = '\u0003'
const endOfInput = '\u0004'

/** Raw mode shows nothing of what is typed. */
async function readHidden(question: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  try {
    let typed = ''
    for await (const text of stdin.iterator({ destroyOnReturn: false })) {
      for (const key of String(text)) {
        if (key === '\r' || key === '\n' || key === endOfInput) return typed
        if (key === interrupt) throw new Error('interrupted')
        typed = key === '\u007f' || key === '\b' ? typed.slice(0, -1) : typed + key
      }
    }
    return typed
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}
