/** What went wrong, in words for a person: what the service said, or that nothing answered. */

import { ApiProblem, Unreachable } from '@muster/contract/client'
import type { Texts } from '../texts/en.ts'

export interface FailureWords {
  title: string
  body: string | null
}

export function tellFailure(error: unknown, t: Texts): FailureWords {
  if (error instanceof ApiProblem) {
    const { detail, remedy, errors } = error.body
    const fields = errors?.map(one => `${one.where}: ${one.detail}`) ?? []
    const body = [...fields, ...(remedy === null ? [] : [remedy])].join(' · ')
    return { title: capitalised(detail), body: body === '' ? null : body }
  }
  if (error instanceof Unreachable) return { title: t.states.unreachable, body: t.states.unreachableBody }
  return { title: t.states.broken, body: error instanceof Error ? error.message : null }
}

/** What the service says begins small, since it may stand in the middle of a line. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
