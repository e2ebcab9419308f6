/** Turns the figures of an executive summary into its mail: the same as on the page, in tables that every client draws. */

import { summaryFigures } from '@muster/contract/shapes/summaries'
import { type CompiledMail, compile, MailUnrenderable, type RenderedMail, renderWith } from './render.ts'
import { writeFigures } from './summary-words.ts'
import { readSummaryTemplates } from './templates.ts'

/**
 * `figures` is what was written down when the mail was queued, as JSON. Throws `MailUnrenderable` when they are gone, or
 * were written by another version of the program and cannot be read.
 */
export type SummaryRenderer = (language: string, figures: unknown) => RenderedMail

export async function createSummaryRenderer(): Promise<SummaryRenderer> {
  const compiled = new Map<string, CompiledMail>()
  for (const template of await readSummaryTemplates())
    compiled.set(template.language, await compile(template))
  return (language, figures) => {
    const template = compiled.get(language) ?? compiled.get('en')
    if (template === undefined) throw new MailUnrenderable('there is no template of the summary')
    const read = summaryFigures.safeParse(figures)
    if (!read.success) throw new MailUnrenderable('the figures of the summary are there no more')
    return renderWith(template, writeFigures(read.data, template.language))
  }
}
