/**
 * What can be wrong in the words of a mail, each mistake by a code that stays the same, with how to mend it. The sentences
 * are English, for the command line and for programs; the portal has words of its own for each code.
 */

import { createSentences, type Facts, type FactsIn, fillIn } from './sentences.ts'

/** What is wrong and how to mend it. Facts stand in braces, `what` being the word that it is about; Liquid has blanks in its own. */
interface MistakeSentence {
  readonly detail: string
  readonly remedy: string
}

const askFirst = 'what may be missing is asked for first: {% if campaign.dueOn %} … {% endif %}'
const builtInTags = 'compare with the built-in template, or look the tag up at documentation.mjml.io'

export const templateMistakes = {
  placeholder: {
    detail: 'there is no placeholder "{what}" in this kind of mail',
    remedy: 'there are: {known}',
  },

  // What Liquid says of the words as they stand.
  filterUnknown: {
    detail: 'there is no filter "{what}"',
    remedy:
      'write its name as Liquid has it, or leave it out; of use here are default, upcase, downcase, capitalize and truncate',
  },
  filterColon: {
    detail: 'a colon is missing behind the name of a filter',
    remedy: 'write it as in {{ person.givenName | default: person.displayName }}',
  },
  filterValues: {
    detail: 'the filter "{what}" needs a value behind its colon',
    remedy: 'write it as in {{ person.givenName | default: person.displayName }}',
  },
  liquidTagUnknown: {
    detail: 'there is no tag {what}',
    remedy: 'write its name as Liquid has it; of use here are if, unless, for, case and assign',
  },
  liquidTagAlone: {
    detail: '{what} stands where nothing is open that it could belong to',
    remedy: 'take it out, or open before it what it is to belong to',
  },
  liquidTagNameless: {
    detail: 'a tag {% … %} has no name',
    remedy: 'write what it is to do, such as {% if campaign.dueOn %}, or take it out',
  },
  liquidTagUnreadable: {
    detail: '{what} is not written as such a tag is',
    remedy:
      'compare with {% for one in people %}, {% case reminder.number %} and {% assign name = person.displayName %}',
  },
  assignUnreadable: {
    detail: '{% assign %} does not say what is put where',
    remedy: 'write it as in {% assign name = person.displayName %}',
  },
  afterElse: {
    detail: 'behind an {% else %} comes another {% else %} or {% elsif %}',
    remedy: 'keep one {% else %}, as the last before the {% endif %}',
  },
  blockOpen: {
    detail: 'nothing ends {what}: there is no {end}',
    remedy: 'write {end} where it ends',
  },
  outputOpen: {
    detail: 'the placeholder that begins with {what} is not closed',
    remedy: 'write }} where it ends, and close every quotation mark and bracket in it',
  },
  liquidTagOpen: {
    detail: 'the tag that begins with {what} is not closed',
    remedy: 'write %} where it ends, and close every quotation mark in it',
  },
  bracketOpen: {
    detail: 'a bracket is opened and not closed',
    remedy: 'close it, or take it out',
  },
  rangeUnreadable: {
    detail: 'what stands in brackets cannot be read',
    remedy: 'a row of numbers is written (1..3); other brackets are taken out',
  },
  valueMissing: {
    detail: 'a value is missing between {{ and }}, or behind the name of a tag',
    remedy: 'write what is meant, such as {{ person.displayName }}, or take the empty one out',
  },
  valueUnreadable: {
    detail: 'nobody can read {what} as a value',
    remedy: 'write the name of a placeholder, a number, or a text between quotation marks',
  },
  otherText: {
    detail: 'another text cannot be put in with {what}',
    remedy:
      'write the words themselves here; in the mail <mj-include path="./head.mjml" /> puts in logo or name',
  },
  tooCostly: {
    detail: 'it would be at work on a single mail for too long, or make it too long',
    remedy: 'look for a {% for %} over too many numbers, and make it shorter',
  },
  /** What Liquid says and we do not know. */
  liquid: {
    detail: 'Liquid cannot read this: {said}',
    remedy: 'compare with the built-in template, or look it up at liquidjs.com',
  },

  // What MJML says of the mail.
  mjmlTagUnknown: { detail: 'MJML has no tag <{what}>', remedy: builtInTags },
  mjmlTagPlace: {
    detail: '<{what}> cannot stand in <{parent}>, only in: {parents}',
    remedy: 'put it into one of these',
  },
  mjmlAttribute: {
    detail: 'MJML knows no {what} in <{tag}>',
    remedy: 'take it out, or write its name as MJML has it',
  },
  mjmlColour: {
    detail: 'in <{tag}> {what} is to be a colour, and "{value}" is none',
    remedy: 'write one such as #0b5cad',
  },
  mjmlLength: {
    detail: 'in <{tag}> {what} cannot be the length "{value}"; it is counted in {units}',
    remedy: 'write one such as 16px',
  },
  mjmlChoice: {
    detail: 'in <{tag}> {what} cannot be "{value}", only {choices}',
    remedy: 'choose one of these',
  },
  mjmlValue: { detail: 'in <{tag}> {what} cannot be "{value}"', remedy: builtInTags },
  mjmlNone: {
    detail: 'there is no mail in it: it does not begin with <mjml> and an <mj-body> in that',
    remedy: 'compare with the built-in template',
  },
  /** What MJML says and we do not know. */
  mjml: { detail: 'MJML cannot make a mail of this: {said}', remedy: builtInTags },

  tagUnended: {
    detail: 'the tag <{what} has no > at its end',
    remedy: 'write > where it ends, and close every quotation mark in it',
  },
  notClosed: { detail: '<{what}> is never closed', remedy: 'write </{what}> where it ends' },
  notClosedBefore: {
    detail: '<{what}> is not closed before </{other}> in line {line}',
    remedy: 'write </{what}> where it ends',
  },
  closesNothing: {
    detail: '</{what}> closes nothing',
    remedy: 'take it out, or open before it what it closes',
  },
  include: {
    detail: '"{what}" cannot be included',
    remedy: 'only ./look.mjml and ./head.mjml can: the style sheet, and the line with logo or name',
  },
  active: {
    detail: '"{what}" does nothing in a mail but harm its way into inboxes',
    remedy: 'take it out; a button is <mj-button href="{{ link }}">',
  },
  outside: {
    detail: '"{what}" loads something, which tells its server who opened the mail and when',
    remedy: 'take it out; the logo of the branding is put in with <mj-include path="./head.mjml" />',
  },

  // What is wrong with the mails that it makes.
  noLink: {
    detail: 'people could not get on: there would be no link',
    remedy:
      'put in {{ link }}; in the mail as a button: <mj-button mj-class="button" href="{{ link }}">…</mj-button>',
  },
  empty: { detail: 'there would be nothing in it', remedy: 'write something: no mail goes without' },
  tooLarge: { detail: 'the mail is so long that some mail programs cut it off', remedy: 'make it shorter' },
  missing: { detail: 'not everybody has "{what}"', remedy: askFirst },
  unrenderable: { detail: 'not every mail can be made of it: {said}', remedy: askFirst },
} as const satisfies Readonly<Record<string, MistakeSentence>>

