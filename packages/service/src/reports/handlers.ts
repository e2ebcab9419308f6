/** The API's reports and people: where everybody stands, one person's whole story, what an operator does to people. */

import type { Caller } from '@muster/contract/route'
import type { Handlers, Input, Output } from '@muster/contract/routes'
import { timelineMax } from '@muster/contract/shapes/people'
import type { Event, Signal } from '@muster/core/enrolment'
import type { Clock } from '@muster/core/ports'
import { Problem } from '@muster/core/problem'
import { sql } from 'kysely'
import { readCampaign } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { apply } from '../enrolments/apply.ts'
import { judgePeople } from '../enrolments/eligibility.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import { reportCampaign } from './campaign-report.ts'
import { exportPeople } from './export.ts'
import { enrolmentShape, escalationWords, type PersonRow, selectPeople } from './people-columns.ts'
import { tellEvent } from './words.ts'

type ReportHandlers = Pick<
  Handlers,
  'campaignStatus' | 'recentEvents' | 'searchPeople' | 'actOnPeople' | 'getPerson' | 'exportPeople'
>

export interface ReportHandlersOptions {
  db: Database
  clock: Clock
  nudge(): void
}

export function createReportHandlers(options: ReportHandlersOptions): ReportHandlers {
  const { db, clock } = options
  return {
    async campaignStatus({ params }) {
      return reportCampaign(db, await readCampaign(db, params.campaignId), clock.now())
    },

    async recentEvents({ params, query }) {
      await readCampaign(db, params.campaignId)
      return readRecent(db, { campaignId: params.campaignId, ...query })
    },

    async searchPeople({ params, body }) {
      await readCampaign(db, params.campaignId)
      const rows = await search(db, params.campaignId, body)
      const key = (row: PersonRow) => [row.display_name, row.id]
      return pageOf(rows, body.limit, { item: enrolmentShape, key })
    },

    async actOnPeople({ params, body }, caller) {
      const campaign = await readCampaign(db, params.campaignId)
      const known = await db
        .selectFrom('enrolment')
        .select(['id', 'person_id'])
        .where('campaign_id', '=', params.campaignId)
        .where('id', 'in', body.enrolmentIds)
        .execute()
      const ids = new Set(known.map(row => row.id))
      const signal = signalOf(body, caller)
      const at = clock.now()
      const changed = await inTransaction(db, async tx => {
        const moved = await apply(
          tx,
          [...ids].map(enrolmentId => ({ enrolmentId, signal })),
          at,
        )
        // Whoever comes back may have become ineligible, or protected, while set aside.
        const personIds = known.map(row => row.person_id)
        const { tenant_id: tenantId, id: campaignId } = campaign
        if (body.act === 'reinstate') await judgePeople(tx, { tenantId, personIds, at, campaignId })
        return moved
      })
      options.nudge()
      return {
        changed: changed.length,
        unchanged: ids.size - changed.length,
        notFound: body.enrolmentIds.filter(id => !ids.has(id)),
      }
    },

    async getPerson({ params }) {
      return readPerson(db, params.enrolmentId)
    },

    async exportPeople({ params, query }) {
      const campaign = await readCampaign(db, params.campaignId)
      return {
        fileName: `${campaign.name.replaceAll(/[^\w-]+/g, '-')}-${query.shape}.csv`,
        chunks: exportPeople(db, campaign.id, query.shape),
      }
    },
  }
}

function signalOf(body: Input<'actOnPeople'>['body'], caller: Caller): Signal {
  const owner = caller.name
  switch (body.act) {
    case 'exclude':
      return { kind: 'excluded', reason: body.reason, owner, until: body.until ?? null }
    case 'reinstate':
      return { kind: 'reinstated', owner }
    case 'retry':
      return { kind: 'retried', owner }
    case 'inviteAgain':
      return { kind: 'inviteAgain' }
    default:
      return body satisfies never
  }
}

/** A part of a name, so that what people type as `%` or `_` is meant as it stands. */
function contains(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}

async function search(
  db: Database,
  campaignId: string,
  wanted: Input<'searchPeople'>['body'],
): Promise<PersonRow[]> {
  const after = readCursor(wanted.cursor, 2)
  const text = wanted.text === undefined ? null : contains(wanted.text)
  const { rows } = await sql<PersonRow>`
    ${selectPeople}
    where enrolment.campaign_id = ${campaignId}
      and (${wanted.status ?? null}::text[] is null or enrolment.status = any(${wanted.status ?? null}::text[]))
      and (${wanted.batchId ?? null}::uuid is null or enrolment.batch_id = ${wanted.batchId ?? null})
      and (${wanted.department ?? null}::text is null or person.department = ${wanted.department ?? null})
      and (${stateOf(wanted.escalation)}::text is null or escalation.state = ${stateOf(wanted.escalation)})
      and (${wanted.isLost ?? null}::boolean is null or (enrolment.lost_at is not null) = ${wanted.isLost ?? null})
      and (${text}::text is null or person.display_name ilike ${text} or person.upn ilike ${text}
           or person.mail ilike ${text} or person.id::text = lower(${wanted.text ?? null}))
      and (${after?.[0] ?? null}::text is null
           or (person.display_name, enrolment.id) > (${after?.[0] ?? null}::text, ${after?.[1] ?? null}::uuid))
    order by person.display_name, enrolment.id limit ${wanted.limit + 1}
  `.execute(db)
  return rows
}

