/** The local copy of the directory: written page by page, looked into by set. */

import type { DirectoryPerson } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/** Writes what the directory says; what was seen of somebody's methods stays. */
export async function writePeople(
  tx: Tx,
  written: { tenantId: string; people: readonly DirectoryPerson[]; at: Date },
): Promise<void> {
  const { tenantId, people, at } = written
  if (people.length === 0) return
  // A page may name somebody twice; the later entry is the newer one.
  const newest = [...new Map(people.map(person => [person.id, person])).values()]
  const rows = newest.map(person => ({
    tenant_id: tenantId,
    id: person.id,
    upn: person.upn,
    mail: person.mail,
    display_name: person.displayName,
    given_name: person.givenName,
    surname: person.surname,
    account_enabled: person.accountEnabled,
    user_type: person.userType,
    department: person.department,
    job_title: person.jobTitle,
    preferred_language: person.preferredLanguage,
    usage_location: person.usageLocation,
    synced_at: at,
    level: 'unknown',
  }))
  const kept = [
    'upn',
    'mail',
    'display_name',
    'given_name',
    'surname',
    'account_enabled',
    'user_type',
    'department',
    'job_title',
    'preferred_language',
    'usage_location',
    'synced_at',
    'deleted_at',
  ]
  await sql`
    insert into person select * from jsonb_populate_recordset(null::person, ${JSON.stringify(rows)}::jsonb)
    on conflict (tenant_id, id) do update
    set ${sql.join(kept.map(column => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`))}
  `.execute(tx)
}

export async function markDeleted(
  tx: Tx,
  removed: { tenantId: string; ids: readonly string[]; at: Date },
): Promise<void> {
  if (removed.ids.length === 0) return
  await sql`
    update person set deleted_at = ${removed.at}
    where tenant_id = ${removed.tenantId} and id = any(${removed.ids}::uuid[]) and deleted_at is null
  `.execute(tx)
}

/**
 * After a walk over the whole directory: whoever it did not show is gone. Only this finds people who were deleted while
 * the delta link was dead. Answers with their ids.
 */
export async function markMissing(
  tx: Tx,
  walk: { tenantId: string; since: Date; at: Date },
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    update person set deleted_at = ${walk.at}
    where tenant_id = ${walk.tenantId} and synced_at < ${walk.since} and deleted_at is null returning id
  `.execute(tx)
  return rows.map(row => row.id)
}

export interface KnownPerson {
  id: string
  upn_key: string
  mail_key: string | null
}

/** A mail address that two people have names nobody; who the third one is does not matter. */
const namesakesMax = 2

/**
 * Everybody whose object id, UPN or mail is among the keys (lower case). Deleted people are left out: their name may
 * belong to somebody new, whom a live look finds.
 */
export async function findKnown(tx: Tx, tenantId: string, keys: readonly string[]): Promise<KnownPerson[]> {
  const ids = keys.filter(key => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(key))
  const names = keys.filter(key => key.includes('@'))
  // One index look per key. Asked as `lower(upn) = any(…)`, a copy without statistics (which is how an import meets it
  // right after the first copy) was read whole for each step: 120 ms instead of 8 in 100,000 people (November 2026).
  const { rows } = await sql<KnownPerson>`
    select id, lower(upn) as upn_key, lower(mail) as mail_key from person
    where tenant_id = ${tenantId} and deleted_at is null and id = any(${ids}::uuid[])
    union
    select found.* from unnest(${names}::text[]) as wanted (name), lateral (
      select id, lower(upn), lower(mail) from person
      where tenant_id = ${tenantId} and deleted_at is null and lower(upn) = wanted.name limit ${namesakesMax}
    ) as found
    union
    select found.* from unnest(${names}::text[]) as wanted (name), lateral (
      select id, lower(upn), lower(mail) from person
      where tenant_id = ${tenantId} and deleted_at is null and lower(mail) = wanted.name limit ${namesakesMax}
    ) as found
  `.execute(tx)
  return rows
}
