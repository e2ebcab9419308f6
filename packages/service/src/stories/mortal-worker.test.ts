/**
 * A worker that dies at each of its operations in turn, and one that comes after it: nothing is lost and nothing is
 * done twice, looked at from the tenant's side. The operations are counted, so none is left out.
 */

import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { User } from '@muster/simulator/world/types'
import { applyNow } from '../enrolments/apply.ts'
import type { Moment } from '../testing/mortal.ts'
import { type Life, openMortalWorkers } from '../testing/mortal-worker.ts'
import { findDisagreements } from '../testing/rollout-rows.ts'
import type { Story, StoryOptions } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

/** What a worker is to die of, again and again. */
interface Trial {
  /** Only the operations around the first of this name; all when absent. */
  near?: string
  /** Brings somebody to where the worker has something to do about that person. */
  arrange(number: number): Promise<User>
  /** Once another worker has gone on: what must be so. `name` says where the first one died. */
  check(user: User, name: string): Promise<void>
}

/** More operations than the longest of these works has several times over; a trial that goes on is one that never ends. */
const operationsMax = 600
/** Before it the claim, after it the settling, each a handful of statements. */
const operationsAround = 10
const minuteMs = 60_000
/**
 * A lane is taken over after half a minute, a claim after three; a mail not in Sent Items after a quarter of an hour was
 * not sent; the audit log is polled every half hour at least.
 */
const afterwardsMinutes = 35

/**
 * Lets a worker die after each of its operations, and before each that goes over the network. Dying before any other
 * is the same as dying after the one before it: nothing has changed in between, and memory is lost either way.
 */
async function dieEverywhere(told: Story, trial: Trial): Promise<string[]> {
  const workers = await openMortalWorkers(told)
  const deaths: string[] = []
  let number = 0
  const tryOnce = async (at: number, moment: Moment) => {
    const user = await trial.arrange(number++)
    const life = await workers.live({ at, moment })
    const last = life.operations.at(-1)
    const where = life.isDead ? `${moment} ${last?.name}` : 'nowhere'
    if (life.isDead) deaths.push(where)
    await turnOn(told, afterwardsMinutes)
    await told.stage.settle()
    await trial.check(user, `${where}, operation ${at}`)
    return { ...life, isNetwork: last?.kind === 'network' }
  }
  const [first, last] = await chooseOperations(() => tryOnce(Number.POSITIVE_INFINITY, 'after'), trial.near)
  for (let at = first; at <= last; at++) {
    const { isDead, isNetwork } = await tryOnce(at, 'after')
    if (!isDead) break
    if (isNetwork) await tryOnce(at, 'before')
  }
  assert.deepEqual(await findDisagreements(told.stage.app.db, told.campaign.campaignId), [])
  assert.ok(deaths.length < operationsMax, 'the worker came to its end at last')
  return deaths
}

/** The first and the last operation to die at; a worker that lives on shows where the one is that matters. */
async function chooseOperations(survey: () => Promise<Life>, near?: string): Promise<[number, number]> {
  if (near === undefined) return [1, operationsMax]
  const { operations } = await survey()
  const at = operations.findIndex(({ name }) => name === near) + 1
  assert.ok(at > 0, `${near} never happened`)
  return [at - operationsAround, at + operationsAround]
}

/** The clock alone: the tenant's time passes while nobody works. */
async function turnOn({ stage }: Story, minutes: number): Promise<void> {
  await stage.box.advanceTo(new Date(stage.clock.now().getTime() + minutes * minuteMs))
}

/** Says in the test's output where the worker died, and that it died of these among others. */
function tell(context: TestContext, deaths: readonly string[], expected: readonly string[]): void {
  const times = [...Map.groupBy(deaths, where => where)].map(([where, all]) => `${all.length} × ${where}`)
  context.diagnostic(`${deaths.length} deaths: ${times.sort().join(', ')}`)
  for (const where of expected) assert.ok(deaths.includes(where), `nobody died ${where}`)
}

async function openTrial(options: Partial<StoryOptions> = {}): Promise<Story> {
  const told = await story({ campaign: { remindersMax: 0 }, ...options })
  // With it, a mail of unknown fate is looked up instead of waiting for an operator.
  told.stage.box.app.roles.push('Mail.Read')
  told.stage.box.tenant.faults.revokeTokens()
  await told.act('launch')
  await told.pass(60)
  return told
}

function hire({ stage }: Story, number: number): User {
  const upn = `newcomer.${number}@contoso.example`
  const displayName = `Newcomer ${number}`
  return stage.box.tenant.world.addUser({ userPrincipalName: upn, mail: upn, displayName })
}

