/** The error that ends the reading of a list which cannot be read as a whole. */

import type { RosterProblem, RosterProblemCode } from '@muster/core/roster-problem'

/** `message` is what, where and how in one line, fit to be shown; `problem` has the three apart. */
export class RosterRefused extends Error {
  override readonly name = 'RosterRefused'
  readonly code: RosterProblemCode
  readonly problem: RosterProblem

  constructor(problem: RosterProblem) {
    super(`${problem.what} ${problem.where} ${problem.how}`)
    this.code = problem.code
    this.problem = problem
  }
}

/** The tenant, not the list, is what stops the import. What was taken in so far stays; importing again adds the rest. */
export function refuseDirectory(reason: string): RosterRefused {
  return new RosterRefused({
    code: 'directory',
    what: `The directory cannot be read: ${reason}`,
    where: 'It is the tenant that refuses, not the list.',
    how: 'Run "muster doctor", grant what it names, and import again.',
  })
}
