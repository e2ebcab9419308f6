/** A mistake in a text, in the reader's language. */

import type { Output } from '@muster/contract/routes'
import type { Texts } from '../texts/en.ts'

export type Mistake = Output<'previewTemplate'>['mistakes'][number]

export function tellMistake({ code, what, detail }: Mistake, t: Texts): string {
  return t.templates.mistake[code](what ?? '', detail)
}
