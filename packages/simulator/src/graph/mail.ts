/** Sending mail from a mailbox, with Exchange's rules and words (FACTS 10). */

import type { DeliveredMail, Mailbox } from '../world/types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  isRecord,
  Refusal,
  readObject,
  refuse,
  refuseUnsupported,
} from './exchange.ts'
import { findUser } from './users.ts'

const RECIPIENTS_MAX = 500
const HEADERS_MAX = 5

/** Graph takes JSON bodies up to 4 MB; attachments must stay under 3 MB each. */
const ATTACHMENT_BYTES_MAX = 3 * 1024 * 1024

const MESSAGE_PROPERTIES = new Set([
  '@odata.type',
  'subject',
  'body',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'replyTo',
  'from',
  'sender',
  'importance',
  'internetMessageHeaders',
  'attachments',
  'isReadReceiptRequested',
  'isDeliveryReceiptRequested',
  'categories',
])

/** The mailbox that a path names, enabled or not; FACTS 2 for the words of the refusals. */
export function requireMailbox(ground: GraphGround, idOrName: string): Mailbox {
  const mailbox = ground.world.mailboxOf(idOrName)
  if (mailbox?.enabled) return mailbox
  if (mailbox === undefined && findUser(ground, idOrName) === undefined) {
    throw refuse(404, 'ErrorInvalidUser', `The requested user '${idOrName}' is invalid.`)
  }
  throw refuse(
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  )
}

/** The lower-case address whose limits a request counts against. */
export function mailboxKey(ground: GraphGround, idOrName: string): string {
  return (ground.world.mailboxOf(idOrName)?.address ?? idOrName).toLowerCase()
}

interface OutgoingMessage {
  subject: string
  html: string | null
  text: string | null
  recipients: string[]
  from: string
  headers: { name: string; value: string }[]
  attachments: NonNullable<DeliveredMail['attachments']>
}

export async function sendMail(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): Promise<GraphAnswer> {
  if (!(request.headers['content-type'] ?? '').toLowerCase().includes('application/json'))
    throw refuseMime(request)
  const mailbox = requireMailbox(ground, params.id ?? '')
  const { message, save } = readEnvelope(readObject(request))
  const outgoing = readMessage(message, mailbox)
  requireSendAs(ground, mailbox, outgoing.from)
  if (ground.mailTakesMs > 0) await new Promise(resolve => setTimeout(resolve, ground.mailTakesMs))
  const headers = Object.fromEntries(outgoing.headers.map(({ name, value }) => [name.toLowerCase(), value]))
  const { subject, html, text, from, attachments } = outgoing
  const copies = outgoing.recipients.map(to => ({
    to,
    from,
    subject,
    html,
    text,
    headers,
    attachments,
    via: 'graph' as const,
  }))
  if (!ground.outbox.submit(mailbox.address.toLowerCase(), copies)) {
    throw refuse(
      429,
      'ErrorSubmissionQuotaExceeded',
      "The message can't be submitted because the sender's submission quota was exceeded.",
    )
  }
  if (save) {
    ground.world.recordSentItem(mailbox.address, {
      subject,
      from,
      to: outgoing.recipients,
      internetMessageHeaders: outgoing.headers,
    })
  }
  return answerWith(202)
}

function refuseMime(request: GraphRequest): Error {
  const isBase64 = /^[A-Za-z0-9+/=\s]+$/.test(request.body)
  if (isBase64 && request.body !== '') return refuseUnsupported('sendMail with a MIME body')
  return new Refusal(
    answerWith(400, {
      error: {
        code: 'ErrorMimeContentInvalidBase64String',
        message: 'Invalid base64 string for MIME content.',
      },
    }),
  )
}

/** Parameter names are taken in either case, as the contract has both. */
function readEnvelope(body: Record<string, unknown>): { message: Record<string, unknown>; save: boolean } {
  const unknown = Object.keys(body).find(name => !/^(message|saveToSentItems)$/i.test(name))
  if (unknown !== undefined) {
    throw refuse(
      400,
      'BadRequest',
      `The parameter '${unknown}' in the request payload is not a valid parameter for the operation 'sendMail'.`,
    )
  }
  const message = body.message ?? body.Message
  const save = body.saveToSentItems ?? body.SaveToSentItems ?? true
  if (!isRecord(message))
    throw refuse(400, 'ErrorInvalidRequest', 'Required parameter `Message` is missing or invalid.')
  // Microsoft's own example sends the string "false"; the service takes either.
  if (![true, false, 'true', 'false'].includes(save === true || save === false ? save : String(save)))
    throw refuseValue('saveToSentItems')
  return { message, save: String(save) === 'true' }
}

