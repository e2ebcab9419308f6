/** Runs commands in this process against an example service on a real connection. For tests. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { Handlers } from '@muster/contract/routes'
import { exampleKeys } from '../http/example-access.ts'
import { createExampleApp, serving } from '../http/example-service.ts'
import type { World } from '../http/example-world.ts'
import { createProgram, runProgram } from './program.ts'
import type { Terminal } from './terminal.ts'

/** A folder for the files of one test file; it goes when its tests are done. */
export const folder = await mkdtemp(join(tmpdir(), 'muster-cli-'))
after(async () => {
  await rm(folder, { recursive: true })
})

export interface Ran {
  exitCode: number
  stdout: string
  stderr: string
  waits: number
}

export interface Setting extends Partial<Pick<Terminal, 'env' | 'isTTY' | 'askSecret' | 'dataFolder'>> {
  stdin?: string
}

export async function run(argv: string[], setting: Setting = {}): Promise<Ran> {
  const ran: Ran = { exitCode: 0, stdout: '', stderr: '', waits: 0 }
  const decoder = new TextDecoder()
  const terminal: Terminal = {
    stdout: { write: text => (ran.stdout += typeof text === 'string' ? text : decoder.decode(text)) },
    stderr: { write: text => (ran.stderr += text) },
    stdin: new Blob([setting.stdin ?? '']).stream(),
    fetch,
    env: setting.env ?? {},
    isTTY: setting.isTTY ?? false,
    dataFolder: setting.dataFolder ?? folder,
    drained: async () => {},
    wait: async () => {
      ran.waits += 1
    },
    askSecret: setting.askSecret ?? null,
  }
  ran.exitCode = await runProgram(createProgram(terminal), argv, terminal)
  return ran
}

export type Run = (argv: string[], setting?: Setting) => Promise<Ran>

/** Commands against a world, as the admin unless the setting says otherwise. */
export async function against(
  world: World,
  use: (run: Run) => Promise<void>,
  changed: Partial<Handlers> = {},
) {
  await serving(createExampleApp(world, changed), async url => {
    const admin = { MUSTER_URL: url, MUSTER_API_KEY: exampleKeys.admin }
    await use((argv, setting = {}) => run(argv, { ...setting, env: { ...admin, ...setting.env } }))
  })
}

export async function write(fileName: string, content: string): Promise<string> {
  const path = join(folder, fileName)
  await writeFile(path, content)
  return path
}
