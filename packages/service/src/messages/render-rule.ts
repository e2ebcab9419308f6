/**
 * The mail of a rule, from the words that an administrator wrote into it: Liquid for each of subject, text and MJML.
 * Without MJML the mail is made from the text. Templates are compiled once for each wording. What a mail was made from is
 * kept with it, and shows it again as it was sent, however the rule is edited later.
 */

import { createHash } from 'node:crypto'
import type { RuleMail } from '@muster/core/automation'
import { sendingSentences } from '@muster/core/sending-sentences'
import { Liquid, type Template } from 'liquidjs'
import type { Database, Tx } from '../db/database.ts'
import type { Said } from '../db/texts-schema.ts'
import type { ClaimedMail } from './claim.ts'
import type { Keepable } from './forms.ts'
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

/** A rule's words in one language with their MJML worked off. */
interface RuleForm {
  kind: 'automation'
  language: string
  subject: string
  text: string
  /** Empty: made from the text. */
  html: string
}

interface Parsed {
  subject: Template[]
  text: Template[]
  html: Template[] | null
}

const compiled = new Map<string, Promise<{ form: RuleForm; parsed: Parsed }>>()

type Reader = Pick<ClaimedMail, 'displayName' | 'givenName' | 'language'> & {
  address?: string | null
  organisationName: string
  supportContact: string | null
}

/** What all mails of one rule share. */
interface RuleShared {
  rule: string
  organisation: { name: string; supportContact: string | null }
}

/** The mail, and what is written down of it before it leaves. */
export interface RuleMade {
  rendered: RenderedMail
  keepable: Keepable
}

/** Throws `MailUnrenderable` when the rule has no words for it, or its words name something that there is not. */
export async function makeRuleMail(reader: Reader, rule: RuleMailFacts): Promise<RuleMade> {
  const words = wordsFor(rule, reader.language)
  try {
    const { form, parsed } = await compileOnce(words)
    const { organisationName, supportContact, displayName, givenName, address = null } = reader
    const shared: RuleShared = { rule: rule.name, organisation: { name: organisationName, supportContact } }
    const about = { person: rule.person, event: rule.event }
    const said: Said = { displayName, givenName, address, people: null, about }
    const rendered = fillIn(parsed, form.language, scopeOf(reader, rule, form.language))
    return { rendered, keepable: { form, templateId: null, shared, said } }
  } catch (error) {
    throw new MailUnrenderable(sendingSentences.tell('wordsFailed', { said: messageOf(error) }), {
      cause: error,
    })
  }
}

/** The mail of a rule as it was sent, and the rule as it was called then; null when it is none, or nothing of it was kept. */
export async function readKeptRuleMail(
  db: Database | Tx,
  messageId: string,
): Promise<{ rule: string; said: Said; rendered: RenderedMail } | null> {
  const row = await db
    .selectFrom('message')
    .innerJoin('mail_form', 'mail_form.id', 'message.form_id')
    .select(['message.said', 'mail_form.facts'])
    .select(['mail_form.language', 'mail_form.subject', 'mail_form.html', 'mail_form.text'])
    .where('message.id', '=', messageId)
    .where('message.kind', '=', 'automation')
    .executeTakeFirst()
  const about = row?.said?.about
  if (row === undefined || row.said === null || about === undefined) return null
  const { said, language, subject, html, text } = row
  // What `createFormBook` has written.
  const { rule, organisation } = row.facts as RuleShared
  const form: RuleForm = { kind: 'automation', language, subject, html, text }
  const reader = {
    ...said,
    language,
    organisationName: organisation.name,
    supportContact: organisation.supportContact,
  }
  const scope = scopeOf(reader, { name: rule, ...about }, language)
  return { rule, said, rendered: fillIn(parse(form), language, scope) }
}

function fillIn({ subject, text, html }: Parsed, language: string, scope: object): RenderedMail {
  const plain = String(textEngine.renderSync(text, scope))
  return {
    subject: oneLine(String(textEngine.renderSync(subject, scope))),
    text: plain,
    html: html === null ? htmlOfText(plain, language) : String(htmlEngine.renderSync(html, scope)),
    language,
  }
}

/** Liquid over the same names, for the words of a card. Throws `MailUnrenderable`. */
export function renderRuleText(template: string, reader: Reader, rule: RuleMailFacts): string {
  try {
    return String(textEngine.parseAndRenderSync(template, scopeOf(reader, rule, reader.language)))
  } catch (error) {
    throw new MailUnrenderable(sendingSentences.tell('wordsFailed', { said: messageOf(error) }), {
      cause: error,
    })
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

function compileOnce(words: RuleMail): Promise<{ form: RuleForm; parsed: Parsed }> {
  const key = createHash('sha256').update(JSON.stringify(words)).digest('base64')
  const known = compiled.get(key)
  if (known !== undefined) return known
  const made = compile(words)
  if (compiled.size >= compiledMax) compiled.clear()
  compiled.set(key, made)
  return made
}

async function compile({
  language,
  subject,
  text,
  mjml,
}: RuleMail): Promise<{ form: RuleForm; parsed: Parsed }> {
  const html = mjml === null ? '' : await htmlOfMjml(mjml)
  const form: RuleForm = { kind: 'automation', language, subject, text, html }
  return { form, parsed: parse(form) }
}

function parse({ subject, text, html }: RuleForm): Parsed {
  return {
    subject: textEngine.parse(subject),
    text: textEngine.parse(text),
    html: html === '' ? null : htmlEngine.parse(html),
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

function scopeOf(
  reader: Reader,
  { name, person, event }: Omit<RuleMailFacts, 'action'>,
  language: string,
): object {
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
