/**
 * Whether a draft makes a mail: every placeholder is known, the markup compiles, and filled in with much and with little
 * it has its link, its text and its subject. Whatever is wrong is said with its line; what passes here is what is sent.
 */

import { type Placeholder, peopleFields, placeholdersOf } from '@muster/core/placeholders'
import { makeMistake, type ToldMistake } from '@muster/core/template-mistakes'
import type { Liquid, Template } from 'liquidjs'
import { findOpenOutputs, type LineMistake, readLiquidMistake } from './liquid-mistakes.ts'
import { toForm } from './mail-form.ts'
import { readMjmlMistakes } from './mjml-mistakes.ts'
import {
  htmlEngine,
  MailUnrenderable,
  type OpenForm,
  openForm,
  type RenderedMail,
  textEngine,
} from './render.ts'
import { openPart, renderSample, type Sample } from './sample-facts.ts'
import { findMarkupMistakes, type Mistake } from './template-markup.ts'
import { type MailTemplate, templatesFolder } from './templates.ts'

export type Draft = Omit<MailTemplate, 'includesFrom'>

export interface Checked {
  mistakes: readonly Mistake[]
  /** Null where the markup cannot be compiled. */
  form: OpenForm | null
}

/** Gmail cuts off what is longer (its own figure, 102 kB), and with it the line that says who wrote. */
const htmlBytesMax = 102_000

export async function checkTemplate(draft: Draft, sample: Sample): Promise<Checked> {
  const mistakes = [
    ...readLiquid(draft, 'subject', textEngine),
    ...readLiquid(draft, 'mjml', htmlEngine),
    ...readLiquid(draft, 'text', textEngine),
    ...findMarkupMistakes(draft.mjml),
  ]
  // What the markup itself is wrong in says less than the mistakes that it leads to.
  if (mistakes.length > 0) return { mistakes, form: await compileAnyway(draft) }
  const compiled = await compile(draft)
  if (compiled.form === null) return { mistakes: compiled.mistakes, form: null }
  return { form: compiled.form, mistakes: judgeMails(compiled.form, sample) }
}

async function compileAnyway(draft: Draft): Promise<OpenForm | null> {
  return (await compile(draft)).form
}

async function compile(draft: Draft): Promise<Checked> {
  try {
    const form = openForm(await toForm({ ...draft, includesFrom: templatesFolder }))
    return { form, mistakes: [] }
  } catch (error) {
    return { form: null, mistakes: readMjmlMistakes(error).map(found => place('mjml', found)) }
  }
}

function readLiquid(draft: Draft, part: Mistake['part'], engine: Liquid): Mistake[] {
  const open = findOpenOutputs(draft[part])
  if (open.length > 0) return open.map(found => place(part, found))
  let parsed: Template[]
  try {
    parsed = engine.parse(draft[part])
  } catch (error) {
    return [place(part, readLiquidMistake(error, 'liquid'))]
  }
  return findUnknown(draft, part, engine, parsed)
}

function place(part: Mistake['part'], { line, mistake }: LineMistake): Mistake {
  return { part, line, ...mistake }
}

function findUnknown(draft: Draft, part: Mistake['part'], engine: Liquid, parsed: Template[]): Mistake[] {
  const { globals, variables } = engine.analyzeSync(parsed, { partials: false })
  const known: readonly Placeholder[] = placeholdersOf[draft.kind]
  const uses = Object.values(globals).flat()
  const foreign = uses.filter(({ segments }) => !isKnown(known, segments.map(String).join('.')))
  const locals = Object.entries(variables).filter(([name]) => !(name in globals) && name !== 'forloop')
  const strange = locals
    .flatMap(([, all]) => all)
    .filter(({ segments: [, field] }) => field !== undefined && !peopleFields.some(one => one === field))
  return [...foreign, ...strange].map(({ segments, location }): Mistake => {
    const what = segments.map(String).join('.')
    const mistake = makeMistake('placeholder', { what, known: known.join(', ') })
    return { part, line: location.row, ...mistake }
  })
}

/** `people` also by its size; `brand` is what the shared includes name. */
function isKnown(known: readonly string[], name: string): boolean {
  const roots = known.map(one => one.split('.')[0])
  return known.includes(name) || ['people.size', 'reminder', 'brand'].includes(name) || isRoot(roots, name)
}

/** `{% if organisation %}` asks for nothing that could be missing. */
function isRoot(roots: readonly (string | undefined)[], name: string): boolean {
  return !name.includes('.') && roots.includes(name)
}

/** The mails that it makes, of somebody of whom much is known and of somebody of whom little is. */
function judgeMails(form: OpenForm, sample: Sample): Mistake[] {
  const found = (['full', 'sparse'] as const).flatMap(facts => {
    try {
      return judgeMail(form, renderSample(form, sample, facts), sample.link)
    } catch (error) {
      if (error instanceof MailUnrenderable) return [unrenderable(form, sample, facts, error)]
      throw error
    }
  })
  return found.filter(
    (one, index) => found.findIndex(other => other.part === one.part && other.code === one.code) === index,
  )
}

function judgeMail({ form }: OpenForm, mail: RenderedMail, link: string): Mistake[] {
  const hasLink = form.kind !== 'escalation'
  const mistakes: Mistake[] = []
  const tell = (part: Mistake['part'], mistake: ToldMistake) =>
    mistakes.push({ part, line: null, ...mistake })
  if (mail.subject === '') tell('subject', makeMistake('empty'))
  if (mail.text.trim() === '') tell('text', makeMistake('empty'))
  if (hasLink && !mail.html.includes(`href="${link}"`)) tell('mjml', makeMistake('noLink'))
  if (hasLink && mail.text.trim() !== '' && !mail.text.includes(link)) tell('text', makeMistake('noLink'))
  if (Buffer.byteLength(mail.html) > htmlBytesMax) tell('mjml', makeMistake('tooLarge'))
  return mistakes
}

function unrenderable(
  form: OpenForm,
  sample: Sample,
  facts: 'full' | 'sparse',
  error: MailUnrenderable,
): Mistake {
  const found = readLiquidMistake(error.cause ?? error, 'unrenderable')
  const { kind, language, subject, text } = form.form
  const parts = { subject: { subject }, text: { text } } as const
  for (const part of ['subject', 'text'] as const) {
    try {
      renderSample(openPart(kind, language, parts[part]), sample, facts)
    } catch {
      return place(part, found)
    }
  }
  // Lines of the compiled markup would lead nowhere.
  return place('mjml', { ...found, line: null })
}
