/**
 * Who may get a summary: people of the tenant's directory and people who have signed in here. An address that neither
 * knows is refused, so that figures of a tenant never go where nobody belongs.
 */

import type { Caller } from '@muster/contract/route'
import type { Problem } from '@muster/core/problem'
import { makeProblem } from '@muster/core/told-problems'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { SummaryRecipient } from '../db/summary-schema.ts'

/** Finds each address; throws a Problem that names those which nobody has. */
export async function findRecipients(
  db: Database,
  tenantId: string,
  addresses: readonly string[],
): Promise<SummaryRecipient[]> {
  const wanted = [...new Set(addresses.map(address => address.toLowerCase()))]
  const { rows } = await sql<SummaryRecipient & { wanted: string }>`
    select distinct on (wanted) wanted, address, "personId", "accountId" from (
      select lower(mail) as wanted, mail as address, id as "personId", null::uuid as "accountId", 0 as place
      from person where tenant_id = ${tenantId} and lower(mail) = any(${wanted}::text[]) and ${isWorking}
      union all
      select lower(upn), mail, id, null::uuid, 1 from person
      where tenant_id = ${tenantId} and lower(upn) = any(${wanted}::text[]) and mail is not null and ${isWorking}
      union all
      select lower(user_name), user_name, null::uuid, id, 2 from account
      where lower(user_name) = any(${wanted}::text[]) and ${isAdmitted}
    ) as known
    order by wanted, place, address
  `.execute(db)
  const known = new Map(rows.map(row => [row.wanted, row]))
  const strangers = wanted.filter(address => !known.has(address))
  if (strangers.length > 0) throw stranger(strangers)
  return wanted.flatMap(address => {
    const found = known.get(address)
    if (found === undefined) return []
    const { address: written, personId, accountId } = found
    return [{ address: written, personId, accountId }]
  })
}

function stranger(addresses: readonly string[]): Problem {
  return makeProblem('recipientStranger', { addresses: addresses.join(', ') })
}

/** A guest's or an administrator's own address; a key of the API has none. */
export async function findCaller(db: Database, tenantId: string, caller: Caller): Promise<SummaryRecipient> {
  const { rows } = await sql<SummaryRecipient>`
    select person.mail as address, person.id as "personId", null::uuid as "accountId", 0 as place
    from account
    join tenant on tenant.id = ${tenantId} and lower(tenant.entra_tenant_id) = lower(account.directory)
    join person on person.tenant_id = tenant.id and person.id::text = lower(account.subject)
    where account.id = ${caller.id} and person.mail is not null and ${isWorking}
    union all
    select user_name, null::uuid, id, 1 from account
    where id = ${caller.id} and user_name ~ '^[^@[:space:]]+@[^@[:space:]]+$'
    order by place limit 1
  `.execute(db)
  const [own] = rows
  if (caller.by === 'account' && own !== undefined) {
    return { address: own.address, personId: own.personId, accountId: own.accountId }
  }
  throw makeProblem(caller.by === 'apiKey' ? 'keyHasNoMailbox' : 'accountHasNoMail')
}

const isWorking = sql`person.deleted_at is null and person.account_enabled`
const isAdmitted = sql`(account.role_claimed is not null or account.role_given is not null)`

/** Those who are still there, with the address that they have now. */
export async function keepThere(
  db: Database | Tx,
  tenantId: string,
  recipients: readonly SummaryRecipient[],
): Promise<SummaryRecipient[]> {
  const personIds = recipients.flatMap(one => one.personId ?? [])
  const accountIds = recipients.flatMap(one => one.accountId ?? [])
  const { rows } = await sql<{ id: string; address: string }>`
    select id, mail as address from person
    where tenant_id = ${tenantId} and id = any(${personIds}::uuid[]) and mail is not null and ${isWorking}
    union all
    select id, user_name from account
    where id = any(${accountIds}::uuid[]) and user_name is not null and ${isAdmitted}
  `.execute(db)
  const there = new Map(rows.map(row => [row.id, row.address]))
  return recipients.flatMap(one => {
    const address = there.get(one.personId ?? one.accountId ?? '')
    return address === undefined ? [] : [{ ...one, address }]
  })
}