function refuseValue(name: string): Error {
  return refuse(
    400,
    'RequestBodyRead',
    `Cannot convert a primitive value to the expected type for the property '${name}'. See the inner exception for more details.`,
  )
}

function readMessage(message: Record<string, unknown>, mailbox: Mailbox): OutgoingMessage {
  const unknown = Object.keys(message).find(name => !MESSAGE_PROPERTIES.has(name))
  if (unknown !== undefined) {
    throw refuse(
      400,
      'RequestBodyRead',
      `The property '${unknown}' does not exist on type 'microsoft.graph.message'. Make sure to only use property names that are defined by the type.`,
    )
  }
  const { subject = '' } = message
  if (typeof subject !== 'string') throw refuseValue('subject')
  const attachments = readAttachments(message.attachments)
  const recipients = ['toRecipients', 'ccRecipients', 'bccRecipients'].flatMap(name =>
    readRecipients(message[name], name),
  )
  if (recipients.length === 0)
    throw refuse(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.')
  if (recipients.length > RECIPIENTS_MAX)
    throw refuse(
      400,
      'ErrorInvalidRecipients',
      `The number of recipients exceeds the limit of ${RECIPIENTS_MAX}.`,
    )
  readRecipients(message.replyTo, 'replyTo')
  const [from = mailbox.address] = message.from === undefined ? [] : readRecipients([message.from], 'from')
  return {
    subject,
    ...readBody(message.body),
    recipients,
    from,
    headers: readHeaders(message.internetMessageHeaders),
    attachments,
  }
}

/** The contract has `text` and `html`; the service takes either case. */
function readBody(body: unknown): { html: string | null; text: string | null } {
  if (body === undefined) return { html: null, text: '' }
  if (!isRecord(body) || typeof body.content !== 'string') throw refuseValue('body')
  const type = typeof body.contentType === 'string' ? body.contentType.toLowerCase() : 'text'
  if (type === 'html') return { html: body.content, text: null }
  if (type === 'text') return { html: null, text: body.content }
  throw refuseValue('contentType')
}

function readRecipients(value: unknown, name: string): string[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw refuseValue(name)
  return value.map(recipient => {
    const emailAddress = isRecord(recipient) ? recipient.emailAddress : undefined
    const address = isRecord(emailAddress) ? emailAddress.address : undefined
    if (typeof address !== 'string') throw refuseValue(name)
    if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address))
      throw refuse(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.')
    return address
  })
}

function readHeaders(value: unknown): { name: string; value: string }[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw refuseValue('internetMessageHeaders')
  if (value.length === 0 || value.length > HEADERS_MAX) {
    throw refuse(
      400,
      'InvalidInternetMessageHeaderCollection',
      `The number of internet message headers must be between 1 and ${HEADERS_MAX}.`,
    )
  }
  return value.map(header => {
    if (!isRecord(header) || typeof header.name !== 'string' || typeof header.value !== 'string')
      throw refuseValue('internetMessageHeaders')
    if (!/^x-/i.test(header.name)) {
      throw refuse(
        400,
        'InvalidInternetMessageHeader',
        `The internet message header name '${header.name}' should start with 'x-' or 'X-'.`,
      )
    }
    return { name: header.name, value: header.value }
  })
}

function readAttachments(value: unknown): OutgoingMessage['attachments'] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw refuseValue('attachments')
  return value.map(attachment => {
    if (!isRecord(attachment) || attachment['@odata.type'] !== '#microsoft.graph.fileAttachment')
      throw refuseUnsupported('attachments other than fileAttachment')
    const { contentBytes, contentId, contentType } = attachment
    if (typeof contentBytes !== 'string') throw refuseValue('contentBytes')
    const bytes = contentBytes.length * 0.75
    if (bytes > ATTACHMENT_BYTES_MAX)
      throw refuse(413, 'ErrorMessageSizeExceeded', 'The message exceeds the maximum supported size.')
    return {
      contentId: typeof contentId === 'string' ? contentId : null,
      mediaType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
      bytes: Buffer.from(contentBytes, 'base64').length,
    }
  })
}

/** FACTS 10: another mailbox in `from` needs Send As. */
function requireSendAs(ground: GraphGround, mailbox: Mailbox, from: string): void {
  if (from.toLowerCase() === mailbox.address.toLowerCase()) return
  const other = ground.world.mailboxes.get(from.toLowerCase())
  const granted = mailbox.sendAs?.includes(from.toLowerCase()) ?? false
  if (other === undefined || !granted) {
    throw refuse(
      403,
      'ErrorSendAsDenied',
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
    )
  }
}
