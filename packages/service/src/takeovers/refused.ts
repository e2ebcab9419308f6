/** What ends a take-over before it has begun: the list as a whole cannot be read. */

import type { TakeoverProblem } from '../db/takeover-schema.ts'

export class TakeoverRefused extends Error {
  override readonly name = 'TakeoverRefused'
  readonly problem: TakeoverProblem

  constructor(problem: TakeoverProblem) {
    super(problem.detail)
    this.problem = problem
  }
}
