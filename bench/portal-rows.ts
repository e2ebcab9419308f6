/**
 * A campaign of any size as rows, for figures that a rollout would take days to reach: people, enrolments in a realistic
 * mix, links and mails, written set by set with the triggers off, and counted once at the end.
 */

import type { Database } from '@muster/service/db/database'
import { recountTallies } from '@muster/service/reports/tally-repair'
import { type RawBuilder, sql } from 'kysely'

export interface RowsWanted {
  tenantId: string
  campaignId: string
  senderId: string
  people: number
  at: Date
}

/** So many rows in one statement: a few seconds, and some hundred megabytes at most. */
const pieceMax = 100_000
const counted = ['person', 'enrolment', 'message'] as const

const givenNames =
  'Aroha Björn Carmen Dieter Elif Fatima Giulia Hiroshi Ines Jakub Kofi Leila Marisol Noor Olga Priya Quentin Rosa Siobhán Tomasz Uta Viktor Wei Ximena Yusuf Zoë'
const surnames =
  'Adeyemi Becker Chen Duarte Eriksson Fischer García Hansen Ivanova Jensen Kowalski López Mensah Ngata Okafor Petrov Quinn Rossi Schmidt Tanaka Uzun Vargas Weber Xu Yilmaz Zhang'

/** Writes everything; the campaign, its tenant and a sender must be there. */
export async function fillRows(db: Database, wanted: RowsWanted): Promise<void> {
  await switchTriggers(db, sql`disable`)
  for (let from = 0; from < wanted.people; from += pieceMax) {
    const piece = { ...wanted, from: from + 1, to: Math.min(wanted.people, from + pieceMax) }
    await fillPeople(db, piece)
    await fillEnrolments(db, piece)
    await fillMails(db, piece)
  }
  await switchTriggers(db, sql`enable`)
  await sql`vacuum analyze`.execute(db)
  await recountTallies(db, wanted.tenantId, wanted.at)
}

/** Waits as long as it takes: the service itself may be counting the rows anew meanwhile. */
async function switchTriggers(db: Database, how: RawBuilder<unknown>): Promise<void> {
  await db.transaction().execute(async tx => {
    await sql`set local statement_timeout = 0`.execute(tx)
    for (const table of counted) await sql`alter table ${sql.table(table)} ${how} trigger user`.execute(tx)
  })
}

type Piece = RowsWanted & { from: number; to: number }

/** The same number gives the same person; the ids are spread as real ones are. */
const idOf = (kind: string, number = sql`n`) =>
  // With the digits that say it is random, as clients check.
  sql`overlay(overlay(md5(${sql.lit(kind)} || ${number}) placing '4' from 13) placing '8' from 17)::uuid`
/** A share of one that seems to be by chance, another for each word. */
const chance = (word: string) => sql`((hashtext(${sql.lit(word)} || n) & 65535) / 65536.0)`

async function fillPeople(db: Database, { tenantId, from, to, at }: Piece): Promise<void> {
  await sql`
    insert into person (tenant_id, id, upn, mail, display_name, account_enabled, user_type, department, usage_location,
                        manager_id, level, level_source, checked_at, synced_at)
    select ${tenantId}, id, 'person' || n || '@contoso.example', 'person' || n || '@contoso.example',
           given[1 + (hashtext('g' || n) & 65535) % cardinality(given)] || ' ' ||
             surname[1 + (hashtext('s' || n) & 65535) % cardinality(surname)] || ' ' || chr(65 + n % 26),
           true, 'member', 'Department ' || (400 * power(${chance('department')}, 3))::int,
           (array['DE', 'US', 'IN', 'GB', 'FR', 'ES', 'PL', 'BR', 'JP', 'NZ'])[1 + (10 * power(${chance('country')}, 2))::int],
           -- one manager for some 25 people
           case when ${chance('asked')} < 0.4 then ${idOf('person', sql`(n - n % 25 + 1)`)} end,
           case when ${chance('status')} < 0.45 then 'mfa' when ${chance('status')} < 0.6 then 'phone' else 'none' end,
           'live', ${at}, ${at}
    from (select n, ${idOf('person')} as id from generate_series(${from}::int, ${to}::int) as n) as numbered,
         (select string_to_array(${givenNames}, ' ') as given, string_to_array(${surnames}, ' ') as surname) as names
  `.execute(db)
}

