/** How long the first wave took, beside what the plan had said and what the published mail limits make possible. */

import type { Box } from '@muster/simulator/box'
import type { Database } from '../db/database.ts'

export interface WaveFigures {
  /** What the campaign's plan said right before the launch; null when it saw no sender that can send. */
  predictedFinish: Date | null
  /** When Exchange accepted the last first invitation that was asked for within a day of the launch; null for none. */
  actualFinish: Date | null
  /** The earliest end that the limits allow for as many mails through these mailboxes. */
  possibleFinish: Date | null
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** Per mailbox, as Exchange Online publishes it: 30 messages a minute, 10,000 recipients in a sliding day. */
const perMinuteMax = 30
/** The other half of the same two limits. */
const perDayMax = 10_000
const messageHeader = 'x-muster-message'

export async function measureWave(
  db: Database,
  box: Box,
  looked: { campaignId: string; launchedAt: Date; predictedFinish: Date | null },
): Promise<WaveFigures> {
  const { campaignId, launchedAt, predictedFinish } = looked
  const rows = await db
    .selectFrom('message')
    .innerJoin('campaign', 'campaign.id', 'message.campaign_id')
    .select(['message.id', 'campaign.sender_ids'])
    .where('campaign_id', '=', campaignId)
    .where('message.kind', '=', 'invitation')
    .where('message.number', '=', 1)
    .where('queued_at', '<', new Date(launchedAt.getTime() + dayMs))
    .execute()
  const wave = new Set(rows.map(row => row.id))
  const mailboxes = rows[0]?.sender_ids.length ?? 0
  const acceptedMs = box.tenant.world.happenings.flatMap(happening =>
    happening.kind === 'mailDelivered' && wave.has(happening.mail.headers[messageHeader] ?? '')
      ? [happening.mail.acceptedAt.getTime()]
      : [],
  )
  if (acceptedMs.length === 0) return { predictedFinish, actualFinish: null, possibleFinish: null }
  const atLeastMs = leastMs(Math.ceil(acceptedMs.length / mailboxes))
  return {
    predictedFinish,
    actualFinish: new Date(acceptedMs.reduce((latest, ms) => Math.max(latest, ms))),
    possibleFinish: new Date(launchedAt.getTime() + atLeastMs),
  }
}

/** The time in which one mailbox can send so many mails. */
export function leastMs(mails: number): number {
  const days = Math.floor(Math.max(0, mails - 1) / perDayMax)
  const onLastDay = mails - days * perDayMax
  return days * dayMs + Math.floor(Math.max(0, onLastDay - 1) / perMinuteMax) * minuteMs
}
