/** Mailboxes of the tenant: what arrives, what was sent, what could not be delivered. */

import type { Clock, DeliveredMail, Happening, Mailbox, SentItem } from './types.ts'

/** Links of one mail kept at most; a mail with more is no invitation, and memory stays flat. */
const LINKS_MAX = 50

/** Sent items kept per mailbox: ten days at Exchange's 10,000 recipients a day. */
const SENT_ITEMS_MAX = 100_000

const LINK = /https?:\/\/[^\s"'<>]+/g

export interface PostOfficeOptions {
  clock: Clock
  newId: () => string
  record: (happening: Happening) => void
  domain: string
  /** Bodies of that many newest mails are kept; older mails keep subject, headers and links. */
  keepBodiesMax: number
}

export interface PostOffice {
  readonly mailboxes: Map<string, Mailbox>
  readonly inboxes: Map<string, DeliveredMail[]>
  readonly sentItems: Map<string, SentItem[]>
  deliver(mail: Omit<DeliveredMail, 'number' | 'acceptedAt'>): void
  recordSentItem(address: string, item: Omit<SentItem, 'id' | 'sentAt'>): void
}

export function createPostOffice(options: PostOfficeOptions): PostOffice {
  const mailboxes = new Map<string, Mailbox>()
  const inboxes = new Map<string, DeliveredMail[]>()
  const sentItems = new Map<string, SentItem[]>()
  const withBodies: DeliveredMail[] = []
  let oldestBody = 0
  let accepted = 0

  const keepBody = (mail: DeliveredMail): void => {
    withBodies.push(mail)
    while (withBodies.length - oldestBody > options.keepBodiesMax) {
      const old = withBodies[oldestBody++]
      if (old !== undefined) Object.assign(old, { html: null, text: null })
    }
    if (oldestBody > options.keepBodiesMax) {
      withBodies.splice(0, oldestBody)
      oldestBody = 0
    }
  }

  const putIntoInbox = (mail: Omit<DeliveredMail, 'number' | 'acceptedAt'>): DeliveredMail => {
    const delivered: DeliveredMail = {
      ...mail,
      to: mail.to.toLowerCase(),
      number: ++accepted,
      acceptedAt: options.clock.now(),
      links: mail.links ?? findLinks(mail.html ?? mail.text ?? ''),
    }
    appendTo(inboxes, delivered.to, delivered)
    keepBody(delivered)
    return delivered
  }

  return {
    mailboxes,
    inboxes,
    sentItems,
    deliver(mail) {
      const at = options.clock.now()
      const mailbox = mailboxes.get(mail.to.toLowerCase())
      if (mailbox !== undefined) {
        const delivered = putIntoInbox(mail)
        options.record({ kind: 'mailDelivered', at, userId: mailbox.userId, mail: delivered })
        return
      }
      options.record({ kind: 'mailUndeliverable', at, to: mail.to.toLowerCase(), from: mail.from })
      // FACTS 10: a non-delivery report comes to the sender's inbox. It is no happening: nobody sent it by intent.
      if (mailboxes.has(mail.from.toLowerCase())) putIntoInbox(composeNonDeliveryReport(mail, options.domain))
    },
    recordSentItem(address, item) {
      const items = appendTo(sentItems, address.toLowerCase(), {
        ...item,
        id: options.newId(),
        sentAt: options.clock.now(),
      })
      if (items.length > SENT_ITEMS_MAX) items.splice(0, items.length - SENT_ITEMS_MAX)
    },
  }
}

function findLinks(body: string): string[] {
  const found = new Set<string>()
  for (const match of body.matchAll(LINK)) {
    // A slice would keep the whole body in memory for as long as the link is remembered; a copy does not.
    found.add(Buffer.from(match[0].replaceAll('&amp;', '&')).toString())
    if (found.size >= LINKS_MAX) break
  }
  return [...found]
}

function appendTo<T>(lists: Map<string, T[]>, key: string, item: T): T[] {
  const list = lists.get(key)
  if (list !== undefined) {
    list.push(item)
    return list
  }
  const fresh = [item]
  lists.set(key, fresh)
  return fresh
}

function composeNonDeliveryReport(
  mail: Omit<DeliveredMail, 'number' | 'acceptedAt'>,
  domain: string,
): Omit<DeliveredMail, 'number' | 'acceptedAt'> {
  return {
    to: mail.from,
    from: `postmaster@${domain}`,
    subject: `Undeliverable: ${mail.subject}`,
    html: null,
    text: `Your message to ${mail.to} couldn't be delivered.\r\n550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found`,
    headers: { 'auto-submitted': 'auto-replied' },
    via: mail.via,
    links: [],
    report: {
      recipient: mail.to,
      status: '5.1.10',
      envelopeId: mail.envelopeId ?? null,
      returnedHeaders: { from: mail.from, to: mail.to, subject: mail.subject, ...mail.headers },
    },
  }
}
