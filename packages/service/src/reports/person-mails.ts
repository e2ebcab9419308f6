/** The mails about somebody: of the campaign, the digest that names them, and those that rules have asked for. */

import type { Output } from '@muster/contract/routes'
import { timelineMax } from '@muster/contract/shapes/people'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { MessageState } from '../db/schema.ts'

type Told = Output<'getPerson'>['messages'][number]

interface Row {
  id: string
  kind: Told['kind']
  number: number
  state: MessageState
  recipient: string | null
  address: string
  outcome: string | null
  decision: string | null
  is_kept: boolean
  rule_id: string | null
  rule: string | null
  queued_at: Date
  settled_at: Date | null
}

export interface Whom {
  enrolmentId: string
  tenantId: string
  personId: string
}

/** SQL of the ids. Each kind by its own index; one condition with "or" would read every mail there is. */
export function mailsAbout({ enrolmentId, tenantId, personId }: Whom): RawBuilder<{ id: string }> {
  return sql`
    select id from message where enrolment_id = ${enrolmentId}
    union
    select message_id from escalation where enrolment_id = ${enrolmentId} and message_id is not null
    union
    select message.id from rule_entry as entry
    join rule_act as act on act.entry_id = entry.id
    join message on message.act_id = act.id
    where entry.tenant_id = ${tenantId} and entry.person_id = ${personId}
  `
}

/** The newest ones, oldest first. */
export async function readPersonMails(db: Database, whom: Whom): Promise<Told[]> {
  const { rows } = await sql<Row>`
    with about as (${mailsAbout(whom)})
    select message.id, message.kind, message.number, message.state, message.outcome, message.decision,
           coalesce(message.recipient_address, person.mail) as recipient, sender.address,
           message.form_id is not null as is_kept, message.rule_id, rule.name as rule,
           message.queued_at, message.settled_at
    from about
    join message on message.id = about.id
    join sender on sender.id = message.sender_id
    left join person on person.tenant_id = message.tenant_id and person.id = message.recipient_id
    left join rule on rule.id = message.rule_id
    order by message.queued_at desc, message.id desc limit ${timelineMax}
  `.execute(db)
  return rows.toReversed().map(row => ({
    messageId: row.id,
    kind: row.kind,
    rule: row.rule_id === null || row.rule === null ? null : { ruleId: row.rule_id, name: row.rule },
    number: row.number,
    state: row.state,
    recipient: row.recipient ?? '',
    sender: row.address,
    subject: null,
    isKept: row.is_kept,
    detail: row.outcome ?? row.decision,
    queuedAt: row.queued_at,
    settledAt: row.settled_at,
  }))
}
