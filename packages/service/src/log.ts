/** The log: one JSON line per entry. Never a credential, a token, an address of a person, or a request body. */

import { pino } from 'pino'

export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Names that must never be printed, wherever they stand in an entry. */
const secretNames = [
  'secret',
  'password',
  'pem',
  'credential',
  'authorization',
  'token',
  'apiKey',
  'assertion',
]

/** A log on stderr, so that stdout stays for what was asked for. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretNames.flatMap(name => [name, `*.${name}`]), censor: '[secret]' },
      serializers: { error: describeError },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}

/** For tests and rehearsals: nothing is written. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** An error as fields: without properties that libraries hang on it (requests, headers, queries). */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return isDescribed(error) ? error : { message: String(error) }
  return { name: error.name, message: error.message, stack: error.stack }
}

/** The log's own serializer meets what a caller has described already. */
function isDescribed(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'message' in value
}
