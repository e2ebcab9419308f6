/**
 * Having one's link sent once more: anybody may type any address, so the answer is the same for all and leaves before
 * anything is looked up. Whether a mail follows is decided where every mail is decided, in core, with its own limit.
 */

import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { applyNow } from '../enrolments/apply.ts'
import { describeError, type Log } from '../log.ts'

export interface Resend {
  /** Takes the wish in and answers nothing; what follows happens behind it. */
  ask(address: string): void
  /** When everything that was asked for is decided. */
  rest(): Promise<void>
}

/** RFC 5321, 4.5.3.1: what is longer is nobody's address. */
const addressLengthMax = 320
/** Wishes worked on at a time; what comes beyond it while they are is let go, and asked again by whoever waits. */
const openMax = 200
/** The same person in several running campaigns gets each campaign's mail. */
const campaignsMax = 10

export function createResend(options: { db: Database; clock: Clock; log: Log; onAsked(): void }): Resend {
  const { db, clock, log, onAsked } = options
  const open = new Set<Promise<void>>()

  async function work(address: string): Promise<void> {
    const ids = await findEnrolments(db, address)
    if (ids.length === 0) return
    const asked = ids.map(enrolmentId => ({ enrolmentId, signal: { kind: 'linkRequested' as const } }))
    const changed = await applyNow(db, asked, clock.now())
    if (changed.length > 0) onAsked()
  }

  return {
    ask(address) {
      if (open.size >= openMax) return
      const working = work(address)
        .catch(error =>
          log.error({ error: describeError(error) }, 'a link that was asked for again was not sent'),
        )
        .finally(() => open.delete(working))
      open.add(working)
    },
    async rest() {
      await Promise.all(open)
    },
  }
}

/** What was typed, when it can be an address. */
export function readAddress(text: string | null): string | null {
  const address = (text ?? '').trim()
  return address.length <= addressLengthMax && /^[^\s@]+@[^\s@]+$/.test(address) ? address : null
}

/** Their enrolments in running campaigns, by mail address or UPN; each look uses the tenant's index. */
async function findEnrolments(db: Database, address: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select enrolment.id from (select distinct tenant_id from campaign where status = 'running') as running
    cross join lateral (
      select id from person where tenant_id = running.tenant_id and lower(mail) = lower(${address})
      union
      select id from person where tenant_id = running.tenant_id and lower(upn) = lower(${address})
    ) as person
    join enrolment on enrolment.tenant_id = running.tenant_id and enrolment.person_id = person.id
    join campaign on campaign.id = enrolment.campaign_id and campaign.status = 'running'
    order by enrolment.id limit ${campaignsMax}
  `.execute(db)
  return rows.map(row => row.id)
}
