/**
 * What Liquid throws, as a mistake with its code and its line. Its sentences stand in the source of liquidjs 10 alone
 * (`src/parser`, `src/tags`, `src/util/error.ts`); one that is not known here is repeated as it was said.
 */

import { makeMistake, type ToldMistake } from '@muster/core/template-mistakes'

export interface LineMistake {
  /** Null where Liquid does not say. */
  line: number | null
  mistake: ToldMistake
}

/** What Liquid throws knows where it stands. */
interface LiquidFailure {
  message: string
  token?: { getPosition?(): [number, number]; getText?(): string }
}

/** Of what the parser throws, or a mail that is filled in. */
export function readLiquidMistake(error: unknown, unknown: 'liquid' | 'unrenderable'): LineMistake {
  // Anything thrown there is one of its own errors; of another only the message is read.
  const { message, token } = error as LiquidFailure
  const said = message.replace(/, line:\d+, col:\d+$/, '')
  const line = token?.getPosition?.()[0] ?? null
  for (const [pattern, make] of sayings) {
    const [all, word = ''] = pattern.exec(said) ?? []
    if (all !== undefined) return { line, mistake: make(word, token?.getText?.() ?? '') }
  }
  return { line, mistake: makeMistake(unknown, { said }) }
}

/** From 1, of a place in a text. */
export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

/** What opens a placeholder, up to what ends it, or to what shows that nothing does. */
const outputs = /\{\{(?<inside>.*?)(?<end>\}\}|\{\{|\{%|$)/gs
/** Enough to find it again in the line, and no more than a sentence can hold. */
const namedMax = 60

/** Liquid takes everything up to the next `}}`, however far away, for one placeholder, and says nothing of it. */
export function findOpenOutputs(source: string): LineMistake[] {
  // Within these, braces are only text.
  if (/\{%-?\s*(?:raw|comment)\b/.test(source)) return []
  for (const { index, groups } of source.matchAll(outputs)) {
    const { inside = '', end = '' } = groups ?? {}
    if (end === '}}') continue
    const [begun = ''] = `{{${inside}`.split(/[\n<,}]/)
    const mistake = makeMistake('outputOpen', { what: begun.slice(0, namedMax).trim() })
    return [{ line: lineOf(source, index), mistake }]
  }
  return []
}

/** `{% if link %}` as it is named, and what ends it. */
function blockOpen(text: string): ToldMistake {
  const tag = /^"?\{%-?\s*(\w+)/.exec(text)?.[1] ?? ''
  return makeMistake('blockOpen', { what: text, end: `{% end${tag} %}` })
}

/** What belongs to a tag before it is strange where none is open; any other name is strange everywhere. */
function strangeTag(tag: string): ToldMistake {
  const what = `{% ${tag} %}`
  return /^(end\w+|else|elsif|elseif|when)$/.test(tag)
    ? makeMistake('liquidTagAlone', { what })
    : makeMistake('liquidTagUnknown', { what })
}

function unreadable(what: string): ToldMistake {
  return what === '' ? makeMistake('valueMissing') : makeMistake('valueUnreadable', { what: `"${what}"` })
}

/** `token` is the text of the tag in which it happened. */
type Make = (word: string, token: string) => ToldMistake

const sayings: readonly (readonly [RegExp, Make])[] = [
  [/^undefined filter: (.*)$/s, what => makeMistake('filterUnknown', { what })],
  [/^expected ":" after filter name$/, () => makeMistake('filterColon')],
  [/^(\w+) expect \d+ arguments$/, what => makeMistake('filterValues', { what })],
  [/^undefined variable: (.*)$/s, what => makeMistake('missing', { what })],
  [/^tag "([^"\s]*)" not found$/, strangeTag],
  [
    /^(?:illegal tag syntax, tag name expected|illegal liquid tag syntax)$/,
    () => makeMistake('liquidTagNameless'),
  ],
  [/^illegal tag: (.*)$/s, what => makeMistake('liquidTagUnreadable', { what })],
  [/^(invalid capture name)$/, () => makeMistake('liquidTagUnreadable', { what: '{% capture %}' })],
  [/^empty candidates: "(.*)"$/s, what => makeMistake('liquidTagUnreadable', { what })],
  [/^expected (?:variable name|"=")$/, () => makeMistake('assignUnreadable')],
  [/^(?:duplicated else|unexpected elsif after else)$/, () => makeMistake('afterElse')],
  [/^output "(.*)" not closed$/s, what => makeMistake('outputOpen', { what })],
  [/^tag "(.*)" not closed$/s, what => makeMistake('liquidTagOpen', { what })],
  [/^tag (.*) not closed$/s, blockOpen],
  [/^raw "(.*)" not closed$/s, () => blockOpen('{% raw %}')],
  [/^\[ not closed$/, () => makeMistake('bracketOpen')],
  [/^(?:invalid range syntax|unbalanced parentheses)$/, () => makeMistake('rangeUnreadable')],
  [
    /^(?:invalid value expression:|unexpected token|unexpected character) "(.*)"(?:, value expected)?$/s,
    unreadable,
  ],
  [/^ENOENT\b/, (_, token) => makeMistake('otherText', { what: token })],
  [/^illegal file path\b/, (_, token) => makeMistake('otherText', { what: token })],
  [/^(?:parse length|template render|memory alloc) limit exceeded$/, () => makeMistake('tooCostly')],
]
