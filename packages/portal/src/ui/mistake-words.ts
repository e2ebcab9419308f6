/** A mistake in the words of a mail, in the reader's language; one that is not known here is told as it came. */

import type { Output } from '@muster/contract/routes'
import { fillIn } from '@muster/core/sentences'
import { isMistakeCode } from '@muster/core/template-mistakes'
import type { Texts } from '../texts/en.ts'
import { asSentence } from './sentence-case.ts'

export type Mistake = Output<'previewTemplate'>['mistakes'][number]

export function tellMistake(
  { code, facts, detail, remedy }: Pick<Mistake, 'code' | 'facts' | 'detail' | 'remedy'>,
  t: Texts,
): string {
  const [what, how] = isMistakeCode(code) ? [t.mistakeText(code)].flat() : [detail, remedy]
  return [what, how]
    .flatMap(text => (text === undefined || text === '' ? [] : asSentence(fillIn(text, facts))))
    .join(' ')
}
