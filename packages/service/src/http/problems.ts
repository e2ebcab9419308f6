/** Problems on the wire: a core `Problem`, a refused input or a bug, each as an RFC 9457 body. */

import { type ProblemBody, problemTypePrefix } from '@muster/contract/shapes/common'
import { Problem, type ProblemCode, statusOfProblem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import type * as z from 'zod'

const titles: Readonly<Record<ProblemCode, string>> = {
  badRequest: 'The request cannot be read',
  unauthenticated: 'Not signed in, and no valid API key',
  forbidden: 'Not permitted',
  notFound: 'Not found',
  conflict: 'Not possible as things stand',
  tooLarge: 'Too large',
  unprocessable: 'Something in the request is not as it must be',
  tooManyRequests: 'Too many requests',
  internal: 'Something broke here',
  upstream: 'Another service failed',
  unavailable: 'Not available now',
}

interface FieldError {
  where: string
  detail: string
  /** Of a mistake in the words of a mail. */
  code?: string
  facts?: Record<string, string>
}

/** Fields that were refused, each by name. The values stay out of it: they may be secrets. */
export class FieldProblem extends Problem {
  readonly errors: readonly FieldError[]

  constructor(errors: readonly FieldError[]) {
    const [first] = errors
    const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
    super('unprocessable', first === undefined ? 'the request was refused' : first.detail + others, {
      ...(first === undefined ? {} : { where: first.where }),
    })
    this.errors = errors
  }
}

/** Names each field as `body.credential.kind`, `query.limit`, `params.tenantId`. */
export function fieldProblem(part: 'params' | 'query' | 'body', error: z.core.$ZodError): FieldProblem {
  return new FieldProblem(
    error.issues.flatMap(issue => {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [null]
      return keys.map(key => ({
        where: [part, ...issue.path, ...(key === null ? [] : [key])].map(String).join('.'),
        detail: key === null ? issue.message : `there is no field "${key}"`,
      }))
    }),
  )
}

/** What a caller is told. A bug is told as `internal` without its message, which may hold anything. */
export function problemBody(error: unknown, requestId: string): ProblemBody {
  const problem = problemOf(error, requestId)
  return {
    type: problemTypePrefix + problem.code,
    title: titles[problem.code],
    status: statusOfProblem(problem.code),
    detail: problem.message,
    where: problem.where,
    remedy: problem.remedy,
    requestId,
    ...problem.told,
    ...(problem instanceof FieldProblem ? { errors: [...problem.errors] } : {}),
  }
}

function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error
  if (isDataException(error)) {
    return makeProblem('valueUnstorable')
  }
  return makeProblem('broken', { requestId })
}

/** PostgreSQL's class 22, data exception: the value is at fault, such as a NUL in a text or a cursor that is no time. */
export function isDataException(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return typeof error.code === 'string' && /^22[0-9A-Z]{3}$/.test(error.code)
}
