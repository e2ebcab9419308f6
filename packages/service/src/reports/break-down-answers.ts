/** The API's break-downs, and what a campaign's mails brought about. */

import type { Handlers, Output } from '@muster/contract/routes'
import { groupsMax } from '@muster/contract/shapes/break-downs'
import type { Clock } from '@muster/core/ports'
import { summariseHours } from '@muster/core/time-to-register'
import { sql } from 'kysely'
import { type CampaignRow, readCampaign } from '../campaigns/handlers.ts'
import type { Database } from '../db/database.ts'
import { countsOf, type Group, readBreakDown } from './break-down.ts'
import { countOf, type Figure, readFigures } from './tallies.ts'

type BreakDownHandlers = Pick<Handlers, 'campaignBreakDown' | 'campaignEffects'>
type By = Output<'campaignBreakDown'>['by']
type Mails = Output<'campaignEffects'>['mails']

export function createBreakDownHandlers({ db, clock }: { db: Database; clock: Clock }): BreakDownHandlers {
  return {
    async campaignBreakDown({ params: { campaignId, by } }) {
      const campaign = await readCampaign(db, campaignId)
      const { groups, rest } = await readBreakDown(db, campaign.id, { by, max: groupsMax })
      const known = groups.flatMap(group => (group.key === null ? [] : [{ ...group, key: group.key }]))
      const names = await readNames(db, campaign, { by, keys: known.map(({ key }) => key) })
      const none: Omit<Group, 'key'> = groups.find(({ key }) => key === null) ?? {
        people: 0,
        counts: countsOf([]),
      }
      return {
        by,
        groups: known.map(group => ({ ...group, name: names.get(group.key) ?? null })),
        none: { people: none.people, counts: none.counts },
        others: rest,
        at: clock.now(),
      }
    },

    async campaignEffects({ params }) {
      const campaign = await readCampaign(db, params.campaignId)
      const names = ['hoursToRegister', 'mailsSent', 'confirmedAfter', 'registeredAfter', 'registeredSoon']
      const figures = await readFigures(db, campaign.id, names)
      const hours = [...countOf(figures, 'hoursToRegister')]
      return {
        timeToRegister: { ...summarise(hours) },
        mails: mailsOf(figures),
        at: clock.now(),
      }
    },
  }
}

function summarise(
  hours: readonly (readonly [string, number])[],
): Output<'campaignEffects'>['timeToRegister'] {
  const { spans, ...summary } = summariseHours(new Map(hours.map(([key, people]) => [Number(key), people])))
  return { ...summary, spans: [...spans] }
}

/** `mailsSent` counts people by their newest mail; whoever got the second reminder got the first one, too. */
function mailsOf(figures: readonly Figure[]): Mails {
  const newest = countOf(figures, 'mailsSent')
  const numbers = [...newest].flatMap(([key, people]) => (people > 0 ? [Number(key)] : []))
  const last = Math.max(-1, ...numbers)
  const at = (figure: string, reminders: number) => countOf(figures, figure).get(String(reminders)) ?? 0
  return Array.from({ length: last + 1 }, (_, reminders) => ({
    reminders,
    sent: numbers
      .filter(number => number >= reminders)
      .reduce((total, number) => total + at('mailsSent', number), 0),
    confirmed: at('confirmedAfter', reminders),
    registered: at('registeredAfter', reminders),
    registeredSoon: at('registeredSoon', reminders),
  }))
}

/** Managers and lists are counted by id; what the others are called is what they are counted by. */
async function readNames(
  db: Database,
  campaign: CampaignRow,
  { by, keys }: { by: By; keys: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (by !== 'manager' && by !== 'batch') return new Map(keys.map(key => [key, key]))
  const { rows } =
    by === 'manager'
      ? await sql<{ id: string; name: string }>`
          select id, display_name as name from person where tenant_id = ${campaign.tenant_id} and id = any(${keys}::uuid[])
        `.execute(db)
      : await sql<{ id: string; name: string }>`
          select id, source_batch_id as name from batch where id = any(${keys}::uuid[])
        `.execute(db)
  return new Map(rows.map(row => [row.id, row.name]))
}
