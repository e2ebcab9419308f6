/** The built portal as it is handed out: one page for every path of the router, files for ever, and a strict policy. */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeFolder } from '../testing/database.ts'
import { createPortal } from './portal.ts'

const folder = makeFolder('muster-portal-')
after(() => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(folder, 'dist', 'assets'), { recursive: true })
writeFileSync(join(folder, 'secret.txt'), 'hush')
writeFileSync(join(folder, 'dist', 'assets', 'main-1a2b.js'), 'start()')
writeFileSync(join(folder, 'dist', 'assets', 'main-1a2b.js.br'), 'as brotli')
writeFileSync(join(folder, 'dist', 'assets', 'main-1a2b.js.gz'), 'as gzip')
writeFileSync(join(folder, 'dist', 'favicon.svg'), '<svg/>')
writeFileSync(
  join(folder, 'dist', 'index.html'),
  '<!doctype html><html><head><meta name="csp-nonce" content=""><title>Muster</title></head><body></body></html>',
)
const portal = createPortal(join(folder, 'dist'))
const ask = (path: string) => portal.request(path)

test('every path of the router is the page, each time with another nonce, which its policy names', async () => {
  const nonces = new Set<string>()
  for (const path of ['/', '/campaigns', '/people/019a?tab=mails']) {
    const answer = await ask(path)
    const html = await answer.text()
    const [, nonce = ''] = /<meta name="csp-nonce" content="([^"]+)">/.exec(html) ?? []
    assert.equal(html.match(/csp-nonce/g)?.length, 1)
    const policy = answer.headers.get('content-security-policy') ?? ''
    assert.ok(policy.includes(`style-src 'self' 'nonce-${nonce}'`), policy)
    assert.match(policy, /default-src 'none'; script-src 'self';/)
    assert.doesNotMatch(policy, /unsafe/)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    nonces.add(nonce)
  }
  assert.equal(nonces.size, 3)
})

test('files with a hash in their name are kept for ever, others are asked for again', async () => {
  const script = await ask('/assets/main-1a2b.js')
  assert.equal(await script.text(), 'start()')
  assert.deepEqual(
    [script.headers.get('content-type'), script.headers.get('cache-control')],
    ['text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  )
  assert.equal((await ask('/favicon.svg')).headers.get('cache-control'), 'no-cache')
})

test('a packed file is sent to whoever takes its packing, and the bare one to everybody else', async () => {
  const packedFor = async (accepted: string, path = '/assets/main-1a2b.js') => {
    const { headers } = await portal.request(path, { headers: { 'accept-encoding': accepted } })
    return [headers.get('content-encoding'), headers.get('vary'), headers.get('content-type')]
  }
  const script = 'text/javascript; charset=utf-8'
  assert.deepEqual(await packedFor('gzip, deflate, br, zstd'), ['br', 'accept-encoding', script])
  assert.deepEqual(await packedFor('gzip, deflate'), ['gzip', 'accept-encoding', script])
  assert.deepEqual(await packedFor('br;q=0, identity'), [null, 'accept-encoding', script])
  assert.deepEqual(await packedFor('gzip', '/favicon.svg'), [null, 'accept-encoding', 'image/svg+xml'])
})

test('nothing outside the folder is handed out, and a missing file is not the page', async () => {
  const paths = [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/x.js',
  ]
  for (const path of paths) {
    const answer = await ask(path)
    assert.equal(answer.status, 404, path)
    assert.doesNotMatch(await answer.text(), /hush/)
  }
})

test('where no portal is built a plain page says how', async () => {
  const answer = await createPortal(join(folder, 'nowhere')).request('/')
  assert.equal(answer.status, 200)
  assert.match(await answer.text(), /npm run build/)
})

test('what shows a mail is a page apart: nobody’s origin, one script of ours, and only the portal around it', async () => {
  const answer = await ask('/mail-preview')
  const html = await answer.text()
  const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(html) ?? []
  const policy = answer.headers.get('content-security-policy') ?? ''
  const hash = createHash('sha256').update(script).digest('base64')
  assert.ok(policy.startsWith('sandbox allow-scripts; '), policy)
  assert.ok(policy.includes(`script-src 'sha256-${hash}';`), policy)
  assert.match(policy, /default-src 'none';.*img-src data:;.*frame-ancestors 'self'/)
  const around = (await ask('/')).headers.get('content-security-policy') ?? ''
  assert.match(around, /frame-src 'self'/)
})
