/** Claimed mails become mails that can leave: words found, what each is made from written down, links and logo put in. */

import type { InlinePicture } from '@muster/core/ports'
import { sendingSentences } from '@muster/core/sending-sentences'
import type { Database } from '../db/database.ts'
import { type Brand, readBrand, readLogo, shownSize } from '../tenants/brand.ts'
import type { ReadyMail } from './digests.ts'
import { createFormBook, type Keepable, type Making, maskedToken, renderMaking } from './forms.ts'
import { MailUnrenderable, type RenderedMail } from './render.ts'
import { makeRuleMail, type RuleMade } from './render-rule.ts'
import type { SummaryRenderer } from './render-summary.ts'
import type { Texts, Words } from './texts.ts'

export type Made =
  | { kind: 'made'; rendered: RenderedMail; inline: readonly InlinePicture[] }
  /** Nothing could be made of it, and nobody was mailed. */
  | { kind: 'unrenderable'; reason: string }

export interface MailMaker {
  /** In the order given. A template that fails refuses its own mails and holds up no other. */
  make(mails: readonly ReadyMail[], at: Date): Promise<readonly Made[]>
}

type Tried = Making | RuleMade | RenderedMail | { reason: string }

/** How a template names the logo that travels with the mail. */
export const logoContentId = 'logo'

export function createMailMaker(options: {
  db: Database
  texts: Texts
  renderSummary: SummaryRenderer
  linkOf(token: string): string
}): MailMaker {
  const { db, texts, renderSummary, linkOf } = options
  const keep = createFormBook(db)

  return {
    async make(mails, at) {
      const find = remember(findWords)
      const brandOf = remember((tenantId: string) => readBrand(db, tenantId))
      const logoOf = remember(readInline)
      const tries: Tried[] = []
      for (const mail of mails) {
        const { tenantId, textSetId, kind, language } = mail
        if (kind === 'summary') {
          // Its figures are written down already; it has no words of the tenant's own.
          tries.push(attempt(() => renderSummary(language, mail.figures)))
          continue
        }
        if (kind === 'automation') {
          tries.push(await tryRuleMail(mail, await brandOf(tenantId)))
          continue
        }
        const words = await find(JSON.stringify({ tenantId, textSetId, kind, language }))
        const brand = await brandOf(tenantId)
        tries.push(
          'reason' in words ? words : makingOf({ ...mail, maskedLink: linkOf(maskedToken) }, words, brand),
        )
      }
      await keep(
        mails.flatMap(({ id, tenantId }, index) => {
          const keepable = keepableOf(tries[index])
          return keepable === null ? [] : [{ messageId: id, tenantId, keepable }]
        }),
        at,
      )
      const made: Made[] = []
      for (const [index, mail] of mails.entries()) {
        const making = tries[index]
        if (making === undefined || 'reason' in making) {
          made.push({ kind: 'unrenderable', reason: making?.reason ?? sendingSentences.tell('noWords') })
          continue
        }
        if (!('form' in making)) {
          const rendered = 'rendered' in making ? making.rendered : making
          made.push({ kind: 'made', rendered, inline: [] })
          continue
        }
        const rendered = attempt(() => renderMaking(making, mail.token === null ? null : linkOf(mail.token)))
        const logoId = making.shared.logo?.id ?? null
        const isShown = !('reason' in rendered) && rendered.html.includes(`cid:${logoContentId}`)
        const inline = logoId !== null && isShown ? await logoOf(JSON.stringify([mail.tenantId, logoId])) : []
        made.push(
          'reason' in rendered ? { kind: 'unrenderable', ...rendered } : { kind: 'made', rendered, inline },
        )
      }
      return made
    },
  }

  async function findWords(asked: string): Promise<Words | { reason: string }> {
    try {
      return await texts.find(JSON.parse(asked))
    } catch (error) {
      if (error instanceof MailUnrenderable) return { reason: error.message }
      throw error
    }
  }

  async function readInline(asked: string): Promise<readonly InlinePicture[]> {
    const [tenantId = '', logoId = '']: string[] = JSON.parse(asked)
    const picture = await readLogo(db, tenantId, logoId)
    return picture === null ? [] : [{ contentId: logoContentId, ...picture }]
  }
}

/** One question for each key, however many mails of a batch ask it. */
function remember<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return key => {
    const known = answers.get(key) ?? ask(key)
    answers.set(key, known)
    return known
  }
}

/** In the words of the rule, which are an administrator's own. */
async function tryRuleMail(mail: ReadyMail, brand: Brand): Promise<RuleMade | { reason: string }> {
  if (mail.rule === null) return { reason: sendingSentences.tell('ruleGone') }
  const { name, supportContact } = brand.organisation
  try {
    return await makeRuleMail({ ...mail, organisationName: name, supportContact }, mail.rule)
  } catch (error) {
    if (error instanceof MailUnrenderable) return { reason: error.message }
    throw error
  }
}

function attempt(render: () => RenderedMail): RenderedMail | { reason: string } {
  try {
    return render()
  } catch (error) {
    if (error instanceof MailUnrenderable) return { reason: error.message }
    throw error
  }
}

function makingOf(mail: ReadyMail & { maskedLink: string }, words: Words, brand: Brand): Making {
  const { displayName, givenName, address, people } = mail
  return {
    ...words,
    shared: {
      organisation: brand.organisation,
      campaign: { name: mail.campaignName, dueOn: mail.dueOn?.toISOString() ?? null },
      palette: brand.palette,
      logo: brand.logo === null ? null : { id: brand.logo.id, ...shownSize(brand.logo) },
      maskedLink: mail.maskedLink,
    },
    said: {
      displayName,
      givenName,
      address,
      people: people?.map(one => ({ ...one, invitedAt: one.invitedAt.toISOString() })) ?? null,
    },
    number: mail.number,
  }
}

function keepableOf(tried: Tried | undefined): Keepable | null {
  if (tried === undefined) return null
  if ('rendered' in tried) return tried.keepable
  return 'form' in tried ? { ...tried, form: tried.form.form } : null
}
