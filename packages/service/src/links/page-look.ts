/** The one style sheet of the public pages, and the headers that let a browser accept it and nothing else. */
import { createHash } from 'node:crypto'
import { grounds, ownPalette, type Palette, type Shades } from '@muster/core/palette'

/** What no brand changes. Every pair that carries text is held to WCAG 2.2 AA (4.5 : 1) by a test. */
const plain = {
  light: { ink: '#1b2430', muted: '#4d5a69', line: '#d5dbe3', field: '#6b7886' },
  dark: { ink: '#e8edf3', muted: '#b3becb', line: '#3a4656', field: '#8795a5' },
} as const

/** All colours of a page. */
export function coloursOf(palette: Palette, look: 'light' | 'dark') {
  const { accent, accentStrong, onAccent, link }: Shades = palette[look]
  const { page, sheet: card } = grounds[look]
  return { page, card, ...plain[look], accent, accentStrong, onAccent, link }
}

function variables(palette: Palette, look: 'light' | 'dark'): string {
  return Object.entries(coloursOf(palette, look))
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')
}

export function styleOf(palette: Palette): string {
  return `
:root{color-scheme:light dark;${variables(palette, 'light')}}
@media (prefers-color-scheme:dark){:root{${variables(palette, 'dark')}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1.0625rem/1.55 'Segoe UI',-apple-system,BlinkMacSystemFont,Roboto,'Helvetica Neue',Arial,sans-serif;overflow-wrap:anywhere}
.sheet{max-width:40rem;margin:0 auto;padding:1.5rem 1rem 3rem}
header{padding:0 .25rem 1rem;font-weight:600}
header img{display:block;box-sizing:content-box;max-width:calc(100% - 1rem);height:auto;padding:.5rem;border-radius:.375rem;background:#fff}
label{display:block;margin:0 0 .375rem;font-weight:600}
.field{width:100%;min-height:3rem;margin:0 0 1rem;padding:.625rem .875rem;border:1px solid var(--field);border-radius:.5rem;background:var(--card);color:var(--ink);font:inherit}
.wrong{margin:-.5rem 0 1rem;font-weight:600}
main{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:2.25rem 2.5rem}
h1{margin:0 0 1rem;font-size:1.75rem;line-height:1.25;font-weight:600;text-wrap:balance}
h2{margin:0 0 .5rem;font-size:1.125rem;line-height:1.4;font-weight:600}
p{margin:0 0 1rem}
section{margin-top:2rem;padding-top:1.5rem;border-top:1px solid var(--line)}
section>:last-child{margin-bottom:0}
ol,ul{margin:0;padding-left:1.5rem}
li{margin-bottom:.5rem;padding-left:.25rem}
a{color:var(--link);text-underline-offset:.15em}
form{margin:1.5rem 0 0}
.act{display:inline-block;min-height:3rem;padding:.75rem 2rem;border:2px solid transparent;border-radius:.5rem;background:var(--accent);color:var(--onAccent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.act:hover{background:var(--accentStrong)}
:focus-visible{outline:3px solid var(--link);outline-offset:3px}
.aside{margin:.75rem 0 0;color:var(--muted);font-size:.9375rem}
footer{padding:1rem .25rem 0;color:var(--muted);font-size:.9375rem}
footer p{margin:0}
@media (max-width:30rem){main{padding:1.5rem 1.25rem}.act{width:100%;text-align:center}}
`
}

/**
 * The headers of a public page, lower case: our own style, our own logo, the form, nothing else. `form-action` must also
 * allow where the answer to the form redirects to, through the whole chain: with `'self'` alone Chromium blocked the
 * redirect to the set-up page (tried November 2026), and that page forwards to hosts we cannot know. Plain http is
 * allowed on this machine only, for a simulated tenant. The token is in the address, so nobody may be told the address.
 */
export function pageHeaders(palette: Palette = ownPalette): Readonly<Record<string, string>> {
  const styleHash = createHash('sha256').update(styleOf(palette)).digest('base64')
  const policy = [
    `default-src 'none'`,
    `style-src 'sha256-${styleHash}'`,
    `img-src 'self'`,
    `form-action 'self' https: http://localhost:* http://127.0.0.1:*`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ]
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow',
    'cache-control': 'no-store',
    vary: 'accept-language',
  }
}
