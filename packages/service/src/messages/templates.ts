/** Finds the mail templates that come with Muster: one per kind and language, read from `templates/`. */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type MailKind, mailKinds } from '@muster/core/placeholders'

/** One mail in one language. `subject`, `mjml` and `text` are Liquid. */
export interface MailTemplate {
  kind: MailKind
  /** Lower-case BCP 47, `en` or `de-at`. */
  language: string
  subject: string
  mjml: string
  /** Written by hand, not derived from the HTML: it is what a screen reader or a careful person reads. */
  text: string
  /** Directory that `mj-include` may read from; null reads nothing. */
  includesFrom: string | null
}

/** Where the house's look and head are, which every template may include. */
export const templatesFolder = fileURLToPath(new URL('./templates/', import.meta.url))

/** Reads every built-in template. A language is a folder, so adding one needs no code. */
export async function readBuiltInTemplates(): Promise<MailTemplate[]> {
  const languages = await listMailLanguages()
  return Promise.all(languages.flatMap(language => mailKinds.map(kind => readTemplate(language, kind))))
}

/** The languages that mails are written in. */
export async function listMailLanguages(): Promise<string[]> {
  const entries = await readdir(templatesFolder, { withFileTypes: true })
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
}

async function readTemplate(language: string, kind: MailKind): Promise<MailTemplate> {
  return { kind, ...(await readNamed(language, kind)) }
}

async function readNamed(language: string, name: string): Promise<Omit<MailTemplate, 'kind'>> {
  const [mjml, twin] = await Promise.all([
    readFile(`${templatesFolder}${language}/${name}.mjml`, 'utf8'),
    readFile(`${templatesFolder}${language}/${name}.txt`, 'utf8'),
  ])
  return {
    language,
    mjml,
    ...splitTwin(twin, `${language}/${name}.txt`),
    includesFrom: templatesFolder,
  }
}

/** Every language that has a template which is no campaign's: the summary. */
export async function readSummaryTemplates(): Promise<Omit<MailTemplate, 'kind'>[]> {
  const languages = await listMailLanguages()
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

/** What a template may include: the style sheet of the house, and the line with the logo or the name. */
export const sharedIncludes = ['./look.mjml', './head.mjml'] as const

/** A built-in template as one text that can be edited: all but the shared includes written out where they stand. */
export async function writeOut(template: MailTemplate): Promise<MailTemplate> {
  const lines: string[] = []
  for (const line of template.mjml.split('\n')) {
    const [, indent = '', path] = /^(\s*)<mj-include path="([^"]+)" \/>$/.exec(line) ?? []
    if (path === undefined || sharedIncludes.some(shared => shared === path)) lines.push(line)
    else {
      const included = await readFile(templatesFolder + path, 'utf8')
      lines.push(
        ...included
          .trimEnd()
          .split('\n')
          .map(one => (one === '' ? one : indent + one)),
      )
    }
  }
  return { ...template, mjml: lines.join('\n') }
}
