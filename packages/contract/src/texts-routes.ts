/** The part of the table that is about what people read: templates, sets of texts, test mails, mails as sent, branding. */

import * as z from 'zod'
import { type BytesBody, json, nothing, type Route } from './route.ts'
import { id, page, paging } from './shapes/common.ts'
import {
  branding,
  brandingChange,
  logoUploadBytesMax,
  newTemplate,
  newTestMail,
  newTextSet,
  pagePreview,
  previewedMail,
  previewedPage,
  sentMail,
  template,
  templateKind,
  templateLanguage,
  templateList,
  templatePreview,
  testMail,
  textSet,
  whichTemplate,
} from './shapes/texts.ts'

const ofTenant = z.strictObject({ tenantId: id })
const ofTextSet = ofTenant.extend({ textSetId: id })
const ofTemplate = ofTenant.extend({ kind: templateKind, language: templateLanguage })

/** The client sends bytes as bytes; what they are is judged by what is in them. */
const picture: BytesBody = {
  kind: 'bytes',
  mediaTypes: ['image/png', 'image/jpeg', 'application/octet-stream'],
  bytesMax: logoUploadBytesMax,
}

export const textsRoutes = {
  listTextSets: {
    method: 'GET',
    path: '/tenants/{tenantId}/text-sets',
    role: 'viewer',
    summary: 'The named sets of texts that a campaign may be given',
    params: ofTenant,
    query: z.strictObject(paging),
    answer: json(page(textSet)),
  },
  createTextSet: {
    method: 'POST',
    path: '/tenants/{tenantId}/text-sets',
    role: 'operator',
    summary: 'Make a set of texts; what it does not have is as without it',
    params: ofTenant,
    body: newTextSet,
    answer: json(textSet, 201),
  },
  removeTextSet: {
    method: 'DELETE',
    path: '/tenants/{tenantId}/text-sets/{textSetId}',
    role: 'operator',
    summary: 'Take a set of texts away that no unfinished campaign uses',
    params: ofTextSet,
    answer: nothing,
  },

  templateOverview: {
    method: 'GET',
    path: '/tenants/{tenantId}/templates',
    role: 'viewer',
    summary: 'Every kind of mail in every language, and whose words it uses',
    params: ofTenant,
    query: whichTemplate,
    answer: json(templateList),
  },
  getTemplate: {
    method: 'GET',
    path: '/tenants/{tenantId}/templates/{kind}/{language}',
    role: 'viewer',
    summary: 'One template as it is used now',
    params: ofTemplate,
    query: whichTemplate,
    answer: json(template),
  },
  saveTemplate: {
    method: 'POST',
    path: '/tenants/{tenantId}/templates',
    role: 'operator',
    summary: 'Use own words from the next mail on; what would make no mail is refused with its line',
    params: ofTenant,
    body: newTemplate,
    answer: json(template, 201),
  },
  revertTemplate: {
    method: 'DELETE',
    path: '/tenants/{tenantId}/templates/{kind}/{language}',
    role: 'operator',
    summary: 'Use again what was used before there were own words; what was sent stays readable',
    params: ofTemplate,
    query: whichTemplate,
    answer: nothing,
  },
  previewTemplate: {
    method: 'POST',
    path: '/tenants/{tenantId}/templates/preview',
    role: 'viewer',
    summary: 'The mail that a draft would make, with made-up facts, and every mistake with its line',
    params: ofTenant,
    body: templatePreview,
    answer: json(previewedMail),
    reads: true,
  },
  sendTestMail: {
    method: 'POST',
    path: '/tenants/{tenantId}/test-mails',
    role: 'operator',
    summary: 'Send a draft to oneself, or to somebody in the directory, marked as a test',
    params: ofTenant,
    body: newTestMail,
    answer: json(testMail, 202),
  },
  getTestMail: {
    method: 'GET',
    path: '/tenants/{tenantId}/test-mails/{testMailId}',
    role: 'operator',
    summary: 'What became of a test mail',
    params: ofTenant.extend({ testMailId: id }),
    answer: json(testMail),
  },
  showMail: {
    method: 'GET',
    path: '/mails/{messageId}',
    role: 'viewer',
    summary: 'A mail as it was sent, but for the token in its link',
    params: z.strictObject({ messageId: id }),
    answer: json(sentMail),
  },

  getBranding: {
    method: 'GET',
    path: '/tenants/{tenantId}/branding',
    role: 'viewer',
    summary: 'How mails and pages look: name, contact, colours with their contrast, logo',
    params: ofTenant,
    answer: json(branding),
  },
  updateBranding: {
    method: 'PATCH',
    path: '/tenants/{tenantId}/branding',
    role: 'admin',
    summary: 'Change how mails and pages look; a text that could not be read on its colour is refused',
    params: ofTenant,
    body: brandingChange,
    answer: json(branding),
  },
  setLogo: {
    method: 'POST',
    path: '/tenants/{tenantId}/branding/logo',
    role: 'admin',
    summary: 'Use this picture as logo: PNG or JPEG, at most 64 kB',
    params: ofTenant,
    body: picture,
    answer: json(branding),
  },
  removeLogo: {
    method: 'DELETE',
    path: '/tenants/{tenantId}/branding/logo',
    role: 'admin',
    summary: 'Show the name instead of a logo',
    params: ofTenant,
    answer: json(branding),
  },
  previewPage: {
    method: 'POST',
    path: '/tenants/{tenantId}/branding/preview',
    role: 'viewer',
    summary: 'A public page as it would look',
    params: ofTenant,
    body: pagePreview,
    answer: json(previewedPage),
    reads: true,
  },
} as const satisfies Record<string, Route>
