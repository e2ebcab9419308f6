/**
 * The lane of a tenant's time zones: what people have set in their mailboxes, read once, and only for those whom a
 * campaign with working hours is about to mail. Without the permission the usage location has to do.
 */

import type { Policy } from '@muster/core/campaign'
import { hasMailTimes } from '@muster/core/mail-hours'
import { type Clock, type Mailboxes, type ZoneOutcome, zonesReadMax } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { moveMails } from '../enrolments/mail-windows.ts'
import type { Log } from '../log.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { dateOf, keepProgress } from './progress.ts'
import { wakeWaitingInvitations } from './watch.ts'

const minuteMs = 60_000
/** Permissions change seldom; one request a day finds out. */
const refusedMs = 24 * 60 * minuteMs
/** When the other side gave no answer and said no time. */
const noAnswerMs = 2 * minuteMs
/** Half an hour reads 36,000 people at a batch of 20 a second; a wave waits no longer for its hours to be exact. */
const zonesWaitMsMax = 30 * minuteMs

const zoneProgress = keepProgress<{
  /** Refused by the tenant; not asked before then. */
  askedAgainAt: string | null
}>('zones', { askedAgainAt: null })

interface Waiting {
  id: string
  tenantId: string
  policy: Policy
  launchedAt: Date | null
}

/**
 * Asks for the zones of those whom a campaign may mail. True while the first invitations had better wait for them; who
 * is queued earlier is moved when the answer comes.
 */
export async function areZonesAwaited(db: Database, campaign: Waiting, at: Date): Promise<boolean> {
  if (!hasMailTimes(campaign.policy)) return false
  const { askedAgainAt } = await zoneProgress.read(db, campaign.tenantId)
  if (askedAgainAt !== null && (dateOf(askedAgainAt) ?? at) > at) return false
  const { rows } = await sql`
    select from enrolment join person on person.tenant_id = enrolment.tenant_id and person.id = enrolment.person_id
    where enrolment.campaign_id = ${campaign.id} and ${isOnTheRoad} and ${isUnread} limit 1
  `.execute(db)
  if (rows.length === 0) return false
  await wakeLanes(db, [{ kind: 'zones', key: campaign.tenantId, at }])
  return campaign.launchedAt !== null && at.getTime() - campaign.launchedAt.getTime() < zonesWaitMsMax
}

/** Whoever may still be mailed. */
const isOnTheRoad = sql`enrolment.status in ('pending', 'sent', 'clicked', 'addedToGroup')`
const isUnread = sql`person.zone_read_at is null and person.deleted_at is null and person.mail is not null`

export function createZonesLane(options: {
  db: Database
  clock: Clock
  log: Log
  mailboxesOf(tenantId: string): Promise<Mailboxes>
}) {
  const { db, clock } = options

  return async function workZones(tenantId: string, signal: AbortSignal): Promise<Date | null> {
    const mailboxes = await options.mailboxesOf(tenantId)
    let after = '00000000-0000-0000-0000-000000000000'
    while (!signal.aborted) {
      const personIds = await readUnread(tenantId, after)
      const last = personIds.at(-1)
      if (last === undefined) break
      after = last
      const answer = await mailboxes.readTimeZones(personIds)
      if ('kind' in answer) {
        const askedAgainAt = new Date(clock.now().getTime() + refusedMs).toISOString()
        await zoneProgress.write(db, { tenantId, at: clock.now(), value: { askedAgainAt } })
        options.log.warn({ tenantId, code: answer.code }, 'reading mailbox settings is refused')
        break
      }
      await record(tenantId, personIds, answer)
      const waitUntil = latestRetryAt(answer, clock.now())
      if (waitUntil !== null) return waitUntil
    }
    await wakeWaitingInvitations(db, tenantId, clock.now())
    return null
  }

  async function readUnread(tenantId: string, after: string): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select person.id from person
      where person.tenant_id = ${tenantId} and person.id > ${after} and ${isUnread} and exists (
        select from enrolment join campaign on campaign.id = enrolment.campaign_id
        where enrolment.tenant_id = person.tenant_id and enrolment.person_id = person.id
          and ${isOnTheRoad} and campaign.status = 'running'
          and (campaign.policy->>'mailHours' is not null or campaign.policy->>'mailDays' is not null)
      )
      order by person.id limit ${zonesReadMax}
    `.execute(db)
    return rows.map(row => row.id)
  }

  /** Mails that wait already are moved to where their people live. */
  async function record(
    tenantId: string,
    personIds: readonly string[],
    outcomes: readonly ZoneOutcome[],
  ): Promise<void> {
    const at = clock.now()
    const read = personIds.flatMap((id, index) => {
      const outcome = outcomes[index]
      if (outcome === undefined || outcome.kind === 'noAnswer') return []
      return [{ id, zone: outcome.kind === 'read' ? outcome.timeZone : null }]
    })
    await inTransaction(db, async tx => {
      await writeZones(tx, { tenantId, read, at })
      const known = read.filter(one => one.zone !== null).map(one => one.id)
      const senders = await moveMails(
        tx,
        sql`enrolment.tenant_id = ${tenantId} and enrolment.person_id = any(${known}::uuid[])
            and message.closes_at is not null`,
        at,
      )
      await wakeLanes(
        tx,
        senders.map(key => ({ kind: 'mail', key, at })),
      )
    })
  }
}

async function writeZones(
  tx: Tx,
  {
    tenantId,
    read,
    at,
  }: { tenantId: string; read: readonly { id: string; zone: string | null }[]; at: Date },
): Promise<void> {
  await sql`
    update person set time_zone = read.zone, zone_read_at = ${at}
    from unnest(${read.map(one => one.id)}::uuid[], ${read.map(one => one.zone)}::text[]) as read (id, zone)
    where person.tenant_id = ${tenantId} and person.id = read.id
  `.execute(tx)
}

/** When to go on with those who got no answer; null when everybody got one. */
function latestRetryAt(outcomes: readonly ZoneOutcome[], at: Date): Date | null {
  const times = outcomes.flatMap(outcome =>
    outcome.kind === 'noAnswer' ? [outcome.retryAt?.getTime() ?? at.getTime() + noAnswerMs] : [],
  )
  return times.length === 0 ? null : new Date(Math.max(...times, at.getTime() + 1000))
}
