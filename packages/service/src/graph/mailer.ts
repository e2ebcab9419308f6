/** The port Mailer on Graph's sendMail (facts, section 10), and the look into Sent Items for a mail of unknown fate. */

import type { Mailer, OutgoingMail, SendOutcome } from '@muster/core/ports'
import { asList, asObject, textOf } from './answers.ts'
import type { GraphAnswer, GraphClient } from './client.ts'
import { messageHeader, readInboxReports } from './mail-reports.ts'

const sendTimeoutMs = 30_000
/** Sent Items are read by few fields; twenty such pages hold more than the mailbox may send in an hour. */
const sentPageMax = 100
/** Beyond it the look-up has failed and is made again later, rather than read a mailbox to its end. */
const sentPagesMax = 20
/** Refusals that say something about the mailbox, not about this mail. */
const mailboxCodes = new Set([
  'ErrorAccessDenied',
  'MailboxNotEnabledForRESTAPI',
  'ErrorInvalidUser',
  'ErrorSendAsDenied',
  'NoPermissionsInAccessToken',
  'Authorization_RequestDenied',
  'ErrorExceededMessageLimit',
  'Request_ResourceNotFound',
])

export function createGraphMailer(client: GraphClient): Mailer {
  return {
    async send(mail, signal) {
      const answer = await client.request({
        service: 'mail',
        gate: mail.from.address.toLowerCase(),
        method: 'POST',
        path: `/users/${encodeURIComponent(mail.from.address)}/sendMail`,
        body: { message: messageOf(mail), saveToSentItems: true },
        timeoutMs: sendTimeoutMs,
        signal,
      })
      return readOutcome(answer)
    },

    async findSent(from, messageIds, since) {
      const found = new Map(messageIds.map(id => [id, false]))
      let path: string | null = sentItemsPath(from, since)
      for (let page = 0; page < sentPagesMax; page++) {
        if (path === null) return found
        const answer: GraphAnswer = await client.request({
          service: 'mail',
          gate: from.toLowerCase(),
          method: 'GET',
          path,
        })
        // No right to look, or no answer: then nothing may be concluded.
        if (answer.kind !== 'ok') return null
        for (const id of sentIdsOf(answer.body)) if (found.has(id)) found.set(id, true)
        path = textOf(asObject(answer.body), '@odata.nextLink')
      }
      return null
    },

    readBounces: (from, since) => readInboxReports(client, from, since),
  }
}

function sentItemsPath(from: string, since: Date): string {
  const filter = encodeURIComponent(`sentDateTime ge ${since.toISOString()}`)
  const folder = `/users/${encodeURIComponent(from)}/mailFolders/sentitems/messages`
  return `${folder}?$select=internetMessageHeaders,sentDateTime&$filter=${filter}&$top=${sentPageMax}`
}

function sentIdsOf(body: unknown): string[] {
  return asList(asObject(body).value)
    .flatMap(message => asList(asObject(message).internetMessageHeaders))
    .map(asObject)
    .filter(header => textOf(header, 'name')?.toLowerCase() === messageHeader)
    .flatMap(header => textOf(header, 'value') ?? [])
}

function messageOf(mail: OutgoingMail): object {
  return {
    subject: mail.subject,
    body: { contentType: 'html', content: mail.html },
    toRecipients: [{ emailAddress: addressOf(mail.to) }],
    from: { emailAddress: addressOf(mail.from) },
    internetMessageHeaders: [
      { name: messageHeader, value: mail.messageId },
      ...Object.entries(mail.headers).map(([name, value]) => ({ name, value })),
    ],
    ...attachmentsOf(mail),
  }
}

/** Pictures inside of the mail (Graph's page on fileAttachment): `isInline`, and named by their content id. */
function attachmentsOf({ inline = [] }: OutgoingMail): { attachments?: object[] } {
  if (inline.length === 0) return {}
  return {
    attachments: inline.map(({ contentId, mediaType, bytes }) => ({
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: `${contentId}.${mediaType.slice('image/'.length)}`,
      contentType: mediaType,
      contentBytes: Buffer.from(bytes).toString('base64'),
      contentId,
      isInline: true,
    })),
  }
}

function addressOf(party: { address: string; name: string | null }): object {
  return party.name === null ? { address: party.address } : { address: party.address, name: party.name }
}

/** After the body went out, an error of the server or a lost line tells nothing: uncertain, never sent again blindly. */
function readOutcome(answer: GraphAnswer): SendOutcome {
  switch (answer.kind) {
    case 'ok':
      return { kind: 'sent', providerId: null }
    case 'throttled':
      if (quotaCode.test(answer.reason)) return blockedBy(answer.reason)
      return { kind: 'later', reason: answer.reason, retryAt: answer.retryAt }
    case 'broken':
      return { kind: 'uncertain', reason: answer.reason }
    case 'lost':
      return answer.isBeforeSend
        ? { kind: 'later', reason: answer.reason, retryAt: null }
        : { kind: 'uncertain', reason: answer.reason }
    case 'error':
      return readError(answer)
    default:
      return answer satisfies never
  }
}

/** Exchange answers a mailbox that has used up its day like one that is too fast; only the code tells them apart. */
const quotaCode = /\bErrorSubmissionQuotaExceeded\b/

function blockedBy(reason: string): SendOutcome {
  return { kind: 'blocked', code: 'ErrorSubmissionQuotaExceeded', reason }
}

function readError(answer: Extract<GraphAnswer, { kind: 'error' }>): SendOutcome {
  const reason = `${answer.status} ${answer.code}: ${answer.message}`
  const isAboutMailbox = answer.status === 401 || mailboxCodes.has(answer.code)
  return { kind: isAboutMailbox ? 'blocked' : 'refused', code: answer.code, reason }
}
