/** Looks at the tenant itself for a take-over: people's methods, live, and who is in the campaign's group. */

import type { Assessment } from '@muster/core/methods'
import { walkBegins, walkOn } from '@muster/core/page-walk'
import { type Group, methodsReadMax, type Registrations } from '@muster/core/ports'
import { NotNow } from '../people/not-now.ts'

/** Batches of method reads under way at once; the budget of the tenant paces them anyway. */
const batchesAtOnceMax = 4

/**
 * Reads into `seen` whoever is not in it yet; whoever is not in it afterwards could not be read. What was read stays when
 * the tenant asks for a pause, so that a page which is larger than its budget comes to an end.
 */
export async function readMethodsOf(
  registrations: Registrations,
  personIds: readonly string[],
  seen: Map<string, Assessment>,
): Promise<void> {
  const missing = personIds.filter(id => !seen.has(id))
  const pieceMax = methodsReadMax * batchesAtOnceMax
  for (let start = 0; start < missing.length; start += pieceMax) {
    const piece = missing.slice(start, start + pieceMax)
    const first = await readPiece(registrations, piece, seen)
    const left = first.ids.length === 0 ? first : await readPiece(registrations, first.ids, seen)
    // Some without an answer are people like any others; nobody at all, or a time to come back, is the tenant's word.
    const isPause = left.retryAt !== null || (left.ids.length > 0 && left.ids.length === piece.length)
    if (isPause) throw new NotNow('no answer about methods', left.retryAt)
  }
}

async function readPiece(
  registrations: Registrations,
  ids: readonly string[],
  seen: Map<string, Assessment>,
): Promise<{ ids: string[]; retryAt: Date | null }> {
  const batches = Array.from({ length: Math.ceil(ids.length / methodsReadMax) }, (_, index) =>
    ids.slice(index * methodsReadMax, (index + 1) * methodsReadMax),
  )
  const unanswered: string[] = []
  let retryAt: Date | null = null
  await Promise.all(
    batches.map(async batch => {
      const outcomes = await registrations.readMethods(batch)
      for (const [index, outcome] of outcomes.entries()) {
        const id = batch[index] ?? ''
        if (outcome.kind === 'seen') seen.set(id, outcome.seen)
        if (outcome.kind !== 'noAnswer') continue
        unanswered.push(id)
        if (outcome.retryAt !== null && (retryAt === null || outcome.retryAt > retryAt))
          retryAt = outcome.retryAt
      }
    }),
  )
  return { ids: unanswered, retryAt }
}

/** Null for no group, one that is gone, or one that may not be read: then the list's word is all there is. */
export async function readMembersOf(
  group: Group,
  groupId: string | null,
): Promise<ReadonlySet<string> | null> {
  if (groupId === null) return null
  const members = new Set<string>()
  let cursor: string | null = null
  let walk = walkBegins
  do {
    const page = await group.readMembers(groupId, cursor)
    if (page.kind === 'noAnswer') throw new NotNow(page.reason, page.retryAt)
    if (page.kind !== 'page') return null
    for (const id of page.ids) members.add(id)
    const step = walkOn(walk, page.cursor)
    if (step.isCircle) return null
    walk = step.walk
    cursor = page.cursor
  } while (cursor !== null)
  return members
}
