/** The figures of a summary, written out for one language: what a template only has to put in its place. */

import type { Output } from '@muster/contract/routes'
import { createShareFormat } from '@muster/core/shares'
import { oneLine } from './render.ts'

export type Figures = Omit<Output<'tenantSummary'>, 'adoption' | 'forecastDays'>
type BreakDown = Figures['byDepartment']

/** A full bar in a table of a mail, in hundredths of its cell. */
const fullBar = 100

/** What the templates name. Every figure is text; `bar` is how much of a bar is full, 0 to 100. */
export function writeFigures(figures: Figures, language: string): object {
  const words = formatsOf(language, figures.timeZone)
  const { number, share, day, moment } = words
  const { headline, funnel, done, campaign, period } = figures
  const step = (count: number | null) =>
    count === null ? null : { ...partOf(count, funnel.asked, words), people: number(count) }
  return {
    organisation: { name: oneLine(figures.organisationName) },
    campaign: campaign === null ? null : { name: oneLine(campaign.name), status: campaign.status },
    campaigns: number(figures.campaigns),
    drafts: figures.drafts === 0 ? null : number(figures.drafts),
    madeAt: moment(figures.at),
    dueOn: figures.dueOn === null ? null : day(figures.dueOn),
    isDuePassed: figures.dueOn !== null && figures.dueOn < figures.at.toISOString().slice(0, 10),
    isStopped: figures.stop !== null,
    period: period.kind,
    hidesSmall: figures.hidesSmall,
    headline: {
      ...partOf(headline.registered, headline.asked, words),
      asked: number(headline.asked),
      registered: number(headline.registered),
      open: number(headline.open),
      phoneOnly: number(headline.phoneOnly),
      registeredLastWeek: number(headline.registeredLastWeek),
    },
    funnel: {
      asked: step(funnel.asked),
      invited: step(funnel.invited),
      confirmed: step(funnel.confirmed),
      joined: step(funnel.joined),
      registered: step(funnel.registered),
    },
    forecast: forecastOf(figures.forecast, words),
    done: Object.fromEntries(Object.entries(done).map(([name, count]) => [name, number(count)])),
    departments: groupsOf(figures.byDepartment, words, name => name),
    countries: groupsOf(figures.byCountry, words, words.country),
    attention: figures.attention.map(item => ({
      kind: item.kind,
      campaign: 'campaignName' in item ? oneLine(item.campaignName) : null,
      count: 'people' in item ? number(item.people) : 'mails' in item ? number(item.mails) : null,
      address: 'address' in item ? oneLine(item.address) : null,
    })),
    exceptions: figures.exceptions.map(({ kind, reason, people }) => ({
      kind,
      reason: reason === null ? null : oneLine(reason),
      people: number(people),
    })),
    share: share(headline.registered, headline.asked),
  }
}

interface Words {
  number(value: number): string
  share(part: number, whole: number): string
  day(day: string): string
  shortDay(day: string): string
  moment(at: Date): string
  country(code: string): string
}

function formatsOf(language: string, timeZone: string): Words {
  // Plain `en` means American order; day before month is read rightly everywhere once the month is a word.
  const locale = language === 'en' ? 'en-GB' : language
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  // In a table of several days a whole month's name would only take place.
  const shortDays = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  })
  const moments = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ timeZone, timeZoneName: 'short' },
  })
  const numbers = new Intl.NumberFormat(locale)
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' })
  return {
    number: value => numbers.format(value),
    share: createShareFormat(locale),
    day: text => days.format(new Date(text)),
    shortDay: text => shortDays.format(new Date(text)),
    moment: at => moments.format(at),
    country: code => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
  }
}

function partOf(part: number, whole: number, { share }: Words): { share: string; bar: number } {
  const filled = whole === 0 ? 0 : Math.round((part / whole) * fullBar)
  // Somebody is never nobody, and all but one are not all.
  const bar = part > 0 && part < whole ? Math.min(fullBar - 1, Math.max(1, filled)) : filled
  return { share: share(part, whole), bar: Math.min(fullBar, bar) }
}

function forecastOf(forecast: Figures['forecast'], words: Words): object {
  if (forecast.kind !== 'forecast') return { ...forecast, due: null, milestones: [] }
  const { kind, reachable, due, milestones } = forecast
  return {
    kind,
    reason: null,
    due:
      due === null
        ? null
        : {
            verdict: due.verdict,
            day: words.day(due.day),
            likely: words.share(due.likely, reachable),
            low: words.share(due.low, reachable),
            high: words.share(due.high, reachable),
            people: words.number(due.likely),
          },
    milestones: milestones
      .filter(one => one.people > 0)
      .map(one => ({
        share: words.share(one.share, 1),
        earliest: dayOrNull(one.earliest, words),
        likely: dayOrNull(one.likely, words),
        latest: dayOrNull(one.latest, words),
      })),
  }
}

function dayOrNull(day: string | null, words: Words): string | null {
  return day === null ? null : words.shortDay(day)
}

/** A table of one line, "none", says nothing. */
function groupsOf({ groups, smaller }: BreakDown, words: Words, nameOf: (name: string) => string): object[] {
  const rows = groups.map(group => ({
    ...partOf(group.registered, group.people, words),
    name: group.name === null ? null : oneLine(nameOf(group.name)),
    groups: null,
    people: words.number(group.people),
    registered: words.number(group.registered),
  }))
  const together =
    smaller === null
      ? []
      : [
          {
            ...partOf(smaller.registered, smaller.people, words),
            name: null,
            groups: words.number(smaller.groups),
            people: words.number(smaller.people),
            registered: words.number(smaller.registered),
          },
        ]
  return [...rows, ...together]
}
