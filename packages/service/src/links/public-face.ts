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
import { findTokenOf, hashOldToken } from './aliases.ts'
import { createHouseLook, logoFolder } from './look.ts'
import {
  calmPage,
  chooseLanguage,
  donePage,
  invitationPage,
  type PageLook,
  pageHeaders,
  plainLook,
  type ResendState,
  resendPage,
  resendPath,
  sorryPage,
} from './pages.ts'
import {
  createRateLimit,
  missesPerMinuteMax,
  oldTokensPerMinuteMax,
  wishesPerMinuteMax,
} from './rate-limit.ts'
import { type Resend, readAddress } from './resend.ts'
import { looksAutomatic, readStamp, stampPage } from './visitor.ts'
import { confirm, findLink, findLogo, type Link, noteOpened } from './visits.ts'

export interface PublicFaceOptions {
  db: Database
  clock: Clock
  log: Log
  /** Signs the hidden field of the page. */
  key: Buffer
  /** Tries the group join with a short deadline; whatever happens, the person is sent on. */
  joinAtOnce(enrolmentId: string): Promise<void>
  onConfirmed(): void
  resend: Resend
  /** The address a request came from, as far as it can be known. */
  addressOf(context: Context): string
}

/** Our own form has two hidden fields, well under a kilobyte. */
const formBytesMax = 4_096
/** Where people set up their methods, when the campaign cannot be asked. */
const setupUrlDefault = 'https://aka.ms/mfasetup'

export function createPublicFace(options: PublicFaceOptions): Hono {
  const app = new Hono()
  const misses = createRateLimit(options.clock, missesPerMinuteMax)
  const wishes = createRateLimit(options.clock, wishesPerMinuteMax)
  const oldTokens = createRateLimit(options.clock, oldTokensPerMinuteMax)
  const houseLook = createHouseLook(options.db, options.clock)

  app.get('/', context => calm(context, 200))
  app.get('/health', context => context.text('ok'))
  app.get('/robots.txt', context => context.text('User-agent: *\nDisallow: /\n'))
  app.get('/e/:token', context => open(context, context.req.param('token')))
  app.post('/e/:token', context => press(context, context.req.param('token')))
  app.get(`${logoFolder}:logoId`, context => sendLogo(context.req.param('logoId')))
  app.get(resendPath, context => resend(context, 'form', 200))
  app.post(resendPath, takeWish)
  // The address shape of the first seed, for links that were mailed by it.
  app.get('/api/track-mfa-click', openOld)
  app.post('/api/track-mfa-click', async context => press(context, (await tokenOfOld(context)) ?? undefined))
  app.notFound(context => calm(context, 404))
  app.onError((error, context) => {
    options.log.error({ error: describeError(error) }, 'the public face failed')
    return fail(context)
  })

  /** Whatever is broken here, somebody who pressed the button is sent on; the daily sweep will see them register. */
  function fail(context: Context): Response {
    const language = languageOf(context)
    if (context.req.method !== 'POST') return page(503, sorryPage({ language, look: plainLook }))
    const response = page(303, donePage({ language, look: plainLook, setupUrl: setupUrlDefault }))
    response.headers.set('location', setupUrlDefault)
    return response
  }

  async function open(context: Context, text: string | undefined): Promise<Response> {
    const link = await linkOf(text)
    if (link === null) return miss(context)
    await noteOpened(options.db, options.clock, link.token)
    return show(context, link, { isSecond: false })
  }

  /** An address that holds no token of ours is left for one that does, so that what stood in it goes no further. */
  async function openOld(context: Context): Promise<Response> {
    const token = await tokenOfOld(context)
    if (token === null) return miss(context)
    if (token === readToken(context.req.query('token'))) return open(context, token)
    const response = page(302, '')
    response.headers.set('location', `/e/${token}`)
    return response
  }

  /**
   * A GUID cannot be guessed; a mail address can, so whoever tries many of them meets the calm page, whether somebody
   * has it or not.
   */
  async function tokenOfOld(context: Context): Promise<string | null> {
    const text = context.req.query('token') ?? ''
    const token = readToken(text)
    if (token !== null && (await findLink(options.db, token)) !== null) return token
    const hash = hashOldToken(options.key, text)
    if (hash === null) return null
    const mayAsk = token !== null || oldTokens.admit(options.addressOf(context))
    return mayAsk ? findTokenOf(options.db, hash) : null
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
  function miss(context: Context): Promise<Response> {
    return calm(context, misses.admit(options.addressOf(context)) ? 404 : 429)
  }

  async function linkOf(text: string | undefined): Promise<Link | null> {
    const token = readToken(text)
    return token === null ? null : findLink(options.db, token)
  }

  function show(context: Context, link: Link, asked: { isSecond: boolean }): Response {
    const html = invitationPage({
      action: `/e/${link.token}`,
      look: link.look,
      campaignName: link.campaignName,
      language: languageOf(context),
      setupUrl: link.setupUrl,
      fields: {
        page: stampPage(options.key, link.token, options.clock.now()),
        ...(asked.isSecond ? { again: 'yes' } : {}),
      },
      isSecond: asked.isSecond,
    })
    return page(200, html, link.look)
  }

  function sendOn(context: Context, link: Link): Response {
    const html = donePage({
      language: languageOf(context),
      look: link.look,
      setupUrl: link.setupUrl,
    })
    const response = page(303, html, link.look)
    response.headers.set('location', link.setupUrl)
    return response
  }

  async function calm(context: Context, status: 200 | 404 | 429): Promise<Response> {
    const look = await houseLook()
    return page(status, calmPage({ language: languageOf(context), look }), look)
  }

  async function resend(context: Context, state: ResendState, status: number): Promise<Response> {
    const look = await houseLook()
    return page(status, resendPage({ language: languageOf(context), look, state }), look)
  }

  /** Whoever it is gets the same answer in the same time: what follows is looked up behind it. */
  async function takeWish(context: Context): Promise<Response> {
    if (!wishes.admit(options.addressOf(context))) return resend(context, 'busy', 429)
    const address = readAddress((await readForm(context)).get('address'))
    if (address === null) return resend(context, 'wrong', 422)
    options.resend.ask(address)
    return resend(context, 'sent', 200)
  }

  async function sendLogo(logoId: string): Promise<Response> {
    const picture = await findLogo(options.db, logoId)
    if (picture === null) return new Response(null, { status: 404 })
    return new Response(new Uint8Array(picture.bytes), {
      headers: {
        'content-type': picture.mediaType,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      },
    })
  }

  return app
}

function languageOf(context: Context) {
  return chooseLanguage(context.req.header('accept-language') ?? null)
}

function page(status: number, html: string, look: PageLook = plainLook): Response {
  return new Response(html, { status, headers: pageHeaders(look.palette) })
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
