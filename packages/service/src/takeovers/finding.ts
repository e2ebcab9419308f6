/** Finds the people that rows name: in the local copy of the directory, else live. */

import { refuseList } from '@muster/core/list-problems'
import type { Clock, Directory, DirectoryPerson } from '@muster/core/ports'
import type { ListClaim } from '@muster/core/take-over-row'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { findKnown, writePeople } from '../people/directory-copy.ts'
import { ListRefused } from '../people/list-refused.ts'
import { NotNow } from '../people/not-now.ts'

export interface FindingWorld {
  db: Database
  clock: Clock
  directoryOf(tenantId: string): Promise<Directory>
}

/** Live look-ups under way at once; the directory's own limit is far above. */
const lookUpsAtOnceMax = 8

/** Person ids in the order of the claims; null for whom nobody knows. People found live come into the copy. */
export async function findPeople(
  world: FindingWorld,
  tenantId: string,
  claims: readonly ListClaim[],
): Promise<(string | null)[]> {
  const local = await findLocally(world.db, tenantId, claims)
  const directory = await world.directoryOf(tenantId)
  const strangers = claims.filter(claim => !local.has(claim) && (claim.upn ?? claim.objectId) !== null)
  const live = new Map<ListClaim, DirectoryPerson>()
  for (let start = 0; start < strangers.length; start += lookUpsAtOnceMax) {
    const some = strangers.slice(start, start + lookUpsAtOnceMax)
    await Promise.all(
      some.map(async claim => {
        const person = await findLive(directory, claim)
        if (person !== null) live.set(claim, person)
      }),
    )
  }
  const people = [...live.values()]
  await inTransaction(world.db, tx => writePeople(tx, { tenantId, people, at: world.clock.now() }))
  return claims.map(claim => local.get(claim) ?? live.get(claim)?.id ?? null)
}

/** The object id is surest, then the UPN, then the mail address, as long as only one person has it. */
async function findLocally(
  db: Database,
  tenantId: string,
  claims: readonly ListClaim[],
): Promise<Map<ListClaim, string>> {
  const keys = [
    ...new Set(claims.flatMap(({ objectId, upn }) => [objectId, upn].filter(key => key !== null))),
  ]
  const known = await inTransaction(db, tx => findKnown(tx, tenantId, keys))
  const byId = new Set(known.map(person => person.id))
  const byUpn = new Map(known.map(person => [person.upn_key, person.id]))
  const byMail = Map.groupBy(known, person => person.mail_key ?? '')
  const found = new Map<ListClaim, string>()
  for (const claim of claims) {
    const { objectId, upn } = claim
    const mailed = byMail.get(upn ?? '-') ?? []
    const named =
      upn === null ? undefined : (byUpn.get(upn) ?? (mailed.length === 1 ? mailed[0]?.id : undefined))
    const id = objectId !== null && byId.has(objectId) ? objectId : named
    if (id !== undefined) found.set(claim, id)
  }
  return found
}

async function findLive(directory: Directory, { objectId, upn }: ListClaim): Promise<DirectoryPerson | null> {
  const references = [
    ...(objectId === null ? [] : [{ kind: 'objectId' as const, value: objectId }]),
    ...(upn === null ? [] : [{ kind: 'upn' as const, value: upn }]),
    ...(upn?.includes('@') ? [{ kind: 'mail' as const, value: upn }] : []),
  ]
  for (const reference of references) {
    const answer = await directory.findPerson(reference)
    if (answer.kind === 'found') return answer.person
    if (answer.kind === 'noAnswer') throw new NotNow(answer.reason, answer.retryAt)
    if (answer.kind === 'refused') throw new ListRefused(refuseList('directory', { said: answer.reason }))
  }
  return null
}
