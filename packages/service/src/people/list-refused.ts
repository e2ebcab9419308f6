/** The error that ends the reading of a list which cannot be read as a whole. */

import type { ListProblem, ListProblemCode } from '@muster/core/list-problems'

/** `message` is what, where and how in one line, fit to be shown; `problem` has the three apart. */
export class ListRefused extends Error {
  override readonly name = 'ListRefused'
  readonly code: ListProblemCode
  readonly problem: ListProblem

  constructor(problem: ListProblem) {
    super(`${problem.what} ${problem.where} ${problem.how}`)
    this.code = problem.code
    this.problem = problem
  }
}

/** As the API tells it; an older row has no facts, and then nobody but its own sentences can say it. */
export function toldProblem({
  what,
  where,
  how,
  code,
  facts,
}: Partial<Pick<ListProblem, 'code' | 'facts'>> & Omit<ListProblem, 'code' | 'facts'>) {
  return {
    detail: what,
    where,
    remedy: how,
    ...(code === undefined || facts === undefined ? {} : { code, facts }),
  }
}
