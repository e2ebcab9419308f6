/** How a command ends: its exit code, and a message that says what, where, and how to mend it. */

import { ApiProblem, Unreachable } from '@muster/contract/client'
import { Problem } from '@muster/core/problem'
import { CommanderError } from 'commander'

/** What scripts may rely on. */
export const exitCodes = {
  ok: 0,
  /** The work failed or was refused. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** No service answered. */
  unreachable: 3,
  /** No key, a wrong key, or a key whose role is too small. */
  notPermitted: 4,
} as const

export const exitCodesText = `Exit codes:
  0  done
  1  the work failed or was refused
  2  the command was not understood
  3  no service answered
  4  not permitted: no key, a wrong key, or a role that is too small`

/** A command that cannot go on. */
export class CliFailure extends Error {
  readonly exitCode: number
  readonly where: string | null
  readonly remedy: string | null

  constructor(message: string, hint: { exitCode?: number; where?: string; remedy?: string } = {}) {
    super(message)
    this.name = 'CliFailure'
    this.exitCode = hint.exitCode ?? exitCodes.failed
    this.where = hint.where ?? null
    this.remedy = hint.remedy ?? null
  }
}

/** A mistake in what was typed. */
export function usageFailure(message: string, remedy?: string): CliFailure {
  return new CliFailure(message, { exitCode: exitCodes.usage, ...(remedy === undefined ? {} : { remedy }) })
}

export interface Ending {
  exitCode: number
  /** Null when commander has said it already, or nothing is wrong. */
  told: { message: string; where: string | null; remedy: string | null; requestId?: string } | null
}

/** What an error amounts to. */
export function judge(error: unknown): Ending {
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage, told: null }
  }
  if (error instanceof ApiProblem) return judgeProblem(error)
  if (error instanceof Unreachable) {
    const remedy = 'start the service ("muster serve"), or say where it is: --url, or MUSTER_URL'
    return { exitCode: exitCodes.unreachable, told: { message: error.message, where: null, remedy } }
  }
  if (error instanceof CliFailure) {
    const { exitCode, message, where, remedy } = error
    return { exitCode, told: { message, where, remedy } }
  }
  if (error instanceof Problem) {
    const { message, where, remedy } = error
    return { exitCode: exitCodes.failed, told: { message, where, remedy } }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { exitCode: exitCodes.failed, told: { message, where: null, remedy: null } }
}

function judgeProblem({ body }: ApiProblem): Ending {
  const { where, remedy, requestId, errors = [] } = body
  const isRefused = body.status === 401 || body.status === 403
  const message =
    errors.length > 1 ? errors.map(error => `${error.where}: ${error.detail}`).join('\n  ') : body.detail
  return {
    exitCode: isRefused ? exitCodes.notPermitted : exitCodes.failed,
    told: { message, where: errors.length > 1 ? null : where, remedy, requestId },
  }
}

/** The message for stderr. */
export function describeEnding(told: NonNullable<Ending['told']>): string {
  const lines = [`muster: ${told.message}`]
  if (told.where !== null) lines.push(`  where: ${told.where}`)
  if (told.remedy !== null) lines.push(`  mend:  ${told.remedy}`)
  return `${lines.join('\n')}\n`
}
