/**
 * The mail of a rule, from the words that an administrator wrote into it: Liquid for each of subject, text and MJML.
 * Without MJML the mail is made from the text. Templates are compiled once for each wording.
 */

import { createHash } from 'node:crypto'
import type { RuleMail } from '@muster/core/automation'
import { Liquid, type Template } from 'liquidjs'
import type { ClaimedMail } from './claim.ts'
import { MailUnrenderable, type RenderedMail } from './render.ts'
import type { RuleMailFacts } from './rule-mails.ts'

/**
 * What a template may cost: a page of text needs a thousandth of it, and one that loops without end stops here.
 * (LiquidJS manual, "DoS prevention".)
 */
const limits = { parseLimit: 200_000, renderLimit: 500, memoryLimit: 5_000_000 }
const strictness = {
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  ...limits,
}
const textEngine = new Liquid(strictness)
const htmlEngine = new Liquid({ ...strictness, outputEscape: 'escape' })
/** A tenant has some dozen rules in a few languages; what was edited away leaves when the map is full. */
const compiledMax = 200

interface Compiled {
  subject: Template[]
  text: Template[]
  html: Template[] | null
}

const compiled = new Map<string, Promise<Compiled>>()

type Reader = Pick<ClaimedMail, 'displayName' | 'givenName' | 'language'> & {
  organisationName: string
  supportContact: string | null
}

/** Throws `MailUnrenderable` when the rule has no words for it, or its words name something that there is not. */
export async function renderRuleMail(reader: Reader, rule: RuleMailFacts): Promise<RenderedMail> {
  const words = wordsFor(rule, reader.language)
  const scope = scopeOf(reader, rule, words.language)
  try {
    const { subject, text, html } = await compileOnce(words)
    const plain = String(textEngine.renderSync(text, scope))
    return {
      subject: oneLine(String(textEngine.renderSync(subject, scope))),
      text: plain,
      html: html === null ? htmlOfText(plain, words.language) : String(htmlEngine.renderSync(html, scope)),
      language: words.language,
    }
  } catch (error) {
    throw new MailUnrenderable(`the rule's words failed: ${messageOf(error)}`)
  }
}

/** Liquid over the same names, for the words of a card. Throws `MailUnrenderable`. */
export function renderRuleText(template: string, reader: Reader, rule: RuleMailFacts): string {
  try {
    return String(textEngine.parseAndRenderSync(template, scopeOf(reader, rule, reader.language)))
  } catch (error) {
    throw new MailUnrenderable(`the rule's words failed: ${messageOf(error)}`)
  }
}

/** `de-AT` → `de` → the first that the rule has. */
function wordsFor({ action }: RuleMailFacts, language: string): RuleMail {
  const mails = action !== null && 'mails' in action ? action.mails : []
  const exact = language.trim().replaceAll('_', '-').toLowerCase()
  const found = [exact, exact.split('-')[0]].flatMap(
    wanted => mails.find(mail => mail.language.toLowerCase() === wanted) ?? [],
  )
  const words = found[0] ?? mails[0]
  if (words === undefined) throw new MailUnrenderable('the action was taken out of the rule')
  return words
}

function compileOnce(words: RuleMail): Promise<Compiled> {
  const key = createHash('sha256').update(JSON.stringify(words)).digest('base64')
  const known = compiled.get(key)
  if (known !== undefined) return known
  const made = compile(words)
  if (compiled.size >= compiledMax) compiled.clear()
  compiled.set(key, made)
  return made
}

async function compile({ subject, text, mjml }: RuleMail): Promise<Compiled> {
  return {
    subject: textEngine.parse(subject),
    text: textEngine.parse(text),
    html: mjml === null ? null : htmlEngine.parse(await htmlOfMjml(mjml)),
  }
}

async function htmlOfMjml(mjml: string): Promise<string> {
  // Loaded here because MJML is large and most commands send no mail.
  const { default: mjml2html } = await import('mjml')
  const { html } = await mjml2html(mjml, {
    validationLevel: 'strict',
    fonts: {},
    keepComments: false,
    // Words of an administrator read no file of this machine.
    ignoreIncludes: true,
  })
  return html
}

function scopeOf(reader: Reader, { name, person, event }: RuleMailFacts, language: string): object {
  return {
    recipient: { displayName: oneLine(reader.displayName), givenName: lineOrNull(reader.givenName) },
    person: {
      displayName: oneLine(person?.displayName ?? reader.displayName),
      givenName: lineOrNull(person === null ? reader.givenName : person.givenName),
      userPrincipalName: lineOrNull(person?.userPrincipalName ?? null),
    },
    event: {
      activity: oneLine(event.activity),
      service: lineOrNull(event.service),
      result: lineOrNull(event.result),
      reason: lineOrNull(event.reason),
      at: writtenOut(new Date(event.at), language),
    },
    organisation: {
      name: oneLine(reader.organisationName),
      supportContact: lineOrNull(reader.supportContact),
    },
    rule: { name: oneLine(name) },
  }
}

function writtenOut(at: Date, language: string): string {
  // Plain `en` means American order; day before month is read rightly everywhere once the month is a word.
  const locale = language === 'en' ? 'en-GB' : language
  const parts = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const
  return `${new Intl.DateTimeFormat(locale, parts).format(at)} UTC`
}

/** Paragraphs with their line breaks and working links, in the look of a plain mail. */
function htmlOfText(text: string, language: string): string {
  const paragraphs = text.trim().split(/\n{2,}/)
  const body = paragraphs.map(one => `<p>${linked(escapeHtml(one)).replaceAll('\n', '<br>')}</p>`).join('\n')
  const look = 'font-family:Segoe UI,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#242424'
  return `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8"></head><body style="${look}"><div style="max-width:600px;margin:0 auto;padding:24px">${body}</div></body></html>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function linked(html: string): string {
  return html.replace(/https?:\/\/[^\s<]+[^\s<.,;:!?)]/g, url => `<a href="${url}">${url}</a>`)
}

/** Control characters become a space: a value must not be able to start a header or a paragraph of its own. */
function oneLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  return value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
}

function lineOrNull(value: string | null): string | null {
  const line = value === null ? '' : oneLine(value)
  return line === '' ? null : line
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  // MJML names the folder that the service runs in, which is nobody's business.
  return text.replaceAll(/^( *Line \d+) of .+? \(/gm, '$1 (')
}
