/** Hands out the built portal: files with a hash in their name for ever, `index.html` anew with a nonce each time. */

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Context, Hono } from 'hono'
import { accepts } from 'hono/accepts'
import { createMailPreview } from './mail-preview.ts'
import { plainPage } from './plain-page.ts'

/** Where `npm run build` of the portal leaves it. */
export const builtPortal = fileURLToPath(new URL('../../../portal/dist/', import.meta.url))

const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}

/** The builder names what stands here after its content, so it never changes. */
const hashedFolder = '/assets/'

export function createPortal(folder: string): Hono {
  const app = new Hono().route('/', createMailPreview())
  app.get('*', async c => {
    const { path } = c.req
    const type = mediaTypes[extname(path)]
    if (type !== undefined) return sendFile(c, folder, type)
    const html = await read(join(folder, 'index.html'))
    return html === null ? notBuilt() : sendIndex(html.toString('utf8'))
  })
  return app
}

async function sendFile(c: Context, folder: string, type: string): Promise<Response> {
  const { path } = c.req
  // A URL's path has no `..` left once it is parsed; whatever is not plain is none of the builder's names.
  const file = /^(\/[\w-][\w.-]*)+$/.test(path) ? await readPacked(c, join(folder, path)) : null
  if (file === null) return plainPage(404, { title: 'There is no such file', text: [], link: home })
  const keep = path.startsWith(hashedFolder) ? 'public, max-age=31536000, immutable' : 'no-cache'
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': type,
      'cache-control': keep,
      vary: 'accept-encoding',
      ...(file.encoding === null ? {} : { 'content-encoding': file.encoding }),
      'content-security-policy': "default-src 'none'",
    },
  })
}

/** What the builder has packed beside a file, the best first. */
const packings = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const

async function readPacked(
  c: Context,
  path: string,
): Promise<{ bytes: Buffer; encoding: string | null } | null> {
  for (const { encoding, ending } of packings) {
    if (accepts(c, { header: 'Accept-Encoding', supports: [encoding], default: '' }) !== encoding) continue
    const bytes = await read(`${path}${ending}`)
    if (bytes !== null) return { bytes, encoding }
  }
  const bytes = await read(path)
  return bytes === null ? null : { bytes, encoding: null }
}

const home = { url: '/', label: 'To the start' }

const nonceBytes = 18

/** Styles that the portal makes while it runs carry the nonce, which it reads from `<meta name="csp-nonce">`. */
function sendIndex(html: string): Response {
  const nonce = randomBytes(nonceBytes).toString('base64')
  const bare = html.replace(/<meta name="csp-nonce"[^>]*>\s*/, '')
  const marked = bare.replace(/<head[^>]*>/, head => `${head}<meta name="csp-nonce" content="${nonce}">`)
  return new Response(marked, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    },
  })
}

function notBuilt(): Response {
  return plainPage(200, {
    title: 'Muster is running; its portal is not built yet',
    text: ['The API and the command line work: muster --help.', 'Build the portal with: npm run build'],
  })
}

/** Null when it is not there. */
async function read(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(ENOENT|EISDIR|ENOTDIR)$/.test(String(error.code)))
      return null
    throw error
  }
}
