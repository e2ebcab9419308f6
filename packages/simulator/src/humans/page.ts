/** What a reader sees in a mail or a web page: its links, and its forms with what a browser would send for them. */

/** A form as a browser holds it when somebody presses its first button. */
export interface Form {
  method: 'get' | 'post'
  /** Absolute. */
  action: string
  fields: [name: string, value: string][]
}

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const trackingPath = new RegExp(`/e/${guid}(/|$)`, 'i')
const trackingToken = new RegExp(`^${guid}$`, 'i')

/** The http(s) addresses of a mail's `<a href>`, or of its plain text where there is no HTML; in order, each once. */
export function findLinks(mail: { html: string | null; text: string | null }): string[] {
  const found =
    mail.html === null
      ? (mail.text ?? '').match(/https?:\/\/[^\s<>"]+/g)
      : findTags(mail.html, 'a').map(tag => tag.attributes.get('href') ?? '')
  return [...new Set(found ?? [])].filter(link => /^https?:\/\//i.test(link)).map(copyText)
}

/** A part of a string keeps the whole in memory in V8: thirteen thousand waiting links would keep as many mails. */
function copyText(text: string): string {
  return Buffer.from(text).toString()
}

/** Whether the address carries somebody's token: `/e/<guid>` or `?token=<guid>`. */
export function isTrackingLink(link: string): boolean {
  if (!URL.canParse(link)) return false
  const url = new URL(link)
  return trackingPath.test(url.pathname) || trackingToken.test(url.searchParams.get('token') ?? '')
}

/** Every form of a page, its action made absolute against `pageUrl`. */
export function findForms(html: string, pageUrl: string): Form[] {
  const forms: Form[] = []
  for (const match of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    const attributes = parseAttributes(match[1] ?? '')
    forms.push({
      method: attributes.get('method')?.toLowerCase() === 'post' ? 'post' : 'get',
      action: new URL(attributes.get('action') || pageUrl, pageUrl).href,
      fields: findFields(match[2] ?? ''),
    })
  }
  return forms
}

/** Inputs with a name that are not left unticked, then the name and value of the button pressed: the first one. */
function findFields(html: string): Form['fields'] {
  const fields: Form['fields'] = []
  let pressed = false
  for (const { name: tag, attributes } of findTags(html, 'input|button')) {
    const type = attributes.get('type')?.toLowerCase() ?? (tag === 'button' ? 'submit' : 'text')
    if (attributes.has('disabled')) continue
    if (type === 'submit') {
      if (pressed) continue
      pressed = true
    } else if (type === 'button' || type === 'reset') continue
    if ((type === 'checkbox' || type === 'radio') && !attributes.has('checked')) continue
    const name = attributes.get('name')
    if (name) fields.push([name, attributes.get('value') ?? (type === 'checkbox' ? 'on' : '')])
  }
  return fields
}

interface Tag {
  name: string
  attributes: Map<string, string>
}

/** Opening tags of those names, outside comments. `names` is a part of a pattern: `a`, `input|button`. */
function findTags(html: string, names: string): Tag[] {
  const visible = html.replace(/<!--[\s\S]*?-->/g, '')
  const pattern = new RegExp(`<(${names})\\b((?:"[^"]*"|'[^']*'|[^>"'])*)>`, 'gi')
  return [...visible.matchAll(pattern)].map(match => ({
    name: (match[1] ?? '').toLowerCase(),
    attributes: parseAttributes(match[2] ?? ''),
  }))
}

function parseAttributes(source: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const match of source.matchAll(/([^\s"'=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g)) {
    const name = (match[1] ?? '').toLowerCase()
    if (!attributes.has(name))
      attributes.set(name, decodeEntities(match[2] ?? match[3] ?? match[4] ?? '').trim())
  }
  return attributes
}

const namedEntities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
}

/** `&amp;` and its like, as mail programs write them into addresses. Unknown names stay as they are. */
function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return namedEntities[name.toLowerCase()] ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
