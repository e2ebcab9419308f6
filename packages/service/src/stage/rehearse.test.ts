/** The rehearsal: what it prints is what was agreed, it ends clean, and its audit finds what is planted. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { statuses } from '@muster/core/enrolment'
import { registrationOf } from '@muster/simulator/seeds/methods'
import type { DeliveredMail, User } from '@muster/simulator/world/types'
import { type Audit, auditWorld } from './audit.ts'
import { tellRehearsal } from './rehearsal-text.ts'
import { findFaults, rehearse } from './rehearse.ts'
import { leastMs } from './wave.ts'
import { openStage, type Stage } from './world.ts'

const zeros: Audit['audit'] = {
  inGroupWithoutConfirming: 0,
  confirmedNotInGroup: 0,
  activeWithoutMethod: 0,
  registeredNotActive: 0,
  brokenLinks: 0,
  personalDataInUrls: 0,
  rowsDisagreeWithEvents: 0,
  talliesDisagreeWithRows: 0,
}

for (const faults of ['none', 'rough'] as const) {
  test(`80 people in two days end clean with faults ${faults}, and the result has the agreed fields`, async () => {
    const days: number[] = []
    const result = await rehearse({
      people: 80,
      days: 2,
      seed: 11,
      faults,
      limits: 'real',
      copies: 1,
      kill: false,
      csvFile: null,
      onDay: ({ day }) => days.push(day),
    })
    assert.deepEqual(days, [1, 2])
    assert.deepEqual(Object.keys(result), [
      ...['people', 'days', 'seed', 'statuses', 'mail', 'graph', 'detection', 'plan', 'lanes'],
      ...['automations', 'mirror', 'audit'],
      'wallSeconds',
    ])
    assert.deepEqual(Object.keys(result.statuses).sort(), [...statuses].sort())
    assert.deepEqual(Object.keys(result.mail).sort(), [
      ...['digests', 'duplicates', 'reminders', 'sent', 'toWrongPerson', 'uncertain'],
    ])
    assert.deepEqual(Object.keys(result.graph), ['requests', 'throttled', 'byFamily', 'perPerson'])
    assert.deepEqual(result.audit, zeros)
    assert.deepEqual(findFaults(result), [])
    assert.equal(
      Object.values(result.statuses).reduce((sum, count) => sum + count),
      80,
    )
    assert.ok(result.mail.sent > 40 && result.statuses.active > 10, JSON.stringify(result))
  })
}

test('60 people with a SharePoint list, and three copies that are killed in the midst of their work, end clean', async () => {
  const result = await rehearse({
    people: 60,
    days: 2,
    seed: 5,
    faults: 'rough',
    limits: 'real',
    copies: 3,
    kill: true,
    isMirrored: true,
    csvFile: null,
    onDay: () => undefined,
  })
  assert.deepEqual(findFaults(result), [])
  assert.deepEqual(result.audit, zeros)
  assert.ok(result.mail.sent > 30 && result.statuses.active > 10, JSON.stringify(result))
  assert.equal(result.mirror.wrong, 0)
  assert.ok(result.mirror.writes >= 60 && result.mirror.writesPerChange < 1.2, JSON.stringify(result.mirror))
  const { kills, takeovers, slowestTakeoverSeconds } = result.lanes
  assert.ok(kills >= 2, `${kills} kills`)
  assert.ok(takeovers === 0 || slowestTakeoverSeconds < 60, `${takeovers} takeovers`)
  const { predictedFinish, actualFinish, possibleFinish } = result.plan
  assert.ok(predictedFinish !== null && actualFinish !== null && possibleFinish !== null)
  assert.ok(possibleFinish <= actualFinish)
})

test('copies that cannot be rehearsed with are refused before anything starts', async () => {
  const wanted = { people: 60, days: 1, seed: 1, csvFile: null, onDay: () => undefined }
  const usual = { ...wanted, faults: 'none', limits: 'real' } as const
  await assert.rejects(rehearse({ ...usual, copies: 1, kill: true }), {
    message: 'the last copy is never killed, and there is only one',
    remedy: 'give --copies 2 or more beside it',
  })
  await assert.rejects(rehearse({ ...usual, copies: 9, kill: false }), /9 copies are more than one machine/)
})

test('without limits a wave is not held back, and the plan beside it still tells of the real ones', async () => {
  const result = await rehearse({
    people: 40,
    days: 1,
    seed: 2,
    faults: 'none',
    limits: 'off',
    copies: 1,
    kill: false,
    csvFile: null,
    onDay: () => undefined,
  })
  assert.equal(result.graph.throttled, 0)
  assert.deepEqual(result.lanes, { kills: 0, takeovers: 0, slowestTakeoverSeconds: 0 })
  assert.match(
    tellRehearsal(result),
    /the first wave +planned to end 2026-11-02 08:3\d, ended 2026-11-02 08:3\d;/,
  )
})

test('a mailbox that sends 30 a minute and 10,000 a day needs this long at least', () => {
  const minutes = [1, 30, 31, 3_000, 10_000, 10_001, 10_031].map(mails => leastMs(mails) / 60_000)
  assert.deepEqual(minutes, [0, 0, 1, 99, 333, 1440, 1441])
})

describe('the audit finds what is planted behind the service’s back', () => {
  let stage: Stage
  let looked: { campaignId: string; groupId: string }
  before(async () => {
    stage = await openStage({ startAt: new Date('2026-11-02T07:30:00Z'), seed: 3, named: false, people: 60 })
    const { box, client, clock } = stage
    const { campaignId } = (await stage.prepare()).campaign
    looked = { campaignId, groupId: box.enforcedGroup.id }
    const list = ['UserPrincipalName', ...box.people.map(user => user.userPrincipalName)].join('\n')
    await client.importPeople({ params: { campaignId }, body: new TextEncoder().encode(list) })
    await client.actOnCampaign({ params: { campaignId, act: 'launch' } })
    await stage.liveUntil(new Date(clock.now().getTime() + 2 * 86_400_000))
    box.humans.close()
    await stage.liveUntil(new Date(clock.now().getTime() + 3 * 86_400_000))
  })
  after(() => stage.close())

  /** What an audit finds now that it did not find before `plant`. */
  async function findAfter(plant: () => unknown): Promise<string[]> {
    const counts = async () => {
      const { mail, audit } = await auditWorld(stage.app.db, stage.box, looked)
      return { duplicates: mail.duplicates, toWrongPerson: mail.toWrongPerson, ...audit }
    }
    const earlier = await counts()
    await plant()
    return Object.entries(await counts()).flatMap(([name, count]) => {
      const more = count - (new Map(Object.entries(earlier)).get(name) ?? 0)
      return more === 0 ? [] : [`${name} ${more}`]
    })
  }

  /** Somebody who was mailed and has done nothing; each call gives another one. */
  const idle = (() => {
    const taken = new Set<string>()
    return (): { user: User; mail: DeliveredMail } => {
      const { world } = stage.box.tenant
      const acted = new Set(
        world.happenings.flatMap(one =>
          one.kind === 'linkOpened' || one.kind === 'linkPosted' ? one.userId : [],
        ),
      )
      for (const one of world.happenings) {
        if (one.kind !== 'mailDelivered' || one.userId === null || one.mail.links === undefined) continue
        const user = world.users.get(one.userId)
        if (user === undefined || acted.has(user.id) || taken.has(user.id)) continue
        if (registrationOf(user) !== 'none' || !user.accountEnabled) continue
        taken.add(user.id)
        return { user, mail: one.mail }
      }
      assert.fail('nobody is idle')
    }
  })()

  test('nothing, as long as nothing is planted', async () => {
    const { mail, audit } = await auditWorld(stage.app.db, stage.box, looked)
    assert.deepEqual(audit, zeros)
    assert.equal(mail.duplicates + mail.toWrongPerson, 0)
    assert.ok(mail.sent > 15)
  })

  test('somebody in the group who never asked', async () => {
    const { world } = stage.box.tenant
    const { user } = idle()
    const found = await findAfter(() => world.addMember(looked.groupId, user.id, null))
    assert.deepEqual(found, ['inGroupWithoutConfirming 1'])
  })

  test('somebody who asked and is not in the group', async () => {
    const { world } = stage.box.tenant
    const asked = world.happenings.find(one => one.kind === 'linkPosted' && one.status === 303)
    assert.ok(asked !== undefined && 'userId' in asked && asked.userId !== null)
    const { userId } = asked
    const found = await findAfter(() => world.removeMember(looked.groupId, userId, null))
    assert.deepEqual(found, ['confirmedNotInGroup 1'])
  })

  test('somebody who registered and was not seen', async () => {
    const { user } = idle()
    const found = await findAfter(() =>
      stage.box.tenant.world.registerMethod(user.id, 'microsoftAuthenticator'),
    )
    assert.deepEqual(found, ['registeredNotActive 1'])
  })

  test('a row that its events do not amount to, also when it calls somebody active', async () => {
    const { user } = idle()
    const found = await findAfter(() =>
      stage.app.db
        .updateTable('enrolment')
        .set({ status: 'active' })
        .where('person_id', '=', user.id)
        .execute(),
    )
    assert.deepEqual(found, ['activeWithoutMethod 1', 'rowsDisagreeWithEvents 1'])
  })

  test('a figure that its rows do not amount to', async () => {
    const { db } = stage.app
    const { campaign_id, tenant_id } = await db.selectFrom('enrolment').selectAll().executeTakeFirstOrThrow()
    const wrong = { tenant_id, scope_id: campaign_id, figure: 'status', key: 'sent', part: '', people: 1 }
    const found = await findAfter(() => db.insertInto('tally_delta').values(wrong).execute())
    assert.deepEqual(found, ['talliesDisagreeWithRows 1'])
  })

  test('a link that stayed broken for somebody, but not one that worked when they tried again', async () => {
    const { world } = stage.box.tenant
    const { user, mail } = idle()
    const about = { at: stage.clock.now(), userId: user.id, url: mail.links?.[0] ?? '' }
    const breakLink = () => world.record({ ...about, kind: 'linkBroken', status: 502 })
    assert.deepEqual(await findAfter(breakLink), ['brokenLinks 1'])
    const open = () => world.record({ ...about, kind: 'linkOpened', by: 'human' })
    assert.deepEqual(await findAfter(open), ['brokenLinks -1'])
  })

  test('a mail delivered twice', async () => {
    const { mail } = idle()
    assert.deepEqual(await findAfter(() => stage.box.tenant.world.deliver(mail)), ['duplicates 1'])
  })

  test('a mail with somebody else’s link', async () => {
    const [one, other] = [idle(), idle()]
    const headers = { ...one.mail.headers, 'x-muster-message': 'another' }
    const stray = { ...one.mail, to: other.mail.to, subject: 'For you', headers }
    assert.deepEqual(await findAfter(() => stage.box.tenant.world.deliver(stray)), ['toWrongPerson 1'])
  })

  test('a mail without a working link, and one with a name in an address', async () => {
    const { mail } = idle()
    const { links: _, ...bare } = mail
    const plant = (html: string, name: string) =>
      stage.box.tenant.world.deliver({
        ...bare,
        html,
        text: null,
        subject: name,
        headers: { 'x-muster-message': name },
      })
    assert.deepEqual(await findAfter(() => plant('<p>Hello</p>', 'bare')), ['brokenLinks 1'])
    const personal = `${mail.html ?? ''}<a href="https://contoso.example/?who=${mail.to}">you</a>`
    assert.deepEqual(await findAfter(() => plant(personal, 'personal')), ['personalDataInUrls 1'])
  })
})
