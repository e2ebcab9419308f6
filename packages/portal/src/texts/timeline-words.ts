/** An event of a timeline as a sentence: from its kind and facts, or as the service told it when the kind is newer. */

import type { Output } from '@muster/contract/routes'
import { tellOfAct, tellOfMail } from '../ui/outcome-words.ts'
import { tellCaller } from './caller-words.ts'
import type { Texts } from './en.ts'
import type { Formats } from './formats.ts'

type Entry = Pick<Output<'getPerson'>['timeline'][number], 'kind' | 'facts' | 'text'>
type EventTexts = Texts['events']

/** What the sentences speak of, as text for a person. */
export interface EventFacts {
  number: number
  reason: string
  level: string
  source: string
  owner: string
  until: string
  times: number
  reopens: boolean
  mail: string
  /** What the mail is called. */
  mailName: string
  /** Who or what settled the fate of a mail. */
  by: string
  manager: string
  rule: string
  act: string
  state: string
}

export function tellTimeline({ kind, facts, text }: Entry, t: Texts, format: Formats): string {
  const known = Object.keys(t.events).find(one => one === kind)
  if (known === undefined) return text
  // `find` has just found it among the keys.
  return t.events[known as keyof EventTexts](factsOf({ kind, facts }, t, format))
}

function factsOf({ kind, facts }: Omit<Entry, 'text'>, t: Texts, format: Formats): EventFacts {
  const word = (name: string) => {
    const value = facts[name]
    return value === undefined || value === null ? '' : String(value)
  }
  // Only of a mail is a refusal of Graph one of its mailbox.
  const known = kind.startsWith('mail') ? tellOfMail : tellOfAct
  const say = (said: string) => known(said, t) ?? said
  const reason = word('reason')
  const until = word('until')
  return {
    number: Number(facts.number ?? 1),
    reason: word('detail') === '' ? (t.reasonName(reason) ?? say(reason)) : say(word('detail')),
    level: t.levelName(word('level')) ?? word('level'),
    source: t.sourceName(word('source')) ?? word('source'),
    owner: tellCaller(word('owner'), t),
    until: until === '' ? '' : format.day(new Date(until)),
    times: Number(facts.times ?? 1),
    reopens: facts.reopens === true,
    mail: word('mail'),
    mailName: mailName(word('mail'), { number: Number(facts.number ?? 1), rule: word('rule') }, t),
    by: word('by'),
    manager: word('manager'),
    rule: word('rule'),
    act: word('act'),
    state: stateWord(word('state'), t),
  }
}

function mailName(mail: string, { number, rule }: { number: number; rule: string }, t: Texts): string {
  if (rule !== '') return t.ruleMail(rule)
  return Object.entries(t.mailKind).find(([kind]) => kind === mail)?.[1](number) ?? mail
}

function stateWord(state: string, t: Texts): string {
  return Object.entries(t.actState).find(([one]) => one === state)?.[1] ?? state
}
