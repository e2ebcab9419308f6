/** What a language says of a problem: one sentence, or what is wrong and how to mend it; facts stand in braces. */

import type { FactsOf, ToldCode } from '@muster/core/told-problems'

export type ProblemText = string | readonly [title: string, body: string]

export type ProblemTexts = Readonly<Record<ToldCode, ProblemText>>

/** The names that a text may have in braces; a test compares. */
export type ProblemFact = { [Code in ToldCode]: keyof FactsOf<Code> }[ToldCode]
