/** The API's templates: whose words are used for which mail, own ones in versions, and what a draft would make. */

import type { Handlers, Input, Output } from '@muster/contract/routes'
import { paletteOf } from '@muster/core/palette'
import { type MailKind, mailKinds } from '@muster/core/placeholders'
import type { Clock } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import type { Selectable } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { MailTemplateTable } from '../db/texts-schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { FieldProblem } from '../http/problems.ts'
import { dataUrl, readBrand, readLogo, shownSize } from '../tenants/brand.ts'
import { lockTenant } from '../tenants/tenant-row.ts'
import { logoContentId } from './make.ts'
import { languagesFor, MailUnrenderable, type RenderedMail } from './render.ts'
import { renderSample, type Sample, sampleToken } from './sample-facts.ts'
import { checkTemplate } from './template-check.ts'
import type { Mistake } from './template-markup.ts'
import { type MailTemplate, readBuiltInTemplates, writeOut } from './templates.ts'
import { requireTenant, requireTextSet } from './text-sets.ts'

type TemplateHandlers = Pick<
  Handlers,
  'templateOverview' | 'getTemplate' | 'saveTemplate' | 'revertTemplate' | 'previewTemplate'
>

export interface TemplateHandlersOptions {
  db: Database
  clock: Clock
  /** The address of the link with this token. */
  linkOf(token: string): string
}

type TemplateRow = Selectable<MailTemplateTable>
type Template = Output<'getTemplate'>

