/** The public pages as complete HTML: no script, no personal data, the same for everybody who opens a link. */
import { ownPalette, type Palette } from '@muster/core/palette'
import { styleOf } from './page-look.ts'
import { type PageLanguage, pageLanguages, pageTexts } from './page-texts.ts'

export { pageHeaders } from './page-look.ts'
export type { PageLanguage } from './page-texts.ts'

export interface Organisation {
  name: string
  /** How people reach help, in words: a name, a number, an address. */
  supportContact: string | null
}

/** Whose page it is, and how that looks. */
export interface PageLook {
  organisation: Organisation
  palette: Palette
  /** Its address on the public face, and as large as it is shown. */
  logo: { path: string; width: number; height: number } | null
}

/** A page that belongs to nobody's link, where nobody's look is known. */
export const plainLook: PageLook = {
  organisation: { name: 'Muster', supportContact: null },
  palette: ownPalette,
  logo: null,
}

interface PageBasics {
  language: PageLanguage
  look: PageLook
}

/** What a link leads to. `action` is where the form posts to, `setupUrl` where that answer sends the person on to. */
export interface InvitationPage extends PageBasics {
  action: string
  campaignName: string
  setupUrl: string
  /** Hidden fields that the form carries along. */
  fields: Readonly<Record<string, string>>
  /** True when the page asks to press once more, because the first press looked automatic. */
  isSecond: boolean
}

export function invitationPage(page: InvitationPage): string {
  const texts = pageTexts[page.language]
  const { invitation } = texts
  const { name, supportContact } = page.look.organisation
  const hidden = Object.entries(page.fields).map(
    ([field, value]) => `<input type="hidden" name="${escapeHtml(field)}" value="${escapeHtml(value)}">`,
  )
  const main = `<h1>${escapeHtml(invitation.title)}</h1>
${page.isSecond ? `<p role="status"><strong>${escapeHtml(invitation.again)}</strong></p>` : ''}
<p>${escapeHtml(invitation.why(name))}</p>
<p>${escapeHtml(invitation.time)}</p>
<form method="post" action="${escapeHtml(page.action)}">
${hidden.join('\n')}
<button class="act" type="submit">${escapeHtml(invitation.button)}</button>
</form>
<p class="aside">${escapeHtml(invitation.under(checkedUrl(page.setupUrl).host))}</p>
<section>
<h2>${escapeHtml(invitation.nextTitle)}</h2>
${list('ol', invitation.next(name))}
</section>
<section>
<h2>${escapeHtml(invitation.genuineTitle)}</h2>
<p>${escapeHtml(invitation.genuine)} ${escapeHtml(texts.unsure(supportContact))}</p>
</section>`
  const foot = invitation.partOf(page.campaignName, name)
  return documentOf({ language: page.language, look: page.look, title: invitation.title, main, foot })
}

/** The one page for every token that leads nowhere. It never repeats what was asked for, so guessing teaches nothing. */
export function calmPage(page: PageBasics): string {
  const texts = pageTexts[page.language]
  const main = `<h1>${escapeHtml(texts.calm.title)}</h1>
<p>${escapeHtml(texts.calm.what)}</p>
<section>
<h2>${escapeHtml(texts.calm.doTitle)}</h2>
${list('ul', texts.calm.steps)}
<p class="aside"><a href="${resendPath}">${escapeHtml(texts.resend.offer)}</a></p>
</section>`
  const foot = texts.help(page.look.organisation.supportContact)
  return documentOf({ ...page, title: texts.calm.title, main, foot })
}

/** Shown when we are at fault: the link is fine, only not now. */
export function sorryPage(page: PageBasics): string {
  const texts = pageTexts[page.language]
  const main = `<h1>${escapeHtml(texts.sorry.title)}</h1>
<p>${escapeHtml(texts.sorry.what)}</p>`
  const foot = texts.help(page.look.organisation.supportContact)
  return documentOf({ ...page, title: texts.sorry.title, main, foot })
}

/** The body of the redirect to the set-up page, for a browser that does not follow it. */
export function donePage(page: PageBasics & { setupUrl: string }): string {
  const texts = pageTexts[page.language]
  const main = `<h1>${escapeHtml(texts.done.title)}</h1>
<p>${escapeHtml(texts.done.what)}</p>
<p><a class="act" rel="noreferrer" href="${escapeHtml(checkedUrl(page.setupUrl).href)}">${escapeHtml(texts.done.button)}</a></p>
<p class="aside">${escapeHtml(texts.done.after)}</p>`
  const foot = texts.help(page.look.organisation.supportContact)
  return documentOf({ ...page, title: texts.done.title, main, foot })
}

