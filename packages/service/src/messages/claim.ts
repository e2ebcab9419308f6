/** Taking queued mails in hand: the row says `sending` with our claim before anything leaves. */

import type { MailKind } from '@muster/core/enrolment'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

export interface ClaimedMail {
  id: string
  enrolmentId: string
  kind: MailKind
  number: number
  attempts: number
  token: string
  address: string | null
  displayName: string
  givenName: string | null
  language: string
  organisationName: string
  supportContact: string | null
  campaignName: string
  dueOn: Date | null
}

/** Mails of running campaigns only: a paused campaign's queue stands still. */
export async function claimMail(
  db: Database,
  asked: { senderId: string; claim: string; at: Date; max: number },
): Promise<ClaimedMail[]> {
  const { senderId, claim, at, max } = asked
  const { rows } = await sql<ClaimedMail>`
    with taken as (
      select message.id from message join campaign on campaign.id = message.campaign_id
      where message.sender_id = ${senderId} and message.state = 'queued' and message.not_before <= ${at}
        and campaign.status = 'running'
      order by message.queued_at, message.id limit ${max}
      for update of message skip locked
    ), claimed as (
      update message set state = 'sending', claim = ${claim}, claimed_at = ${at}, attempts = attempts + 1
      from taken where message.id = taken.id
      returning message.*
    )
    select claimed.id, claimed.enrolment_id as "enrolmentId", claimed.kind, claimed.number, claimed.attempts,
           link.token, person.mail as address, person.display_name as "displayName", person.given_name as "givenName",
           coalesce(person.preferred_language, tenant.default_language) as language,
           tenant.organisation_name as "organisationName", tenant.support_contact as "supportContact",
           campaign.name as "campaignName", campaign.due_on::timestamp at time zone 'UTC' as "dueOn"
    from claimed
    join enrolment on enrolment.id = claimed.enrolment_id
    join link on link.enrolment_id = enrolment.id
    join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    join tenant on tenant.id = claimed.tenant_id
    join campaign on campaign.id = claimed.campaign_id
    order by claimed.queued_at, claimed.id
  `.execute(db)
  return rows
}