/** Ninety days into the rollout: not half have registered, a quarter wait for their reminder, some stand beside the road. */
async function fillEnrolments(db: Database, piece: Piece): Promise<void> {
  const { tenantId, campaignId, from, to, at } = piece
  await sql`
    with mixed as (
      select n, ${chance('status')}::float8 as lot,
             ${at}::timestamptz - interval '90 days' + interval '60 days' * ${chance('invited')} as invited,
             interval '12 days' * power(${chance('slow')}, 3) as took, (3.99 * ${chance('reminded')})::int as reminders
      from generate_series(${from}::int, ${to}::int) as n
    ), stood as (
      select *, case when lot < 0.45 then 'active' when lot < 0.52 then 'addedToGroup' when lot < 0.56 then 'clicked'
                     when lot < 0.82 then 'sent' when lot < 0.9 then 'pending' when lot < 0.96 then 'skipped'
                     when lot < 0.98 then 'failed' else 'excluded' end as status
      from mixed
    ), made as (
      insert into enrolment (id, tenant_id, campaign_id, person_id, source, source_batch_id, status, reached, enrolled_at,
        invitations_asked, invitations_settled, invitations_accepted, reminders_asked, reminders_settled,
        reminders_accepted, joins_asked, joins_settled, level, events_count, invited_at, reminded_at, confirmed_at,
        reminders_before_confirming, joined_at, registered_at, reminders_before_registering, lost_at,
        person_name, person_department, person_country, person_manager_id, person_level)
      select ${idOf('enrolment')}, ${tenantId}, ${campaignId}, person.id, 'CSV Upload', 'Wave 1', status,
             case when status in ('skipped', 'failed', 'excluded', 'active') then 'sent' else status end,
             ${at}::timestamptz - interval '91 days', 1, 1, 1, reminders, reminders, reminders, 0, 0, person.level, 3,
             case when lot < 0.82 then invited end, case when lot < 0.82 and reminders > 0 then invited + reminders * interval '7 days' end,
             case when lot < 0.56 then invited + took end, case when lot < 0.56 then reminders end,
             case when lot < 0.52 then invited + took end, case when lot < 0.45 then invited + took * 1.2 end,
             case when lot < 0.45 then reminders end, case when lot < 0.002 then ${at}::timestamptz end,
             person.display_name, person.department, person.usage_location, person.manager_id, person.level
      from stood join person on person.tenant_id = ${tenantId} and person.id = ${idOf('person')}
      returning id
    )
    insert into link (token, enrolment_id, tenant_id) select gen_random_uuid(), id, ${tenantId} from made
  `.execute(db)
}

async function fillMails(db: Database, { tenantId, campaignId, senderId, from, to }: Piece): Promise<void> {
  await sql`
    insert into message (id, tenant_id, campaign_id, enrolment_id, recipient_id, sender_id, kind, number, state, not_before,
                         queued_at, claimed_at, settled_at, attempts)
    select gen_random_uuid(), ${tenantId}, ${campaignId}, one.id, one.person_id, ${senderId},
           case when number = 0 then 'invitation' else 'reminder' end, greatest(number, 1), 'sent',
           one.invited_at, one.invited_at, one.invited_at, one.invited_at, 1
    from generate_series(${from}::int, ${to}::int) as n
    join enrolment as one on one.id = ${idOf('enrolment')},
         generate_series(0, one.reminders_accepted) as number
    where one.invited_at is not null
  `.execute(db)
}