/** Where people have their link sent once more. */
export const resendPath = '/resend'

/** `form`: to fill in; `wrong`: what was typed is no address; `sent`: what everybody is told; `busy`: too often. */
export type ResendState = 'form' | 'wrong' | 'sent' | 'busy'

export function resendPage(page: PageBasics & { state: ResendState }): string {
  const { language, look, state } = page
  const texts = pageTexts[language]
  const { resend } = texts
  const foot = texts.help(look.organisation.supportContact)
  if (state === 'busy') {
    const main = `<h1>${escapeHtml(resend.busyTitle)}</h1>\n<p>${escapeHtml(resend.busy)}</p>`
    return documentOf({ language, look, title: resend.busyTitle, main, foot })
  }
  if (state === 'sent') {
    const main = `<h1>${escapeHtml(resend.sentTitle)}</h1>
<p>${escapeHtml(resend.sent)}</p>
<section>
<h2>${escapeHtml(resend.sentTitleMore)}</h2>
${list('ul', resend.sentSteps)}
</section>`
    return documentOf({ language, look, title: resend.sentTitle, main, foot })
  }
  const isWrong = state === 'wrong'
  // What was typed is not repeated: a page that shows it would be one more place where an address stands.
  const main = `<h1>${escapeHtml(resend.title)}</h1>
<p>${escapeHtml(resend.what)}</p>
<form method="post" action="${resendPath}">
<label for="address">${escapeHtml(resend.label)}</label>
<input class="field" id="address" name="address" type="email" autocomplete="email" required maxlength="320"${isWrong ? ' aria-invalid="true" aria-describedby="wrong" autofocus' : ''}>
${isWrong ? `<p class="wrong" id="wrong" role="alert">${escapeHtml(resend.wrong)}</p>` : ''}
<button class="act" type="submit">${escapeHtml(resend.button)}</button>
</form>`
  return documentOf({ language, look, title: resend.title, main, foot })
}

/** Longest `Accept-Language` that is read. Browsers send well under 200 characters; the rest would only cost time. */
const acceptLanguageMax = 500

/** Picks the page language that the browser likes best (RFC 9110, section 12.5.4); English when none of ours is asked for. */
export function chooseLanguage(acceptLanguage: string | null): PageLanguage {
  const wishes = (acceptLanguage ?? '')
    .slice(0, acceptLanguageMax)
    .split(',')
    .map(readWish)
    .filter(wish => wish.quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const wish of wishes) {
    const language = pageLanguages.find(known => known === wish.language)
    if (language !== undefined) return language
  }
  return 'en'
}

function readWish(range: string): { language: string; quality: number } {
  const [tag = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase())
  const given = parameters.find(parameter => parameter.startsWith('q='))
  const quality = given === undefined ? 1 : Number(given.slice(2))
  return { language: tag.split('-')[0] ?? '', quality: Number.isFinite(quality) ? quality : 0 }
}

interface DocumentParts {
  language: PageLanguage
  title: string
  look: PageLook
  /** HTML. */
  main: string
  /** Plain text. */
  foot: string
}

function documentOf({ language, title, look, main, foot }: DocumentParts): string {
  const name = escapeHtml(look.organisation.name)
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(title)} · ${name}</title>
<style>${styleOf(look.palette)}</style>
</head>
<body>
<div class="sheet">
<header>${head(look)}</header>
<main>
${main}
</main>
<footer><p>${escapeHtml(foot)}</p></footer>
</div>
</body>
</html>
`
}

/** The logo where there is one; its name is what a screen reader says. */
function head({ organisation, logo }: PageLook): string {
  const name = escapeHtml(organisation.name)
  if (logo === null) return name
  return `<img src="${escapeHtml(logo.path)}" alt="${name}" width="${logo.width}" height="${logo.height}">`
}

function list(tag: 'ol' | 'ul', items: readonly string[]): string {
  return `<${tag}>${items.map(item => `<li>${escapeHtml(item)}</li>`).join('')}</${tag}>`
}

/** Throws `TypeError` for an address that is not http(s): `javascript:` in a settings file must not reach a page. */
function checkedUrl(address: string): URL {
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError('the set-up page must have an http or https address')
  }
  return url
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
