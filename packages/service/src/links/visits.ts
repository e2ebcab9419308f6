/** What the public face knows and does about a link: nothing but this touches the database for it. */

import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { applyNow } from '../enrolments/apply.ts'
import { readBrand } from '../tenants/brand.ts'
import { lookOf } from './look.ts'
import type { PageLook } from './pages.ts'

export interface Link {
  token: string
  enrolmentId: string
  campaignName: string
  setupUrl: string
  look: PageLook
  mailedAt: Date | null
  /** True once the campaign is finished: nothing is recorded any more. */
  isOver: boolean
}

/** The link of a token, or null for an unknown one. A link outlives its campaign: whoever is late is still sent on. */
export async function findLink(db: Database, token: string): Promise<Link | null> {
  const { rows } = await sql<Omit<Link, 'look'> & { tenantId: string }>`
    select link.token, link.enrolment_id as "enrolmentId", campaign.name as "campaignName",
           campaign.setup_url as "setupUrl", link.tenant_id as "tenantId", campaign.status = 'finished' as "isOver",
           (select max(claimed_at) from message where message.enrolment_id = link.enrolment_id) as "mailedAt"
    from link
    join enrolment on enrolment.id = link.enrolment_id
    join campaign on campaign.id = enrolment.campaign_id
    where link.token = ${token}
  `.execute(db)
  const [row] = rows
  if (row === undefined) return null
  const { tenantId, ...link } = row
  return { ...link, look: lookOf(await readBrand(db, tenantId)) }
}

/** The log of what was opened: the only thing that a GET leaves behind. */
export async function noteOpened(db: Database, clock: Clock, token: string): Promise<void> {
  const at = clock.now()
  await sql`
    update link set opened_count = opened_count + 1, first_opened_at = coalesce(first_opened_at, ${at}), last_opened_at = ${at}
    where token = ${token}
  `.execute(db)
}

/** Somebody pressed the button. May be repeated by anybody any number of times. */
export async function confirm(
  db: Database,
  clock: Clock,
  link: Link,
): Promise<{ isNew: boolean; isJoining: boolean }> {
  const at = clock.now()
  const changed = await applyNow(
    db,
    [{ enrolmentId: link.enrolmentId, signal: { kind: 'linkConfirmed' } }],
    at,
  )
  const isJoining = changed.some(change => change.effects.some(effect => effect.kind === 'joinGroup'))
  return { isNew: changed.length > 0, isJoining }
}

/** The picture with this id, whosever it is: the id follows from what is in it and cannot be guessed. */
export async function findLogo(
  db: Database,
  logoId: string,
): Promise<{ mediaType: string; bytes: Buffer } | null> {
  if (!/^[0-9a-f]{32}$/.test(logoId)) return null
  const row = await db
    .selectFrom('logo')
    .select(['media_type', 'bytes'])
    .where('id', '=', logoId)
    .executeTakeFirst()
  return row === undefined ? null : { mediaType: row.media_type, bytes: row.bytes }
}
