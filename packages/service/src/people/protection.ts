/** The API's protected people: a tenant's list that no import, group or campaign overrides. */

import type { Handlers, Output } from '@muster/contract/routes'
import type { Clock, Directory, DirectoryPerson } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { judgePeople } from '../enrolments/eligibility.ts'
import { pageOf, readCursor } from '../http/cursor.ts'
import type { Connections } from '../tenants/connections.ts'
import { findKnown, writePeople } from './directory-copy.ts'

type ProtectionHandlers = Pick<Handlers, 'listProtected' | 'protectPeople' | 'endProtection'>

export interface ProtectionHandlersOptions {
  db: Database
  clock: Clock
  connections: Connections
  nudge(): void
}

export function createProtectionHandlers(options: ProtectionHandlersOptions): ProtectionHandlers {
  const { db, clock } = options
  return {
    async listProtected({ params, query }) {
      await checkTenant(db, params.tenantId)
      const after = readCursor(query.cursor, 1)?.[0] ?? null
      const rows = await readList(db, { tenantId: params.tenantId, after, limit: query.limit + 1 })
      return pageOf(rows, query.limit, { item: row => row, key: row => [row.objectId] })
    },

    async protectPeople({ params, body }, caller) {
      const { tenantId } = params
      await checkTenant(db, tenantId)
      const found = await resolve(options, tenantId, body.people)
      const at = clock.now()
      const personIds = [...new Set(found.ids)]
      const told = await inTransaction(db, async tx => {
        await writePeople(tx, { tenantId, people: found.fetched, at })
        const { owner = caller.name, reason } = body
        const changed = await writeList(tx, { tenantId, personIds, owner, reason, at })
        // In the same transaction: whoever is enrolled is out of it from this moment on.
        await judgePeople(tx, { tenantId, personIds, at })
        return { changed, inGroup: await countInGroup(tx, tenantId, personIds) }
      })
      options.nudge()
      return { tenantId, ...told, unchanged: personIds.length - told.changed, notFound: found.notFound }
    },

    async endProtection({ params, body }) {
      const { tenantId } = params
      await checkTenant(db, tenantId)
      const at = clock.now()
      const answer = await inTransaction(db, async tx => {
        const { personIds, notFound } = await findListed(tx, tenantId, body.people)
        await tx
          .deleteFrom('protected_person')
          .where('tenant_id', '=', tenantId)
          .where('person_id', '=', sql<string>`any(${personIds}::uuid[])`)
          .execute()
        await judgePeople(tx, { tenantId, personIds, at })
        const inGroup = await countInGroup(tx, tenantId, personIds)
        return { tenantId, changed: personIds.length, unchanged: 0, notFound, inGroup }
      })
      options.nudge()
      return answer
    },
  }
}

async function checkTenant(db: Database, tenantId: string): Promise<void> {
  const tenant = await db.selectFrom('tenant').select('id').where('id', '=', tenantId).executeTakeFirst()
  if (tenant === undefined) throw makeProblem('noTenant')
}

interface Found {
  ids: string[]
  /** Read live just now, to be written into the local copy. */
  fetched: DirectoryPerson[]
  notFound: string[]
}

/** A name that the copy does not hold, or that two people have there, is asked for live. */
async function resolve(
  { db, connections }: ProtectionHandlersOptions,
  tenantId: string,
  names: readonly string[],
): Promise<Found> {
  const found: Found = { ids: [], fetched: [], notFound: [] }
  const known = await inTransaction(db, tx =>
    findKnown(
      tx,
      tenantId,
      names.map(name => name.toLowerCase()),
    ),
  )
  for (const name of names) {
    const key = name.toLowerCase()
    const byName = known.filter(one => one.id === key || one.upn_key === key)
    const matching = byName.length > 0 ? byName : known.filter(one => one.mail_key === key)
    const [only] = matching
    if (only !== undefined && matching.length === 1) {
      found.ids.push(only.id)
      continue
    }
    const person = await findLive((await connections.tenant(tenantId)).directory, name)
    if (person === null) found.notFound.push(name)
    else {
      found.ids.push(person.id)
      found.fetched.push(person)
    }
  }
  return found
}