/** Taken in and not worked yet. */
async function handIn({ stage, campaign }: Story, users: readonly User[]): Promise<string> {
  const list = ['UPN', ...users.map(user => user.userPrincipalName)].join('\n')
  const { campaignId } = campaign
  const body = new TextEncoder().encode(list)
  return (await stage.client.importPeople({ params: { campaignId }, body })).batch.batchId
}

/** So many newcomers, each with an invitation. */
async function inviteCrowd(told: Story, count: number): Promise<User[]> {
  const crowd = Array.from({ length: count }, (_, number) => hire(told, number))
  await handIn(told, crowd)
  await told.pass(30)
  assert.equal(told.mails(crowd[count - 1] as User).length, 1)
  return crowd
}

async function rowsOf({ stage }: Story, user: User) {
  const { db } = stage.app
  const enrolments = await db.selectFrom('enrolment').selectAll().where('person_id', '=', user.id).execute()
  const ids = enrolments.map(({ id }) => id)
  const events = await db
    .selectFrom('enrolment_event')
    .select('kind')
    .where('enrolment_id', 'in', ids)
    .execute()
  const messages = await db.selectFrom('message').select('state').where('enrolment_id', 'in', ids).execute()
  const joins = await db.selectFrom('group_join').select('state').where('enrolment_id', 'in', ids).execute()
  return {
    enrolment: enrolments[0],
    count: enrolments.length,
    times: (kind: string) => events.filter(event => event.kind === kind).length,
    mails: messages.map(({ state }) => state),
    joins: joins.map(({ state }) => state),
  }
}

function nth(crowd: readonly User[], number: number): User {
  const user = crowd[number]
  if (user === undefined) throw new RangeError(`the crowd of ${crowd.length} is too small`)
  return user
}

