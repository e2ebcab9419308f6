/**
 * English for what is wrong in the words of a mail. The service's own sentences are English already; here stand those that
 * the page says better, knowing what it has beside the text.
 */

import { type MistakeCode, templateMistakes } from '@muster/core/template-mistakes'
import type { ProblemText } from './problem-texts.ts'

const ownTexts: Partial<Readonly<Record<MistakeCode, ProblemText>>> = {
  placeholder: [
    'there is no placeholder “{what}” in this kind of mail',
    '“Insert a placeholder” shows those there are.',
  ],
  mjml: ['MJML cannot make a mail of this, and says: {said}', 'Compare with the built-in text.'],
  liquid: ['Liquid cannot read this, and says: {said}', 'Compare with the built-in text.'],
  empty: 'There is nothing in it.',
  noLink: [
    'People could not get on: the link is missing',
    'Put in {{ link }}, in the mail as href of a button.',
  ],
}

export const enMistakes = {
  /** What is wrong, and how to mend it; facts stand in braces. */
  mistakeText(code: MistakeCode): ProblemText {
    const { detail, remedy } = templateMistakes[code]
    return ownTexts[code] ?? [detail, remedy]
  },
}
