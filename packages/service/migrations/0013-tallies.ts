/**
 * Tallies: figures that are kept as counts, so that no report grows with the number of people. Triggers write what each
 * statement changes into `tally_delta`, in its own transaction; folding adds that to `tally` (decision 0019).
 */

import { type Kysely, sql } from 'kysely'
import { asked, countChanges, tallied, truthOf } from './figures/0013-figures.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Millions of rows may be written below; what is a fault elsewhere is patience here.
  await sql`set local statement_timeout = 0`.execute(db)
  const steps = [
    ...columns,
    ...fillCopies(),
    ...indexes,
    ...tables,
    ...views(),
    ...fillTallies,
    ...functions(),
    ...triggers,
  ]
  for (const statement of steps) await sql.raw(statement).execute(db)
}

const columns = [
  // How many reminders had been taken by then: what the mails before it had to do with a step.
  `alter table enrolment
     add column reminders_before_confirming integer,
     add column reminders_before_registering integer,
     -- Copies of the person's own, kept by triggers: what is counted together must stand in one row, whose lock then
     -- keeps two transactions from counting past each other.
     add column person_name text not null default '',
     add column person_department text,
     add column person_country text,
     add column person_manager_id uuid,
     add column person_level text not null default 'unknown'`,
]

/** In pieces by the first two digits of the id, so that no single statement holds everything in memory. */
function fillCopies(): string[] {
  const firsts = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'))
  return firsts.map(
    first => `
    update enrolment set
      person_name = coalesce(person.display_name, ''),
      person_department = person.department, person_country = person.usage_location,
      person_manager_id = person.manager_id, person_level = coalesce(person.level, 'unknown'),
      reminders_before_confirming = ${remindersBefore('confirmed_at')},
      reminders_before_registering = ${remindersBefore('registered_at')}
    from enrolment as same left join person on person.tenant_id = same.tenant_id and person.id = same.person_id
    where same.id = enrolment.id
      and enrolment.id between '${first}000000-0000-0000-0000-000000000000' and '${first}ffffff-ffff-ffff-ffff-ffffffffffff'`,
  )
}

/** Most were never reminded after they had moved; of the others the events tell. */
function remindersBefore(time: string): string {
  return `case when enrolment.${time} is null then null
               when enrolment.reminders_accepted = 0 then 0
               else (select coalesce(max((event.details->>'number')::int), 0) from enrolment_event as event
                     where event.enrolment_id = enrolment.id and event.kind = 'reminded' and event.at <= enrolment.${time})
          end`
}

const tables = [
  // Of everybody enrolled in a tenant, over all campaigns: the first time of each step. A registration that was lost is none.
  `create table person_progress (
     tenant_id uuid not null,
     person_id uuid not null,
     invited_at timestamptz,
     confirmed_at timestamptz,
     registered_at timestamptz,
     is_asked boolean not null,
     primary key (tenant_id, person_id)
   )`,

  // Scope: the campaign or the tenant that is counted. The words compare by bytes: their order means nothing.
  `create table tally (
     tenant_id uuid not null,
     scope_id uuid not null,
     figure text collate "C" not null,
     key text collate "C" not null,
     part text collate "C" not null,
     people integer not null,
     primary key (scope_id, figure, key, part)
   )`,
  // What has changed since: only ever added to, so that two who click at once do not wait for one counter.
  `create table tally_delta (
     tenant_id uuid not null,
     scope_id uuid not null,
     figure text collate "C" not null,
     key text collate "C" not null,
     part text collate "C" not null,
     people integer not null
   )`,
]

function views(): string[] {
  return [
    `create view tally_truth as ${truthOf(tallied)}`,
    `create view tally_now as
       select tenant_id, scope_id, figure, key, part, people from tally
       union all
       select tenant_id, scope_id, figure, key, part, people from tally_delta`,
  ]
}

/** The steps of some people over all their campaigns; `people` is SQL with `tenant_id` and `person_id`. */
function progressOf(people: string): string {
  return `select whom.tenant_id, whom.person_id, steps.*
    from (${people}) as whom cross join lateral (
      select min(one.invited_at) as invited_at, min(one.confirmed_at) as confirmed_at,
             min(one.registered_at) filter (where one.lost_at is null) as registered_at,
             coalesce(bool_or(${asked}), false) as is_asked
      from enrolment as one where one.tenant_id = whom.tenant_id and one.person_id = whom.person_id
    ) as steps`
}

const fillTallies = [
  `insert into person_progress (tenant_id, person_id, invited_at, confirmed_at, registered_at, is_asked)
     select one.tenant_id, one.person_id, min(one.invited_at), min(one.confirmed_at),
            min(one.registered_at) filter (where one.lost_at is null), bool_or(${asked})
     from enrolment as one group by one.tenant_id, one.person_id`,
  `insert into tally (tenant_id, scope_id, figure, key, part, people)
     select tenant_id, scope_id, figure, key, part, sum(people) from tally_truth group by 1, 2, 3, 4, 5`,
  // The largest groups of a break-down, without looking at the others.
  `create index tally_largest on tally (scope_id, figure, people desc) where part = ''`,
  'create index tally_delta_scope on tally_delta (scope_id, figure)',
  'analyze person_progress',
  'analyze tally',
]