// Side by side: each spends half its time waiting for PostgreSQL.
describe('a worker that dies anywhere', { concurrency: true }, () => {
  test('from the list to the invitation: each person is enrolled once and has exactly one mail', async context => {
    await using told = await openTrial()
    let batchId = ''
    const deaths = await dieEverywhere(told, {
      async arrange(number) {
        const user = hire(told, number)
        batchId = await handIn(told, [user])
        return user
      },
      async check(user, name) {
        const rows = await rowsOf(told, user)
        assert.equal(told.mails(user).length, 1, name)
        assert.deepEqual([rows.count, rows.enrolment?.status, rows.mails], [1, 'sent', ['sent']], name)
        const events = ['enrolled', 'invitationAsked', 'invited'].map(rows.times)
        assert.deepEqual(events, [1, 1, 1], name)
        const { batch } = await told.stage.client.getBatch({ params: { batchId } })
        assert.deepEqual([batch.state, batch.rowsDone, batch.counts.added], ['done', 1, 1], name)
      },
    })
    tell(context, deaths, [
      'after insert enrolment',
      'after commit',
      'before POST /v1.0/users/{id}/sendMail',
      'after POST /v1.0/users/{id}/sendMail',
      'after update message',
      'after insert lane_run',
    ])
    assert.ok(deaths.length > 100, `${deaths.length} operations lead to an invitation`)
  })

  test('from the button to active: each person is joined once, and no entry of the audit log is lost or doubled', async context => {
    await using told = await openTrial()
    const crowd = await inviteCrowd(told, 170)
    const { world } = told.stage.box.tenant
    const { db } = told.stage.app
    const deaths = await dieEverywhere(told, {
      async arrange(number) {
        const user = nth(crowd, number)
        const id = (await rowsOf(told, user)).enrolment?.id ?? ''
        // As the page does it, when the service dies before it tries the join at once.
        await applyNow(db, [{ enrolmentId: id, signal: { kind: 'linkConfirmed' } }], told.stage.clock.now())
        world.registerMethod(user.id, 'microsoftAuthenticator')
        const auditIsThereMinutes = 7
        await turnOn(told, auditIsThereMinutes)
        return user
      },
      async check(user, name) {
        const rows = await rowsOf(told, user)
        assert.ok(told.isInGroup(user), name)
        assert.deepEqual([rows.enrolment?.status, rows.joins], ['active', ['done']], name)
        assert.deepEqual(['confirmed', 'joined', 'registrationSeen'].map(rows.times), [1, 1, 1], name)
        const kept = await db
          .selectFrom('audit_event')
          .select('id')
          .where('person_id', '=', user.id)
          .execute()
        const written = world.audit.filter(
          record => record.targetUserId === user.id && record.loggedByService === 'Authentication Methods',
        )
        assert.equal(written.length, 3)
        assert.deepEqual(kept.map(({ id }) => id).sort(), written.map(({ id }) => id).sort(), name)
      },
    })
    tell(context, deaths, [
      'before POST /v1.0/groups/{id}/members/$ref',
      'after POST /v1.0/groups/{id}/members/$ref',
      'after update group_join',
      'after GET /v1.0/auditLogs/directoryAudits',
      'after insert audit_event',
      'after POST /v1.0/$batch',
      'after delete method_watch',
    ])
    assert.ok(deaths.length > 50, `${deaths.length} operations lead from the button to active`)
  })

  test('a mail that comes back fails its person once, and nobody is mailed again', async context => {
    await using told = await openTrial()
    const deaths = await dieEverywhere(told, {
      async arrange(number) {
        const user = hire(told, number)
        told.stage.box.tenant.world.mailboxes.delete((user.mail ?? '').toLowerCase())
        await handIn(told, [user])
        await told.stage.settle()
        const nextLookMinutes = 16
        await turnOn(told, nextLookMinutes)
        return user
      },
      async check(user, name) {
        const rows = await rowsOf(told, user)
        assert.deepEqual([rows.enrolment?.status, rows.mails], ['failed', ['bounced']], name)
        assert.deepEqual(['invited', 'mailBounced'].map(rows.times), [1, 1], name)
        const undelivered = told.stage.box.tenant.world.happenings.filter(
          one => one.kind === 'mailUndeliverable' && one.to === user.mail,
        )
        assert.equal(undelivered.length, 1, name)
      },
    })
    tell(context, deaths, [
      'after GET /v1.0/users/{id}/mailFolders/inbox/messages',
      'after update message',
      'after insert cursor',
      'after commit',
    ])
  })

  test('what the audit log never told is found by the daily sweep of the report', async context => {
    await using told = await openTrial()
    const crowd = await inviteCrowd(told, 170)
    const { world } = told.stage.box.tenant
    const deaths = await dieEverywhere(told, {
      async arrange(number) {
        const user = nth(crowd, number)
        world.registerMethod(user.id, 'fido2')
        const isTold = (record: (typeof world.audit)[number]) => record.targetUserId === user.id
        for (let at = world.audit.findIndex(isTold); at >= 0; at = world.audit.findIndex(isTold)) {
          world.audit.splice(at, 1)
        }
        const aDayMinutes = 25 * 60
        await turnOn(told, aDayMinutes)
        return user
      },
      async check(user, name) {
        const rows = await rowsOf(told, user)
        assert.deepEqual([rows.enrolment?.status, rows.times('registrationSeen')], ['active', 1], name)
        assert.ok(told.isInGroup(user), name)
      },
    })
    tell(context, deaths, [
      'after GET /v1.0/reports/authenticationMethods/userRegistrationDetails',
      'after update person',
      'after insert method_watch',
      'after POST /v1.0/$batch',
    ])
  })

  test('a mail by SMTP is delivered once at most, and waits for an operator where nobody can tell', async context => {
    await using told = await openTrial()
    const { client } = told.stage
    const campaign = await client.createCampaign({
      body: {
        tenantId: told.tenant.tenantId,
        name: 'By SMTP',
        senderIds: [told.smtpSender.senderId],
        remindersMax: 0,
      },
    })
    const params = { campaignId: campaign.campaignId }
    await client.actOnCampaign({ params: { ...params, act: 'launch' } })
    await told.pass(60)
    const deaths = await dieEverywhere(
      { ...told, campaign },
      {
        near: 'a mail by SMTP',
        async arrange(number) {
          const user = hire(told, number)
          await handIn({ ...told, campaign }, [user])
          return user
        },
        async check(user, name) {
          const delivered = told.mails(user).length
          const before = await rowsOf(told, user)
          if (before.mails[0] === 'uncertain') {
            const decision = delivered === 1 ? 'arrived' : 'again'
            const { items } = await client.listMails({ params, query: { state: 'uncertain' } })
            await client.decideMails({
              params,
              body: { decision, messageIds: items.map(mail => mail.messageId) },
            })
            await told.stage.settle()
          } else assert.equal(delivered, 1, name)
          const after = await rowsOf(told, user)
          assert.deepEqual([told.mails(user).length, after.enrolment?.status], [1, 'sent'], name)
          assert.deepEqual([after.mails, after.times('invited')], [['sent'], 1], name)
        },
      },
    )
    tell(context, deaths, [
      'after update message',
      'before a mail by SMTP',
      'after a mail by SMTP',
      'after commit',
    ])
  })
})
