/**
 * Which words a mail is made of: the campaign's own texts, else the tenant's, else the built-in ones, in the language of
 * whoever gets it. Own templates were compiled when they were saved, so nothing here can fail on MJML.
 */

import type { MailKind } from '@muster/core/placeholders'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { readBuiltInForms } from './built-in-forms.ts'
import { languagesFor, MailUnrenderable, type OpenForm, openForm } from './render.ts'

export interface Words {
  form: OpenForm
  templateId: string | null
}

export interface Texts {
  /** Throws `MailUnrenderable` when an own text cannot be opened. */
  find(asked: Asked): Promise<Words>
  /** The built-in text alone, as it is without anything of one's own. */
  findBuiltIn(kind: MailKind, language: string): OpenForm
}

interface Asked {
  tenantId: string
  /** Null: the campaign has none of its own. */
  textSetId: string | null
  kind: MailKind
  language: string
}

/** Versions kept open: a form is some 30 kB, and few are in use at a time. */
const openMax = 200

let compiling: Promise<ReadonlyMap<string, OpenForm>> | null = null

/** Once for the whole process: they are files of ours. */
function compileBuiltIn(): Promise<ReadonlyMap<string, OpenForm>> {
  compiling ??= (async () => {
    const forms = new Map<string, OpenForm>()
    for (const form of await readBuiltInForms()) forms.set(`${form.kind} ${form.language}`, openForm(form))
    return forms
  })()
  return compiling
}

export async function createTexts(db: Database): Promise<Texts> {
  const builtIn = await compileBuiltIn()
  const opened = new Map<string, OpenForm>()

  async function openOwn(id: string): Promise<OpenForm> {
    const known = opened.get(id)
    if (known !== undefined) return known
    const row = await db
      .selectFrom('mail_template')
      .select(['kind', 'language', 'subject', 'html', 'text'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const form = tryOpen(row)
    if (opened.size >= openMax) opened.clear()
    opened.set(id, form)
    return form
  }

  function findBuiltIn(kind: MailKind, language: string): OpenForm {
    for (const candidate of languagesFor(language)) {
      const found = builtIn.get(`${kind} ${candidate}`)
      if (found !== undefined) return found
    }
    throw new MailUnrenderable(`there is no template for "${kind}" in any language that could serve`)
  }

  return {
    findBuiltIn,
    async find({ tenantId, textSetId, kind, language }) {
      const own = await readOwn(db, { tenantId, textSetId, kind, languages: languagesFor(language) })
      for (const candidate of languagesFor(language)) {
        // A text that people can read comes before one that was written for the campaign in another language.
        const ofCampaign = own.find(row => row.language === candidate && row.text_set_id !== null)
        const found = ofCampaign ?? own.find(row => row.language === candidate)
        if (found !== undefined) return { form: await openOwn(found.id), templateId: found.id }
        const form = builtIn.get(`${kind} ${candidate}`)
        if (form !== undefined) return { form, templateId: null }
      }
      return { form: findBuiltIn(kind, language), templateId: null }
    },
  }
}

function tryOpen(row: Parameters<typeof openForm>[0]): OpenForm {
  try {
    return openForm(row)
  } catch (error) {
    // It was opened when it was saved; only another version of Liquid can have made it unreadable.
    throw new MailUnrenderable(
      `the own text for "${row.kind}" in ${row.language} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

interface OwnRow {
  id: string
  text_set_id: string | null
  language: string
}

async function readOwn(
  db: Database,
  asked: { tenantId: string; textSetId: string | null; kind: MailKind; languages: readonly string[] },
): Promise<OwnRow[]> {
  const { rows } = await sql<OwnRow>`
    select id, text_set_id, language from mail_template
    where tenant_id = ${asked.tenantId} and kind = ${asked.kind} and replaced_at is null
      and language = any(${[...asked.languages]}::text[])
      and (text_set_id is null or text_set_id = ${asked.textSetId}::uuid)
  `.execute(db)
  return rows
}
