/** What the port Registrations promises: live reads with one outcome for each person in the order given, and the report by pages. */

import assert from 'node:assert/strict'
import { methodsReadMax, type Registrations, type ReportedPerson } from '@muster/core/ports'
import { type OpenStage, promise, promiseArranged, turnOn } from './stage.ts'
import { drawId, holdEverywhere } from './stages.ts'
import { holdUnanswered } from './unanswered-suite.ts'

const hourMs = 60 * 60_000
/** More pages than a test tenant has. */
const pagesMax = 1_000

async function readReport(registrations: Registrations): Promise<ReportedPerson[]> {
  const people: ReportedPerson[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < pagesMax; pages++) {
    const page = await registrations.readReport(cursor)
    assert.ok(page.kind === 'page', JSON.stringify(page))
    people.push(...page.people)
    cursor = page.cursor
    if (cursor === null) return people
  }
  throw new Error('the pages have no end')
}

function suite(open: OpenStage): void {
  promise(
    'each of many people has an outcome, in the order given; whoever is not there is absent',
    open,
    async stage => {
      const { registrations } = stage.connection
      const outcomes = await registrations.readMethods([drawId(), stage.known.id, drawId()])
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['absent', 'seen', 'absent'],
      )
    },
  )

  promise(
    'more at once than a batch takes is a mistake of the caller',
    open,
    async ({ connection, known }) => {
      const many = Array.from({ length: methodsReadMax + 1 }, () => known.id)
      await assert.rejects(connection.registrations.readMethods(many), RangeError)
    },
  )

  promiseArranged('what is registered is seen at once, live', open, async (stage, { box }) => {
    const { world } = box.tenant
    const upn = `${drawId()}@contoso.example`
    const user = world.addUser({ userPrincipalName: upn, displayName: 'Newcomer' })
    const levels: string[] = []
    for (const kind of ['password', 'phone', 'microsoftAuthenticator', 'fido2'] as const) {
      world.registerMethod(user.id, kind)
      const [outcome] = await stage.connection.registrations.readMethods([user.id])
      levels.push(outcome?.kind === 'seen' ? outcome.seen.level : 'none seen')
    }
    assert.deepEqual(levels, ['none', 'phone', 'mfa', 'phishingResistant'])
  })

  promiseArranged(
    'one throttled or broken item of a batch leaves the others as they are',
    open,
    async (stage, { box }) => {
      const ids = box.people.slice(0, 3).map(({ id }) => id)
      box.tenant.faults.next({
        family: 'methods',
        status: 429,
        retryAfterSeconds: 40,
        retryAfterForm: 'seconds',
      })
      box.tenant.faults.next({ family: 'methods', status: 503 })
      const outcomes = await stage.connection.registrations.readMethods(ids)
      assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['noAnswer', 'noAnswer', 'seen'])
      const waits = outcomes.flatMap(one =>
        one.kind === 'noAnswer' && one.retryAt !== null ? [one.retryAt] : [],
      )
      assert.ok(
        waits.some(at => at.getTime() === stage.now().getTime() + 40_000),
        JSON.stringify(outcomes),
      )
    },
  )

  promise('the report names people once each, and says of when it is', open, async stage => {
    const people = await readReport(stage.connection.registrations)
    assert.equal(new Set(people.map(({ id }) => id)).size, people.length)
    for (const { refreshedAt } of people) assert.ok(refreshedAt <= stage.now())
  })

  promiseArranged(
    'the report is late, is paged to its end, and leaves out the disabled',
    open,
    async (stage, arranged) => {
      const { world } = arranged.box.tenant
      const { registrations } = stage.connection
      const add = (more: object) =>
        world.addUser({
          userPrincipalName: `${drawId()}@contoso.example`,
          displayName: 'One of many',
          ...more,
        })
      const crowd = Array.from({ length: 1_100 }, () => add({}))
      const disabled = add({ accountEnabled: false })
      const [first] = crowd
      world.registerMethod(first?.id ?? '', 'fido2')
      const levelOf = (people: readonly ReportedPerson[]) =>
        people.find(({ id }) => id === first?.id)?.seen.level
      assert.notEqual(levelOf(await readReport(registrations)), 'phishingResistant')
      turnOn(arranged, 7 * hourMs)
      const people = await readReport(registrations)
      assert.equal(levelOf(people), 'phishingResistant')
      const ids = new Set(people.map(({ id }) => id))
      for (const { id } of crowd) assert.ok(ids.has(id))
      assert.equal(ids.has(disabled.id), false)
    },
  )

  promiseArranged('without a premium licence the report is refused', open, async (stage, { box }) => {
    box.tenant.world.premium = false
    const answer = await stage.connection.registrations.readReport(null)
    box.tenant.world.premium = true
    assert.equal(
      answer.kind === 'refused' && answer.code,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    )
  })

  holdUnanswered(
    {
      name: 'readReport',
      family: 'reports',
      make: stage => stage.connection.registrations.readReport(null),
      good: 'page',
      // A second try would be a request over the budget of the lane of reports.
      tries: 1,
      needs: { roles: ['AuditLog.Read.All'], code: 'Authentication_MSGraphPermissionMissing' },
    },
    open,
  )
  holdUnanswered(
    {
      name: 'readMethods',
      family: 'batch',
      make: async stage => (await stage.connection.registrations.readMethods([stage.known.id]))[0],
      good: 'seen',
      tries: 3,
      needs: { roles: ['UserAuthenticationMethod.Read.All'], code: 'accessDenied' },
    },
    open,
  )
}

holdEverywhere('Registrations', suite)
