/**
 * Whether a draft makes a mail: every placeholder is known, the markup compiles, and filled in with much and with little
 * it has its link, its text and its subject. Whatever is wrong is said with its line; what passes here is what is sent.
 */

import { type Placeholder, peopleFields, placeholdersOf } from '@muster/core/placeholders'
import type { Liquid, Template } from 'liquidjs'
import { toForm } from './mail-form.ts'
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
    return { form: null, mistakes: mjmlMistakes(error) }
  }
}

function mjmlMistakes(error: unknown): Mistake[] {
  const told = typeof error === 'object' && error !== null && 'errors' in error ? error.errors : null
  const found = Array.isArray(told) ? told : []
  const said = found.map(
    ({ line, message, tagName }: { line?: number; message?: string; tagName?: string }) =>
      markup(line ?? null, tagName ?? null, `${tagName ?? 'MJML'}: ${(message ?? 'not understood').trim()}`),
  )
  return said.length > 0 ? said : [markup(null, null, error instanceof Error ? error.message : String(error))]
}

function markup(line: number | null, what: string | null, detail: string): Mistake {
  const remedy = 'compare with the built-in template, or look the tag up at documentation.mjml.io'
  return { part: 'mjml', line, code: 'mjml', what, detail, remedy }
}

function readLiquid(draft: Draft, part: Mistake['part'], engine: Liquid): Mistake[] {
  let parsed: Template[]
  try {
    parsed = engine.parse(draft[part])
  } catch (error) {
    return [liquidMistake(part, error)]
  }
  return findUnknown(draft, part, engine, parsed)
}

/** What Liquid throws knows where it stands. */
interface LiquidFailure {
  message: string
  token?: { getPosition?(): [number, number] }
}

function liquidMistake(part: Mistake['part'], error: unknown): Mistake {
  // Anything thrown by the parser is one of its own errors.
  const { message, token } = error as LiquidFailure
  const line = token?.getPosition?.()[0] ?? null
  const detail = message.replace(/, line:\d+, col:\d+$/, '')
  const remedy = 'close every {{ … }} and every {% if … %} with {% endif %}'
  return { part, line, code: 'liquid', what: null, detail, remedy }
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
    return {
      part,
      line: location.row,
      code: 'placeholder',
      what,
      detail: `there is no placeholder "${what}" in this kind of mail`,
      remedy: `there are: ${known.join(', ')}`,
    }
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
      if (error instanceof MailUnrenderable) return [unrenderable(form, sample, facts, error.message)]
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
  const tell = (part: Mistake['part'], code: Mistake['code'], detail: string, remedy: string) =>
    mistakes.push({ part, line: null, code, what: null, detail, remedy })
  if (mail.subject === '') tell('subject', 'empty', 'the mail would have no subject', 'write one')
  if (mail.text.trim() === '') tell('text', 'empty', 'the mail would have no plain text', 'write its twin')
  if (hasLink && !mail.html.includes(`href="${link}"`)) {
    const remedy = 'put in a button: <mj-button mj-class="button" href="{{ link }}">…</mj-button>'
    tell('mjml', 'noLink', 'people could not get on: the mail would have no link', remedy)
  }
  if (hasLink && mail.text.trim() !== '' && !mail.text.includes(link)) {
    tell(
      'text',
      'noLink',
      'people could not get on: the plain text would have no link',
      'write {{ link }} on a line of its own',
    )
  }
  if (Buffer.byteLength(mail.html) > htmlBytesMax) {
    tell('mjml', 'tooLarge', 'the mail is so long that some mail programs cut it off', 'make it shorter')
  }
  return mistakes
}

function unrenderable(form: OpenForm, sample: Sample, facts: 'full' | 'sparse', detail: string): Mistake {
  const remedy = 'what may be missing is asked for first: {% if campaign.dueOn %} … {% endif %}'
  const { kind, language, subject, text } = form.form
  const parts = { subject: { subject }, text: { text } } as const
  for (const part of ['subject', 'text'] as const) {
    try {
      renderSample(openPart(kind, language, parts[part]), sample, facts)
    } catch {
      return { part, line: lineIn(detail), code: 'unrenderable', what: null, detail, remedy }
    }
  }
  // Lines of the compiled markup would lead nowhere.
  return {
    part: 'mjml',
    line: null,
    code: 'unrenderable',
    what: null,
    detail: detail.replace(/, line:.*$/s, ''),
    remedy,
  }
}

function lineIn(detail: string): number | null {
  const [, line] = /line:(\d+)/.exec(detail) ?? []
  return line === undefined ? null : Number(line)
}
