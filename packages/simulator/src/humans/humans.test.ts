/** People at their mail, against a small link page of the test: who opens, confirms, registers, and when. */
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { registrationOf } from '../seeds/methods.ts'
import { createTurnableClock } from '../world/clock.ts'
import type { Happening, User } from '../world/types.ts'
import { createWorld } from '../world/world.ts'
import { createHumans, type HumansOptions } from './humans.ts'
import { createQueue } from './queue.ts'
import { type Temperament, usualTemperaments } from './temperaments.ts'

/** A Tuesday morning. */
const startsAt = new Date('2026-09-01T08:00:00Z')
const dayMs = 24 * 3_600_000

interface Hit {
  method: string
  path: string
  body: string
}

describe('people at their mail', () => {
  const hits: Hit[] = []
  /** What the page answers next to a request; empty: as usual. */
  const nextStatuses: number[] = []
  let pageUrl = ''
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    hits.push({ method: request.method ?? '', path, body: await readBody(request) })
    const status = nextStatuses.shift()
    if (status !== undefined) response.writeHead(status).end('<h1>not now</h1>')
    else if (path.startsWith('/plain')) response.end('<h1>All is well</h1>')
    else if (request.method === 'POST') {
      response.writeHead(303, { location: 'https://aka.ms/mfasetup' }).end()
    } else
      response.end('<form method=post><input type=hidden name=sure value=yes><button>Begin</button></form>')
  })
  before(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    // Listening on a port, the address is never a pipe's name.
    pageUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => server.close())

  function createScene(temperament: Temperament, options: Partial<HumansOptions> = {}) {
    hits.length = 0
    nextStatuses.length = 0
    const clock = createTurnableClock(startsAt)
    const world = createWorld({ clock, seed: 5 })
    const humans = createHumans({
      world,
      temperaments: { [temperament]: 1 },
      turnTo: at => clock.turnTo(at),
      ...options,
    })
    const bjoern = world.addUser({
      userPrincipalName: 'bjoern@contoso.example',
      displayName: 'Björn',
      mail: 'bjoern@contoso.example',
    })
    const invite = (user: User, path = `/e/${world.newId()}`) => {
      const html = `<p>Hello</p><a href="${pageUrl}${path}">Begin</a> <a href="${pageUrl}/plain/help">Help</a>`
      const from = 'mfa-rollout@contoso.example'
      world.deliver({
        to: user.mail ?? '',
        from,
        subject: 'MFA',
        html,
        text: null,
        headers: {},
        via: 'graph',
      })
      return path
    }
    const runDays = (days: number) => humans.run(new Date(startsAt.getTime() + days * dayMs))
    return { clock, world, humans, bjoern, invite, runDays, kinds: () => kindsOf(world.happenings) }
  }

  test('after close nobody acts any more; who is on a page finishes that visit and plans nothing further', async () => {
    const { world, humans, bjoern, invite, runDays, kinds } = createScene('prompt')
    const aylin = world.addUser({
      userPrincipalName: 'aylin@contoso.example',
      displayName: 'Aylin',
      mail: 'aylin@contoso.example',
    })
    invite(bjoern)
    invite(aylin)
    assert.equal(humans.pending, 2)
    const stopWatching = world.onHappening(happening => {
      if (happening.kind === 'linkOpened') humans.close()
    })
    await runDays(2)
    stopWatching()
    assert.equal(humans.pending, 0)
    assert.equal(humans.nextEventAt(), null)
    invite(bjoern)
    await runDays(4)
    assert.deepEqual(kinds(), ['mailDelivered', 'mailDelivered', 'linkOpened', 'linkPosted', 'mailDelivered'])
  })

  test('a prompt person opens, confirms and registers within a day', async () => {
    const { world, humans, bjoern, invite, runDays, kinds } = createScene('prompt')
    const path = invite(bjoern)
    assert.equal(humans.pending, 1)
    await runDays(2)
    assert.deepEqual(kinds(), ['mailDelivered', 'linkOpened', 'linkPosted', 'methodRegistered'])
    assert.deepEqual(hits, [
      { method: 'GET', path, body: '' },
      { method: 'POST', path, body: 'sure=yes' },
    ])
    assert.notEqual(registrationOf(bjoern), 'none')
    assert.equal(humans.lastPostOf(bjoern.id)?.location, 'https://aka.ms/mfasetup')
    assert.equal(humans.nextEventAt(), null)
    assert.ok(world.happenings.every(({ at }) => at.getTime() < startsAt.getTime() + 2 * dayMs))
  })

  test('errands wait for their time, and the clock is turned to it', async () => {
    const { clock, humans, bjoern, invite } = createScene('prompt')
    invite(bjoern)
    const dueAt = humans.nextEventAt()
    assert.ok(dueAt && dueAt > startsAt)
    await humans.run(new Date(dueAt.getTime() - 1))
    assert.deepEqual(hits, [])
    await humans.run(dueAt)
    assert.equal(hits.length, 2)
    assert.deepEqual(clock.now(), dueAt)
  })

  test('one who needs a reminder leaves the first mail alone and follows the third at the latest', async () => {
    const { humans, bjoern, invite, runDays, kinds } = createScene('needsReminder')
    const path = invite(bjoern)
    await runDays(7)
    assert.deepEqual(kinds(), ['mailDelivered'])
    assert.equal(humans.pending, 0)
    invite(bjoern, path)
    await runDays(14)
    invite(bjoern, path)
    await runDays(21)
    assert.ok(kinds().includes('methodRegistered'))
  })

  test('one who only clicks never registers, one who only opens never confirms, one never reacts', async () => {
    const expected: [Temperament, Happening['kind'][]][] = [
      ['clicksOnly', ['mailDelivered', 'linkOpened', 'linkPosted']],
      ['opensOnly', ['mailDelivered', 'linkOpened']],
      ['neverReacts', ['mailDelivered']],
      ['registersWithoutClicking', ['mailDelivered', 'methodRegistered']],
    ]
    for (const [temperament, kinds] of expected) {
      const scene = createScene(temperament)
      scene.invite(scene.bjoern)
      await scene.runDays(30)
      assert.deepEqual(scene.kinds(), kinds, temperament)
    }
  })

  test('one who cancels leaves a failure in the audit log after confirming', async () => {
    const { world, bjoern, invite, runDays, kinds } = createScene('cancels')
    invite(bjoern)
    await runDays(30)
    assert.deepEqual(kinds().slice(0, 4), [
      'mailDelivered',
      'linkOpened',
      'linkPosted',
      'registrationCancelled',
    ])
    assert.ok(world.audit.some(record => record.result === 'failure'))
  })

  test('one who repeats posts at least four times, two of them at once', async () => {
    const { bjoern, invite, runDays, kinds } = createScene('repeats')
    invite(bjoern)
    await runDays(14)
    assert.equal(kinds().filter(kind => kind === 'linkPosted').length, 4)
    assert.equal(kinds().filter(kind => kind === 'methodRegistered').length, 1)
  })

  test('one with a phone is content with it when phones are all they register', async () => {
    const { bjoern, invite, runDays } = createScene('phoneOnly')
    invite(bjoern)
    await runDays(5)
    assert.equal(registrationOf(bjoern), 'phoneOnly')
  })

  test('a broken link is noted and tried again, and works in the end', async () => {
    const { world, bjoern, invite, runDays } = createScene('clicksOnly')
    nextStatuses.push(503, 404)
    invite(bjoern)
    await runDays(10)
    const broken = world.happenings.filter(happening => happening.kind === 'linkBroken')
    assert.deepEqual(
      broken.map(({ status }) => status),
      [503, 404],
    )
    assert.equal(world.happenings.at(-1)?.kind, 'linkPosted')
  })

  test('a page without a button counts as broken, and after four tries the person gives up', async () => {
    const { world, humans, bjoern, invite, runDays, kinds } = createScene('clicksOnly')
    invite(bjoern, `/plain/e/${world.newId()}`)
    await runDays(10)
    assert.equal(kinds().filter(kind => kind === 'linkBroken').length, 4)
    assert.equal(humans.pending, 0)
  })

  test('no answer at all is noted as status 0', async () => {
    const { world, bjoern, invite, runDays } = createScene('opensOnly', {
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    })
    invite(bjoern)
    await runDays(10)
    const broken = world.happenings.filter(happening => happening.kind === 'linkBroken')
    assert.deepEqual([...new Set(broken.map(({ status }) => status))], [0])
  })

  test('a scanner opens every link within a minute, and the posting kind presses the buttons', async () => {
    const { clock, bjoern, invite, humans, kinds } = createScene('neverReacts', {
      scanners: { opens: 1, posts: 1 },
    })
    const path = invite(bjoern)
    await humans.run(new Date(clock.now().getTime() + 60_000))
    assert.deepEqual(
      hits.map(hit => [hit.method, hit.path]),
      [
        ['GET', path],
        ['POST', path],
        ['GET', '/plain/help'],
      ],
    )
    assert.deepEqual(kinds(), ['mailDelivered', 'linkOpened', 'linkPosted', 'linkOpened'])
  })

  test('no address outside this machine is ever requested', async () => {
    const asked: string[] = []
    const { world, bjoern, runDays } = createScene('prompt', {
      scanners: { opens: 1, posts: 1 },
      fetch: async input => {
        asked.push(String(input))
        return new Response('')
      },
    })
    const html = `<a href="https://mfa.contoso.example/e/${world.newId()}">Begin</a> <a href="http://127.0.0.1.evil.example/">x</a>`
    world.deliver({
      to: bjoern.mail ?? '',
      from: 'x@y.example',
      subject: '',
      html,
      text: null,
      headers: {},
      via: 'smtp',
    })
    await runDays(10)
    assert.deepEqual(asked, [])
  })

  test('somebody disabled meanwhile does not act any more', async () => {
    const { world, bjoern, invite, runDays, kinds } = createScene('prompt')
    invite(bjoern)
    world.updateUser(bjoern.id, { accountEnabled: false })
    await runDays(10)
    assert.deepEqual(kinds(), ['mailDelivered'])
  })

  test('each person does the same whatever order the mails came in, and whether alone or eight at once', async () => {
    const outcome = async (order: 'forth' | 'back', concurrencyMax: number) => {
      const scene = createScene('prompt', { temperaments: usualTemperaments, concurrencyMax })
      const crowd = Array.from({ length: 40 }, (_, index) =>
        scene.world.addUser({
          userPrincipalName: `p${index}@contoso.example`,
          displayName: `Person ${index}`,
          mail: `p${index}@contoso.example`,
        }),
      )
      for (const user of order === 'forth' ? crowd : crowd.toReversed()) scene.invite(user)
      await scene.runDays(40)
      return crowd.map(user => [
        scene.humans.temperamentOf(user.id),
        user.methods.map(method => method.kind).join(),
      ])
    }
    const alone = await outcome('forth', 1)
    assert.deepEqual(await outcome('back', 1), alone)
    assert.deepEqual(await outcome('forth', 8), alone)
  })
})

