/** What becomes of the tokens in the rows of some people: which link each leads to, and which lead nowhere. */

import type { FindingCode } from '@muster/core/take-over-findings'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Alias } from '../links/aliases.ts'

export interface TokenRow {
  number: number
  personId: string
  /** A GUID; null for a token of another kind. */
  token: string | null
  hash: Buffer | null
}

export interface TokenPlan {
  /** Of whom a link begins here: the token it gets. */
  tokenOf: ReadonlyMap<string, string>
  /** Every other token that is to go on working, by person. */
  aliases: ReadonlyMap<string, readonly Buffer[]>
  findings: ReadonlyMap<number, FindingCode>
}

/** `newcomers`: people without a link so far. A token that two people have, or that is somebody else's, goes to nobody. */
export async function planTokens(
  tx: Tx,
  takeoverId: string,
  {
    rows,
    newcomers,
    enrolmentOf,
  }: { rows: readonly TokenRow[]; newcomers: ReadonlySet<string>; enrolmentOf: ReadonlyMap<string, string> },
): Promise<TokenPlan> {
  const hashes = rows.flatMap(({ hash }) => (hash === null ? [] : [hash]))
  const shared = await readShared(tx, takeoverId, hashes)
  const owners = await readOwners(tx, rows, hashes)
  const tokenOf = new Map<string, string>()
  const aliases = new Map<string, Buffer[]>()
  const findings = new Map<number, FindingCode>()
  for (const { number, personId, token, hash } of rows) {
    if (hash === null) continue
    const owner = owners.get(token ?? '') ?? owners.get(hash.toString('hex'))
    if (shared.has(hash.toString('hex'))) findings.set(number, 'tokenTwice')
    else if (owner !== undefined && owner !== enrolmentOf.get(personId)) findings.set(number, 'tokenTaken')
    else if (owner !== undefined) continue
    else if (token !== null && newcomers.has(personId) && !tokenOf.has(personId)) tokenOf.set(personId, token)
    else if (token === null || token !== tokenOf.get(personId)) {
      aliases.set(personId, [...(aliases.get(personId) ?? []), hash])
    }
  }
  return { tokenOf, aliases, findings }
}

export function aliasesOf(plan: TokenPlan, enrolmentOf: ReadonlyMap<string, string>): Alias[] {
  return [...plan.aliases].flatMap(([personId, hashes]) => {
    const enrolmentId = enrolmentOf.get(personId)
    return enrolmentId === undefined ? [] : hashes.map(hash => ({ hash, enrolmentId }))
  })
}

async function readShared(tx: Tx, takeoverId: string, hashes: readonly Buffer[]): Promise<Set<string>> {
  const { rows } = await sql<{ token_hash: Buffer }>`
    select token_hash from takeover_row
    where takeover_id = ${takeoverId} and token_hash = any(${hashes}::bytea[]) and person_id is not null
    group by token_hash having count(distinct person_id) > 1
  `.execute(tx)
  return new Set(rows.map(row => row.token_hash.toString('hex')))
}

/** Token or hash → the enrolment that it leads to already. */
async function readOwners(
  tx: Tx,
  rows: readonly TokenRow[],
  hashes: readonly Buffer[],
): Promise<Map<string, string>> {
  const tokens = rows.flatMap(({ token }) => (token === null ? [] : [token]))
  const { rows: owners } = await sql<{ key: string; enrolment_id: string }>`
    select token::text as key, enrolment_id from link where token = any(${tokens}::uuid[])
    union all
    select encode(hash, 'hex'), enrolment_id from link_alias where hash = any(${hashes}::bytea[])
  `.execute(tx)
  return new Map(owners.map(owner => [owner.key, owner.enrolment_id]))
}
