/**
 * The audit of a rehearsal: what the service believes against what is so in the simulated tenant. The simulator's own
 * record of what happened is the witness; the database is only asked what it claims.
 */

import { isDeepStrictEqual } from 'node:util'
import { type Enrolment, replay } from '@muster/core/enrolment'
import { readStoredEvent } from '@muster/core/stored-event'
import type { Box } from '@muster/simulator/box'
import { registrationOf } from '@muster/simulator/seeds/methods'
import type { DeliveredMail, Happening, User } from '@muster/simulator/world/types'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { type EnrolmentRow, enrolmentOfRow } from '../enrolments/row.ts'
import { findTallyDisagreements } from '../reports/tallies.ts'

export interface Audit {
  mail: {
    /** Invitations and reminders. */
    sent: number
    reminders: number
    /** Digests that managers got. */
    digests: number
    /** The same mail twice, and people whom two digests name. */
    duplicates: number
    /** A link of somebody else, and digests about people who report to somebody else. */
    toWrongPerson: number
    uncertain: number
  }
  audit: {
    /** In the group although neither asked for by a person nor registered. */
    inGroupWithoutConfirming: number
    confirmedNotInGroup: number
    activeWithoutMethod: number
    /** Enrolled, able to sign in, registered by the goal, and not seen as such. */
    registeredNotActive: number
    brokenLinks: number
    personalDataInUrls: number
    rowsDisagreeWithEvents: number
    /** Figures kept as counts that are not what their rows amount to. */
    talliesDisagreeWithRows: number
  }
}

interface Claim extends EnrolmentRow {
  token: string
}

/** Reads everything once more and compares. Looks at every enrolment, every mail and every visit. */
export async function auditWorld(
  db: Database,
  box: Box,
  looked: { campaignId: string; groupId: string },
): Promise<Audit> {
  const claims = await readClaims(db, looked.campaignId)
  const all = deliveredMails(box)
  const kinds = await readKinds(db)
  // Mails of rules are judged beside (`automations.ts`): they carry no link, and one person may get several.
  const mails = all.filter(({ mail }) => !['escalation', 'automation'].includes(kindOf(kinds, mail) ?? ''))
  const digests = auditDigests(
    box,
    all.filter(({ mail }) => kindOf(kinds, mail) === 'escalation'),
  )
  const sent = auditMail(kinds, mails, claims)
  return {
    mail: {
      ...sent,
      digests: digests.digests,
      duplicates: sent.duplicates + digests.duplicates,
      toWrongPerson: sent.toWrongPerson + digests.toWrongPerson,
      uncertain: await countUncertain(db, looked.campaignId),
    },
    audit: {
      ...auditPeople(box, claims, looked.groupId),
      brokenLinks: countBrokenLinks(box, mails, claims),
      personalDataInUrls: countPersonalUrls(box, all),
      rowsDisagreeWithEvents: await countDisagreements(db, claims),
      talliesDisagreeWithRows: await countTallyDisagreements(db, looked.campaignId),
    },
  }
}

async function readClaims(db: Database, campaignId: string): Promise<Claim[]> {
  return db
    .selectFrom('enrolment')
    .innerJoin('link', 'link.enrolment_id', 'enrolment.id')
    .selectAll('enrolment')
    .select('link.token')
    .where('campaign_id', '=', campaignId)
    .execute()
}

interface Delivery {
  userId: string | null
  mail: DeliveredMail
}

/** Mails of the campaign: what left the rollout's senders, not what Exchange itself wrote. */
function deliveredMails(box: Box): Delivery[] {
  const senders = new Set(box.senders.map(address => address.toLowerCase()))
  return box.tenant.world.happenings.flatMap(happening =>
    happening.kind === 'mailDelivered' && senders.has(happening.mail.from.toLowerCase())
      ? [{ userId: happening.userId, mail: happening.mail }]
      : [],
  )
}

const messageHeader = 'x-muster-message'
const tokenInLink = /\/e\/([0-9a-f-]{36})/i
/** Two mails with one subject to one person within this time are one too many: reminders are days apart. */
const sameMailMs = 24 * 60 * 60 * 1000

type Kinds = ReadonlyMap<string, string>

async function readKinds(db: Database): Promise<Kinds> {
  const { rows } = await sql<{ id: string; kind: string }>`select id, kind from message`.execute(db)
  return new Map(rows.map(row => [row.id, row.kind]))
}

function kindOf(kinds: Kinds, mail: DeliveredMail): string | null {
  return kinds.get(mail.headers[messageHeader] ?? '') ?? null
}

