/** Lets reads of memberships and of new groups trail the writes made through Graph, as its replicas do (FACTS 1). */

import type { Clock, Group } from '../world/types.ts'

export interface Replication {
  /** Notes that a membership was just written; until the delay is over reads still see `wasMember`. */
  noteMembership(groupId: string, memberId: string, wasMember: boolean): void
  noteNewGroup(groupId: string): void
  /** Whether reads and references see the group yet. */
  hasGroup(groupId: string): boolean
  /** What reads are told. */
  isMember(group: Group, memberId: string): boolean
  /** All members that reads are told of, in order. */
  listMembers(group: Group): string[]
}

interface Pending {
  wasMember: boolean
  untilMs: number
}

export function createReplication(options: { clock: Clock; delayMs: number }): Replication {
  const { clock, delayMs } = options
  const memberships = new Map<string, Map<string, Pending>>()
  const newGroups = new Map<string, number>()
  const pendingOf = (groupId: string): Map<string, Pending> | undefined => {
    const pending = memberships.get(groupId)
    if (pending === undefined) return undefined
    const nowMs = clock.now().getTime()
    // Written in order of time, so the first that is not due ends the walk.
    for (const [memberId, { untilMs }] of pending) {
      if (untilMs > nowMs) break
      pending.delete(memberId)
    }
    return pending.size > 0 ? pending : undefined
  }
  return {
    noteMembership(groupId, memberId, wasMember) {
      if (delayMs <= 0) return
      const pending = memberships.get(groupId) ?? new Map<string, Pending>()
      memberships.set(groupId, pending)
      pending.delete(memberId)
      pending.set(memberId, { wasMember, untilMs: clock.now().getTime() + delayMs })
    },
    noteNewGroup(groupId) {
      if (delayMs > 0) newGroups.set(groupId, clock.now().getTime() + delayMs)
    },
    hasGroup(groupId) {
      const untilMs = newGroups.get(groupId)
      if (untilMs === undefined) return true
      if (untilMs > clock.now().getTime()) return false
      newGroups.delete(groupId)
      return true
    },
    isMember: (group, memberId) =>
      pendingOf(group.id)?.get(memberId)?.wasMember ?? group.members.has(memberId),
    listMembers(group) {
      const pending = pendingOf(group.id)
      if (pending === undefined) return [...group.members.keys()]
      const shown = [...group.members.keys()].filter(memberId => pending.get(memberId)?.wasMember ?? true)
      const lingering = [...pending].filter(
        ([memberId, { wasMember }]) => wasMember && !group.members.has(memberId),
      )
      return [...shown, ...lingering.map(([memberId]) => memberId)]
    },
  }
}
