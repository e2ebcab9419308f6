/** Names stand in the order that people expect, É beside E and upper case beside lower, and are found whatever their case (decision 0026). */

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(db) // indexes over millions of rows are built anew
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
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
