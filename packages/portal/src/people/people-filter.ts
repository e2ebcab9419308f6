/**
 * Which people a table shows and in which order, as its address says it. What somebody searches for by name is
 * personal and so never part of an address: the table itself keeps that.
 */

import { escalationState, level, status } from '@muster/contract/shapes/campaigns'
import { nameLengthMax } from '@muster/contract/shapes/common'
import { isId } from '../ui/ids.ts'

export const sorts = [
  'name',
  'status',
  'department',
  'level',
  'invitedAt',
  'confirmedAt',
  'registeredAt',
] as const
export type Sort = (typeof sorts)[number]

export interface PeopleFilter {
  status?: (typeof status.options)[number][]
  level?: (typeof level.options)[number][]
  department?: string
  country?: string
  /** Object id of the manager. */
  managerId?: string
  batchId?: string
  isLost?: true
  escalation?: (typeof escalationState.options)[number]
  sort?: Sort
  descending?: true
}

/** Unknown words are left out: an old bookmark still opens. */
export function readFilter(search: Record<string, unknown>): PeopleFilter {
  const statuses = wordsOf(search.status, status.options)
  const levels = wordsOf(search.level, level.options)
  const escalation = escalationState.options.find(one => one === search.escalation)
  const sort = sorts.find(one => one === search.sort)
  return {
    ...(statuses.length === 0 ? {} : { status: statuses }),
    ...(levels.length === 0 ? {} : { level: levels }),
    ...(isName(search.department) ? { department: search.department } : {}),
    ...(isName(search.country) ? { country: search.country } : {}),
    ...(isId(search.managerId) ? { managerId: search.managerId } : {}),
    ...(isId(search.batchId) ? { batchId: search.batchId } : {}),
    ...(search.isLost === true ? { isLost: true } : {}),
    ...(escalation === undefined ? {} : { escalation }),
    ...(sort === undefined ? {} : { sort }),
    ...(search.descending === true ? { descending: true } : {}),
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= nameLengthMax
}

function wordsOf<Word extends string>(given: unknown, known: readonly Word[]): Word[] {
  const words: unknown[] = Array.isArray(given) ? given : [given]
  return known.filter(word => words.includes(word))
}
