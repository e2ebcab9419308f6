/**
 * Names stand in the order that people expect, É beside E and upper case beside lower, and are found whatever their case
 * (decision 0026). Whoever had registered before anybody wrote to them is not counted among the latest registrations.
 */

import { type Kysely, sql } from 'kysely'
import { countChanges, truthOf } from './figures/0013-figures.ts'
import { tallied } from './figures/0020-figures.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(db) // indexes over millions of rows are built anew
  for (const statement of [...names, ...news()]) await sql.raw(statement).execute(db)
}

const names = [
  // The order of all languages together. A server without ICU keeps the order of bytes; the service says so when it starts.
  `do $$ begin
     create collation muster_names (provider = icu, locale = 'und');
   exception when others then
     create collation muster_names from "C";
   end $$`,
  // Before its column changes, or it would be built twice.
  'drop index if exists person_text',
  // One statement for both columns: each index is built once. No row is written.
  `alter table person
     alter column display_name type text collate muster_names,
     alter column department type text collate muster_names`,
  'alter table enrolment alter column person_name type text collate muster_names',
  ...['tenant', 'campaign', 'rule'].map(
    table => `alter table ${table} alter column name type text collate muster_names`,
  ),
  // In lower case by the same rules: the server's own may know no letters but those of English.
  `do $$ begin
     if exists (select from pg_extension where extname = 'pg_trgm') then
       create index person_text on person using gin (
         lower(display_name || e'\\n' || upn || e'\\n' || coalesce(mail, '')) gin_trgm_ops);
     end if;
   end $$`,
]

/** Of slots that are kept for two days, the registrations are counted anew. */
function news(): string[] {
  const enrolments = tallied.filter(one => one.table === 'enrolment')
  const ofNews = "figure = 'recent' and part = 'registered'"
  return [
    // Nobody changes what is counted until the new counts stand.
    'lock table enrolment in share row exclusive mode',
    ...enrolments.map(
      one => `create or replace function tally_${one.table}() returns trigger language plpgsql as $$
      begin ${countChanges(one)}
        return null;
      end $$`,
    ),
    `create or replace view tally_truth as ${truthOf(tallied)}`,
    `delete from tally_delta where ${ofNews}`,
    `delete from tally where ${ofNews}`,
    `insert into tally (tenant_id, scope_id, figure, key, part, people)
       select tenant_id, scope_id, figure, key, part, sum(people) from (${truthOf(enrolments)}) as truth
       where ${ofNews} group by 1, 2, 3, 4, 5`,
  ]
}
