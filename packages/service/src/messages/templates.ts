/** Finds the mail templates that come with Muster: one per kind and language, read from `templates/`. */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export type MailKind = 'invitation' | 'reminder' | 'escalation'

export const mailKinds: readonly MailKind[] = ['invitation', 'reminder', 'escalation']

/** One mail in one language. `subject`, `mjml` and `text` are Liquid. */
export interface MailTemplate {
  kind: MailKind
  /** Lower-case BCP 47, `en` or `de-at`. */
  language: string
  subject: string
  mjml: string
  /** Written by hand, not derived from the HTML: it is what a screen reader or a careful person reads. */
  text: string
  /** Directory that `mj-include` may read from; null for templates that we did not write. */
  includesFrom: string | null
}

const folder = fileURLToPath(new URL('./templates/', import.meta.url))

/** Reads every built-in template. A language is a folder, so adding one needs no code. */
export async function readBuiltInTemplates(): Promise<MailTemplate[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const languages = entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  return Promise.all(languages.flatMap(language => mailKinds.map(kind => readTemplate(language, kind))))
}

async function readTemplate(language: string, kind: MailKind): Promise<MailTemplate> {
  return { kind, ...(await readNamed(language, kind)) }
}

async function readNamed(language: string, name: string): Promise<Omit<MailTemplate, 'kind'>> {
  const [mjml, twin] = await Promise.all([
    readFile(`${folder}${language}/${name}.mjml`, 'utf8'),
    readFile(`${folder}${language}/${name}.txt`, 'utf8'),
  ])
  return { language, mjml, ...splitTwin(twin, `${language}/${name}.txt`), includesFrom: folder }
}

/** Every language that has a template which is no campaign's: the summary. */
export async function readSummaryTemplates(): Promise<Omit<MailTemplate, 'kind'>[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const languages = entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  return Promise.all(languages.map(language => readNamed(language, 'summary')))
}

/** A twin looks like a mail: its first line is the subject, then comes a blank line, then the text. */
function splitTwin(twin: string, name: string): { subject: string; text: string } {
  const match = /^Subject: (.+)\n\n([\s\S]+)$/.exec(twin)
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new Error(`${name} must begin with a line "Subject: …" and a blank line`)
  }
  return { subject: match[1], text: match[2] }
}
