/**
 * The public face: the page that a link leads to and the press of its button. It can only do harmless things, knows
 * nobody's name, and answers every token it does not know with the same calm page.
 */

import type { Clock } from '@muster/core/ports'
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { describeError } from '../log.ts'
import { readToken } from './address.ts'
import { calmPage, chooseLanguage, donePage, invitationPage, pageHeaders, sorryPage } from './pages.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import { looksAutomatic, readStamp, stampPage } from './visitor.ts'
import { confirm, findLink, type Link, noteOpened } from './visits.ts'

export interface PublicFaceOptions {
  db: Database
  clock: Clock
  log: Log
  /** Signs the hidden field of the page. */
  key: Buffer
  /** Tries the group join with a short deadline; whatever happens, the person is sent on. */
  joinAtOnce(enrolmentId: string): Promise<void>
  onConfirmed(): void
  /** The address a request came from, as far as it can be known. */
  addressOf(context: Context): string
}

/** Our own form has two hidden fields, well under a kilobyte. */
const formBytesMax = 4_096
/** Where people set up their methods, when the campaign cannot be asked. */
const setupUrlDefault = 'https://aka.ms/mfasetup'
/** The organisation on a page that belongs to nobody's link. */
const nobody = { name: 'Muster', supportContact: null }

export function createPublicFace(options: PublicFaceOptions): Hono {
  const app = new Hono()
  const limit: RateLimit = createRateLimit(options.clock)

  app.get('/', context => calm(context, 200))
  app.get('/health', context => context.text('ok'))
  app.get('/robots.txt', context => context.text('User-agent: *\nDisallow: /\n'))
  app.get('/e/:token', context => open(context, context.req.param('token')))
  app.post('/e/:token', context => press(context, context.req.param('token')))
  // The address shape of the first seed, for links that were mailed by it.
  app.get('/api/track-mfa-click', context => open(context, context.req.query('token')))
  app.post('/api/track-mfa-click', context => press(context, context.req.query('token')))
  app.notFound(context => calm(context, 404))
  app.onError((error, context) => {
    options.log.error({ error: describeError(error) }, 'the public face failed')
    return fail(context)
  })

  /** Whatever is broken here, somebody who pressed the button is sent on; the daily sweep will see them register. */
  function fail(context: Context): Response {
    const language = languageOf(context)
    if (context.req.method !== 'POST') return page(503, sorryPage({ language, organisation: nobody }))
    const response = page(303, donePage({ language, organisation: nobody, setupUrl: setupUrlDefault }))
    response.headers.set('location', setupUrlDefault)
    return response
  }

  async function open(context: Context, text: string | undefined): Promise<Response> {
    const link = await linkOf(text)
    if (link === null) return miss(context)
    await noteOpened(options.db, options.clock, link.token)
    return show(context, link, { isSecond: false })
  }

  async function press(context: Context, text: string | undefined): Promise<Response> {
    const link = await linkOf(text)
    if (link === null) return miss(context)
    // Whoever is late is led on all the same, but nobody is put into a group on behalf of a campaign that is over.
    if (link.isOver) return sendOn(context, link)
    const form = await readForm(context)
    const at = options.clock.now()
    const isSecond = form.get('again') === 'yes'
    const pageMadeAt = readStamp(options.key, link.token, form.get('page'))
    if (looksAutomatic({ at, mailedAt: link.mailedAt, pageMadeAt, isSecond })) {
      return show(context, link, { isSecond: true })
    }
    const { isNew, isJoining } = await confirm(options.db, options.clock, link)
    if (isJoining) await options.joinAtOnce(link.enrolmentId)
    if (isNew) options.onConfirmed()
    return sendOn(context, link)
  }

  /** The same calm page, however often: only the status tells a machine to slow down. */
  function miss(context: Context): Response {
    return calm(context, limit.admit(options.addressOf(context)) ? 404 : 429)
  }

  async function linkOf(text: string | undefined): Promise<Link | null> {
    const token = readToken(text)
    return token === null ? null : findLink(options.db, token)
  }

  function show(context: Context, link: Link, asked: { isSecond: boolean }): Response {
    const html = invitationPage({
      action: `/e/${link.token}`,
      organisation: link.organisation,
      campaignName: link.campaignName,
      language: languageOf(context),
      setupUrl: link.setupUrl,
      fields: {
        page: stampPage(options.key, link.token, options.clock.now()),
        ...(asked.isSecond ? { again: 'yes' } : {}),
      },
      isSecond: asked.isSecond,
    })
    return page(200, html)
  }

  function sendOn(context: Context, link: Link): Response {
    const html = donePage({
      language: languageOf(context),
      organisation: link.organisation,
      setupUrl: link.setupUrl,
    })
    const response = page(303, html)
    response.headers.set('location', link.setupUrl)
    return response
  }

  function calm(context: Context, status: 200 | 404 | 429): Response {
    return page(status, calmPage({ language: languageOf(context), organisation: nobody }))
  }

  return app
}

function languageOf(context: Context) {
  return chooseLanguage(context.req.header('accept-language') ?? null)
}

function page(status: number, html: string): Response {
  return new Response(html, {
    status,
    headers: { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' },
  })
}

/** A press without a form is a press. What is longer than any form of ours is let go unread. */
async function readForm(context: Context): Promise<URLSearchParams> {
  const type = context.req.header('content-type') ?? ''
  const { body } = context.req.raw
  if (!type.startsWith('application/x-www-form-urlencoded') || body === null) return new URLSearchParams()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    // Leaving the loop cancels the rest of the body.
    if (bytes > formBytesMax) return new URLSearchParams()
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