function stateOf(word: Input<'searchPeople'>['body']['escalation']): string | null {
  return Object.entries(escalationWords).find(([, known]) => known === word)?.[0] ?? null
}

interface EventRow {
  id: string
  enrolment_id: string
  kind: string
  details: Record<string, unknown>
  at: Date
  display_name: string | null
}

/** Stored events are what `apply` wrote: a kind of the closed set and its details. */
function eventOf(row: { kind: string; details: Record<string, unknown> }): Event {
  return { kind: row.kind, ...row.details } as Event
}

async function readRecent(
  db: Database,
  wanted: { campaignId: string; limit: number; after?: string | undefined },
): Promise<Output<'recentEvents'>> {
  const after = readCursor(wanted.after, 1)?.[0] ?? null
  const { rows } = await sql<EventRow>`
    select event.id, event.enrolment_id, event.kind, event.details, event.at, person.display_name
    from (
      select * from enrolment_event
      where campaign_id = ${wanted.campaignId} and (${after}::bigint is null or id > ${after}::bigint)
      order by case when ${after}::bigint is null then id end desc, id limit ${wanted.limit}
    ) as event
    join enrolment on enrolment.id = event.enrolment_id
    join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    order by event.id
  `.execute(db)
  const items = rows.map(row => ({
    eventId: row.id,
    at: row.at,
    kind: row.kind,
    enrolmentId: row.enrolment_id,
    displayName: row.display_name,
    text: tellEvent(eventOf(row)),
  }))
  const last = rows.at(-1)
  const { after: asked = null } = wanted
  return {
    items,
    after: last === undefined ? asked : Buffer.from(JSON.stringify([last.id])).toString('base64url'),
  }
}

async function readPerson(db: Database, enrolmentId: string): Promise<Output<'getPerson'>> {
  const { rows } = await sql<PersonRow & Extra>`
    select enrolled.*, person.job_title, person.user_type, person.account_enabled, person.deleted_at,
           person.preferred_language, link.first_opened_at, link.opened_count
    from (${selectPeople} where enrolment.id = ${enrolmentId}) as enrolled
    join enrolment on enrolment.id = enrolled.id
    join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    join link on link.enrolment_id = enrolled.id
  `.execute(db)
  const [row] = rows
  if (row === undefined) throw new Problem('notFound', 'there is no such enrolment', { where: 'enrolmentId' })
  return {
    person: {
      objectId: row.person_id,
      displayName: row.display_name,
      userPrincipalName: row.upn,
      mail: row.mail,
      department: row.department,
      jobTitle: row.job_title,
      userType: row.user_type,
      accountEnabled: row.account_enabled,
      deleted: row.deleted_at !== null,
      preferredLanguage: row.preferred_language,
    },
    enrolment: enrolmentShape(row),
    timeline: await readTimeline(db, row),
    messages: await readMessages(db, row),
  }
}

interface Extra {
  job_title: string | null
  user_type: 'member' | 'guest'
  account_enabled: boolean
  deleted_at: Date | null
  preferred_language: string | null
  first_opened_at: Date | null
  opened_count: number
}

async function readTimeline(db: Database, row: PersonRow & Extra): Promise<Output<'getPerson'>['timeline']> {
  const events = await db
    .selectFrom('enrolment_event')
    .select(['kind', 'details', 'at', 'sequence'])
    .where('enrolment_id', '=', row.id)
    .orderBy('sequence', 'desc')
    .limit(timelineMax)
    .execute()
  const told = events
    .toReversed()
    .map(event => ({ at: event.at, kind: event.kind, text: tellEvent(eventOf(event)) }))
  if (row.first_opened_at === null) return told
  const times = row.opened_count === 1 ? 'once' : `${row.opened_count} times`
  const opened = {
    at: row.first_opened_at,
    kind: 'linkOpened',
    text: `link opened, ${times} so far (perhaps by a mail scanner)`,
  }
  // Nobody presses a button on a page that was not opened, however close the two times are.
  const follows = told.findIndex(
    entry =>
      entry.at > opened.at || (entry.at.getTime() === opened.at.getTime() && entry.kind === 'confirmed'),
  )
  return follows === -1 ? [...told, opened] : told.toSpliced(follows, 0, opened)
}

async function readMessages(db: Database, row: PersonRow): Promise<Output<'getPerson'>['messages']> {
  const messages = await db
    .selectFrom('message')
    .innerJoin('sender', 'sender.id', 'message.sender_id')
    .innerJoin('person', join =>
      join
        .onRef('person.tenant_id', '=', 'message.tenant_id')
        .onRef('person.id', '=', 'message.recipient_id'),
    )
    .select([
      'person.mail',
      'message.id',
      'message.kind',
      'message.number',
      'message.state',
      'message.outcome',
      'message.decision',
      'message.queued_at',
      'message.settled_at',
      'sender.address',
    ])
    // Also the digest that names the person.
    .where(eb =>
      eb.or([
        eb('message.enrolment_id', '=', row.id),
        eb(
          'message.id',
          '=',
          eb.selectFrom('escalation').select('message_id').where('enrolment_id', '=', row.id),
        ),
      ]),
    )
    .orderBy('message.queued_at')
    .limit(timelineMax)
    .execute()
  return messages.map(message => ({
    messageId: message.id,
    kind: message.kind,
    number: message.number,
    state: message.state,
    recipient: message.mail ?? '',
    sender: message.address,
    subject: null,
    detail: message.outcome ?? message.decision,
    queuedAt: message.queued_at,
    settledAt: message.settled_at,
  }))
}
