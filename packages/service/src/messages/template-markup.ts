/** What the markup of a template may not hold, found line by line: tags left open, foreign includes, what acts or loads. */

import { makeMistake, type ToldMistake } from '@muster/core/template-mistakes'
import { lineOf } from './liquid-mistakes.ts'
import { sharedIncludes } from './templates.ts'

export interface Mistake extends ToldMistake {
  part: 'subject' | 'mjml' | 'text'
  /** From 1; null when it is about the whole part. */
  line: number | null
}

const forbidden: readonly { pattern: RegExp; code: 'active' | 'outside' }[] = [
  {
    pattern: /<\s*(script|iframe|object|embed|form|input|button|svg|base|link|audio|video)\b/gi,
    code: 'active',
  },
  { pattern: /\s(on[a-z]+)\s*=/gi, code: 'active' },
  { pattern: /(javascript:|vbscript:|<mj-html-attributes|http-equiv)/gi, code: 'active' },
  {
    pattern: /\b(src|srcset|background|background-url)\s*=\s*["'](?!cid:logo["'])/gi,
    code: 'outside',
  },
  { pattern: /(url\(|@import|<mj-font|<mj-image|<mj-carousel|<mj-social)/gi, code: 'outside' },
]

export function findMarkupMistakes(mjml: string): Mistake[] {
  const lines = mjml.split('\n')
  const found = lines.flatMap((line, index) => [
    ...forbidden.flatMap(({ pattern, code }) =>
      [...line.matchAll(pattern)].map(([, what = '']) => at(index + 1, makeMistake(code, { what }))),
    ),
    ...findIncludes(line, index + 1),
  ])
  const unended = findUnended(mjml)
  return [...found, ...(unended.length > 0 ? unended : findOpenTags(mjml))]
}

function at(line: number, mistake: ToldMistake): Mistake {
  return { part: 'mjml', line, ...mistake }
}

function findIncludes(line: string, number: number): Mistake[] {
  return [...line.matchAll(/<mj-include\b([^>]*)>/gi)].flatMap(([, attributes = '']) => {
    const what = /\bpath="([^"]*)"/.exec(attributes)?.[1] ?? ''
    return sharedIncludes.some(shared => shared === what)
      ? []
      : [at(number, makeMistake('include', { what }))]
  })
}

/** What is no tag of the markup makes room for as many blanks, so that all else stays where it is. */
function blank(text: string, other: RegExp): string {
  return text.replace(other, found => found.replace(/[^\n]/g, ' '))
}

/** A tag runs into the next one, or into the end: MJML then speaks of whatever it makes of the two. */
function findUnended(mjml: string): Mistake[] {
  const text = blank(mjml, /<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}/gs)
  for (const match of text.matchAll(/<(\/?[a-z][\w-]*)(?:"[^"]*"|'[^']*'|[^<>"'])*([<>"']|$)/gi)) {
    const [, what = '', end] = match
    if (end === '>') continue
    return [at(lineOf(text, match.index), makeMistake('tagUnended', { what }))]
  }
  return []
}

/** MJML itself takes a tag that nobody closes for closed at the end, and the mail looks like nothing that was meant. */
function findOpenTags(mjml: string): Mistake[] {
  const open: { tag: string; line: number }[] = []
  const text = blank(mjml, /<!--.*?-->/gs)
  for (const match of text.matchAll(/<(\/?)(mj(?:ml|-[a-z-]+))\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi)) {
    const [, slash = '', tag = '', rest = ''] = match
    const line = lineOf(text, match.index)
    if (rest.endsWith('/')) continue
    if (slash === '') {
      open.push({ tag, line })
      continue
    }
    const last = open.pop()
    if (last === undefined) return [at(line, makeMistake('closesNothing', { what: tag }))]
    if (last.tag !== tag) {
      const facts = { what: last.tag, other: tag, line: String(line) }
      return [at(last.line, makeMistake('notClosedBefore', facts))]
    }
  }
  const last = open.pop()
  return last === undefined ? [] : [at(last.line, makeMistake('notClosed', { what: last.tag }))]
}
