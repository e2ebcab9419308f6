/**
 * The executive summary is read from tallies, so that it costs the same however many people there are. What a tenant
 * counts each person by stands in one function, `progress_of`, for the trigger and for whoever counts anew.
 */

import { type Kysely, sql } from 'kysely'
import { asked, countChanges, truthOf } from './figures/0013-figures.ts'
import { asideWord, tallied } from './figures/0021-figures.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(db) // everybody enrolled is counted anew
  for (const statement of [...progress(), ...figures()]) await sql.raw(statement).execute(db)
}

const steps = {
  invited_at: 'min(one.invited_at)',
  confirmed_at: 'min(one.confirmed_at)',
  registered_at: 'min(one.registered_at) filter (where one.lost_at is null)',
  is_asked: `coalesce(bool_or(${asked}), false)`,
  joined_at: 'min(one.joined_at)',
  // Wherever they are asked.
  has_failed: `coalesce(bool_and(one.status = 'failed') filter (where ${asked}), false)`,
  asides: `coalesce(array_agg(distinct ${asideWord}) filter (where one.status in ('excluded', 'skipped', 'failed')), '{}')`,
  // The copies of one person's are alike.
  person_department: 'min(one.person_department)',
  person_country: 'min(one.person_country)',
  person_level: `coalesce(min(one.person_level), 'unknown')`,
}
const names = Object.keys(steps)
const types: Readonly<Record<string, string>> = {
  is_asked: 'boolean',
  has_failed: 'boolean',
  asides: 'text[]',
}

function typeOf(name: string): string {
  return types[name] ?? (name.endsWith('_at') ? 'timestamptz' : 'text')
}

function progress(): string[] {
  return [
    // Nobody changes what is counted until the new counts stand.
    'lock table person, enrolment, person_progress, message, escalation in share row exclusive mode',
    `alter table person_progress
       add column joined_at timestamptz,
       add column has_failed boolean not null default false,
       add column asides text[] not null default '{}',
       add column person_department text,
       add column person_country text,
       add column person_level text not null default 'unknown'`,
    `create function progress_of(of_tenant uuid, of_person uuid)
       returns table (${names.map(name => `${name} ${typeOf(name)}`).join(', ')})
       language sql stable as $$
         select ${Object.values(steps).join(', ')}
         from enrolment as one where one.tenant_id = of_tenant and one.person_id = of_person
       $$`,
    keepProgress(),
  ]
}

/** As migration 0013 has it, with more steps. */
function keepProgress(): string {
  const compared = [
    ...['tenant_id', 'person_id', 'invited_at', 'confirmed_at', 'joined_at', 'registered_at', 'lost_at'],
    ...['person_department', 'person_country', 'person_level'],
    asideWord,
  ].join(', ')
  const moved = `select distinct tenant_id, person_id from (
    select ${compared} from fresh as one except all select ${compared} from stale as one) as moved`
  const people = 'select distinct tenant_id, person_id from fresh'
  const progressOf = (some: string) => `
    select whom.tenant_id, whom.person_id, ${names.map(name => `now.${name}`).join(', ')}
    from (${some}) as whom cross join lateral progress_of(whom.tenant_id, whom.person_id) as now`
  const renew = (some: string) => `
    perform from person_progress as progress
      where (progress.tenant_id, progress.person_id) in (${some})
      order by progress.tenant_id, progress.person_id for update;
    if found then
      update person_progress as progress set ${names.map(name => `${name} = now.${name}`).join(', ')}
      from (${progressOf(some)}) as now
      where progress.tenant_id = now.tenant_id and progress.person_id = now.person_id
        and (${names.map(name => `progress.${name}`).join(', ')})
            is distinct from (${names.map(name => `now.${name}`).join(', ')});
    end if;`
  return `create or replace function keep_person_progress() returns trigger language plpgsql as $$
    declare added integer;
    begin
      if tg_op = 'UPDATE' then ${renew(moved)}
      else
        insert into person_progress (tenant_id, person_id, ${names.join(', ')})
        select * from (${progressOf(people)}) as now order by tenant_id, person_id on conflict do nothing;
        get diagnostics added = row_count;
        if added < (select count(*) from (${people}) as whom) then ${renew(people)}
        end if;
      end if;
      return null;
    end $$`
}

/** Everything is counted once more, since the rows of progress are written anew anyway. */
function figures(): string[] {
  return [
    ...tallied.map(
      one => `create or replace function tally_${one.table}() returns trigger language plpgsql as $$
      begin ${countChanges(one)}
        return null;
      end $$`,
    ),
    `create or replace view tally_truth as ${truthOf(tallied)}`,
    'alter table person_progress disable trigger user',
    `insert into person_progress (tenant_id, person_id, ${names.join(', ')})
       select one.tenant_id, one.person_id, ${Object.values(steps).join(', ')}
       from enrolment as one group by one.tenant_id, one.person_id
     on conflict (tenant_id, person_id) do update
       set ${names.map(name => `${name} = excluded.${name}`).join(', ')}`,
    'alter table person_progress enable trigger user',
    'delete from tally_delta',
    'delete from tally',
    `insert into tally (tenant_id, scope_id, figure, key, part, people)
       select tenant_id, scope_id, figure, key, part, sum(people) from tally_truth group by 1, 2, 3, 4, 5`,
    'analyze person_progress',
    'analyze tally',
  ]
}