export function createTemplateHandlers(options: TemplateHandlersOptions): TemplateHandlers {
  const { db, clock } = options

  return {
    async templateOverview({ params, query }) {
      const { tenantId } = params
      await requirePlace(db, tenantId, query.textSetId ?? null)
      const own = await readOwn(db, tenantId, query.textSetId ?? null)
      const builtIn = await readBuiltInTemplates()
      const languages = new Set([...builtIn, ...own].map(one => one.language))
      const items = [...languages].sort().flatMap(language =>
        mailKinds.map(kind => {
          const { mjml: _, text: __, isBeginning: ___, ...about } = choose({ own, builtIn, kind, language })
          return about
        }),
      )
      return { items }
    },

    async getTemplate({ params, query }) {
      const { tenantId, kind, language } = params
      await requirePlace(db, tenantId, query.textSetId ?? null)
      const own = await readOwn(db, tenantId, query.textSetId ?? null)
      const builtIn = await readBuiltInTemplates()
      const chosen = choose({ own, builtIn, kind, language })
      return chosen.templateId === null ? withSource(chosen, builtIn) : chosen
    },

    async saveTemplate({ params, body }, caller) {
      const { tenantId } = params
      const { textSetId, replaces, ...draft } = body
      await requirePlace(db, tenantId, textSetId)
      const { form, mistakes } = await checkTemplate(draft, await sampleOf(options, tenantId, null))
      if (form === null || mistakes.length > 0) throw new FieldProblem(mistakes.map(tellMistake))
      const at = clock.now()
      const row = await inTransaction(db, async tx => {
        // One after another: of two who save at once the second one hears of the first.
        await lockTenant(tx, tenantId)
        if (replaces !== undefined) await refuseOlder(tx, { ...draft, tenantId, textSetId, replaces })
        await replaceCurrent(tx, { ...draft, tenantId, textSetId, at })
        return tx
          .insertInto('mail_template')
          .values({
            id: newId(),
            tenant_id: tenantId,
            text_set_id: textSetId,
            ...draft,
            html: form.form.html,
            made_at: at,
            made_by: caller.name,
            replaced_at: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      return shapeOf(row)
    },

    async revertTemplate({ params, query }) {
      const { tenantId, kind, language } = params
      const textSetId = query.textSetId ?? null
      await requirePlace(db, tenantId, textSetId)
      await inTransaction(db, tx =>
        replaceCurrent(tx, { tenantId, textSetId, kind, language, at: clock.now() }),
      )
      return undefined
    },

    async previewTemplate({ params, body }) {
      const { tenantId } = params
      await requireTenant(db, tenantId)
      const sample = await sampleOf(options, tenantId, body.brand)
      const { form, mistakes } = await checkTemplate(body.draft, sample)
      const mail = form === null ? null : tryRender(() => renderSample(form, sample, body.facts))
      return {
        subject: mail?.subject ?? null,
        html: mail === null ? null : await withLogo(db, tenantId, mail.html),
        text: mail?.text ?? null,
        mistakes: mistakes.map(one => ({ ...one, facts: { ...one.facts } })),
      }
    },
  }
}

async function requirePlace(db: Database, tenantId: string, textSetId: string | null): Promise<void> {
  await requireTenant(db, tenantId)
  if (textSetId !== null) await requireTextSet(db, tenantId, textSetId)
}

/** The tenant's own and the set's, as they are used now. */
async function readOwn(
  db: Database | Tx,
  tenantId: string,
  textSetId: string | null,
): Promise<TemplateRow[]> {
  return db
    .selectFrom('mail_template')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('replaced_at', 'is', null)
    .where(eb =>
      textSetId === null
        ? eb('text_set_id', 'is', null)
        : eb.or([eb('text_set_id', 'is', null), eb('text_set_id', '=', textSetId)]),
    )
    .execute()
}

interface Choice {
  own: readonly TemplateRow[]
  builtIn: readonly MailTemplate[]
  kind: MailKind
  language: string
}

/** Whose words a mail of this kind uses in exactly this language; another language's to begin with where there are none. */
function choose({ own, builtIn, kind, language }: Choice): Template {
  const ofKind = own.filter(row => row.kind === kind && row.language === language)
  const found = ofKind.find(row => row.text_set_id !== null) ?? ofKind[0]
  if (found !== undefined) return shapeOf(found)
  for (const candidate of languagesFor(language)) {
    const template = builtIn.find(one => one.kind === kind && one.language === candidate)
    if (template === undefined) continue
    const { subject, mjml, text } = template
    return {
      ...{ kind, language, subject, mjml, text },
      ...{ origin: 'builtIn', templateId: null, madeAt: null, madeBy: null },
      isBeginning: candidate !== language,
    }
  }
  throw new Error(`there is no built-in "${kind}"`)
}

/** What can be edited as one text. */
async function withSource(chosen: Template, builtIn: readonly MailTemplate[]): Promise<Template> {
  const template = builtIn.find(one => one.mjml === chosen.mjml && one.kind === chosen.kind)
  return template === undefined ? chosen : { ...chosen, mjml: (await writeOut(template)).mjml }
}

function shapeOf(row: TemplateRow): Template {
  return {
    kind: row.kind,
    language: row.language,
    origin: row.text_set_id === null ? 'tenant' : 'textSet',
    templateId: row.id,
    subject: row.subject,
    mjml: row.mjml,
    text: row.text,
    madeAt: row.made_at,
    madeBy: row.made_by,
    isBeginning: false,
  }
}

/** Throws a Problem when the words in use are not any more what somebody began with. */
async function refuseOlder(
  tx: Tx,
  which: {
    tenantId: string
    textSetId: string | null
    kind: MailKind
    language: string
    replaces: string | null
  },
): Promise<void> {
  const own = await readOwn(tx, which.tenantId, which.textSetId)
  const inUse = choose({ ...which, own, builtIn: await readBuiltInTemplates() })
  if (inUse.templateId === which.replaces) return
  const { madeBy, madeAt } = inUse
  if (madeBy === null || madeAt === null) throw makeProblem('templateChanged')
  throw makeProblem('templateChangedBy', { who: madeBy, at: madeAt.toISOString() })
}

/** The version that was in use stays for the mails that were made from it. */
async function replaceCurrent(
  tx: Tx,
  which: { tenantId: string; textSetId: string | null; kind: MailKind; language: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('mail_template')
    .set({ replaced_at: which.at })
    .where('tenant_id', '=', which.tenantId)
    .where('kind', '=', which.kind)
    .where('language', '=', which.language)
    .where('replaced_at', 'is', null)
    .where('text_set_id', which.textSetId === null ? 'is' : '=', which.textSetId)
    .execute()
}

/** As a field that was refused. */
export function tellMistake({ part, line, code, facts, detail, remedy }: Mistake) {
  const where = line === null ? `body.${part}` : `body.${part} line ${line}`
  return { where, detail: `${detail}; ${remedy}`, code, facts: { ...facts } }
}

/** What a draft is tried with: the tenant's look, or one that is being tried itself. */
export async function sampleOf(
  { db, clock, linkOf }: TemplateHandlersOptions,
  tenantId: string,
  tried: Input<'previewTemplate'>['body']['brand'],
): Promise<Sample> {
  const brand = await readBrand(db, tenantId)
  const colours = tried === null ? brand.colours : coloursOf(tried)
  const organisation =
    tried === null
      ? brand.organisation
      : { name: tried.organisationName, supportContact: tried.supportContact }
  return {
    organisation,
    brand: { palette: paletteOf(colours), logo: brand.logo === null ? null : shownSize(brand.logo) },
    link: linkOf(sampleToken),
    at: clock.now(),
  }
}

function coloursOf({ accent, onAccent }: { accent: string | null; onAccent: string | null }) {
  return accent === null ? null : { accent, onAccent }
}

function tryRender(render: () => RenderedMail): RenderedMail | null {
  try {
    return render()
  } catch (error) {
    if (error instanceof MailUnrenderable) return null
    throw error
  }
}

/** Where a mail is shown outside of a mail program the logo stands in it. `logoId`: another than today's. */
export async function withLogo(
  db: Database,
  tenantId: string,
  html: string,
  logoId?: string,
): Promise<string> {
  if (!html.includes(`cid:${logoContentId}`)) return html
  const id = logoId ?? (await readBrand(db, tenantId)).logo?.id
  const picture = id === undefined ? null : await readLogo(db, tenantId, id)
  return picture === null ? html : html.replaceAll(`cid:${logoContentId}`, dataUrl(picture))
}
