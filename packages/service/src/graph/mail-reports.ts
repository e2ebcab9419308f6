/**
 * Non-delivery reports in a mailbox's inbox, read with Mail.Read (facts, section 10). What a report says to people is in
 * its body; which mail it is about stands in the parts for machines, and those come with its MIME content alone.
 */

import type { Bounce, NoAnswer } from '@muster/core/ports'
import { asList, asObject, type Json, readUnanswered, textOf } from './answers.ts'
import type { GraphClient, GraphRequest } from './client.ts'

/** Our own header; Graph lets through names that begin with `x-` only. */
export const messageHeader = 'x-muster-message'
/** Reports are short, other mail in the inbox may not be. */
const inboxPageMax = 50
/** A wave with more reports than this has another problem; the rest are read at the next look. */
const inboxPagesMax = 20
/** The line that says why; some systems write a page. */
const reasonLengthMax = 300
/** A report names one address, or those of one mail; a list of more is no report. */
const addressesMax = 20
/** Who writes reports: Exchange's own name has its installation's id in it. */
const reporters = /^(postmaster|mailer-daemon|microsoftexchange[0-9a-f]*)@/i
/** A final failure by RFC 3463: class 5. Class 4 says that the mail is still being tried. */
const finalFailure = /\b5\.\d{1,3}\.\d{1,3}\b/
/** A mail of ours that came back: our header among those given back, or the envelope's id that SMTP was told (RFC 3464). */
const ownId = new RegExp(`^\\s*(?:${messageHeader}|original-envelope-id):\\s*([0-9a-f-]{36})\\b`, 'gim')
const address = /[\w.+'-]+@[\w-]+(?:\.[\w-]+)+/g

export async function readInboxReports(
  client: GraphClient,
  from: string,
  since: Date,
): Promise<{ kind: 'read'; bounces: readonly Bounce[] } | { kind: 'cannotTell' } | NoAnswer> {
  const bounces: Bounce[] = []
  let path: string | null = inboxPath(from, since)
  for (let page = 0; page < inboxPagesMax && path !== null; page++) {
    const request: GraphRequest = {
      service: 'mail',
      gate: from.toLowerCase(),
      method: 'GET',
      path,
      headers: { prefer: 'outlook.body-content-type="text"' },
    }
    const answer = await client.request(request)
    if (answer.kind !== 'ok') {
      const said = readUnanswered(answer)
      return said.kind === 'refused' ? { kind: 'cannotTell' } : said
    }
    const body = asObject(answer.body)
    for (const message of asList(body.value)) {
      const bounce = readReport(asObject(message), from)
      if (bounce === null) continue
      const known = await readMessageIds(client, from, bounce)
      if ('kind' in known) return known
      bounces.push({ ...bounce, messageIds: known })
    }
    path = textOf(body, '@odata.nextLink')
  }
  return { kind: 'read', bounces }
}

function inboxPath(from: string, since: Date): string {
  const filter = encodeURIComponent(`receivedDateTime ge ${since.toISOString()}`)
  const folder = `/users/${encodeURIComponent(from)}/mailFolders/inbox/messages`
  return `${folder}?$select=id,from,subject,receivedDateTime,body&$filter=${filter}&$top=${inboxPageMax}`
}

/** Many systems give the headers back in a part of their own, where only the whole message shows them. */
async function readMessageIds(
  client: GraphClient,
  from: string,
  { reportId, messageIds }: Bounce,
): Promise<readonly string[] | NoAnswer> {
  if (messageIds.length > 0) return messageIds
  const path = `/users/${encodeURIComponent(from)}/messages/${encodeURIComponent(reportId)}/$value`
  const answer = await client.request({ service: 'mail', gate: from.toLowerCase(), method: 'GET', path })
  if (answer.kind === 'ok') return typeof answer.body === 'string' ? idsIn(answer.body) : []
  const said = readUnanswered(answer)
  // Deleted meanwhile, or too large to be shown: what its body says has to do.
  return said.kind === 'refused' ? [] : said
}

function idsIn(text: string): string[] {
  return [...new Set([...text.matchAll(ownId)].flatMap(([, found]) => found?.toLowerCase() ?? []))]
}

function readReport(message: Json, mailbox: string): Bounce | null {
  const writer = textOf(asObject(asObject(message.from).emailAddress), 'address') ?? ''
  const text = plainText(asObject(message.body))
  const received = textOf(message, 'receivedDateTime')
  const id = textOf(message, 'id')
  if (id === null || received === null || !reporters.test(writer) || !finalFailure.test(text)) return null
  const named = new Set([...text.matchAll(address)].map(([found]) => found.toLowerCase()))
  const addresses = [...named].filter(one => one !== mailbox.toLowerCase()).slice(0, addressesMax)
  return {
    reportId: id,
    at: new Date(received),
    addresses,
    reason: reasonIn(text),
    subject: textOf(message, 'subject') ?? '',
    messageIds: idsIn(text),
  }
}

function plainText(body: Json): string {
  const content = textOf(body, 'content') ?? ''
  return textOf(body, 'contentType')?.toLowerCase() === 'html'
    ? content.replaceAll(/<[^>]*>/g, '\n')
    : content
}

function reasonIn(text: string): string {
  const line = text.split(/[\r\n]+/).find(candidate => finalFailure.test(candidate)) ?? ''
  return line.trim().slice(0, reasonLengthMax)
}
