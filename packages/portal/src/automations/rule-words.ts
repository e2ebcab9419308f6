/** A rule in short sentences: what it watches, whom it concerns, how often it acts and with what. */

import type { Output } from '@muster/contract/routes'
import type { Texts } from '../texts/en.ts'
import { tellOfAct } from '../ui/outcome-words.ts'

type Rule = Pick<Output<'getRule'>, 'watch' | 'concern' | 'condition' | 'frequency' | 'actions'>

export function tellWatch({ watch }: Rule): string {
  const { activities, services, categories, odata } = watch
  return [...activities, ...services, ...categories, ...(odata === null ? [] : [odata])].join(', ')
}

export function tellConcern({ concern }: Rule, t: Texts): string {
  const { of, departments, userType } = concern
  const types = userType === null ? [] : [t.ruleForm.userTypes[userType]]
  return [t.ruleForm.concerns[of.kind], ...types, ...departments].join(', ')
}

export function tellCondition({ condition }: Rule, t: Texts): string {
  const { levelMin, present, absent } = condition
  const named = (kinds: readonly string[]) => kinds.map(kind => tellMethod(kind, t)).join(', ')
  const parts = [
    ...(levelMin === null ? [] : [t.ruleForm.levels[levelMin]]),
    ...(present.length === 0 ? [] : [t.ruleForm.has(named(present))]),
    ...(absent.length === 0 ? [] : [t.ruleForm.hasNot(named(absent))]),
  ]
  return parts.length === 0 ? t.ruleForm.levels[''] : parts.join('; ')
}

/** What a kind of method is called, however Graph's type of it was written. */
export function tellMethod(kind: string, t: Texts): string {
  const known: Readonly<Record<string, string>> = t.methodKind
  return known[kind.replace(/^#?microsoft\.graph\./, '').replace(/AuthenticationMethod$/, '')] ?? kind
}

export function tellFrequency({ frequency }: Rule, t: Texts): string {
  return frequency.kind === 'oncePerPersonInDays'
    ? t.ruleForm.oftenInDays(frequency.days, String(frequency.days))
    : t.ruleForm.oftens[frequency.kind]
}

export function tellActions({ actions }: Rule, t: Texts): string {
  if (actions.length === 0) return t.rulePage.nothing
  return actions
    .map(action => {
      const kind = t.actionKind[action.kind]
      if (action.kind === 'mail') return `${kind}: ${t.ruleForm.tos[action.to]}`
      if ('host' in action && action.host !== null) return `${kind}: ${action.host}`
      return kind
    })
    .join(', ')
}

/** The word for why an entry was left alone, or the service's own. */
export function tellReason(reason: string | null, t: Texts): string {
  const known = Object.entries(t.entryReason).find(([word]) => word === reason)
  return known?.[1] ?? (reason === null ? '' : (tellOfAct(reason, t) ?? reason))
}

/** To whom an act of a tested rule would go, or why it would not be done. */
export function tellTestedAct(
  { kind, to, obstacle }: Output<'testRule'>['people'][number]['acts'][number],
  t: Texts,
): string {
  const words = to === null ? tellKind(kind, t) : `${tellKind(kind, t)}: ${to}`
  return obstacle === null ? words : `${words} (${t.ruleForm.notDone(tellOfAct(obstacle, t) ?? obstacle)})`
}

/** What an act is, in words, with the name that the rule gives it where that says more. */
export function tellActOf(
  { kind, key, target }: { kind: string; key: string; target: string | null },
  t: Texts,
): string {
  const words = tellKind(kind, t)
  return target === null ? `${words} (${key})` : `${words} (${key}, ${target})`
}

export function tellKind(kind: string, t: Texts): string {
  const known: Readonly<Record<string, string>> = t.actionKind
  return known[kind] ?? kind
}
