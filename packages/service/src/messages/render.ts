/** Turns facts about one person into the mail that person gets: MJML compiled once, then only Liquid per person. */

import { ownPalette, type Palette } from '@muster/core/palette'
import type { MailKind } from '@muster/core/placeholders'
import { sendingSentences } from '@muster/core/sending-sentences'
import { Liquid, type Template } from 'liquidjs'
import { type MailForm, toForm } from './mail-form.ts'
import { type MailTemplate, readBuiltInTemplates } from './templates.ts'

/** What every template may name. Dates reach the templates written out in their language. */
export interface CommonFacts {
  /** Who gets the mail. */
  person: { displayName: string; givenName: string | null }
  organisation: { name: string; supportContact: string | null }
  /** `dueOn` is a calendar day, given as its midnight in UTC. */
  campaign: { name: string; dueOn: Date | null }
  /** Our own look when left out. */
  brand?: BrandFacts
}

export interface BrandFacts {
  palette: Palette
  /** As large as it is shown; the picture itself travels with the mail as `cid:logo`. */
  logo: { width: number; height: number } | null
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

/** A form that is ready to be filled in, as often as there are people. */
export interface OpenForm {
  form: MailForm
  /** Throws `MailUnrenderable` when the link would not work or the template names something unknown. */
  render(facts: MailFacts): RenderedMail
  renderDigest(facts: DigestFacts): RenderedMail
}

const fallbackLanguage = 'en'
/** What a template of somebody else may use up, so that none holds up the mails of the others. */
const renderMsMax = 5_000
const renderMemoryMax = 20_000_000 // liquidjs counts characters and places of lists; a digest of 500 people needs 200,000
const strictness = {
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  renderLimit: renderMsMax,
  memoryLimit: renderMemoryMax,
}
export const htmlEngine = new Liquid({ ...strictness, outputEscape: 'escape' })
export const textEngine = new Liquid(strictness)

/**
 * Compiles the templates (about a second for the built-in ones in November 2026, most of it loading MJML).
 * Throws what MJML or Liquid say when a template cannot be parsed.
 */
export async function createMailRenderer(templates?: readonly MailTemplate[]): Promise<MailRenderer> {
  const sources = templates ?? (await readBuiltInTemplates())
  const opened: OpenForm[] = []
  for (const source of sources) opened.push(openForm(await toForm(source)))
  const find = (kind: MailKind, language: string): OpenForm => {
    for (const candidate of languagesFor(language)) {
      const found = opened.find(({ form }) => form.kind === kind && form.language.toLowerCase() === candidate)
      if (found !== undefined) return found
    }
    throw new MailUnrenderable(`there is no template for "${kind}" in any language that could serve`)
  }
  return {
    render: (kind, language, facts) => find(kind, language).render(facts),
    renderDigest: (language, facts) => find('escalation', language).renderDigest(facts),
  }
}

/** In the order in which they serve: `de-at`, `de`, `en`. Directories and HR systems also write `de_AT`. */
export function languagesFor(language: string): string[] {
  const exact = language.trim().replaceAll('_', '-').toLowerCase()
  return [...new Set([exact, exact.split('-')[0] ?? exact, fallbackLanguage])]
}

/** Throws what Liquid says when the form cannot be parsed. */
export function openForm(form: MailForm): OpenForm {
  const parsed = parse(form)
  return {
    form,
    render(facts) {
      const { link, reminder } = facts
      return renderWith(parsed, { ...toScope(facts, parsed), link: checkedLink(link), reminder })
    },
    renderDigest(facts) {
      const people = facts.people.map(({ displayName, invitedAt, reminders }) => ({
        displayName: oneLine(displayName),
        invitedOn: parsed.shortDates.format(invitedAt),
        reminders,
      }))
      return renderWith(parsed, { ...toScope(facts, parsed), people })
    },
  }
}

/** Throws what Liquid says when it cannot be parsed. */
export function parse(form: Omit<MailForm, 'kind'>): Parsed {
  return {
    language: form.language,
    subject: textEngine.parse(form.subject),
    html: htmlEngine.parse(form.html),
    text: textEngine.parse(form.text),
    dates: dateFormat(form.language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    shortDates: dateFormat(form.language, { day: 'numeric', month: 'short', year: 'numeric' }),
  }
}

export interface Parsed {
  language: string
  subject: Template[]
  html: Template[]
  text: Template[]
  dates: Intl.DateTimeFormat
  /** For a table, where a weekday would only take place. */
  shortDates: Intl.DateTimeFormat
}

function dateFormat(language: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // Plain `en` means American order; day before month is read rightly everywhere once the month is a word.
  const locale = language === 'en' ? 'en-GB' : language
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' })
}

export function renderWith(template: Parsed, scope: object): RenderedMail {
  try {
    return {
      subject: oneLine(String(textEngine.renderSync(template.subject, scope))),
      html: String(htmlEngine.renderSync(template.html, scope)),
      text: String(textEngine.renderSync(template.text, scope)),
      language: template.language,
    }
  } catch (error) {
    throw new MailUnrenderable(
      sendingSentences.tell('templateFailed', {
        said: error instanceof Error ? error.message : String(error),
      }),
      { cause: error },
    )
  }
}

function toScope(facts: CommonFacts, template: Parsed): object {
  const { person, organisation, campaign } = facts
  const { palette, logo } = facts.brand ?? { palette: ownPalette, logo: null }
  return {
    brand: { ...palette, logo },
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
