/**
 * The problems that an answer of the API may tell, each by a code that stays the same. The sentence is English, for the
 * command line and for programs; the portal has words of its own for each code.
 */

import { callProblems } from './call-problems.ts'
import { campaignProblems } from './campaign-problems.ts'
import { Problem, type ProblemCode } from './problem.ts'
import { ruleProblems } from './rule-problems.ts'
import { type Facts, type FactsIn, fillIn } from './sentences.ts'
import { tenantProblems } from './tenant-problems.ts'

/** What a problem says. Facts stand in braces. */
export interface ProblemSentence {
  readonly kind: ProblemCode
  readonly detail: string
  readonly where?: string
  readonly remedy?: string
}

export const toldProblems = {
  ...callProblems,
  ...tenantProblems,
  ...campaignProblems,
  ...ruleProblems,
} as const satisfies Readonly<Record<string, ProblemSentence>>

export type ToldCode = keyof typeof toldProblems
// Object.keys forgets the key type, which the table's own type states.
export const toldCodes = Object.keys(toldProblems) as ToldCode[]

type TextOf<Sentence> = Extract<Sentence[Exclude<keyof Sentence, 'kind'>], string>
/** What a sentence speaks of, by the names in its braces. */
export type FactsOf<Code extends ToldCode> = Record<FactsIn<TextOf<(typeof toldProblems)[Code]>>, string>

/** A problem in its own words; the compiler asks for each fact that they speak of. */
export function makeProblem<Code extends ToldCode>(
  code: Code,
  ...[given]: object extends FactsOf<Code> ? [] : [facts: FactsOf<Code>]
): Problem {
  const { kind, detail, where, remedy }: ProblemSentence = toldProblems[code]
  const facts: Facts = given ?? {}
  return new Problem(kind, fillIn(detail, facts), {
    ...(where === undefined ? {} : { where: fillIn(where, facts) }),
    ...(remedy === undefined ? {} : { remedy: fillIn(remedy, facts) }),
    told: { code, facts },
  })
}

/** Narrows what came over the wire, which may be of another version. */
export function isToldCode(code: string): code is ToldCode {
  return Object.hasOwn(toldProblems, code)
}