/**
 * By these a page of a long list costs its own rows, wherever in the list it begins and whatever it is narrowed by: the
 * two of enrolments for status, those of people for what changes seldom.
 */
const indexes = [
  'create index enrolment_name on enrolment (campaign_id, person_name, person_id)',
  'drop index enrolment_status',
  'create index enrolment_status on enrolment (campaign_id, status, person_name, person_id)',
  'create index person_department on person (tenant_id, department, display_name, id)',
  'create index person_country on person (tenant_id, usage_location, display_name, id)',
  'create index person_manager on person (tenant_id, manager_id, display_name, id)',
  'create index person_level on person (tenant_id, level, display_name, id)',
  // Parts of names are found by trigrams where the server has them; where it has not, or will not let us, they are looked
  // for in every name.
  `do $$ begin
     create extension if not exists pg_trgm;
     create index person_text on person using gin (
       (display_name || e'\\n' || upn || e'\\n' || coalesce(mail, '')) gin_trgm_ops);
   exception when others then
     raise notice 'no index of trigrams: %', sqlerrm;
   end $$`,
]

function functions(): string[] {
  const counting = tallied.map(
    one => `create function tally_${one.table}() returns trigger language plpgsql as $$
    begin ${countChanges(one)}
      return null;
    end $$`,
  )
  return [...counting, keepProgress(), copyPerson, copyToEnrolments]
}

/**
 * Rows of progress are locked one statement before they are counted anew, so that of two campaigns that move the same
 * person at once the later one sees what the earlier one did. Everybody takes the locks of people before those of
 * enrolments, and those before these.
 */
function keepProgress(): string {
  const steps =
    "tenant_id, person_id, invited_at, confirmed_at, registered_at, lost_at, (status not in ('skipped', 'excluded'))"
  const people = 'select distinct tenant_id, person_id from fresh'
  const moved = `select distinct tenant_id, person_id from (select ${steps} from fresh except all select ${steps} from stale) as moved`
  const renew = (some: string) => `
    perform from person_progress as progress
      where (progress.tenant_id, progress.person_id) in (${some})
      order by progress.tenant_id, progress.person_id for update;
    if found then
      update person_progress as progress
      set invited_at = now.invited_at, confirmed_at = now.confirmed_at, registered_at = now.registered_at, is_asked = now.is_asked
      from (${progressOf(some)}) as now
      where progress.tenant_id = now.tenant_id and progress.person_id = now.person_id
        and (progress.invited_at, progress.confirmed_at, progress.registered_at, progress.is_asked)
            is distinct from (now.invited_at, now.confirmed_at, now.registered_at, now.is_asked);
    end if;`
  return `create function keep_person_progress() returns trigger language plpgsql as $$
    declare added integer;
    begin
      if tg_op = 'UPDATE' then ${renew(moved)}
      else
        insert into person_progress (tenant_id, person_id, invited_at, confirmed_at, registered_at, is_asked)
        select * from (${progressOf(people)}) as now order by tenant_id, person_id on conflict do nothing;
        get diagnostics added = row_count;
        if added < (select count(*) from (${people}) as whom) then ${renew(people)}
        end if;
      end if;
      return null;
    end $$`
}

// The person's row is held until the enrolment is there: whoever changes it meanwhile would not see the copy.
const copyPerson = `create function copy_person() returns trigger language plpgsql as $$
  begin
    select display_name, department, usage_location, manager_id, level
    into new.person_name, new.person_department, new.person_country, new.person_manager_id, new.person_level
    from person where tenant_id = new.tenant_id and id = new.person_id for share;
    new.person_name := coalesce(new.person_name, '');
    new.person_level := coalesce(new.person_level, 'unknown');
    return new;
  end $$`

const copied = 'tenant_id, id, display_name, department, usage_location, manager_id, level'
const copyToEnrolments = `create function copy_to_enrolments() returns trigger language plpgsql as $$
  begin
    perform from enrolment
      where (tenant_id, person_id) in (select tenant_id, id from (select ${copied} from fresh except all select ${copied} from stale) as changed)
      order by id for update;
    if found then
      update enrolment
      set person_name = changed.display_name, person_department = changed.department, person_country = changed.usage_location,
          person_manager_id = changed.manager_id, person_level = changed.level
      from (select ${copied} from fresh except all select ${copied} from stale) as changed
      where enrolment.tenant_id = changed.tenant_id and enrolment.person_id = changed.id;
    end if;
    return null;
  end $$`

const triggers = [
  ...tallied.flatMap(({ table }) => [
    `create trigger ${table}_tally_insert after insert on ${table} referencing new table as fresh
       for each statement execute function tally_${table}()`,
    `create trigger ${table}_tally_update after update on ${table} referencing old table as stale new table as fresh
       for each statement execute function tally_${table}()`,
    `create trigger ${table}_tally_delete after delete on ${table} referencing old table as stale
       for each statement execute function tally_${table}()`,
  ]),
  `create trigger enrolment_copy before insert on enrolment for each row execute function copy_person()`,
  `create trigger enrolment_progress_insert after insert on enrolment referencing new table as fresh
     for each statement execute function keep_person_progress()`,
  `create trigger enrolment_progress_update after update on enrolment referencing old table as stale new table as fresh
     for each statement execute function keep_person_progress()`,
  `create trigger person_copy after update on person referencing old table as stale new table as fresh
     for each statement execute function copy_to_enrolments()`,
]