/** Throws a Problem when the directory does not answer: a list that protects half of its people is worse than none. */
async function findLive(directory: Directory, name: string): Promise<DirectoryPerson | null> {
  const isObjectId = /^[0-9a-f-]{36}$/i.test(name)
  if (!isObjectId && !name.includes('@')) return null
  for (const kind of isObjectId ? (['objectId'] as const) : (['upn', 'mail'] as const)) {
    const answer = await directory.findPerson({ kind, value: name })
    if (answer.kind === 'found') return answer.person
    if (answer.kind !== 'absent') {
      throw makeProblem('protectionNotLookedUp', { said: answer.reason })
    }
  }
  return null
}

/** How many are new on the list, or stand there with another owner or reason. */
async function writeList(
  tx: Tx,
  listed: { tenantId: string; personIds: readonly string[]; owner: string; reason: string; at: Date },
): Promise<number> {
  const { rows } = await sql<{ person_id: string }>`
    insert into protected_person as listed (tenant_id, person_id, owner, reason, protected_at)
    select ${listed.tenantId}, id, ${listed.owner}, ${listed.reason}, ${listed.at}
    from unnest(${listed.personIds}::uuid[]) as fresh (id)
    on conflict (tenant_id, person_id) do update set owner = excluded.owner, reason = excluded.reason
    where (listed.owner, listed.reason) is distinct from (excluded.owner, excluded.reason)
    returning person_id
  `.execute(tx)
  return rows.length
}

async function countInGroup(tx: Tx, tenantId: string, personIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(distinct person_id)::int as people from enrolment
    where tenant_id = ${tenantId} and person_id = any(${personIds}::uuid[]) and joined_at is not null
  `.execute(tx)
  return rows[0]?.people ?? 0
}

/** By any name that they have or had, deleted people too. */
async function findListed(
  tx: Tx,
  tenantId: string,
  names: readonly string[],
): Promise<{ personIds: string[]; notFound: string[] }> {
  const { rows } = await sql<{ name: string; person_id: string | null }>`
    select wanted.name, listed.person_id
    from unnest(${names}::text[]) as wanted (name)
    left join (
      select protected_person.person_id, lower(person.upn) as upn, lower(person.mail) as mail
      from protected_person
      left join person on person.tenant_id = protected_person.tenant_id and person.id = protected_person.person_id
      where protected_person.tenant_id = ${tenantId}
    ) as listed on lower(wanted.name) in (listed.person_id::text, listed.upn, listed.mail)
  `.execute(tx)
  const personIds = new Set(rows.flatMap(row => row.person_id ?? []))
  return {
    personIds: [...personIds],
    notFound: rows.flatMap(row => (row.person_id === null ? [row.name] : [])),
  }
}

async function readList(
  db: Database,
  wanted: { tenantId: string; after: string | null; limit: number },
): Promise<Output<'listProtected'>['items']> {
  const { rows } = await sql<Output<'listProtected'>['items'][number]>`
    select listed.person_id as "objectId", person.display_name as "displayName", person.upn as "userPrincipalName",
           listed.owner, listed.reason, listed.protected_at as "protectedAt",
           array(
             select campaign.name from enrolment join campaign on campaign.id = enrolment.campaign_id
             where enrolment.tenant_id = listed.tenant_id and enrolment.person_id = listed.person_id
               and enrolment.joined_at is not null
             order by campaign.name
           ) as "inGroupOf"
    from protected_person as listed
    left join person on person.tenant_id = listed.tenant_id and person.id = listed.person_id
    where listed.tenant_id = ${wanted.tenantId}
      and (${wanted.after}::uuid is null or listed.person_id > ${wanted.after}::uuid)
    order by listed.person_id limit ${wanted.limit}
  `.execute(db)
  return rows
}
