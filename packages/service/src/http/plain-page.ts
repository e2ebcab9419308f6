/** Small pages of the administrators' face that stand for themselves: whole HTML, no script, one style of their own. */

import { createHash } from 'node:crypto'

export interface PlainPage {
  title: string
  /** Sentences, each a paragraph. */
  text: readonly string[]
  /** Where to go from here. */
  link?: { url: string; label: string }
}

const style = `
:root{color-scheme:light dark}
body{margin:0;font:1rem/1.5 'Segoe UI',-apple-system,BlinkMacSystemFont,Roboto,'Helvetica Neue',Arial,sans-serif;background:Canvas;color:CanvasText;overflow-wrap:anywhere}
main{max-width:36rem;margin:0 auto;padding:4rem 1.5rem}
h1{font-size:1.5rem;line-height:1.3;font-weight:600;text-wrap:balance}
a{color:LinkText}
`
const styleHash = createHash('sha256').update(style).digest('base64')

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
}

/** The page as an answer; every text is escaped. */
export function plainPage(status: number, page: PlainPage): Response {
  const { title, text, link } = page
  const paragraphs = text.map(sentence => `<p>${escapeText(sentence)}</p>`).join('\n')
  const way =
    link === undefined ? '' : `<p><a href="${escapeText(link.url)}">${escapeText(link.label)}</a></p>`
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeText(title)} · Muster</title><style>${style}</style></head>
<body><main><h1>${escapeText(title)}</h1>
${paragraphs}
${way}</main></body></html>`
  return new Response(html, { status, headers })
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)
}