/** Whom a digest names, against whose manager the simulated directory says its reader is. */
function auditDigests(
  box: Box,
  digests: readonly Delivery[],
): Pick<Audit['mail'], 'digests' | 'duplicates' | 'toWrongPerson'> {
  const byName = Map.groupBy(box.tenant.world.users.values(), user => user.displayName)
  const namedBefore = new Set<User>()
  const count = { digests: digests.length, duplicates: 0, toWrongPerson: 0 }
  for (const { userId, mail } of digests) {
    const names = namesIn(mail)
    if (names.length === 0) count.toWrongPerson++
    for (const name of names) {
      const user = byName.get(name)?.find(one => one.managerId === userId)
      if (user === undefined) count.toWrongPerson++
      else if (namedBefore.has(user)) count.duplicates++
      else namedBefore.add(user)
    }
  }
  return count
}

/** The first cells of the rows of a digest's table. */
function namesIn(mail: DeliveredMail): string[] {
  const cells = (mail.html ?? '').matchAll(/<tr[^>]*>\s*<td[^>]*>([^<]+)<\/td>\s*<td/g)
  return [...cells].map(([, name = '']) => unescapeHtml(name).trim())
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function auditMail(
  kinds: Kinds,
  mails: readonly Delivery[],
  claims: readonly Claim[],
): Pick<Audit['mail'], 'sent' | 'reminders' | 'duplicates' | 'toWrongPerson'> {
  const personOf = new Map(claims.map(claim => [claim.token, claim.person_id]))
  const seenIds = new Set<string>()
  const lastAt = new Map<string, number>()
  const count = { sent: mails.length, reminders: 0, duplicates: 0, toWrongPerson: 0 }
  for (const { userId, mail } of mails) {
    const id = mail.headers[messageHeader] ?? ''
    if (kinds.get(id) === 'reminder') count.reminders++
    const sameMail = `${mail.to} ${mail.subject}`
    const isSoon = mail.acceptedAt.getTime() - (lastAt.get(sameMail) ?? Number.NEGATIVE_INFINITY) < sameMailMs
    if (seenIds.has(id) || isSoon) count.duplicates++
    seenIds.add(id)
    lastAt.set(sameMail, mail.acceptedAt.getTime())
    if (tokensOf(mail).some(token => personOf.get(token) !== userId)) count.toWrongPerson++
  }
  return count
}

function tokensOf(mail: DeliveredMail): string[] {
  return (mail.links ?? []).flatMap(link => tokenInLink.exec(link)?.[1]?.toLowerCase() ?? [])
}

async function countUncertain(db: Database, campaignId: string): Promise<number> {
  const { rows } = await sql<{ mails: number }>`
    select count(*)::int as mails from message where campaign_id = ${campaignId} and state = 'uncertain'
  `.execute(db)
  return rows[0]?.mails ?? 0
}

function auditPeople(
  box: Box,
  claims: readonly Claim[],
  groupId: string,
): Pick<
  Audit['audit'],
  'inGroupWithoutConfirming' | 'confirmedNotInGroup' | 'activeWithoutMethod' | 'registeredNotActive'
> {
  const { world } = box.tenant
  const asked = askedIds(box)
  const confirmed = confirmedIds(box)
  const members = world.groups.get(groupId)?.members ?? new Map()
  const claimOf = new Map(claims.map(claim => [claim.person_id, claim]))
  const isRegistered = (id: string) => {
    const user = world.users.get(id)
    return user !== undefined && registrationOf(user) !== 'none'
  }
  const users = [...world.users.values()]
  return {
    inGroupWithoutConfirming: [...members.keys()].filter(id => !asked.has(id) && !isRegistered(id)).length,
    confirmedNotInGroup: [...confirmed].filter(id => !members.has(id)).length,
    activeWithoutMethod: claims.filter(claim => claim.status === 'active' && !isRegistered(claim.person_id))
      .length,
    registeredNotActive: users.filter(user => isMissed(user, claimOf.get(user.id)) && isRegistered(user.id))
      .length,
  }
}

/** The report leaves out people whose account is disabled, and an operator's exclusion is meant. */
function isMissed(user: User, claim: Claim | undefined): boolean {
  if (claim === undefined || !user.accountEnabled || user.deletedAt !== null) return false
  return claim.status !== 'active' && claim.status !== 'excluded'
}

/** Who pressed the button and was sent on, as the simulator's people remember it. */
function confirmedIds(box: Box): Set<string> {
  return new Set(
    box.tenant.world.happenings.flatMap(happening =>
      happening.kind === 'linkPosted' && happening.by === 'human' && happening.status === 303
        ? [happening.userId]
        : [],
    ),
  )
}

/** Who pressed the button at all: the answer may have been lost with the copy that gave it, and the press counts. */
function askedIds(box: Box): Set<string> {
  return new Set(
    box.tenant.world.happenings.flatMap(happening =>
      happening.kind === 'linkPosted' && happening.by === 'human' ? [happening.userId] : [],
    ),
  )
}

/** Links that stayed broken for a person, and links in mails that belong to nobody. */
function countBrokenLinks(box: Box, mails: readonly Delivery[], claims: readonly Claim[]): number {
  const known = new Set(claims.map(claim => claim.token))
  const dead = mails.filter(({ mail }) => {
    const tokens = tokensOf(mail)
    return tokens.length === 0 || tokens.some(token => !known.has(token))
  })
  return dead.length + countLeftBroken(box.tenant.world.happenings)
}

/**
 * Whoever met a dead copy and got on when they tried again has lost nothing. A try that fails ends with another broken
 * link, so a page that opens does not hide a button that never works.
 */
function countLeftBroken(happenings: readonly Happening[]): number {
  const broken = new Map<string, number>()
  for (const happening of happenings) {
    if (happening.kind === 'linkBroken') {
      broken.set(happening.userId, (broken.get(happening.userId) ?? 0) + 1)
    } else if (isReached(happening)) {
      broken.delete(happening.userId)
    }
  }
  return [...broken.values()].reduce((sum, count) => sum + count, 0)
}

function isReached(
  happening: Happening,
): happening is Extract<Happening, { kind: 'linkOpened' | 'linkPosted' }> {
  if (happening.kind === 'linkPosted') return happening.by === 'human' && happening.status < 400
  return happening.kind === 'linkOpened' && happening.by === 'human'
}

/** Every address in a mail and every address that was visited. */
function countPersonalUrls(box: Box, mails: readonly Delivery[]): number {
  const { world } = box.tenant
  let count = 0
  for (const { userId, mail } of mails) {
    const user = userId === null ? undefined : world.users.get(userId)
    count += (mail.links ?? []).filter(link => isWebAddress(link) && isPersonal(link, user)).length
  }
  for (const happening of world.happenings) {
    if (happening.kind !== 'linkOpened' && happening.kind !== 'linkPosted') continue
    if (isPersonal(happening.url, world.users.get(happening.userId))) count++
  }
  return count
}

function isWebAddress(link: string): boolean {
  return /^https?:/i.test(link)
}

function isPersonal(url: string, user: User | undefined): boolean {
  const text = decodeURIComponent(url).toLowerCase()
  if (text.includes('@')) return true
  if (user === undefined) return false
  const names = [user.userPrincipalName.split('@')[0], user.mail?.split('@')[0], user.id]
  return names.some(name => name !== undefined && name !== '' && text.includes(name.toLowerCase()))
}

const pageRows = 1_000

/** Every history replayed, every row compared with what its history amounts to. */
async function countDisagreements(db: Database, claims: readonly Claim[]): Promise<number> {
  let disagreements = 0
  for (let start = 0; start < claims.length; start += pageRows) {
    const page = claims.slice(start, start + pageRows)
    const histories = await readHistories(
      db,
      page.map(claim => claim.id),
    )
    for (const claim of page) if (!agrees(claim, histories.get(claim.id) ?? [])) disagreements++
  }
  return disagreements
}

async function countTallyDisagreements(db: Database, campaignId: string): Promise<number> {
  const { tenant_id } = await db
    .selectFrom('campaign')
    .select('tenant_id')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow()
  return (await findTallyDisagreements(db, tenant_id)).length
}

interface StoredEvent {
  enrolment_id: string
  kind: string
  details: Record<string, unknown>
  at: Date
}

async function readHistories(db: Database, ids: readonly string[]): Promise<Map<string, StoredEvent[]>> {
  const rows = await db
    .selectFrom('enrolment_event')
    .select(['enrolment_id', 'kind', 'details', 'at'])
    .where('enrolment_id', 'in', [...ids])
    .orderBy('enrolment_id')
    .orderBy('sequence')
    .execute()
  return Map.groupBy(rows, row => row.enrolment_id)
}

function agrees(claim: Claim, history: readonly StoredEvent[]): boolean {
  if (history.length !== claim.events_count) return false
  const replayed: Enrolment = replay(
    history.map(({ kind, details, at }) => ({ event: readStoredEvent({ kind, ...details }), at })),
  )
  return isDeepStrictEqual(replayed, enrolmentOfRow(claim))
}
