/** What went wrong, in words for a person: what the service said, or that nothing answered. */

import { ApiProblem, Unreachable } from '@muster/contract/client'
import type { Texts } from '../texts/en.ts'
import { type Say, tellField } from './field-words.ts'

export interface FailureWords {
  title: string
  body: string | null
}

export function tellFailure(error: unknown, t: Texts, number: Say = String): FailureWords {
  if (error instanceof ApiProblem) {
    const { detail, remedy, errors } = error.body
    if (errors !== undefined && errors.length > 0) {
      const fields = [...new Set(errors.map(one => capitalised(tellField(one, t, number))))]
      const [title = '', ...others] = fields
      return { title, body: others.length === 0 ? null : others.join(' · ') }
    }
    return { title: capitalised(detail), body: remedy === null || isCommand(remedy) ? null : remedy }
  }
  if (error instanceof Unreachable) return { title: t.states.unreachable, body: t.states.unreachableBody }
  return { title: t.states.broken, body: error instanceof Error ? error.message : null }
}

/** A line for a terminal helps nobody in a browser. */
function isCommand(remedy: string): boolean {
  return /\bmuster [a-z]+\b/.test(remedy)
}

/** What the service says begins small, since it may stand in the middle of a line. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
