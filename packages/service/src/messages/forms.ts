/**
 * What a mail was made from is written down before it leaves: a row for what all mails of one template in one campaign
 * have in common, and in the mail's own row what is the person's. Together they show it later exactly as it was sent.
 */

import { createHash } from 'node:crypto'
import type { Palette } from '@muster/core/palette'
import type { MailKind } from '@muster/core/placeholders'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { Said } from '../db/texts-schema.ts'
import type { MailForm } from './mail-form.ts'
import { MailUnrenderable, type OpenForm, openForm, type RenderedMail } from './render.ts'

/** The facts that all these mails share. */
export interface SharedFacts {
  organisation: { name: string; supportContact: string | null }
  campaign: { name: string; dueOn: string | null }
  palette: Palette
  logo: { id: string; width: number; height: number } | null
  /** Where links led, without anybody's token. */
  maskedLink: string
}

/** Stands for a token wherever a mail is shown to somebody else than its recipient. */
export const maskedToken = '••••••••'

/** All that a mail of a campaign is made of. */
export interface Making {
  form: OpenForm
  /** Null: a built-in one. */
  templateId: string | null
  shared: SharedFacts
  said: Said
  /** Which reminder it is. */
  number: number
}

/** What is written down of a mail of any kind: what it shares with others, and what is the person's. */
export interface Keepable {
  form: Omit<MailForm, 'kind'> & { kind: MailKind | 'automation' }
  templateId: string | null
  shared: object
  said: Said
}

/** Throws `MailUnrenderable`. `link` is null where there is none: in a digest, and for whom none was made. */
export function renderMaking(
  { form, shared, said, number }: Omit<Making, 'templateId'>,
  link: string | null,
): RenderedMail {
  const { organisation, campaign, palette, logo } = shared
  const facts = {
    person: { displayName: said.displayName, givenName: said.givenName },
    organisation,
    campaign: { name: campaign.name, dueOn: campaign.dueOn === null ? null : new Date(campaign.dueOn) },
    brand: { palette, logo: logo === null ? null : { width: logo.width, height: logo.height } },
  }
  const { kind } = form.form
  if (kind === 'escalation') {
    const people = (said.people ?? []).map(one => ({ ...one, invitedAt: new Date(one.invitedAt) }))
    return form.renderDigest({ ...facts, people })
  }
  if (link === null) throw new MailUnrenderable('there is no link for the person')
  return form.render({ ...facts, link, reminder: kind === 'reminder' ? { number } : null })
}

/** Ids of forms by digest that this process has seen in the database; the same few again and again. */
const idsKeptMax = 500

/** Writes down what these mails are made from. Idempotent; one statement when the forms are known. */
export function createFormBook(db: Database): (mails: readonly Kept[], at: Date) => Promise<void> {
  const ids = new Map<string, string>()

  async function idOf(tenantId: string, keepable: Keepable, at: Date): Promise<string> {
    const digest = digestOf(keepable)
    const key = `${tenantId} ${digest.toString('base64')}`
    const known = ids.get(key)
    if (known !== undefined) return known
    const id = await insertForm(db, { tenantId, keepable, digest, at })
    if (ids.size >= idsKeptMax) ids.clear()
    ids.set(key, id)
    return id
  }

  return async (mails, at) => {
    if (mails.length === 0) return
    const rows: { id: string; form_id: string; said: Said }[] = []
    for (const { messageId, tenantId, keepable } of mails) {
      rows.push({ id: messageId, form_id: await idOf(tenantId, keepable, at), said: keepable.said })
    }
    await sql`
      update message set form_id = kept.form_id, said = kept.said
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as kept (id uuid, form_id uuid, said jsonb)
      where message.id = kept.id and message.id = any(${rows.map(row => row.id)}::uuid[])
    `.execute(db)
  }
}

export interface Kept {
  messageId: string
  tenantId: string
  keepable: Keepable
}

function digestOf({ form, templateId, shared }: Keepable): Buffer {
  const { kind, language, subject, html, text } = form
  const parts = [kind, language, subject, html, text, templateId, shared]
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

async function insertForm(
  db: Database,
  { tenantId, keepable, digest, at }: { tenantId: string; keepable: Keepable; digest: Buffer; at: Date },
): Promise<string> {
  const { kind, language, subject, html, text } = keepable.form
  await db
    .insertInto('mail_form')
    .values({
      id: newId(),
      tenant_id: tenantId,
      digest,
      template_id: keepable.templateId,
      ...{ kind, language, subject, html, text },
      facts: JSON.stringify(keepable.shared),
      made_at: at,
    })
    .onConflict(conflict => conflict.columns(['tenant_id', 'digest']).doNothing())
    .execute()
  // Another copy of the service may have written it first.
  const row = await db
    .selectFrom('mail_form')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('digest', '=', digest)
    .executeTakeFirstOrThrow()
  return row.id
}

export interface KeptMail {
  kind: MailKind
  number: number
  templateId: string | null
  form: MailForm
  shared: SharedFacts
  said: Said
}

/** What these mails were made from; those that were not made yet, or by a version that kept nothing, are left out. */
export async function readKept(
  db: Database | Tx,
  messageIds: readonly string[],
): Promise<Map<string, KeptMail>> {
  const rows = await db
    .selectFrom('message')
    .innerJoin('mail_form', 'mail_form.id', 'message.form_id')
    .select(['message.id', 'message.kind', 'message.number', 'message.said', 'mail_form.template_id'])
    .select([
      'mail_form.language',
      'mail_form.subject',
      'mail_form.html',
      'mail_form.text',
      'mail_form.facts',
    ])
    .where('message.id', '=', sql<string>`any(${[...messageIds]}::uuid[])`)
    .execute()
  return new Map(
    rows.flatMap(row => {
      const { id, kind, number, said, template_id: templateId, language, subject, html, text } = row
      // A summary is made from its figures, which it keeps itself; for the mail of a rule see `readKeptRuleMail`.
      if (said === null || kind === 'summary' || kind === 'automation') return []
      // What `createFormBook` has written.
      const shared = row.facts as SharedFacts
      return [
        [
          id,
          { kind, number, templateId, form: { kind, language, subject, html, text }, shared, said },
        ] as const,
      ]
    }),
  )
}

/** The mail as it was sent, but for the token in its link. */
export function renderKept({ form, shared, said, number }: KeptMail): RenderedMail {
  return renderMaking({ form: openForm(form), shared, said, number }, shared.maskedLink)
}

/** The subject that a mail went out under; nothing else is worked out for it. */
export function subjectOf(mail: KeptMail): string {
  return renderKept({ ...mail, form: { ...mail.form, html: '', text: '' } }).subject
}
