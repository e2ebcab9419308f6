/** Whether the groups that rules lean on are still there: asked a few times a day, and kept for the overview to name the rule. */

import { actSentences } from '@muster/core/act-sentences'
import type { RuleDefinition } from '@muster/core/automation'
import type { Clock, Group } from '@muster/core/ports'
import type { Database } from '../db/database.ts'
import { keepProgress } from '../observe/progress.ts'
import { readActiveRules } from './rule-rows.ts'

/** A group that is gone is noticed within a working day, at the price of a request or two. */
const checkEveryMs = 6 * 60 * 60 * 1000

interface GroupCheck {
  askedAt: string | null
  asked: readonly string[]
  /** Why a group is of no use, by its id. */
  obstacles: Readonly<Record<string, string>>
}

const groupCheck = keepProgress<GroupCheck>('ruleGroups', { askedAt: null, asked: [], obstacles: {} })

interface CheckOptions {
  db: Database
  clock: Clock
  groupOf(tenantId: string): Promise<Group>
}

/** Answers when to come again; null while no rule that is on leans on a group. */
export async function checkGroups(
  { db, clock, groupOf }: CheckOptions,
  tenantId: string,
): Promise<Date | null> {
  const groups = groupsOf(await readActiveRules(db, tenantId))
  if (groups.size === 0) return null
  const at = clock.now()
  const before = await groupCheck.read(db, tenantId)
  const dueAt = before.askedAt === null ? at : new Date(Date.parse(before.askedAt) + checkEveryMs)
  if (dueAt > at && [...groups.keys()].every(id => before.asked.includes(id))) return dueAt
  const group = await groupOf(tenantId)
  const obstacles: Record<string, string> = {}
  for (const [id, isChanged] of groups) {
    const answer = await group.describe(id)
    if (answer.kind === 'absent') obstacles[id] = actSentences.tell('groupGone', { group: id })
    // Whom a rule concerns may be any group's members; only one that people are put into must be open for it.
    else if (answer.kind === 'group' && isChanged && answer.group.obstacle !== null)
      obstacles[id] = actSentences.tell('groupUnfit', {
        group: answer.group.displayName,
        said: answer.group.obstacle,
      })
    // Nothing is concluded from silence: what was known stays.
    else if (answer.kind !== 'group' && before.obstacles[id] !== undefined)
      obstacles[id] = before.obstacles[id]
  }
  const value = { askedAt: at.toISOString(), asked: [...groups.keys()], obstacles }
  await groupCheck.write(db, { tenantId, value, at })
  return new Date(at.getTime() + checkEveryMs)
}

/** Each group, and whether a rule puts people in or takes them out. */
function groupsOf(
  rules: readonly Pick<RuleDefinition, 'concern' | 'actions'>[],
): ReadonlyMap<string, boolean> {
  const groups = new Map<string, boolean>()
  for (const { concern, actions } of rules) {
    if (concern.of.kind === 'group' && !groups.has(concern.of.groupId)) groups.set(concern.of.groupId, false)
    for (const action of actions) if ('groupId' in action) groups.set(action.groupId, true)
  }
  return groups
}
