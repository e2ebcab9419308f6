/** A mail that a rule asks for, as rows: what it is made of, and what its fate means for the act that it is. */

import { actSentences } from '@muster/core/act-sentences'
import type { Action } from '@muster/core/automation'
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { ToldEvent, ToldPerson } from '../db/texts-schema.ts'
import type { Fate } from './fate-signals.ts'

/** Everything that the words of a rule's mail may name, besides its reader and the organisation. */
export interface RuleMailFacts {
  name: string
  /** The action as the rule has it now; null when it was taken out of the rule since. */
  action: Action | null
  /** Whom the record tells of; null for a record about nobody. */
  person: ToldPerson | null
  event: ToldEvent
}

/** SQL over what `ruleMailJoins` joins: one JSON value, null for a mail that no rule asked for. */
export const ruleMailFacts: RawBuilder<RuleMailFacts | null> = sql`
  case when mail_rule.id is null then null else jsonb_build_object(
    'name', mail_rule.name,
    'action', jsonb_path_query_first(mail_rule.definition, '$.actions[*] ? (@.key == $key)',
                                     jsonb_build_object('key', mail_act.action_key)),
    'person', case when about.id is null then null else jsonb_build_object(
      'displayName', about.display_name, 'givenName', about.given_name, 'userPrincipalName', about.upn) end,
    'event', jsonb_build_object('activity', mail_entry.activity, 'service', mail_event.service,
                                'result', mail_event.result, 'reason', mail_event.reason, 'at', mail_entry.event_at)
  ) end`

export const ruleMailJoins = sql`
  left join rule as mail_rule on mail_rule.id = claimed.rule_id
  left join rule_act as mail_act on mail_act.id = claimed.act_id
  left join rule_entry as mail_entry on mail_entry.id = mail_act.entry_id
  left join audit_event as mail_event
    on mail_event.tenant_id = claimed.tenant_id and mail_event.id = mail_entry.event_id
  left join person as about on about.tenant_id = claimed.tenant_id and about.id = mail_entry.person_id`

/** The act is done when its mail was taken, and failed when it was refused or came back. */
export async function settleMailAct(
  tx: Tx,
  { messageId, fate, at }: { messageId: string; fate: Fate; at: Date },
): Promise<void> {
  const isDone = fate.kind === 'accepted'
  const outcome = isDone
    ? null
    : fate.kind === 'bounced'
      ? actSentences.tell('mailBack', { said: fate.detail })
      : fate.detail
  await sql`
    update rule_act set state = ${isDone ? 'done' : 'failed'}, settled_at = ${at}, outcome = ${outcome}, next_at = null
    from message where message.id = ${messageId} and rule_act.id = message.act_id
  `.execute(tx)
}
