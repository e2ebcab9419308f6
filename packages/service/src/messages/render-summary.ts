/** Turns the figures of an executive summary into its mail: the same as on the page, in tables that every client draws. */

import { summaryFigures } from '@muster/contract/shapes/summaries'
import { ownPalette } from '@muster/core/palette'
import { readSummaryForms } from './built-in-forms.ts'
import { MailUnrenderable, type Parsed, parse, type RenderedMail, renderWith } from './render.ts'
import { writeFigures } from './summary-words.ts'

/**
 * `figures` is what was written down when the mail was queued, as JSON. Throws `MailUnrenderable` when they are gone, or
 * were written by another version of the program and cannot be read.
 */
export type SummaryRenderer = (language: string, figures: unknown) => RenderedMail

export async function createSummaryRenderer(): Promise<SummaryRenderer> {
  const compiled = new Map<string, Parsed>()
  for (const form of await readSummaryForms()) compiled.set(form.language, parse(form))
  return (language, figures) => {
    const template = compiled.get(language) ?? compiled.get('en')
    if (template === undefined) throw new MailUnrenderable('there is no template of the summary')
    const read = summaryFigures.safeParse(figures)
    if (!read.success) throw new MailUnrenderable('the figures of the summary are there no more')
    // An administrator's own paper: it has no button, and its colours are Muster's whatever the brand is.
    return renderWith(template, {
      ...writeFigures(read.data, template.language),
      brand: { ...ownPalette, logo: null },
    })
  }
}
