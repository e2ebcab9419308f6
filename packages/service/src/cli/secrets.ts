/** Secrets for a command: from a file, the environment, or a person at the terminal. Never from an argument alone. */

import { readFile } from 'node:fs/promises'
import { CliFailure, exitCodes } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** A text file as it is. A missing file is a mistake in what was typed. */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new CliFailure(`the file cannot be read (${why})`, { exitCode: exitCodes.usage, where: path })
  }
}

/** A secret from a file, without the line break that editors leave at its end. */
export async function readSecretFile(path: string): Promise<string> {
  return (await readTextFile(path)).trim()
}

export interface SecretSource {
  what: string
  file: string | undefined
  flag: string
  variable: string
}

/** The secret, or null when nobody gave one and nobody is there to ask. */
export async function findSecret(terminal: Terminal, source: SecretSource): Promise<string | null> {
  if (source.file !== undefined) return readSecretFile(source.file)
  const fromEnvironment = terminal.env[source.variable]
  if (fromEnvironment !== undefined && fromEnvironment !== '') return fromEnvironment
  if (terminal.askSecret === null) return null
  const typed = await terminal.askSecret(`${source.what}: `)
  return typed === '' ? null : typed
}

/** The secret; a command without one cannot go on. */
export async function needSecret(terminal: Terminal, source: SecretSource): Promise<string> {
  const secret = await findSecret(terminal, source)
  if (secret !== null) return secret
  throw new CliFailure(`${source.what} is missing`, {
    exitCode: exitCodes.usage,
    where: source.flag,
    remedy: `give ${source.flag} FILE, or set ${source.variable}`,
  })
}
