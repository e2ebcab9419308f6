/**
 * What MJML says of the markup, as mistakes with their codes and lines. Its sentences stand in the source of mjml-validator
 * and mjml-core 5 alone; one that is not known here is repeated as it was said.
 */

import { makeMistake, type ToldMistake } from '@muster/core/template-mistakes'
import type { LineMistake } from './liquid-mistakes.ts'

/** One of the `errors` that it throws with. */
interface MjmlSaying {
  line?: number
  message?: string
  tagName?: string
}

export function readMjmlMistakes(error: unknown): LineMistake[] {
  const told = typeof error === 'object' && error !== null && 'errors' in error ? error.errors : null
  const found: MjmlSaying[] = Array.isArray(told) ? told : []
  if (found.length === 0) {
    const said = error instanceof Error ? error.message : String(error)
    return [{ line: null, mistake: readSaying(said, '') }]
  }
  return found.map(({ line, message, tagName }) => ({
    line: line ?? null,
    mistake: readSaying((message ?? '').trim(), tagName ?? ''),
  }))
}

function readSaying(said: string, tag: string): ToldMistake {
  for (const [pattern, make] of sayings) {
    const found = pattern.exec(said)
    if (found !== null) return make(tag, found.groups ?? {})
  }
  return makeMistake('mjml', { said: tag === '' ? said : `<${tag}>: ${said}` })
}

type Make = (tag: string, words: Readonly<Record<string, string>>) => ToldMistake

const value = 'Attribute (?<what>\\S+) has invalid value: (?<value>.*) for type'

const sayings: readonly (readonly [RegExp, Make])[] = [
  [/^Element (?<what>\S+) doesn't exist/, (_, { what = '' }) => makeMistake('mjmlTagUnknown', { what })],
  [
    /^(?<what>\S+) cannot be used inside (?<parent>\S+), only inside: (?<parents>.*)$/s,
    (_, { what = '', parent = '', parents = '' }) => makeMistake('mjmlTagPlace', { what, parent, parents }),
  ],
  [
    /^Attributes? (?<what>.+) (?:is|are) illegal$/s,
    (tag, { what = '' }) => makeMistake('mjmlAttribute', { what, tag }),
  ],
  [
    new RegExp(`^${value} Color$`, 's'),
    (tag, words) => makeMistake('mjmlColour', { tag, what: words.what ?? '', value: words.value ?? '' }),
  ],
  [
    new RegExp(`^${value} Unit, only accepts \\((?<units>[^)]*)\\)`, 's'),
    (tag, { what = '', value = '', units = '' }) => makeMistake('mjmlLength', { tag, what, value, units }),
  ],
  [
    new RegExp(`^${value} Enum, only accepts (?<choices>.*)$`, 's'),
    (tag, { what = '', value = '', choices = '' }) =>
      makeMistake('mjmlChoice', { tag, what, value, choices }),
  ],
  [
    new RegExp(`^${value} \\w+$`, 's'),
    (tag, { what = '', value = '' }) => makeMistake('mjmlValue', { tag, what, value }),
  ],
  [/^(?:Parsing failed|Malformed MJML)\b/, () => makeMistake('mjmlNone')],
]
