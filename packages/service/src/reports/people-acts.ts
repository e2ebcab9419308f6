/** What an operator does to people of a campaign: really, or only to see what would come of it. */

import type { Caller } from '@muster/contract/route'
import type { Input, Output } from '@muster/contract/routes'
import type { Signal } from '@muster/core/enrolment'
import { makeProblem } from '@muster/core/told-problems'
import type { CampaignRow } from '../campaigns/handlers.ts'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { apply, type Changed } from '../enrolments/apply.ts'
import { judgePeople } from '../enrolments/eligibility.ts'
import { countsOf } from './break-down.ts'

type Act = Input<'actOnPeople'>['body']

interface Acting {
  db: Database
  campaign: CampaignRow
  body: Act
  caller: Caller
  at: Date
}

/** Ends the transaction of a dry run; what it found out is carried out of it. */
class TakenBack extends Error {
  readonly changed: readonly Changed[]

  constructor(changed: readonly Changed[]) {
    super('a dry run changes nothing')
    this.changed = changed
  }
}

/** A dry run is the act itself in a transaction that is taken back, so it never says anything else than the act does. */
export async function actOnPeople(acting: Acting): Promise<Output<'actOnPeople'>> {
  const { db, campaign, body } = acting
  refuseMailing(campaign, body.act)
  if (body.act === 'exclude') refusePastEnd(body.until, acting.at)
  const known = await db
    .selectFrom('enrolment')
    .select(['id', 'person_id'])
    .where('campaign_id', '=', campaign.id)
    .where('id', 'in', body.enrolmentIds)
    .execute()
  const changed = await inTransaction(db, async tx => {
    const moved = await move(tx, known, acting)
    if (body.dryRun) throw new TakenBack(moved)
    return moved
  }).catch(unlessTakenBack)
  const ids = new Set(known.map(row => row.id))
  return {
    changed: changed.length,
    unchanged: ids.size - changed.length,
    notFound: body.enrolmentIds.filter(id => !ids.has(id)),
    become: countsOf(changed.map(({ after }) => ({ status: after.status, people: 1 }))),
  }
}

/** What is over mails nobody; whom it is about may still be put right. */
function refuseMailing({ status }: CampaignRow, act: Act['act']): void {
  if (status !== 'finished') return
  if (act === 'inviteAgain' || act === 'retry') throw makeProblem('campaignMailsNobody')
}

/** An exclusion that has ended before it begins is a slip of the keyboard, most likely of the year. */
export function refusePastEnd(until: Date | undefined, at: Date): void {
  if (until === undefined || until > at) return
  throw makeProblem('exclusionOver')
}

function unlessTakenBack(error: unknown): readonly Changed[] {
  if (error instanceof TakenBack) return error.changed
  throw error
}

async function move(
  tx: Tx,
  known: readonly { id: string; person_id: string }[],
  { body, caller, campaign, at }: Acting,
): Promise<readonly Changed[]> {
  const signal = signalOf(body, caller)
  const addressed = known.map(row => ({ enrolmentId: row.id, signal }))
  const moved = await apply(tx, addressed, at)
  // Whoever comes back may have become ineligible, or protected, while set aside.
  const personIds = known.map(row => row.person_id)
  const { tenant_id: tenantId, id: campaignId } = campaign
  if (body.act === 'reinstate') await judgePeople(tx, { tenantId, personIds, at, campaignId })
  return moved
}

function signalOf(body: Act, caller: Caller): Signal {
  const owner = caller.name
  switch (body.act) {
    case 'exclude':
      return { kind: 'excluded', reason: body.reason, owner, until: body.until ?? null }
    case 'reinstate':
      return { kind: 'reinstated', owner }
    case 'retry':
      return { kind: 'retried', owner }
    case 'inviteAgain':
      return { kind: 'inviteAgain' }
    default:
      return body satisfies never
  }
}
