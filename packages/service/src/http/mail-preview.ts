/**
 * The document that a mail or a public page is shown in. Inside the portal's own page their inline styles would be refused,
 * and what is written into a frame by `srcdoc` or `blob:` inherits that page's policy. So this is a page of its own, the same
 * for everybody: in an origin of its own (`sandbox`), where nothing may be loaded and one script of ours alone may run. The
 * portal hands it what to show by a message; nothing of it stands in an address or on the server.
 */

import { createHash } from 'node:crypto'
import { Hono } from 'hono'

export const mailPreviewPath = '/mail-preview'

/** What a parser makes of the text has no running scripts, and the policy would let none of them run. */
const script = `
const tell = () => parent.postMessage({ kind: 'size', height: Math.ceil(document.body.scrollHeight) }, '*')
addEventListener('message', event => {
  if (event.source !== parent || typeof event.data !== 'object' || typeof event.data.html !== 'string') return
  const shown = new DOMParser().parseFromString(event.data.html, 'text/html')
  document.replaceChild(document.adoptNode(shown.documentElement), document.documentElement)
  document.documentElement.style.colorScheme = event.data.look
  tell()
})
addEventListener('resize', tell)
for (const act of ['click', 'auxclick', 'submit']) addEventListener(act, event => event.preventDefault(), true)
parent.postMessage({ kind: 'ready' }, '*')
`

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Preview</title></head>
<body><script>${script}</script></body>
</html>
`

const policy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

export function createMailPreview(): Hono {
  const app = new Hono()
  app.get(mailPreviewPath, () => {
    return new Response(page, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
        'cache-control': 'no-cache',
      },
    })
  })
  return app
}
