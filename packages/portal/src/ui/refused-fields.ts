/** What the service refused of single fields of a form, in the reader's words, by the names that the API gives them. */

import { ApiProblem } from '@muster/contract/client'
import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import { tellFailure } from './failure-words.ts'
import { nameOfField, tellFieldAlone } from './field-words.ts'
import { asSentence } from './sentence-case.ts'

/** Empty where nothing of the failure is about a field. */
export function refusedFields(error: unknown, t: Texts, format: Formats): ReadonlyMap<string, string> {
  if (!(error instanceof ApiProblem)) return new Map()
  const { errors, where } = error.body
  if (errors !== undefined && errors.length > 0)
    return new Map(
      // The first that is said of a field stands.
      errors.toReversed().flatMap(one => {
        const name = nameOfField(one.where)
        return name === null ? [] : [[name, asSentence(tellFieldAlone(one, t, format.number))]]
      }),
    )
  const name = where === null ? null : nameOfField(where)
  if (name === null) return new Map()
  const { title, body } = tellFailure(error, t, format)
  return new Map([[name, [asSentence(title), body].filter(Boolean).join(' ')]])
}
