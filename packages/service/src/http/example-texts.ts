/** The part of the small service in memory that is about texts, branding and mails as they were sent. For tests. */

import type { Handlers, Output } from '@muster/contract/routes'
import { exampleIds, startOfDay, type World } from './example-world.ts'

export type TextsNames =
  | 'listTextSets'
  | 'createTextSet'
  | 'removeTextSet'
  | 'templateOverview'
  | 'getTemplate'
  | 'saveTemplate'
  | 'revertTemplate'
  | 'previewTemplate'
  | 'sendTestMail'
  | 'getTestMail'
  | 'showMail'
  | 'getBranding'
  | 'updateBranding'
  | 'setLogo'
  | 'removeLogo'
  | 'previewPage'

/** A template as somebody is writing it. */
export const exampleDraft = {
  kind: 'invitation',
  language: 'en',
  subject: 'Hello',
  mjml: '<mjml></mjml>',
  text: '{{ link }}',
}

const about = {
  kind: 'invitation',
  language: 'en',
  origin: 'builtIn',
  templateId: null,
  subject: 'Please set up your second sign-in step',
  madeAt: null,
  madeBy: null,
} as const

const template: Output<'getTemplate'> = {
  ...about,
  mjml: '<mjml></mjml>',
  text: '{{ link }}',
  isBeginning: false,
}

const branding: Output<'getBranding'> = {
  organisationName: 'Contoso',
  supportContact: null,
  accent: null,
  onAccent: null,
  checks: [],
  logo: null,
}

const testMail: Output<'getTestMail'> = {
  testMailId: exampleIds.anna,
  state: 'queued',
  recipient: 'anna@contoso.example',
  detail: null,
  queuedAt: startOfDay,
  settledAt: null,
}

export function textsHandlers(world: World): Pick<Handlers, TextsNames> {
  return {
    listTextSets: async () => ({ items: [], nextCursor: null }),
    createTextSet: async ({ params, body }) => ({
      textSetId: crypto.randomUUID(),
      tenantId: params.tenantId,
      name: body.name,
      templates: 0,
      campaigns: 0,
      madeAt: startOfDay,
    }),
    removeTextSet: async () => undefined,
    templateOverview: async () => ({ items: [about] }),
    getTemplate: async () => template,
    saveTemplate: async ({ body }, caller) => {
      const { textSetId, replaces: _, ...draft } = body
      const origin = textSetId === null ? 'tenant' : 'textSet'
      const version = { templateId: crypto.randomUUID(), madeAt: startOfDay, madeBy: caller.name }
      return { ...draft, ...version, origin, isBeginning: false }
    },
    revertTemplate: async () => undefined,
    previewTemplate: async ({ body }) => ({
      subject: body.draft.subject,
      html: '<!doctype html>',
      text: body.draft.text,
      mistakes: [],
    }),
    sendTestMail: async () => testMail,
    getTestMail: async () => testMail,
    showMail: async ({ params }) => ({
      messageId: params.messageId,
      kind: 'invitation',
      rule: null,
      number: 1,
      state: 'sent',
      from: 'mfa@contoso.example',
      fromName: 'MFA team',
      to: world.people[0]?.mail ?? null,
      toName: 'Anna',
      subject: about.subject,
      html: '<!doctype html>',
      text: 'Hello',
      language: 'en',
      template: null,
      madeAt: startOfDay,
    }),
    getBranding: async () => branding,
    updateBranding: async ({ body }) => ({
      ...branding,
      organisationName: body.organisationName ?? branding.organisationName,
      accent: body.accent ?? null,
    }),
    setLogo: async ({ body }) => {
      await new Response(body).arrayBuffer()
      return branding
    },
    removeLogo: async () => branding,
    previewPage: async () => ({ html: '<!doctype html>' }),
  }
}