test('people act by day: of a thousand prompt reactions few fall on a weekend, none at night', async () => {
  const clock = createTurnableClock(new Date('2026-09-04T15:00:00Z'))
  const world = createWorld({ clock, seed: 9 })
  const humans = createHumans({
    world,
    temperaments: { registersWithoutClicking: 1 },
    turnTo: at => clock.turnTo(at),
  })
  for (let index = 0; index < 1000; index++) {
    const mail = `p${index}@contoso.example`
    world.addUser({ userPrincipalName: mail, displayName: `Person ${index}`, mail })
    const html = `<a href="http://127.0.0.1:1/e/${world.newId()}">Begin</a>`
    world.deliver({
      to: mail,
      from: 'x@contoso.example',
      subject: '',
      html,
      text: null,
      headers: {},
      via: 'graph',
    })
  }
  await humans.run(new Date('2026-10-01T00:00:00Z'))
  const times = world.happenings.filter(({ kind }) => kind === 'methodRegistered').map(({ at }) => at)
  assert.equal(times.length, 1000)
  assert.equal(times.filter(at => at.getUTCHours() < 7 || at.getUTCHours() >= 22).length, 0)
  const onWeekend = times.filter(at => at.getUTCDay() % 6 === 0).length
  assert.ok(onWeekend > 0 && onWeekend < 120, `${onWeekend} on the weekend`)
})

test('the queue gives back the earliest, and of equals the first pushed', () => {
  const queue = createQueue<[at: number, name: string]>(([at]) => at)
  const times = [5, 3, 9, 3, 1, 7, 5, 2, 8, 3]
  for (const [index, at] of times.entries()) queue.push([at, `#${index}`])
  const popped = times.map(() => queue.pop())
  const expected = times.map((at, index) => [at, `#${index}`] as const).toSorted((a, b) => a[0] - b[0])
  assert.deepEqual(popped, expected)
  assert.equal(queue.pop(), undefined)
})

function kindsOf(happenings: readonly Happening[]): Happening['kind'][] {
  return happenings.map(({ kind }) => kind)
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}
