/** Turns facts about one person into the mail that person gets: MJML compiled once, then only Liquid per person. */
import { Liquid, type Template } from 'liquidjs'
import { type MailKind, type MailTemplate, readBuiltInTemplates } from './templates.ts'

export type { MailKind } from './templates.ts'

/** What every template may name. Dates reach the templates written out in their language. */
export interface CommonFacts {
  /** Who gets the mail. */
  person: { displayName: string; givenName: string | null }
  organisation: { name: string; supportContact: string | null }
  /** `dueOn` is a calendar day, given as its midnight in UTC. */
  campaign: { name: string; dueOn: Date | null }
}

/** What a mail to somebody who is to register says. */
export interface MailFacts extends CommonFacts {
  /** Absolute http(s) address with the person's token in it, and nothing else about the person. */
  link: string
  /** Null in an invitation. */
  reminder: { number: number } | null
}

/** What a manager's digest says: no link, since there is nothing that a manager could do on a page of ours. */
export interface DigestFacts extends CommonFacts {
  people: readonly { displayName: string; invitedAt: Date; reminders: number }[]
}

export interface RenderedMail {
  subject: string
  html: string
  text: string
  /** Of the template that was used, which may be broader than the one asked for. */
  language: string
}

export interface MailRenderer {
  /**
   * Renders one mail. `language` is BCP 47; without a template for it the search goes `de-AT` → `de` → `en`.
   * Throws `MailUnrenderable` when the link would not work or the template names something unknown.
   */
  render(kind: Exclude<MailKind, 'escalation'>, language: string, facts: MailFacts): RenderedMail
  /** The same for a manager's digest. */
  renderDigest(language: string, facts: DigestFacts): RenderedMail
}

/** No mail can be made of these facts and this template. The message names no person, so it may be logged. */
export class MailUnrenderable extends Error {
  override readonly name = 'MailUnrenderable'
}

export interface CompiledMail {
  language: string
  subject: Template[]
  html: Template[]
  text: Template[]
  dates: Intl.DateTimeFormat
  /** For a table, where a weekday would only take place. */
  shortDates: Intl.DateTimeFormat
}

const fallbackLanguage = 'en'
const strictness = { strictVariables: true, strictFilters: true, ownPropertyOnly: true, templates: {} }
const htmlEngine = new Liquid({ ...strictness, outputEscape: 'escape' })
const textEngine = new Liquid(strictness)

/**
 * Compiles the templates (about a second for the built-in ones in November 2026, most of it loading MJML).
 * Throws what MJML or Liquid say when a template cannot be parsed.
 */
export async function createMailRenderer(templates?: readonly MailTemplate[]): Promise<MailRenderer> {
  const sources = templates ?? (await readBuiltInTemplates())
  const compiled = new Map<string, CompiledMail>()
  for (const source of sources) {
    compiled.set(`${source.kind} ${source.language.toLowerCase()}`, await compile(source))
  }
  return {
    render(kind, language, facts) {
      const template = find(compiled, kind, language)
      const { link, reminder } = facts
      return renderWith(template, { ...toScope(facts, template), link: checkedLink(link), reminder })
    },
    renderDigest(language, facts) {
      const template = find(compiled, 'escalation', language)
      const people = facts.people.map(({ displayName, invitedAt, reminders }) => ({
        displayName: oneLine(displayName),
        invitedOn: template.shortDates.format(invitedAt),
        reminders,
      }))
      return renderWith(template, { ...toScope(facts, template), people })
    },
  }
}

/** Compiles one template. Throws what MJML or Liquid say when it cannot be parsed. */
export async function compile(source: Omit<MailTemplate, 'kind'>): Promise<CompiledMail> {
  // Loaded here because MJML is large and most commands send no mail.
  const { default: mjml2html } = await import('mjml')
  const { html } = await mjml2html(source.mjml, {
    validationLevel: 'strict',
    fonts: {},
    keepComments: false,
    minify: true,
    // The minifier rewrites style attributes and does not know Liquid; the markup is where the bytes are.
    minifyOptions: { minifyCss: false },
    ...(source.includesFrom === null
      ? { ignoreIncludes: true }
      : { ignoreIncludes: false, filePath: source.includesFrom, includePath: source.includesFrom }),
  })
  return {
    language: source.language,
    subject: textEngine.parse(source.subject),
    html: htmlEngine.parse(html),
    text: textEngine.parse(source.text),
    dates: dateFormat(source.language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    shortDates: dateFormat(source.language, { day: 'numeric', month: 'short', year: 'numeric' }),
  }
}

function dateFormat(language: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // Plain `en` means American order; day before month is read rightly everywhere once the month is a word.
  const locale = language === 'en' ? 'en-GB' : language
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' })
}

function find(compiled: Map<string, CompiledMail>, kind: MailKind, language: string): CompiledMail {
  // Directories and HR systems also write `de_DE`.
  const exact = language.trim().replaceAll('_', '-').toLowerCase()
  const broader = exact.split('-')[0] ?? exact
  for (const candidate of [exact, broader, fallbackLanguage]) {
    const template = compiled.get(`${kind} ${candidate}`)
    if (template !== undefined) return template
  }
  throw new MailUnrenderable(`there is no template for "${kind}" in any language that could serve`)
}

export function renderWith(template: CompiledMail, scope: object): RenderedMail {
  try {
    return {
      subject: oneLine(String(textEngine.renderSync(template.subject, scope))),
      html: String(htmlEngine.renderSync(template.html, scope)),
      text: String(textEngine.renderSync(template.text, scope)),
      language: template.language,
    }
  } catch (error) {
    throw new MailUnrenderable(
      `the template failed: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function toScope(facts: CommonFacts, template: CompiledMail): object {
  const { person, organisation, campaign } = facts
  return {
    person: { displayName: oneLine(person.displayName), givenName: oneLineOrNull(person.givenName) },
    organisation: {
      name: oneLine(organisation.name),
      supportContact: oneLineOrNull(organisation.supportContact),
    },
    campaign: {
      name: oneLine(campaign.name),
      dueOn: campaign.dueOn === null ? null : template.dates.format(campaign.dueOn),
    },
  }
}

/** Refuses every link that has gone wrong in a real rollout: missing, relative, without its token, or with an address in it. */
function checkedLink(link: string): string {
  const url = URL.canParse(link) ? new URL(link) : null
  if (url === null || !/^https?:\/\/[^\s"'<>\\]+$/i.test(link)) {
    throw new MailUnrenderable('the link is not an absolute http or https address')
  }
  if (/@|%40/.test(link))
    throw new MailUnrenderable('the link carries an address, and nothing personal may be in it')
  const value = url.search === '' ? url.pathname.split('/').at(-1) : url.search.split('=').at(-1)
  if (value === undefined || value === '') throw new MailUnrenderable('the link carries no token')
  return link
}

/** Control characters become a space: a value must not be able to start a header or a paragraph of its own. */
export function oneLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  return value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
}

function oneLineOrNull(value: string | null): string | null {
  const line = value === null ? '' : oneLine(value)
  return line === '' ? null : line
}
