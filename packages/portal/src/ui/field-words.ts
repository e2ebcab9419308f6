/**
 * What the service found wrong with fields, in the reader's words. It speaks zod's English, `Too big: expected number to
 * be <=20`, with the place as `body.remindersMax`; what is not known here is repeated as it was said.
 */

import type { Facts } from '@muster/core/sentences'
import { isMistakeCode } from '@muster/core/template-mistakes'
import type { Texts } from '../texts/en.ts'
import { tellMistake } from './mistake-words.ts'

export interface FieldError {
  where: string
  detail: string
  /** Of a mistake in the words of a mail. */
  code?: string | undefined
  facts?: Facts | undefined
}

/** A figure as the reader's language writes it. */
export type Say = (figure: number) => string
type Wrong = Texts['fields']['wrong']

export function tellField(error: FieldError, t: Texts, number: Say): string {
  const { where, detail } = error
  const mistake = tellMistaken(error, t)
  if (mistake !== null) return t.fields.mistake(placeOf(where, t), mistake)
  const [part, ...path] = where.split('.')
  if (part === 'params') return t.fields.badAddress
  const what = tellWrong(detail, t.fields.wrong, number) ?? detail
  const name = path.findLast(isName)
  if (name === undefined) return what
  const label = fieldLabels(t)[name] ?? plainly(name)
  const last = path.at(-1) ?? ''
  const field = last === name ? label : t.fields.item(label, number(Number(last) + 1))
  return t.fields.mistake(field, what)
}

/** As `tellField`, for a place where the field's own label stands already. */
export function tellFieldAlone(error: FieldError, t: Texts, number: Say): string {
  const mistake = tellMistaken(error, t)
  if (mistake !== null) return mistake
  const { where, detail } = error
  const what = tellWrong(detail, t.fields.wrong, number) ?? detail
  const last = where.split('.').at(-1) ?? ''
  return isName(last) ? what : t.fields.nth(number(Number(last) + 1), what)
}

/** What a place such as `body.recipients.0` or `address` names; null for the whole call. */
export function nameOfField(where: string): string | null {
  const [part = '', ...path] = where.split('.')
  if (part === 'params' || part === 'query') return null
  return path.findLast(isName) ?? (part === 'body' || !isName(part) ? null : part)
}

const isName = (step: string) => !/^\d+$/.test(step)

/** Null for what is no mistake in the words of a mail. */
function tellMistaken({ code, facts, detail }: FieldError, t: Texts): string | null {
  if (code === undefined || !isMistakeCode(code)) return null
  return tellMistake({ code, facts: { ...facts }, detail, remedy: '' }, t)
}

/** `body.mjml line 3`, as the editor calls it. */
function placeOf(where: string, t: Texts): string {
  const [, part = '', line] = /(\w+)(?: line (\d+))?$/.exec(where) ?? []
  const label = fieldLabels(t)[part] ?? part
  return line === undefined ? label : t.templates.place(label, Number(line))
}

function tellWrong(detail: string, wrong: Wrong, number: Say): string | null {
  const bound = /^Too (big|small): expected (string|array|number|int|\w+) to (?:be|have) [<>]=?(-?\d+)/.exec(
    detail,
  )
  if (bound !== null) return tellBound(bound, wrong, number)
  if (/^Invalid input: expected \w+, received (undefined|null)/.test(detail)) return wrong.missing
  if (/^Invalid input: expected (int|number)/.test(detail)) return wrong.whole
  for (const [pattern, word] of sayings) if (pattern.test(detail)) return wrong[word]
  return null
}

function tellBound([, side, sort, figure]: RegExpExecArray, wrong: Wrong, number: Say): string {
  const count = Number(figure)
  const text = number(count)
  const isMost = side === 'big'
  if (sort === 'string') return isMost ? wrong.charactersAtMost(text) : wrong.charactersAtLeast(count, text)
  if (sort === 'array') return isMost ? wrong.itemsAtMost(text) : wrong.itemsAtLeast(count, text)
  return isMost ? wrong.atMost(text) : wrong.atLeast(text)
}

type PlainWrong = { [Key in keyof Wrong]: Wrong[Key] extends string ? Key : never }[keyof Wrong]

const sayings: readonly (readonly [RegExp, PlainWrong])[] = [
  [/^Invalid (GUID|UUID)/, 'id'],
  [/^Invalid URL/, 'url'],
  [/^Invalid ISO date/, 'day'],
  [/^Invalid option/, 'choice'],
  [/^expected a mail address/, 'mail'],
  [/^expected an https address/, 'https'],
  [/^expected the site's https address/, 'site'],
  [/^a list's name must not/, 'listName'],
  [/^expected a language/, 'language'],
  [/^expected a colour/, 'colour'],
  [/^holds a character that cannot be seen/, 'unseen'],
  [/^expected a time zone/, 'timeZone'],
  [/^expected a time such/, 'time'],
  [/^until must come after/, 'order'],
  [/^expected a PEM/, 'pem'],
  [/^there is no field/, 'unknown'],
]

/** By the names of the API, as the forms call them. */
function fieldLabels(t: Texts): Readonly<Record<string, string>> {
  const {
    newCampaign,
    newTenant,
    senders,
    reports,
    templates,
    branding,
    protectedPeople,
    tenantForm,
    mirror,
  } = t
  return {
    name: newCampaign.name,
    goal: newCampaign.goal,
    dueOn: newCampaign.due,
    senderIds: newCampaign.senders,
    senderId: t.testMail.sender,
    remindAfterDays: newCampaign.remindAfter,
    remindEveryDays: newCampaign.remindEvery,
    remindersMax: newCampaign.reminders,
    remindAudience: newCampaign.audience,
    escalateAfter: newCampaign.escalate,
    mailHours: newCampaign.workingHours,
    from: newCampaign.from,
    until: newCampaign.until,
    mailDays: newCampaign.days,
    groupId: newCampaign.group,
    organisationName: newTenant.organisationName,
    supportContact: newTenant.supportContact,
    entraTenantId: newTenant.entraTenantId,
    clientId: newTenant.clientId,
    secret: newTenant.secret,
    pem: tenantForm.pem,
    graphUrl: tenantForm.graphUrl,
    loginUrl: tenantForm.loginUrl,
    timeZone: tenantForm.timeZone,
    defaultLanguage: tenantForm.language,
    address: senders.address,
    displayName: senders.name,
    host: senders.host,
    port: senders.port,
    user: senders.user,
    password: senders.password,
    perMinuteMax: senders.perMinute,
    perDayMax: senders.perDay,
    atOnceMax: senders.atOnce,
    recipients: reports.recipients,
    language: templates.language,
    subject: templates.subject,
    mjml: templates.mjml,
    text: templates.text,
    accent: branding.accent,
    onAccent: branding.onAccent,
    people: protectedPeople.people,
    reason: protectedPeople.reason,
    owner: protectedPeople.owner,
    siteUrl: mirror.site,
    listName: mirror.listName,
  }
}

/** `excludeUntilDay` as `exclude until day`. */
function plainly(name: string): string {
  return name.replaceAll(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  )
}
