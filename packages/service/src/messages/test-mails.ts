/**
 * A draft sent to oneself: made at once, then sent by the lane of its sender within the mailbox's budget, before the
 * campaigns' mails since somebody waits for it. It counts for no campaign, its link leads nowhere, its subject says so.
 */

import type { Caller } from '@muster/contract/route'
import type { Handlers, Output } from '@muster/contract/routes'
import type { SendOutcome } from '@muster/core/ports'
import type { Problem } from '@muster/core/problem'
import { sendingSentences } from '@muster/core/sending-sentences'
import { makeProblem } from '@muster/core/told-problems'
import { type Selectable, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { TestMailTable } from '../db/texts-schema.ts'
import { inTransaction } from '../db/transaction.ts'
import { isNotStopped } from '../enrolments/stopped.ts'
import { FieldProblem } from '../http/problems.ts'
import { wakeLanes } from '../queue/lanes.ts'
import { readBrand, readLogo } from '../tenants/brand.ts'
import type { SenderConnection } from '../tenants/connections.ts'
import { type Allowance, roomNow } from './budget.ts'
import { logoContentId } from './make.ts'
import { sampleOf, type TemplateHandlersOptions, tellMistake } from './own-templates.ts'
import { renderSample } from './sample-facts.ts'
import { checkTemplate } from './template-check.ts'

type TestMailHandlers = Pick<Handlers, 'sendTestMail' | 'getTestMail'>

const hourMs = 60 * 60 * 1000
/** Enough to polish a text; more would be a way to write to people past every campaign. */
const testsPerHourMax = 6
/** Whoever asked has gone by then, and would wonder what that mail is. */
const waitMsMax = hourMs
/** In one run of a lane, so that no number of tests holds up a campaign. */
const testsPerRunMax = 4

export function createTestMailHandlers(
  options: TemplateHandlersOptions & { nudge(): void },
): TestMailHandlers {
  const { db, clock } = options
  return {
    async sendTestMail({ params, body }, caller) {
      const { tenantId } = params
      const at = clock.now()
      await requireSender(db, tenantId, body.senderId)
      const recipient = await findRecipient(db, tenantId, { address: body.address, caller })
      const sample = { ...(await sampleOf(options, tenantId, null)), person: recipient }
      const { form, mistakes } = await checkTemplate(body.draft, sample)
      if (form === null || mistakes.length > 0) {
        throw new FieldProblem(
          mistakes
            .map(tellMistake)
            .map(one => ({ ...one, where: one.where.replace('body.', 'body.draft.') })),
        )
      }
      const mail = renderSample(form, sample, 'full')
      const row = await inTransaction(db, async tx => {
        // One after the other for each caller, so that the count holds.
        await sql`select pg_advisory_xact_lock(hashtextextended(${caller.id}, 12))`.execute(tx)
        const since = new Date(at.getTime() - hourMs)
        const recent = await tx
          .selectFrom('test_mail')
          .select('id')
          .where('asked_by', '=', caller.id)
          .where('queued_at', '>', since)
          .limit(testsPerHourMax)
          .execute()
        if (recent.length >= testsPerHourMax) throw tooMany()
        const { logo } = await readBrand(tx, tenantId)
        await wakeLanes(tx, [{ kind: 'mail', key: body.senderId, at }])
        return tx
          .insertInto('test_mail')
          .values({
            id: newId(),
            tenant_id: tenantId,
            sender_id: body.senderId,
            recipient_id: recipient.id,
            asked_by: caller.id,
            subject: `[Test] ${mail.subject}`,
            html: mail.html,
            text: mail.text,
            logo_id: logo?.id ?? null,
            state: 'queued',
            outcome: null,
            queued_at: at,
            claimed_at: null,
            settled_at: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      options.nudge()
      return shapeOf(row, recipient.mail)
    },

    async getTestMail({ params }) {
      const row = await db
        .selectFrom('test_mail')
        .innerJoin('person', join =>
          join
            .onRef('person.tenant_id', '=', 'test_mail.tenant_id')
            .onRef('person.id', '=', 'test_mail.recipient_id'),
        )
        .selectAll('test_mail')
        .select('person.mail')
        .where('test_mail.id', '=', params.testMailId)
        .where('test_mail.tenant_id', '=', params.tenantId)
        .executeTakeFirst()
      if (row === undefined) throw makeProblem('noTestMail')
      return shapeOf(row, row.mail ?? '')
    },
  }
}

function shapeOf(row: Selectable<TestMailTable>, recipient: string): Output<'sendTestMail'> {
  return {
    testMailId: row.id,
    state: row.state,
    recipient,
    detail: row.outcome,
    queuedAt: row.queued_at,
    settledAt: row.settled_at,
  }
}

function tooMany(): Problem {
  return makeProblem('tooManyTests', { most: String(testsPerHourMax) })
}

async function requireSender(db: Database, tenantId: string, senderId: string): Promise<void> {
  const row = await db
    .selectFrom('sender')
    .select('id')
    .where('id', '=', senderId)
    .where('tenant_id', '=', tenantId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) throw makeProblem('noSender')
}

interface Recipient {
  id: string
  mail: string
  displayName: string
  givenName: string | null
}

/** Never an address that merely was typed: a person of the directory, or whoever is signed in and is one. */
async function findRecipient(
  db: Database,
  tenantId: string,
  { address, caller }: { address: string | undefined; caller: Caller },
): Promise<Recipient> {
  const which =
    address === undefined
      ? sql`person.id::text = (
          select subject from account join tenant on lower(tenant.entra_tenant_id) = lower(account.directory)
          where account.id = ${caller.id} and tenant.id = ${tenantId}
        )`
      : sql`(lower(person.mail) = lower(${address}) or lower(person.upn) = lower(${address}))`
  const { rows } = await sql<Recipient>`
    select id, mail, display_name as "displayName", given_name as "givenName" from person
    where tenant_id = ${tenantId} and deleted_at is null and mail is not null and ${which} limit 1
  `.execute(db)
  const [found] = rows
  if (found !== undefined) return found
  throw makeProblem(address === undefined ? 'ownMailboxMissing' : 'testToStranger')
}

export interface TestRun {
  db: Database
  senderId: string
  sender: SenderConnection
  allowance: Allowance
  now(): Date
}

/** Sends the tests that wait for this sender, as far as there is room; says when to come back, null for nothing to do. */
export async function sendTests(run: TestRun, signal: AbortSignal): Promise<Date | null> {
  const { db, senderId, allowance, now } = run
  await giveUp(db, senderId, now())
  const waiting = await readWaiting(db, senderId)
  for (const test of waiting) {
    if (signal.aborted) return now()
    if (allowance.blockedUntil !== null && allowance.blockedUntil > now()) return allowance.blockedUntil
    const asked = { senderId, at: now(), budget: allowance.budget, waitingSince: test.queued_at }
    const room = await roomNow(db, asked)
    if (room.count === 0) return room.nextAt
    await sendOne(run, test, signal)
  }
  return waiting.length < testsPerRunMax ? null : now()
}

type Waiting = Selectable<TestMailTable> & { mail: string | null; display_name: string }

async function readWaiting(db: Database, senderId: string): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select test_mail.*, person.mail, person.display_name from test_mail
    join person on person.tenant_id = test_mail.tenant_id and person.id = test_mail.recipient_id
    where test_mail.sender_id = ${senderId} and test_mail.state = 'queued' and ${isNotStopped('test_mail')}
    order by test_mail.queued_at limit ${testsPerRunMax}
  `.execute(db)
  return rows
}

/** One that a lane had in hand when it died is not sent again; one that waited too long is not sent any more. */
async function giveUp(db: Database, senderId: string, at: Date): Promise<void> {
  const since = new Date(at.getTime() - waitMsMax)
  await sql`
    update test_mail set settled_at = ${at}, html = '', text = '',
      state = case state when 'sending' then 'uncertain' else 'refused' end,
      outcome = case state when 'sending' then ${sendingSentences.tell('testMayHaveGone')}
                else ${sendingSentences.tell('testTooLate')} end
    where sender_id = ${senderId} and (state = 'sending' or (state = 'queued' and queued_at <= ${since}))
  `.execute(db)
}

async function sendOne({ db, sender, now }: TestRun, test: Waiting, signal: AbortSignal): Promise<void> {
  await db
    .updateTable('test_mail')
    .set({ state: 'sending', claimed_at: now() })
    .where('id', '=', test.id)
    .execute()
  const { id, mail, display_name: name, subject, html, text } = test
  const picture =
    test.logo_id === null || !html.includes(`cid:${logoContentId}`)
      ? null
      : await readLogo(db, test.tenant_id, test.logo_id)
  const inline = picture === null ? [] : [{ contentId: logoContentId, ...picture }]
  const outcome: SendOutcome =
    mail === null
      ? { kind: 'refused', code: 'noMailbox', reason: sendingSentences.tell('noMailbox') }
      : await sender.mailer.send(
          {
            messageId: id,
            from: sender.from,
            to: { address: mail, name },
            subject,
            html,
            text,
            headers: {},
            inline,
          },
          signal,
        )
  const isSent = outcome.kind === 'sent' || outcome.kind === 'uncertain'
  await db
    .updateTable('test_mail')
    .set({
      // Whoever waits for a test is told at once; it is sent again by asking again.
      state: isSent ? outcome.kind : 'refused',
      outcome: outcome.kind === 'sent' ? null : outcome.reason,
      settled_at: now(),
      // It names somebody, and nobody reads it here any more.
      html: '',
      text: '',
      ...(isSent ? {} : { claimed_at: null }),
    })
    .where('id', '=', id)
    .execute()
}
