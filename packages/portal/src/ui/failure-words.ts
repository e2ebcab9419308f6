/** What went wrong, in words for a person: what the service said, or that nothing answered. */

import { ApiProblem, Unreachable } from '@muster/contract/client'
import { isToldCode } from '@muster/core/told-problems'
import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import { tellField } from './field-words.ts'
import { type FailureWords, tellProblem } from './problem-words.ts'
import { capitalised } from './sentence-case.ts'

export function tellFailure(error: unknown, t: Texts, format: Formats): FailureWords {
  if (error instanceof ApiProblem) {
    const { detail, remedy, errors, code, facts } = error.body
    if (errors !== undefined && errors.length > 0) {
      const fields = [...new Set(errors.map(one => capitalised(tellField(one, t, format.number))))]
      const [title = '', ...others] = fields
      return { title, body: others.length === 0 ? null : others.join(' · ') }
    }
    if (code !== undefined && isToldCode(code)) return tellProblem({ code, facts: facts ?? {} }, t, format)
    // Of a service that is newer than this page.
    return { title: capitalised(detail), body: remedy === null || isCommand(remedy) ? null : remedy }
  }
  if (error instanceof Unreachable) return { title: t.states.unreachable, body: t.states.unreachableBody }
  if (isCodeMissing(error)) return { title: t.states.older, body: t.states.olderBody }
  return { title: t.states.broken, body: error instanceof Error ? error.message : null }
}

/** As Chromium, Firefox and Safari say that the code of a page is not there: it has another name in a newer version. */
function isCodeMissing(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|module script failed/i.test(error.message)
}

/** A line for a terminal helps nobody in a browser. */
function isCommand(remedy: string): boolean {
  return /\bmuster [a-z]+\b/.test(remedy)
}
