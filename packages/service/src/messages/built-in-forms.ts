/**
 * The built-in templates with their MJML worked off beforehand, in `templates/compiled.json`: loading MJML and compiling
 * them took each start a second and a half of a processor (Nov 2026). Where the templates are newer than that file they
 * are compiled as before.
 */

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { compile, type MailForm } from './mail-form.ts'
import {
  type MailTemplate,
  readBuiltInTemplates,
  readSummaryTemplates,
  templatesFolder,
} from './templates.ts'

const compiledFile = `${templatesFolder}compiled.json`

const compiledForms = z.strictObject({
  /** What the templates were when they were compiled. */
  source: z.string(),
  /** The HTML by language and kind. */
  html: z.record(z.string(), z.string()),
})

/** The forms of all campaign mails. */
export async function readBuiltInForms(): Promise<MailForm[]> {
  const html = await readCompiled()
  const templates = await readBuiltInTemplates()
  return Promise.all(
    templates.map(async template => ({ kind: template.kind, ...(await toForm(template, html)) })),
  )
}

/** The forms of the executive summary, one for each language. */
export async function readSummaryForms(): Promise<Omit<MailForm, 'kind'>[]> {
  const html = await readCompiled()
  return Promise.all((await readSummaryTemplates()).map(template => toForm(template, html)))
}

/** What `compiled.json` is to hold; takes MJML. */
export async function compileAll(): Promise<z.infer<typeof compiledForms>> {
  const html: Record<string, string> = {}
  for (const template of [...(await readBuiltInTemplates()), ...(await readSummaryTemplates())])
    html[nameOf(template)] = (await compile(template)).html
  return { source: await hashSources(), html }
}

export async function readCompiledFile(): Promise<z.infer<typeof compiledForms>> {
  return compiledForms.parse(JSON.parse(await readFile(compiledFile, 'utf8')))
}

type Template = Omit<MailTemplate, 'kind'> & { kind?: MailTemplate['kind'] }

function nameOf({ language, kind }: Template): string {
  return `${language}/${kind ?? 'summary'}`
}

async function toForm(
  template: Template,
  compiled: Readonly<Record<string, string>>,
): Promise<Omit<MailForm, 'kind'>> {
  const html = compiled[nameOf(template)]
  if (html === undefined) return compile(template)
  const { language, subject, text } = template
  return { language, subject, text, html }
}

/** Empty when the templates have changed since. */
async function readCompiled(): Promise<Readonly<Record<string, string>>> {
  const { source, html } = await readCompiledFile()
  return source === (await hashSources()) ? html : {}
}

async function hashSources(): Promise<string> {
  const names = (await readdir(templatesFolder, { recursive: true })).map(name => name.replaceAll('\\', '/'))
  const hash = createHash('sha256')
  for (const name of names.filter(name => name.endsWith('.mjml')).sort())
    hash.update(`${name}\n${(await readFile(templatesFolder + name, 'utf8')).replaceAll('\r\n', '\n')}`)
  return hash.digest('hex')
}
