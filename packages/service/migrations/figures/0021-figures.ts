/** The figures since migration 0021: what an executive summary says, of a campaign and of a tenant. */

import { asked, isRegistered, slotOf, type Tallied } from './0013-figures.ts'
import { tallied as before } from './0020-figures.ts'

type Facts = Tallied['facts']

/** Statuses of those who are not on the way, and the SQL of "status reason". Whoever excludes writes the reason in words of their own. */
export const asideWord = `case
  when one.status = 'excluded' then 'excluded '
  when one.status in ('skipped', 'failed') then one.status || ' ' || coalesce(one.aside->>'reason', '')
end`

/** Each of `isAsked`, `isThere` and `hasFailed` is SQL over a row called `one`. */
function summaryFacts({
  isAsked,
  isThere,
  hasFailed,
}: Record<'isAsked' | 'isThere' | 'hasFailed', string>): Facts {
  const isOpen = `${isAsked} and not (${isThere})`
  const brokenDown = (figure: string, column: string): Facts => [
    [figure, `coalesce(one.${column}, '')`, "''", isAsked],
    [figure, `coalesce(one.${column}, '')`, "'registered'", `${isAsked} and ${isThere}`],
  ]
  return [
    ['funnel', "'invited'", "''", `${isAsked} and one.invited_at is not null`],
    ['funnel', "'confirmed'", "''", `${isAsked} and one.confirmed_at is not null`],
    ['funnel', "'joined'", "''", `${isAsked} and one.joined_at is not null`],
    ['funnel', "'registered'", "''", `${isAsked} and ${isThere}`],
    ['open', 'one.person_level', "''", isOpen],
    ['unreachable', "''", "''", `${isOpen} and ${hasFailed}`],
    ...brokenDown('askedDepartment', 'person_department'),
    ...brokenDown('askedCountry', 'person_country'),
  ]
}

const recentOfPeople: Facts = [
  ['recent', slotOf('confirmed_at'), "'confirmed'", 'one.confirmed_at is not null'],
  [
    'recent',
    slotOf('registered_at'),
    "'registered'",
    'one.registered_at is not null and one.invited_at is not null',
  ],
]

const ofCampaign = 'one.campaign_id is not null'
const hasReturned = `${ofCampaign} and one.state in ('bounced', 'refused') and one.settled_at is not null`
const wasSent = `${ofCampaign} and one.state = 'sent' and one.settled_at is not null`
const mailsDone: Facts = [
  ['mailsDone', 'one.kind', "''", wasSent],
  ['mailsDone', "'returned'", "''", hasReturned],
  ['recent', slotOf('settled_at'), "'mail ' || one.kind", wasSent],
  ['recent', slotOf('settled_at'), "'mail returned'", hasReturned],
]

export const tallied: readonly Tallied[] = before.map(more)

function more(one: Tallied): Tallied {
  switch (one.table) {
    case 'enrolment': {
      const facts = summaryFacts({
        isAsked: asked,
        isThere: isRegistered,
        hasFailed: "one.status = 'failed'",
      })
      return {
        ...one,
        derived: { asides: `array_remove(array[${asideWord.replaceAll('one.', '')}], null)` },
        facts: [...one.facts, ...facts],
        words: { figure: 'aside', column: 'asides' },
      }
    }
    case 'person_progress': {
      const facts = summaryFacts({
        isAsked: 'one.is_asked',
        isThere: 'one.registered_at is not null',
        hasFailed: 'one.has_failed',
      })
      return {
        ...one,
        columns: [
          ...one.columns,
          ...['joined_at', 'has_failed', 'asides', 'person_department', 'person_country', 'person_level'],
        ],
        facts: [...one.facts, ...facts, ...recentOfPeople],
        words: { figure: 'aside', column: 'asides' },
      }
    }
    case 'message':
      return { ...one, columns: [...one.columns, 'kind', 'settled_at'], facts: [...one.facts, ...mailsDone] }
    default:
      return one
  }
}
