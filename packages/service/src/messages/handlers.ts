/** The API's mails: the list of a campaign's, and an operator's word about those of unknown fate. */

import type { Handlers, Output } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { sendingSentences } from '@muster/core/sending-sentences'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { CampaignMailKind, MessageState } from '../db/schema.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { markArrived, sendAgain } from './fates.ts'

type MailHandlers = Pick<Handlers, 'listMails' | 'decideMails'>

export interface MailHandlersOptions {
  db: Database
  clock: Clock
  nudge(): void
}

interface MailRow {
  id: string
  enrolment_id: string | null
  display_name: string | null
  upn: string
  mail: string | null
  kind: CampaignMailKind
  number: number
  state: MessageState
  address: string
  outcome: string | null
  decision: string | null
  queued_at: Date
  claimed_at: Date | null
  settled_at: Date | null
}

export function createMailHandlers({ db, clock, nudge }: MailHandlersOptions): MailHandlers {
  async function check(campaignId: string): Promise<{ isFinished: boolean }> {
    const row = await db
      .selectFrom('campaign')
      .select('status')
      .where('id', '=', campaignId)
      .executeTakeFirst()
    if (row === undefined) throw makeProblem('noCampaign')
    return { isFinished: row.status === 'finished' }
  }

  return {
    async listMails({ params, query }) {
      await check(params.campaignId)
      const after = readCursor(query.cursor, 1)?.[0] ?? null
      const { rows } = await sql<MailRow>`
        select message.id, message.enrolment_id, person.display_name, person.upn, person.mail, message.kind,
               message.number, message.state, sender.address, message.outcome, message.decision, message.queued_at,
               message.claimed_at, message.settled_at
        from message
        join sender on sender.id = message.sender_id
        join person on person.tenant_id = message.tenant_id and person.id = message.recipient_id
        where message.campaign_id = ${params.campaignId}
          and (${query.state ?? null}::text is null or message.state = ${query.state ?? null})
          and (${after}::uuid is null or message.id < ${after}::uuid)
        order by message.id desc limit ${query.limit + 1}
      `.execute(db)
      return pageOf(rows, query.limit, { item: shapeOfMail, key: row => [row.id] })
    },

    async decideMails({ params, body }, caller) {
      const { isFinished } = await check(params.campaignId)
      if (isFinished && body.decision === 'again') throw makeProblem('campaignMailsNobody')
      const known = await db
        .selectFrom('message')
        .select('id')
        .where('campaign_id', '=', params.campaignId)
        .where('id', 'in', body.messageIds)
        .execute()
      const ids = new Set(known.map(row => row.id))
      const words = body.decision === 'arrived' ? 'arrivedBy' : 'againBy'
      const decision = sendingSentences.tell(words, { by: caller.name })
      const by = { kind: 'operator' as const, name: caller.name }
      const fate = { at: clock.now(), outcome: decision, decision, by }
      const settle = body.decision === 'arrived' ? markArrived : sendAgain
      const changed = await settle(db, [...ids], fate)
      nudge()
      return {
        changed,
        unchanged: ids.size - changed,
        notFound: body.messageIds.filter(id => !ids.has(id)),
      }
    },
  }
}

/** Mails of rules are of no campaign and stand in their rule's history. */
function shapeOfMail(row: MailRow): Output<'listMails'>['items'][number] {
  return {
    messageId: row.id,
    enrolmentId: row.enrolment_id,
    displayName: row.display_name,
    userPrincipalName: row.upn,
    recipient: row.mail,
    kind: row.kind,
    number: row.number,
    state: row.state,
    sender: row.address,
    detail: row.outcome,
    decision: row.decision,
    queuedAt: row.queued_at,
    triedAt: row.claimed_at,
    settledAt: row.settled_at,
  }
}
