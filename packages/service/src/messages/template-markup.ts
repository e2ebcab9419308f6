/** What the markup of a template may not hold, found line by line: tags left open, foreign includes, what acts or loads. */

import type { mistakeCodes } from '@muster/contract/shapes/texts'
import { sharedIncludes } from './templates.ts'

export interface Mistake {
  part: 'subject' | 'mjml' | 'text'
  line: number | null
  code: (typeof mistakeCodes)[number]
  what: string | null
  detail: string
  remedy: string
}

interface Forbidden {
  pattern: RegExp
  code: 'active' | 'outside'
  detail(what: string): string
  remedy: string
}

const forbidden: readonly Forbidden[] = [
  {
    pattern: /<\s*\/?\s*(script|iframe|object|embed|form|input|button|svg|base|link|audio|video)\b/gi,
    code: 'active',
    detail: what => `<${what}> does nothing in a mail but harm its way into inboxes`,
    remedy: 'take it out; a button is <mj-button href="{{ link }}">',
  },
  {
    pattern: /\s(on[a-z]+)\s*=/gi,
    code: 'active',
    detail: what => `"${what}" would run a script`,
    remedy: 'take it out; no mail program runs it',
  },
  {
    pattern: /(javascript:|vbscript:|<mj-html-attributes|http-equiv)/gi,
    code: 'active',
    detail: what => `"${what}" would act when the mail is opened or clicked`,
    remedy: 'take it out',
  },
  {
    pattern: /\b(src|srcset|background|background-url)\s*=\s*["'](?!cid:logo["'])/gi,
    code: 'outside',
    detail: what => `"${what}" loads something, which tells its server who opened the mail and when`,
    remedy: 'take it out; the logo of the branding is put in with <mj-include path="./head.mjml" />',
  },
  {
    pattern: /(url\(|@import|<mj-font|<mj-image|<mj-carousel|<mj-social)/gi,
    code: 'outside',
    detail: what => `"${what}" loads something from outside when the mail is opened`,
    remedy: 'take it out; the logo of the branding is put in with <mj-include path="./head.mjml" />',
  },
]

export function findMarkupMistakes(mjml: string): Mistake[] {
  const lines = mjml.split('\n')
  const found = lines.flatMap((line, index) => [
    ...forbidden.flatMap(({ pattern, code, detail, remedy }) =>
      [...line.matchAll(pattern)].map(([, what = '']): Mistake => {
        return { part: 'mjml', line: index + 1, code, what, detail: detail(what), remedy }
      }),
    ),
    ...findIncludes(line, index + 1),
  ])
  return [...found, ...findOpenTags(mjml)]
}

function findIncludes(line: string, number: number): Mistake[] {
  return [...line.matchAll(/<mj-include\b([^>]*)>/gi)].flatMap(([, attributes = '']) => {
    const path = /\bpath="([^"]*)"/.exec(attributes)?.[1] ?? ''
    if (sharedIncludes.some(shared => shared === path)) return []
    return [
      {
        part: 'mjml' as const,
        line: number,
        code: 'include' as const,
        what: path,
        detail: `"${path}" cannot be included`,
        remedy: `only ${sharedIncludes.join(' and ')} can: the style sheet, and the line with logo or name`,
      },
    ]
  })
}

/** MJML itself takes a tag that nobody closes for closed at the end, and the mail looks like nothing that was meant. */
function findOpenTags(mjml: string): Mistake[] {
  const open: { tag: string; line: number }[] = []
  const text = mjml.replace(/<!--[\s\S]*?-->/g, comment => comment.replace(/[^\n]/g, ' '))
  for (const match of text.matchAll(/<(\/?)(mj(?:ml|-[a-z-]+))\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi)) {
    const [, slash = '', tag = '', rest = ''] = match
    const line = text.slice(0, match.index).split('\n').length
    if (rest.endsWith('/')) continue
    if (slash === '') {
      open.push({ tag, line })
      continue
    }
    const last = open.pop()
    if (last === undefined) return [notClosed(tag, line, `</${tag}> closes nothing`)]
    if (last.tag !== tag) {
      return [notClosed(last.tag, last.line, `<${last.tag}> is not closed before </${tag}> in line ${line}`)]
    }
  }
  const last = open.pop()
  return last === undefined ? [] : [notClosed(last.tag, last.line, `<${last.tag}> is never closed`)]
}

function notClosed(tag: string, line: number, detail: string): Mistake {
  return { part: 'mjml', line, code: 'notClosed', what: tag, detail, remedy: `write </${tag}> where it ends` }
}
