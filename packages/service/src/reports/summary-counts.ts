/** What an executive summary counts, of one campaign or of a tenant with each person once: read from tallies alone. */

import type { Group } from '@muster/core/break-down'
import type { Database } from '../db/database.ts'
import { countOf, type Figure, readFigureOfEach, readFigures, readRecent } from './tallies.ts'

/** What is counted: one campaign, or everybody whom a tenant's campaigns ask. */
export interface Scope {
  tenantId: string
  /** Null: all of them. */
  campaignId: string | null
}

export interface NamedGroup extends Group {
  /** Null: the directory says none. */
  name: string | null
}

/** Whoever is asked in none of the campaigns counts nowhere but among the exceptions. */
export interface SummaryCounts {
  asked: number
  invited: number
  confirmed: number
  joined: number
  registered: number
  /** Of those who are not registered, whoever has nothing but a phone. */
  phoneOnly: number
  /** Of those who are not registered, whoever failed wherever they are asked: no mail reaches them now. */
  unreachable: number
  exceptions: Exception[]
}

export interface Exception {
  kind: 'excluded' | 'skipped' | 'failed'
  reason: string | null
  people: number
}

export async function countSummary(db: Database, scope: Scope): Promise<SummaryCounts> {
  const figures = await readFigures(db, scopeIdOf(scope), ['asked', 'funnel', 'open', 'unreachable', 'aside'])
  const funnel = countOf(figures, 'funnel')
  return {
    asked: countOf(figures, 'asked').get('') ?? 0,
    invited: funnel.get('invited') ?? 0,
    confirmed: funnel.get('confirmed') ?? 0,
    joined: funnel.get('joined') ?? 0,
    registered: funnel.get('registered') ?? 0,
    phoneOnly: countOf(figures, 'open').get('phone') ?? 0,
    unreachable: countOf(figures, 'unreachable').get('') ?? 0,
    exceptions: exceptionsOf(figures),
  }
}

/** Somebody may stand there for several reasons, one in each campaign. Most people first. */
function exceptionsOf(figures: readonly Figure[]): Exception[] {
  return figures
    .filter(({ figure, people }) => figure === 'aside' && people > 0)
    .map(({ key, part, people }) => ({
      // A status is written into the figure by the trigger, which takes it from the row.
      kind: key as Exception['kind'],
      reason: part === '' ? null : part,
      people,
    }))
    .sort(
      (a, b) =>
        b.people - a.people || compareWords(a.kind, b.kind) || compareWords(a.reason ?? '', b.reason ?? ''),
    )
}

export interface BreakDowns {
  byDepartment: NamedGroup[]
  byCountry: NamedGroup[]
}

/** Largest first; of the same size by name, so that page, file and mail say them in one order. */
export async function breakDownAsked(db: Database, scope: Scope): Promise<BreakDowns> {
  const figures = await readFigures(db, scopeIdOf(scope), ['askedDepartment', 'askedCountry'])
  return { byDepartment: groupsOf(figures, 'askedDepartment'), byCountry: groupsOf(figures, 'askedCountry') }
}

function groupsOf(figures: readonly Figure[], name: string): NamedGroup[] {
  const ours = figures.filter(({ figure, people }) => figure === name && people > 0)
  const registered = new Map(
    ours.filter(({ part }) => part === 'registered').map(({ key, people }) => [key, people]),
  )
  return ours
    .filter(({ part }) => part === '')
    .sort((a, b) => b.people - a.people || compareWords(a.key, b.key))
    .map(({ key, people }) => ({
      name: key === '' ? null : key,
      people,
      registered: registered.get(key) ?? 0,
    }))
}

/** By code unit, whatever the machine's language is. */
function compareWords(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export interface Done {
  confirmed: number
  /** Whoever had registered before any invitation is no news. */
  registered: number
  invitations: number
  reminders: number
  digests: number
  /** Came back, or were refused. */
  returned: number
}

/** What was done since the beginning of a slot (`beginningOfSlot`), a week ago at most. */
export async function countDoneSince(db: Database, scope: Scope, since: Date): Promise<Done> {
  const [people, mails] = await Promise.all([
    readRecent(db, [scopeIdOf(scope)], since),
    readRecent(db, await campaignsOf(db, scope), since),
  ])
  return doneOf(people, kind => mails.get(`mail ${kind}`))
}

/** What was done from the start. */
export async function countDone(db: Database, scope: Scope): Promise<Done> {
  const [people, mails] = await Promise.all([
    readFigures(db, scopeIdOf(scope), ['confirmedOn', 'registeredOn']),
    readFigureOfEach(db, await campaignsOf(db, scope), ['mailsDone']),
  ])
  const sumOf = (figures: readonly Figure[], isOurs: (figure: Figure) => boolean) =>
    figures.filter(isOurs).reduce((sum, figure) => sum + figure.people, 0)
  const steps = ['confirmed', 'registered'].map(
    step => [step, sumOf(people, ({ figure }) => figure === `${step}On`)] as const,
  )
  return doneOf(new Map(steps), kind => sumOf(mails, ({ key }) => key === kind))
}

function doneOf(steps: ReadonlyMap<string, number>, mailsOf: (kind: string) => number | undefined): Done {
  return {
    confirmed: steps.get('confirmed') ?? 0,
    registered: steps.get('registered') ?? 0,
    invitations: mailsOf('invitation') ?? 0,
    reminders: mailsOf('reminder') ?? 0,
    digests: mailsOf('escalation') ?? 0,
    returned: mailsOf('returned') ?? 0,
  }
}

function scopeIdOf({ tenantId, campaignId }: Scope): string {
  return campaignId ?? tenantId
}

/** Mails are counted by campaign. */
async function campaignsOf(db: Database, { tenantId, campaignId }: Scope): Promise<string[]> {
  if (campaignId !== null) return [campaignId]
  const rows = await db.selectFrom('campaign').select('id').where('tenant_id', '=', tenantId).execute()
  return rows.map(row => row.id)
}
