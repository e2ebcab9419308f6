/** Shapes of what people read: templates and sets of texts, their preview, mails sent as a test, and how an organisation looks. */

import { mailKinds } from '@muster/core/placeholders'
import * as z from 'zod'
import { at, count, id, mailAddress, name } from './common.ts'
import { mailState, toldMailKind } from './mails.ts'

/** A subject of which mail programs show more than the beginning is a paragraph. */
export const subjectLengthMax = 250
/** Five times the longest built-in template; what is longer makes a mail that is cut off. */
export const mjmlLengthMax = 100_000
/** Some pages of text. */
export const textLengthMax = 20_000
/** It travels in every mail, four thirds as long there: 10,000 mails a day are then under a gigabyte. */
export const logoBytesMax = 64 * 1024
/** The largest logo taken, in the body of its upload; what fits a mail is told apart from what fits no request. */
export const logoUploadBytesMax = 2 * 1024 * 1024

export const templateKind = z.enum(mailKinds)

/** `de` or `de-AT`; kept in lower case. */
export const templateLanguage = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}$/, 'expected a language such as en, de or de-AT')

export const draft = z.strictObject({
  kind: templateKind,
  language: templateLanguage,
  subject: z.string().max(subjectLengthMax),
  mjml: z.string().max(mjmlLengthMax),
  text: z
    .string()
    .max(textLengthMax)
    .meta({ description: 'the plain-text twin: what a screen reader or a careful person reads' }),
})

const textSetId = id
  .nullable()
  .default(null)
  .meta({ description: 'the set of texts; null for those that every campaign without a set uses' })

export const newTextSet = z.strictObject({ name }).meta({ id: 'NewTextSet' })

export const textSet = z
  .object({
    textSetId: id,
    tenantId: id,
    name: z.string(),
    templates: count.meta({ description: 'how many texts of its own it has; the rest is as without it' }),
    campaigns: count.meta({ description: 'campaigns that use it' }),
    madeAt: at,
  })
  .meta({ id: 'TextSet' })

export const templateOrigin = z
  .enum(['builtIn', 'tenant', 'textSet'])
  .meta({ description: 'whose words they are: those that come with Muster, the tenant’s own, or the set’s' })

const templateAbout = {
  kind: templateKind,
  language: z.string(),
  origin: templateOrigin,
  templateId: id.nullable().meta({ description: 'the version; null for a built-in one' }),
  subject: z.string(),
  madeAt: at.nullable(),
  madeBy: z.string().nullable(),
}

export const templateList = z.object({ items: z.array(z.object(templateAbout)) }).meta({ id: 'TemplateList' })

export const template = z
  .object({
    ...templateAbout,
    mjml: z.string(),
    text: z.string(),
    isBeginning: z
      .boolean()
      .meta({ description: 'nobody has written one in this language: another’s words, to begin with' }),
  })
  .meta({ id: 'Template' })

export const whichTemplate = z.strictObject({ textSetId: id.optional() })

export const newTemplate = draft
  .extend({
    textSetId,
    replaces: id.nullable().optional().meta({
      description:
        'the `templateId` of what was changed; refused when another is in use by now. Left out: whatever is there is replaced',
    }),
  })
  .meta({ id: 'NewTemplate' })

/** Something that keeps a template from being used, where it stands and how to mend it. */
export const mistake = z
  .object({
    part: z.enum(['subject', 'mjml', 'text']),
    line: z.int().nullable().meta({ description: 'counted from 1; null when it is about the whole part' }),
    code: z.string().meta({ description: 'what exactly, as a word that stays the same' }),
    what: z.string().nullable().meta({ description: 'the word or tag that it is about' }),
    facts: z.record(z.string(), z.string()).meta({ description: 'what the sentences speak of' }),
    detail: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'Mistake' })

export const colour = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'expected a colour such as #0b5cad')

const brandFields = {
  organisationName: name,
  supportContact: name.nullable(),
  accent: colour.nullable().meta({ description: 'null: the look that comes with Muster' }),
  onAccent: colour.nullable().meta({ description: 'text on the accent; null: white or black, by contrast' }),
}

export const templatePreview = z
  .strictObject({
    draft: draft.meta({ description: 'as it is being written' }),
    brand: z
      .strictObject(brandFields)
      .nullable()
      .default(null)
      .meta({ description: 'a look that is being tried; null: the tenant’s' }),
    facts: z
      .enum(['full', 'sparse'])
      .default('full')
      .meta({ description: '`sparse`: somebody of whom little is known, in a campaign without a date' }),
  })
  .meta({ id: 'TemplatePreview' })

export const previewedMail = z
  .object({
    subject: z.string().nullable(),
    html: z.string().nullable().meta({ description: 'null where no mail could be made of it' }),
    text: z.string().nullable(),
    mistakes: z.array(mistake),
  })
  .meta({ id: 'PreviewedMail' })

export const newTestMail = z
  .strictObject({
    draft,
    senderId: id,
    address: mailAddress
      .optional()
      .meta({ description: 'somebody in the tenant’s directory; left out: whoever is signed in' }),
  })
  .meta({ id: 'NewTestMail' })

export const testMail = z
  .object({
    testMailId: id,
    state: z.enum(['queued', 'sending', 'sent', 'refused', 'uncertain']),
    recipient: z.string(),
    detail: z.string().nullable(),
    queuedAt: at,
    settledAt: at.nullable(),
  })
  .meta({ id: 'TestMail' })

/** A mail as it was sent, but for the token in its link. */
export const sentMail = z
  .object({
    messageId: id,
    kind: toldMailKind,
    rule: z
      .string()
      .nullable()
      .meta({ description: 'the automation that asked for it, as it was called then' }),
    number: count,
    state: mailState,
    from: z.string(),
    fromName: z.string().nullable(),
    to: z.string().nullable(),
    toName: z.string(),
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    language: z.string(),
    template: z
      .object({ templateId: id, madeAt: at, madeBy: z.string(), textSet: z.string().nullable() })
      .nullable()
      .meta({
        description:
          'the own text that it was made from; null for a built-in one, and for a rule’s own words',
      }),
    madeAt: at.nullable(),
  })
  .meta({ id: 'SentMail' })

const contrastCheck = z.object({
  of: z.enum(['button', 'shape', 'link']),
  ratio: z.number(),
  isEnough: z.boolean(),
  used: z.string(),
})

export const branding = z
  .object({
    organisationName: z.string(),
    supportContact: z.string().nullable(),
    accent: z.string().nullable(),
    onAccent: z.string().nullable(),
    checks: z
      .array(contrastCheck)
      .meta({ description: 'contrast by WCAG 2.2; a link that could not be read has another shade' }),
    logo: z
      .object({
        width: z.int(),
        height: z.int(),
        bytes: count,
        dataUrl: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'Branding' })

/** Fields that are left out stay as they are. */
export const brandingChange = z
  .strictObject({
    organisationName: name.optional(),
    supportContact: name.nullable().optional(),
    accent: colour.nullable().optional(),
    onAccent: colour.nullable().optional(),
    replaces: z.strictObject(brandFields).partial().optional().meta({
      description: 'what was changed, as it was read; refused when one of it is another by now',
    }),
  })
  .meta({ id: 'BrandingChange' })

export const publicPages = ['invitation', 'done', 'resend', 'calm'] as const

export const pagePreview = z
  .strictObject({
    page: z.enum(publicPages),
    language: z.string().max(35),
    brand: z.strictObject(brandFields),
  })
  .meta({ id: 'PagePreview' })

export const previewedPage = z.object({ html: z.string() }).meta({ id: 'PreviewedPage' })
