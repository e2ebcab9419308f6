/** The mirror: SharePoint lists that are kept in step, what each row of them is known to say, and which are to be looked at. */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Of an enrolment, what the list shows. A look or a date for the next one changes none of them. */
const shown = [
  ...['id', 'campaign_id', 'status', 'aside', 'join_refusal', 'invited_at', 'reminded_at', 'confirmed_at'],
  ...['joined_at', 'registered_at', 'lost_at', 'source', 'source_batch_id', 'person_name'],
].join(', ')

/** Marks the rows of some enrolments as to be looked at; `enrolments` is SQL with `id` and `campaign_id`. */
function look(enrolments: string): string {
  return `insert into mirror_row (mirror_id, enrolment_id, changed)
       select mirror.id, one.id, nextval('mirror_change')
       from (${enrolments}) as one join mirror on mirror.campaign_id = one.campaign_id
       order by mirror.id, one.id
       on conflict (mirror_id, enrolment_id) do update set changed = excluded.changed, not_before = null;`
}

const statements = [
  'alter table tenant add column list_units_max integer check (list_units_max > 0)',

  // One list for each campaign that has one.
  `create table mirror (
     id uuid primary key,
     tenant_id uuid not null references tenant (id),
     campaign_id uuid not null unique references campaign (id) on delete cascade,
     site_id text not null,
     site_url text not null,
     list_id text not null,
     list_name text not null,
     list_url text not null,
     leavers text not null check (leavers in ('remove', 'mark')),
     with_token boolean not null,
     is_on boolean not null,
     -- why nothing can be written for now, and when that is tried again
     problem jsonb,
     tried_again_at timestamptz,
     -- where the reading of what others have changed stands; null: from the beginning
     cursor text,
     -- the check in hand, and what was found since the last whole one
     checking jsonb,
     check_at timestamptz not null,
     found jsonb not null default '{"edited": 0, "deleted": 0, "doubled": 0, "foreign": 0}',
     -- the last whole check, and what it came to
     checked_at timestamptz,
     drift jsonb,
     written_at timestamptz,
     created_at timestamptz not null,
     unique (tenant_id, site_id, list_id)
   )`,
  'create index mirror_tenant on mirror (tenant_id)',

  // What is known of one row of the list. Whoever is not in the list has no item.
  `create table mirror_row (
     mirror_id uuid not null references mirror (id) on delete cascade,
     enrolment_id uuid not null,
     item_id text,
     etag text,
     cells jsonb not null default '{}',
     -- an item is being added, or was and nobody knows: it is looked for by this title before another is
     adding text,
     -- a number that grows when the row must be looked at; null while nothing is to be done
     changed bigint,
     not_before timestamptz,
     attempts integer not null default 0,
     problem text,
     -- by the last reading of the whole list
     seen_at timestamptz,
     primary key (mirror_id, enrolment_id)
   )`,
  'create unique index mirror_row_item on mirror_row (mirror_id, item_id) where item_id is not null',
  'create index mirror_row_changed on mirror_row (mirror_id, changed) where changed is not null',
  'create sequence mirror_change',

  // In the transaction of whatever changes an enrolment, whoever does it; without a mirror it costs one look.
  `create function mirror_enrolments() returns trigger language plpgsql as $$
     begin
       if not exists (select from mirror) then return null; end if;
       ${look(`select id, campaign_id from (select ${shown} from fresh except all select ${shown} from stale) as moved`)}
       return null;
     end $$`,
  `create function mirror_enrolments_added() returns trigger language plpgsql as $$
     begin
       if not exists (select from mirror) then return null; end if;
       ${look('select id, campaign_id from fresh')}
       return null;
     end $$`,
  `create function mirror_people() returns trigger language plpgsql as $$
     begin
       if not exists (select from mirror) then return null; end if;
       ${look(`select enrolment.id, enrolment.campaign_id
         from (select tenant_id, id, upn from fresh except all select tenant_id, id, upn from stale) as moved
         join enrolment on enrolment.tenant_id = moved.tenant_id and enrolment.person_id = moved.id`)}
       return null;
     end $$`,
  `create trigger enrolment_mirror_insert after insert on enrolment referencing new table as fresh
     for each statement execute function mirror_enrolments_added()`,
  `create trigger enrolment_mirror_update after update on enrolment referencing old table as stale new table as fresh
     for each statement execute function mirror_enrolments()`,
  `create trigger person_mirror after update on person referencing old table as stale new table as fresh
     for each statement execute function mirror_people()`,
]
