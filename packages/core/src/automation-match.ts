/** Whether a record of the audit log is one that a rule watches, as far as the record itself tells. Pure. */

import type { Watch } from './automation.ts'
import type { AuditRecord } from './ports.ts'
import { readActivity } from './security-info.ts'

/** A rule's watch made ready once, so that a million records cost a million look-ups and no more. */
export interface Matcher {
  matches(record: AuditRecord): boolean
}

export function createMatcher(watch: Watch): Matcher {
  const activities = new Set(watch.activities.map(readActivity))
  const services = wordsOf(watch.services)
  const categories = wordsOf(watch.categories)
  const initiator = watch.initiator?.trim().toLowerCase() ?? null
  const target = watch.target?.trim().toLowerCase() ?? null
  return {
    matches(record) {
      if (watch.result !== 'any' && record.result.toLowerCase() !== watch.result) return false
      if (activities.size > 0 && !activities.has(readActivity(record.activity))) return false
      if (services.size > 0 && !services.has(record.service.toLowerCase())) return false
      if (categories.size > 0 && !categories.has(record.category.toLowerCase())) return false
      if (initiator !== null && !namesOfInitiator(record).includes(initiator)) return false
      return target === null || record.targets.some(one => namesOf(one).includes(target))
    },
  }
}

function wordsOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(word => word.trim().toLowerCase()))
}

function namesOfInitiator({ initiator }: AuditRecord): string[] {
  return initiator === null ? [] : namesOf(initiator)
}

function namesOf(one: { id: string | null; upn: string | null; name: string | null }): string[] {
  return [one.id, one.upn, one.name].flatMap(name => (name === null ? [] : [name.toLowerCase()]))
}

/** A rule with its matcher; rules by the activities that they name, so that a record meets only those it may match. */
export interface RuleIndex<Rule> {
  /** The rules that watch this record, in the order they were given. */
  find(record: AuditRecord): Rule[]
}

export function indexRules<Rule extends { watch: Watch }>(rules: readonly Rule[]): RuleIndex<Rule> {
  const byActivity = new Map<string, number[]>()
  const ofAll: number[] = []
  const matchers = rules.map(rule => createMatcher(rule.watch))
  for (const [place, rule] of rules.entries()) {
    if (rule.watch.activities.length === 0) ofAll.push(place)
    for (const name of new Set(rule.watch.activities.map(readActivity))) {
      byActivity.set(name, [...(byActivity.get(name) ?? []), place])
    }
  }
  // The log holds a few hundred names; each is brought into one spelling once.
  const spelt = new Map<string, readonly number[]>()
  const placesOf = (activity: string): readonly number[] => {
    const known = spelt.get(activity)
    if (known !== undefined) return known
    const places = [...(byActivity.get(readActivity(activity)) ?? []), ...ofAll].sort((a, b) => a - b)
    if (spelt.size < spellingsMax) spelt.set(activity, places)
    return places
  }
  return {
    find(record) {
      return placesOf(record.activity).flatMap(place => {
        const rule = rules[place]
        return rule !== undefined && matchers[place]?.matches(record) === true ? [rule] : []
      })
    },
  }
}

/** Entra's list has some 900 names; a log that invents more must not fill the memory. */
const spellingsMax = 10_000
