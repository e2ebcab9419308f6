/** What the service says of a rule that cannot be saved or tried just now, in the reader's language and time. */

import { ApiProblem } from '@muster/contract/client'
import type { Texts } from '../texts/en.ts'
import { capitalised } from '../ui/failure-words.ts'

type SayMoment = (at: Date) => string

/** Who changed the rule and when; a sentence that is not known is passed on as it is. */
export function tellChange(detail: string, t: Texts, moment: SayMoment): string {
  const found = /^"(.*)" was changed meanwhile(?: by (.*) at (\S+))?$/s.exec(detail)
  if (found === null) return capitalised(detail)
  const [, name = '', who, when] = found
  if (who === undefined || when === undefined) return t.ruleForm.changed(name)
  return t.ruleForm.changedBy(name, who, moment(new Date(when)))
}

/** That the log gives no answer now, and until when where that is known; null for any other failure. */
export function tellBusyLog(
  error: unknown,
  t: Texts,
  moment: SayMoment,
): { title: string; body: string } | null {
  if (!(error instanceof ApiProblem) || error.body.status !== 503) return null
  const when = /^try again after (\S+)$/.exec(error.body.remedy ?? '')?.[1]
  const body = when === undefined ? t.ruleForm.logBusyBody : t.ruleForm.logBusyUntil(moment(new Date(when)))
  return { title: t.ruleForm.logBusy, body }
}
