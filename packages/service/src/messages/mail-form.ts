/**
 * A template with its MJML worked off: HTML, text and subject in which only Liquid is left. This is what is kept of an
 * own template and of every mail that was sent, so that neither needs MJML again, whatever its next version makes of it.
 */

import type { MailKind } from '@muster/core/placeholders'
import type { MailTemplate } from './templates.ts'

export interface MailForm {
  kind: MailKind
  /** Lower-case BCP 47. */
  language: string
  subject: string
  html: string
  text: string
}

/**
 * MJML takes nothing but a colour where a colour belongs, so `look.mjml` has two that nobody would choose, and they become
 * placeholders here.
 */
const brandColours = [
  [/#ac0de1/gi, '{{ brand.light.accent }}'],
  [/#ac0de2/gi, '{{ brand.light.onAccent }}'],
] as const

/** Throws what MJML says when the template cannot be compiled. */
export async function toForm(template: MailTemplate): Promise<MailForm> {
  return { kind: template.kind, ...(await compile(template)) }
}

/** The same for a mail that is no campaign's. */
export async function compile(template: Omit<MailTemplate, 'kind'>): Promise<Omit<MailForm, 'kind'>> {
  // Loaded here because MJML is large and most commands send no mail.
  const { default: mjml2html } = await import('mjml')
  const { html } = await mjml2html(template.mjml, {
    validationLevel: 'strict',
    fonts: {},
    keepComments: false,
    minify: true,
    // The minifier rewrites style attributes and does not know Liquid; the markup is where the bytes are.
    minifyOptions: { minifyCss: false },
    ...(template.includesFrom === null
      ? { ignoreIncludes: true }
      : { ignoreIncludes: false, filePath: template.includesFrom, includePath: template.includesFrom }),
  })
  const { language, subject, text } = template
  return { language, subject, text, html: withBrandColours(html) }
}

function withBrandColours(html: string): string {
  return brandColours.reduce((text, [colour, placeholder]) => text.replaceAll(colour, placeholder), html)
}
