/** A received message as it came over the wire: `GET /users/{id}/messages/{id}/$value` (Graph's page "Get MIME content of a message"). */

import type { DeliveredMail, DeliveryReport } from '../world/types.ts'
import { answerWith, type GraphAnswer, type GraphGround, type GraphRequest, refuse } from './exchange.ts'
import { requireMailbox } from './mail.ts'
import { inboxMessageId } from './messages.ts'

const boundary = '=_simulated_tenant'

export function getMessageMime(
  ground: GraphGround,
  _request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const mailbox = requireMailbox(ground, params.id ?? '')
  const inbox = ground.world.inboxes.get(mailbox.address.toLowerCase()) ?? []
  const mail = inbox.find(one => inboxMessageId(one) === params.messageId)
  if (mail === undefined)
    throw refuse(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
  return answerWith(200, composeMime(mail), { 'content-type': 'text/plain' })
}

function composeMime(mail: DeliveredMail): string {
  const headers = {
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    date: mail.acceptedAt.toUTCString(),
    'mime-version': '1.0',
    ...mail.headers,
  }
  if (mail.report !== undefined) return composeReport(headers, mail.text ?? '', mail.report)
  const type = mail.html === null ? 'text/plain' : 'text/html'
  return `${linesOf({ ...headers, 'content-type': `${type}; charset=utf-8` })}\r\n${mail.html ?? mail.text ?? ''}`
}

/** RFC 3462 and 3464: for people, for machines, and the headers that came back. */
function composeReport(headers: Record<string, string>, text: string, report: DeliveryReport): string {
  const { envelopeId, recipient, status, returnedHeaders } = report
  const perMessage = {
    'reporting-mta': 'dns; localhost',
    ...(envelopeId === null ? {} : { 'original-envelope-id': envelopeId }),
  }
  const perRecipient = { 'final-recipient': `rfc822; ${recipient}`, action: 'failed', status }
  const parts = [
    `content-type: text/plain; charset=utf-8\r\n\r\n${text}`,
    `content-type: message/delivery-status\r\n\r\n${linesOf(perMessage)}\r\n${linesOf(perRecipient)}`,
    `content-type: text/rfc822-headers\r\n\r\n${linesOf(returnedHeaders)}`,
  ]
  const type = `multipart/report; report-type=delivery-status; boundary="${boundary}"`
  const body = parts.map(part => `--${boundary}\r\n${part}\r\n`).join('')
  return `${linesOf({ ...headers, 'content-type': type })}\r\n${body}--${boundary}--\r\n`
}

function linesOf(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${capitalised(name)}: ${value}\r\n`)
    .join('')
}

function capitalised(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, letter => letter.toUpperCase())
}
