/** The closed set of problems that Muster reports to a caller, and how each maps to an HTTP status. */

export const problemStatus = {
  badRequest: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  unprocessable: 422,
  tooManyRequests: 429,
  internal: 500,
  upstream: 502,
  unavailable: 503,
} as const

export type ProblemCode = keyof typeof problemStatus

/** Which sentence of `told-problems.ts` a problem says, and of what it speaks: enough to say it in another language. */
export interface Told {
  code: string
  facts: Readonly<Record<string, string>>
}

interface Hint {
  where?: string
  remedy?: string
  told?: Told
}

/** A problem with what went wrong, where, and how to mend it, in words for a person. RFC 9457 gives its wire shape. */
export class Problem extends Error {
  readonly code: ProblemCode
  /** Where: a field, a file line, a setting; null when the whole call is meant. */
  readonly where: string | null
  /** How to mend it; null when the message says it already. */
  readonly remedy: string | null
  /** Null for what only a terminal or a log shows. */
  readonly told: Told | null

  constructor(code: ProblemCode, message: string, hint: Hint = {}) {
    super(message)
    this.name = 'Problem'
    this.code = code
    this.where = hint.where ?? null
    this.remedy = hint.remedy ?? null
    this.told = hint.told ?? null
  }
}

/** The HTTP status of a problem code. */
export function statusOfProblem(code: ProblemCode): number {
  return problemStatus[code]
}
