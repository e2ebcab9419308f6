/** Looking into what a mailbox sent and received: how the fate of an uncertain mail is found out (FACTS 10). */

import type { DeliveredMail, Mailbox, SentItem } from '../world/types.ts'
import { type GraphAnswer, type GraphGround, type GraphRequest, refuseUnsupported } from './exchange.ts'
import { checkFilter, matches } from './filter.ts'
import { type Filter, type Operator, parseFilter } from './filter-text.ts'
import { requireMailbox } from './mail.ts'
import { composePage, readOffset, readSelect, readTop, slice } from './query.ts'

/** One message in a folder, whichever side it was on. */
interface FolderMessage {
  id: string
  subject: string
  from: string
  to: string[]
  headers: { name: string; value: string }[]
  /** Null for what was sent: its body is not kept. */
  body: { contentType: 'text' | 'html'; content: string } | null
  at: Date
}

const MESSAGE_SELECT = new Set([
  'id',
  'subject',
  'from',
  'toRecipients',
  'internetMessageHeaders',
  'sentDateTime',
  'receivedDateTime',
  'createdDateTime',
  'internetMessageId',
  'body',
])
/** `internetMessageHeaders` comes only when selected (Graph's message resource page); so does `body` here. */
const MESSAGE_DEFAULT = [...MESSAGE_SELECT].filter(
  name => name !== 'internetMessageHeaders' && name !== 'body',
)

const DATE: readonly Operator[] = ['eq', 'ge', 'le', 'gt', 'lt']
const MESSAGE_FILTERS: Record<string, readonly Operator[]> = {
  sentDateTime: DATE,
  receivedDateTime: DATE,
  createdDateTime: DATE,
  subject: ['eq', 'startswith'],
}

/** Messages: default 10, at most 1,000 (Graph's message list page). Newest first. */
const messagePage = { default: 10, max: 1_000 }

export function listMessages(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const mailbox = requireMailbox(ground, params.id ?? '')
  const folder = (params.folder ?? '').toLowerCase()
  if (folder !== 'sentitems' && folder !== 'inbox')
    throw refuseUnsupported(`the mail folder '${params.folder}'`)
  const order = request.query.get('$orderby')
  if (order !== undefined && !/^(sent|received)DateTime desc$/.test(order))
    throw refuseUnsupported(`$orderby '${order}' on messages`)
  const top = readTop(request, messagePage)
  const names = readSelect(request, {
    modelled: MESSAGE_SELECT,
    isKnownProperty: () => true,
    resource: 'message',
  })
  if (folder === 'sentitems' && names?.includes('body')) throw refuseUnsupported('the body of a sent item')
  const filter = readMessageFilter(request)
  const collection = `${mailbox.address.toLowerCase()}/${folder}`
  const page = slice(messagesOf(ground, mailbox, folder), {
    offset: readOffset(request, collection),
    top,
    keep: message =>
      filter === undefined ||
      matches(filter, property => (property === 'subject' ? message.subject : message.at)),
  })
  return composePage(ground, request, {
    value: page.items.map(message => showMessage(message, names ?? MESSAGE_DEFAULT, ground.world.domain)),
    context: `users('${params.id}')/mailFolders('${folder}')/messages`,
    nextOffset: page.nextOffset,
    collection,
  })
}

function readMessageFilter(request: GraphRequest): Filter | undefined {
  const text = request.query.get('$filter')
  if (text === undefined) return undefined
  return checkFilter(parseFilter(text), {
    plain: MESSAGE_FILTERS,
    advanced: [],
    isAdvancedQuery: false,
    isKnownProperty: () => true,
    resource: 'message',
  })
}

function messagesOf(ground: GraphGround, mailbox: Mailbox, folder: 'sentitems' | 'inbox'): FolderMessage[] {
  const address = mailbox.address.toLowerCase()
  if (folder === 'sentitems') return (ground.world.sentItems.get(address) ?? []).map(fromSentItem).reverse()
  return (ground.world.inboxes.get(address) ?? []).map(fromDelivered).reverse()
}

function fromSentItem(item: SentItem): FolderMessage {
  return {
    id: item.id,
    subject: item.subject,
    from: item.from,
    to: item.to,
    headers: item.internetMessageHeaders,
    body: null,
    at: item.sentAt,
  }
}

/** Under which id a mail stands in its inbox. */
export function inboxMessageId({ number }: DeliveredMail): string {
  return `inbox-${number}`
}

function fromDelivered(mail: DeliveredMail): FolderMessage {
  const headers = Object.entries(mail.headers).map(([name, value]) => ({ name, value }))
  return {
    id: inboxMessageId(mail),
    subject: mail.subject,
    from: mail.from,
    to: [mail.to],
    headers,
    body: bodyOf(mail),
    at: mail.acceptedAt,
  }
}

/** A mail with both forms is shown as HTML, as Graph does unless told otherwise; bodies of old mails are not kept. */
function bodyOf({ html, text }: DeliveredMail): FolderMessage['body'] {
  if (html !== null) return { contentType: 'html', content: html }
  return { contentType: 'text', content: text ?? '' }
}

function showMessage(
  message: FolderMessage,
  names: readonly string[],
  domain: string,
): Record<string, unknown> {
  const at = `${message.at.toISOString().slice(0, 19)}Z`
  const all: Record<string, unknown> = {
    id: message.id,
    subject: message.subject,
    from: { emailAddress: { name: message.from, address: message.from } },
    toRecipients: message.to.map(address => ({ emailAddress: { name: address, address } })),
    internetMessageHeaders: message.headers,
    body: message.body,
    sentDateTime: at,
    receivedDateTime: at,
    createdDateTime: at,
    internetMessageId: `<${message.id}@${domain}>`,
  }
  const shown: Record<string, unknown> = { '@odata.etag': `W/"${message.id}"`, id: message.id }
  for (const name of names) shown[name] = all[name]
  return shown
}
