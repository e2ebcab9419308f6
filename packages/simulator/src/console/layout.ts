/** The console's frame: navigation, type and colours for light and dark, and the small pieces that its pages share. */
import { html, raw } from 'hono/html'
import type { Registration } from '../seeds/methods.ts'

/** Markup whose interpolated texts are escaped (Hono's `html`). */
export type Markup = ReturnType<typeof html>

export interface PageFrame {
  title: string
  now: Date
  domain: string
  /** Which entry of the navigation is marked. */
  section: 'overview' | 'people' | 'inboxes' | 'groups' | 'lists' | 'audit'
  /** Seconds after which the page loads itself anew; left out: never. */
  refreshSeconds?: number
}

const sections = [
  ['overview', '/', 'Overview'],
  ['people', '/people', 'People'],
  ['inboxes', '/inboxes', 'Inboxes'],
  ['groups', '/groups', 'Groups'],
  ['lists', '/lists', 'Lists'],
  ['audit', '/audit', 'Audit log'],
] as const

export function renderPage(frame: PageFrame, body: Markup): Markup {
  const refresh = frame.refreshSeconds
    ? html`<meta http-equiv="refresh" content="${frame.refreshSeconds}">`
    : ''
  const links = sections.map(([section, path, label]) =>
    section === frame.section
      ? html`<a href="${path}" aria-current="page">${label}</a>`
      : html`<a href="${path}">${label}</a>`,
  )
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
${refresh}<title>${frame.title} · tenant in a box</title><style>${raw(style)}</style></head>
<body><header><div class="bar"><a class="brand" href="/">Tenant in a box<small>${frame.domain}</small></a>
<nav aria-label="Sections">${links}</nav>
<span class="clock" title="The tenant's clock">${renderTime(frame.now)}</span></div></header>
<main>${body}</main></body></html>`
}

/** Times are shown in UTC, to the minute; the exact one is in the element. */
export function renderTime(at: Date): Markup {
  const day = at.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return html`<time datetime="${at.toISOString()}">${day}, ${at.toISOString().slice(11, 16)}</time>`
}

const registrationLabels: Record<Registration, string> = {
  registered: 'registered',
  phoneOnly: 'phone only',
  none: 'not registered',
}

export function renderRegistration(registration: Registration): Markup {
  return html`<span class="pill ${registration}">${registrationLabels[registration]}</span>`
}

export function renderCount(count: number): string {
  return count.toLocaleString('en-GB')
}

/** A search field, for a page that lists what it finds. */
export function renderSearch(path: string, search: string, label: string): Markup {
  return html`<form class="search" action="${path}" role="search">
<input type="search" name="search" value="${search}" placeholder="${label}" aria-label="${label}"><button>Search</button></form>`
}

/** The way to the pages before and after; nothing when there is one page only. */
export function renderPager(path: string, slice: { page: number; pages: number; search: string }): Markup {
  if (slice.pages === 1) return html``
  const to = (page: number, label: string) =>
    page < 1 || page > slice.pages
      ? html`<span></span>`
      : html`<a href="${path}?${new URLSearchParams({ search: slice.search, page: String(page) }).toString()}">${label}</a>`
  return html`<nav class="pager" aria-label="Pages">${to(slice.page - 1, '← Previous')}
<span>Page ${slice.page} of ${slice.pages}</span>${to(slice.page + 1, 'Next →')}</nav>`
}

/** `labels` head the columns; on a narrow screen each cell carries its own. */
export function renderTable(
  labels: readonly string[],
  rows: readonly (readonly (Markup | string)[])[],
): Markup {
  if (rows.length === 0) return html`<p class="empty">Nothing here yet.</p>`
  const head = labels.map(label => html`<th scope="col">${label}</th>`)
  const lines = rows.map(
    row =>
      html`<tr>${row.map((cell, index) => html`<td data-label="${labels[index] ?? ''}">${cell}</td>`)}</tr>`,
  )
  return html`<table><thead><tr>${head}</tr></thead><tbody>${lines}</tbody></table>`
}

const style = `
:root{color-scheme:light dark;--paper:#faf9f7;--card:#fff;--ink:#1d2025;--soft:#646b76;--line:#e4e1dc;--accent:#0b6e6e;
--good:#19764a;--good-bg:#dcf3e6;--mid:#8a5a00;--mid-bg:#fcefcf;--bad:#9b3a2f;--bad-bg:#f9e3df}
@media(prefers-color-scheme:dark){:root{--paper:#15171b;--card:#1d2026;--ink:#e9e8e4;--soft:#9aa1ad;--line:#30343c;
--accent:#5cc7c2;--good:#7fdcab;--good-bg:#173a2a;--mid:#f0c668;--mid-bg:#3d3013;--bad:#f3a297;--bad-bg:#43211c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
font-variant-numeric:tabular-nums}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
header{background:var(--card);border-bottom:1px solid var(--line);position:sticky;top:0;z-index:1}
.bar,main{max-width:68rem;margin:0 auto;padding:0 1.25rem}
.bar{display:flex;align-items:center;gap:.4rem 1.6rem;flex-wrap:wrap;padding-block:.75rem}
.brand{font-weight:650;color:var(--ink);letter-spacing:-.01em;line-height:1.2}
.brand small{display:block;font-weight:400;color:var(--soft);font-size:.78rem;letter-spacing:0}
nav[aria-label=Sections]{display:flex;gap:.15rem;flex-wrap:wrap;margin-left:-.6rem}
nav[aria-label=Sections] a{color:var(--soft);padding:.3rem .6rem;border-radius:.45rem}
nav[aria-label=Sections] a[aria-current]{color:var(--ink);background:var(--paper);font-weight:550}
.clock{margin-left:auto;color:var(--soft);font-size:.9rem;white-space:nowrap}
main{padding-block:2rem 4rem}
h1{font-size:1.7rem;line-height:1.2;letter-spacing:-.02em;margin:0 0 .35rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:2.4rem 0 .7rem;letter-spacing:-.005em}
.lead{color:var(--soft);margin:0 0 1.5rem;max-width:46rem;overflow-wrap:anywhere}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:.8rem;margin:0;padding:0;list-style:none}
.cards li{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.85rem 1rem;color:var(--soft);
font-size:.9rem;line-height:1.35}
.cards b{display:block;font-size:1.65rem;line-height:1.15;font-weight:600;letter-spacing:-.02em;color:var(--ink)}
.share{display:flex;height:.7rem;border-radius:.35rem;overflow:hidden;background:var(--line);margin:1rem 0 .6rem;gap:2px}
.share span{display:block}.share .registered{background:var(--good)}.share .phoneOnly{background:var(--mid)}
.legend{display:flex;gap:.4rem 1.4rem;flex-wrap:wrap;color:var(--soft);font-size:.92rem;margin:0 0 1.6rem}
.pill{display:inline-block;font-size:.8rem;line-height:1.5;padding:0 .55rem;border-radius:1rem;white-space:nowrap;
background:var(--line);color:var(--soft)}
.pill.registered,.pill.success{background:var(--good-bg);color:var(--good)}
.pill.phoneOnly,.pill.waiting{background:var(--mid-bg);color:var(--mid)}
.pill.none,.pill.failure{background:var(--bad-bg);color:var(--bad)}
table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-radius:.75rem;
border-spacing:0;overflow:hidden;font-size:.94rem}
table{border-collapse:separate}
th{text-align:left;font-weight:500;color:var(--soft);font-size:.83rem;padding:.6rem .9rem;border-bottom:1px solid var(--line)}
td{padding:.55rem .9rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
tbody tr:last-child td{border-bottom:0}
td time{white-space:nowrap;color:var(--soft)}
.soft{color:var(--soft)}.empty{color:var(--soft);background:var(--card);border:1px dashed var(--line);border-radius:.75rem;
padding:1.2rem;text-align:center}
.search{display:flex;gap:.5rem;margin:0 0 1rem;max-width:32rem}
input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.5rem;
padding:.4rem .7rem;min-width:0}
.search input{flex:1}
button{font:inherit;font-weight:550;color:var(--accent);background:var(--card);border:1px solid var(--line);
border-radius:.5rem;padding:.4rem .9rem;cursor:pointer}
button:hover{border-color:var(--accent)}button.quiet{font-size:.85rem;padding:.1rem .6rem;color:var(--bad)}
.row{display:flex;gap:.5rem;flex-wrap:wrap;align-items:center;margin:.9rem 0}
.pager{display:flex;justify-content:space-between;gap:1rem;margin:1rem 0;color:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.2rem;margin:0;font-size:.95rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:36rem;border:1px solid var(--line);border-radius:.75rem;background:#fff;resize:vertical;display:block}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:.75rem;
padding:1rem;font:.9rem/1.55 ui-monospace,Consolas,monospace}
details{margin-top:1.2rem}summary{cursor:pointer;color:var(--soft)}
@media(max-width:44rem){header{position:static}.clock{font-size:.82rem}nav[aria-label=Sections]{order:1;width:100%;gap:0}
nav[aria-label=Sections] a{padding:.25rem .5rem;font-size:.94rem}main{padding-block:1.3rem 3rem}h1{font-size:1.4rem}
table,tbody,tr,td{display:block}thead{display:none}tr{padding:.55rem 0;border-bottom:1px solid var(--line)}
tbody tr:last-child{border-bottom:0}td{border:0;padding:.12rem .9rem;display:flex;gap:.8rem;justify-content:space-between;
text-align:right}td::before{content:attr(data-label);color:var(--soft);font-size:.85rem;text-align:left;flex:none}
td:empty{display:none}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}iframe{height:32rem}}
td details{margin:0}td button{white-space:nowrap}
`
