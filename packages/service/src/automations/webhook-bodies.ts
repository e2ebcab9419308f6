/** What is said to other services: the event of a generic webhook, and the card of a Teams workflow. */

import type { Action } from '@muster/core/automation'
import type { AuditParty } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { renderRuleText } from '../messages/render-rule.ts'
import type { Act } from './acts.ts'

export interface EventFacts {
  event: {
    id: string
    activity: string
    service: string | null
    category: string | null
    result: string | null
    reason: string | null
    at: string
    initiator: AuditParty | null
    targets: readonly AuditParty[]
    details: Readonly<Record<string, unknown>>
  }
  person: {
    objectId: string
    userPrincipalName: string
    displayName: string
    givenName: string | null
    mail: string | null
    department: string | null
  } | null
  organisation: { name: string; supportContact: string | null; language: string }
}

/** What is known of an act's event; a record that is kept no more is told of as far as the entry remembers it. */
export async function readEventFacts(db: Database, act: Act): Promise<EventFacts> {
  const { rows } = await sql<EventFacts>`
    select jsonb_build_object(
             'id', entry.event_id, 'activity', entry.activity, 'service', event.service, 'category', event.category,
             'result', event.result, 'reason', event.reason, 'at', entry.event_at, 'initiator', event.initiator,
             'targets', coalesce(event.targets, '[]'), 'details', coalesce(event.details, '{}')) as event,
           case when person.id is null then null else jsonb_build_object(
             'objectId', person.id, 'userPrincipalName', person.upn, 'displayName', person.display_name,
             'givenName', person.given_name, 'mail', person.mail, 'department', person.department) end as person,
           jsonb_build_object('name', tenant.organisation_name, 'supportContact', tenant.support_contact,
                              'language', tenant.default_language) as organisation
    from rule_entry as entry
    join tenant on tenant.id = entry.tenant_id
    left join audit_event as event on event.tenant_id = entry.tenant_id and event.id = entry.event_id
    left join person on person.tenant_id = entry.tenant_id and person.id = entry.person_id
    where entry.id = ${act.entryId}
  `.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('an act without its entry')
  return row
}

/** Gateways take a megabyte at least; what a record says of a thousand changes is left out before that. */
const bodyCharsMax = 200_000

export function webhookBody(act: Act, facts: EventFacts, at: Date): string {
  const { event, person } = facts
  const whole = {
    type: 'muster.rule.matched',
    timestamp: at.toISOString(),
    data: {
      tenantId: act.tenantId,
      rule: { id: act.ruleId, name: act.ruleName },
      entryId: act.entryId,
      event: { ...event, at: new Date(event.at).toISOString() },
      person,
    },
  }
  const text = JSON.stringify(whole)
  if (text.length <= bodyCharsMax) return text
  return JSON.stringify({ ...whole, data: { ...whole.data, event: { ...whole.data.event, details: {} } } })
}

/**
 * An Adaptive Card in the envelope that a Teams workflow ("When a Teams webhook request is received") takes. Throws
 * `MailUnrenderable` when the words name something that there is not.
 */
export function teamsBody(action: Extract<Action, { kind: 'teams' }>, act: Act, facts: EventFacts): string {
  const { event, person, organisation } = facts
  const reader = {
    displayName: person?.displayName ?? '',
    givenName: person?.givenName ?? null,
    language: organisation.language,
    organisationName: organisation.name,
    supportContact: organisation.supportContact,
  }
  const { activity, service, result, reason, at } = event
  const said = { activity, service: service ?? '', result: result ?? '', reason, at }
  const rule = { name: act.ruleName, action, person, event: said }
  const words = (template: string) => renderRuleText(template, reader, rule)
  const known = [
    {
      title: 'Who',
      value: person === null ? 'nobody known' : `${person.displayName} (${person.userPrincipalName})`,
    },
    { title: 'What', value: activity },
    { title: 'When', value: `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC` },
  ]
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', text: words(action.title), weight: 'Bolder', size: 'Medium', wrap: true },
      { type: 'TextBlock', text: words(action.text), wrap: true },
      { type: 'FactSet', facts: known },
    ],
  }
  const contentType = 'application/vnd.microsoft.card.adaptive'
  return JSON.stringify({ type: 'message', attachments: [{ contentType, contentUrl: null, content: card }] })
}
