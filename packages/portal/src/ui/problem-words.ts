/** A problem of the service by its code, in the reader's language, with figures, days and moments as that language writes them. */

import type { Output } from '@muster/contract/routes'
import { isListProblemCode } from '@muster/core/list-problems'
import { obstacleSentences } from '@muster/core/obstacle-sentences'
import { type Facts, fillIn } from '@muster/core/sentences'
import { mistakeSentences } from '@muster/core/template-mistakes'
import type { ToldCode } from '@muster/core/told-problems'
import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import { tellReach } from './outcome-words.ts'
import { asSentence, capitalised } from './sentence-case.ts'

export interface FailureWords {
  title: string
  body: string | null
}

export interface ToldProblem {
  code: ToldCode
  facts: Facts
}

export function tellProblem({ code, facts }: ToldProblem, t: Texts, format: Formats): FailureWords {
  const text = t.problemText(code)
  const [title, body] = typeof text === 'string' ? [text, null] : text
  const spelt = spellAll(facts, t, format)
  return {
    title: capitalised(fillIn(title, spelt)),
    body: body === null ? null : asSentence(fillIn(body, spelt)),
  }
}

type ListRefusal = NonNullable<Output<'getBatch'>['batch']['problem']>

/** Why a list was refused as a whole; a code that is not known, of another version, leaves the service's own sentences. */
export function tellListProblem(problem: ListRefusal, t: Texts, format: Formats): string {
  const { code, facts, detail, where, remedy } = problem
  if (code === undefined || facts === undefined || !isListProblemCode(code))
    return [detail, where, remedy].filter(Boolean).join(' ')
  return fillIn(t.listProblemText(code), spellAll(facts, t, format))
}

/** In the reader's words what the service says of a group, an address or a column; what is none of these stands as it is. */
export function tellObstacle(obstacle: string, t: Texts): string {
  const read = obstacleSentences.read(obstacle)
  return read === null ? obstacle : t.obstacleSays(read.code, read.facts)
}

function tellObstacles(obstacles: string, t: Texts): string {
  return obstacles
    .split('; ')
    .map(one => tellObstacle(one, t))
    .join('; ')
}

/** What Liquid or MJML said, once it was read; null for whatever else was said. */
function tellMistaken(said: string, t: Texts): string | null {
  const read = mistakeSentences.read(said)
  if (read === null) return null
  const [what = ''] = [t.mistakeText(read.code)].flat()
  return fillIn(what, read.facts)
}

const figures: ReadonlySet<string> = new Set([
  'most',
  'least',
  'megabytes',
  'kilobytes',
  'width',
  'height',
  'ratio',
])

function spellAll(facts: Facts, t: Texts, format: Formats): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, spell({ name, fact }, t, format)]),
  )
}

/** A fact travels as the API writes it; what it is shows by its name. */
function spell({ name, fact }: { name: string; fact: string }, t: Texts, format: Formats): string {
  if (figures.has(name)) return format.number(Number(fact))
  if (name === 'until' || name === 'at') return format.moment(new Date(fact))
  if (name === 'day' || name === 'today') return format.day(fact)
  if (name === 'needed' || name === 'role') return t.role[fact as keyof Texts['role']] ?? fact
  if (name === 'said') return tellMistaken(fact, t) ?? tellReach(fact, t) ?? tellObstacles(fact, t)
  return name === 'obstacle' || name === 'columns' ? tellObstacles(fact, t) : fact
}