export type MistakeCode = keyof typeof templateMistakes
// Object.keys forgets the key type, which the table's own type states.
export const mistakeCodes = Object.keys(templateMistakes) as MistakeCode[]

/** What a mistake speaks of. Braces with a blank in them are Liquid's. */
type FactsOf<Code extends MistakeCode> = Record<
  Exclude<FactsIn<(typeof templateMistakes)[Code][keyof MistakeSentence]>, `${string} ${string}`>,
  string
>

export interface ToldMistake extends MistakeSentence {
  readonly code: MistakeCode
  /** The word or tag that it is about; null when it is about all of it. */
  readonly what: string | null
  readonly facts: Facts
}

/** The compiler asks for each fact that the sentences speak of. */
export function makeMistake<Code extends MistakeCode>(
  code: Code,
  ...[given]: object extends FactsOf<Code> ? [] : [facts: FactsOf<Code>]
): ToldMistake {
  const { detail, remedy }: MistakeSentence = templateMistakes[code]
  const facts: Facts = given ?? {}
  return {
    code,
    what: facts.what ?? null,
    facts,
    detail: fillIn(detail, facts),
    remedy: fillIn(remedy, facts),
  }
}

/** Narrows what came over the wire, which may be of another version. */
export function isMistakeCode(code: string): code is MistakeCode {
  return Object.hasOwn(templateMistakes, code)
}

/** Where a mistake is told within another sentence it is read back to its code. */
export const mistakeSentences = createSentences(
  // Object.fromEntries forgets the key type, which the table's own type states.
  Object.fromEntries(mistakeCodes.map(code => [code, templateMistakes[code].detail])) as Record<
    MistakeCode,
    string
  >,
)
