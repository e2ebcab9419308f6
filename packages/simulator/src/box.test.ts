/** The whole box: its faces answer, its people react to real mail as the clock is turned, and the same seed gives the same box. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { type Box, createBox } from './box.ts'
import { registrationOf } from './seeds/methods.ts'
import { createTurnableClock } from './world/clock.ts'

/** A Wednesday morning. */
const startsAt = new Date('2026-09-02T09:00:00Z')
const dayMs = 24 * 3_600_000

describe('a tenant in a box', () => {
  const clock = createTurnableClock(startsAt)
  let box: Box
  const linkPage = createServer((_request, response) => {
    response.end('<form method="post"><button>Begin</button></form>')
  })
  before(async () => {
    box = await createBox({ seed: 11, clock, people: 30, temperaments: { prompt: 1 } })
    await new Promise<void>(resolve => linkPage.listen(0, '127.0.0.1', resolve))
  })
  after(async () => {
    linkPage.close()
    await box.close()
  })

  test('has the named cast, the generated people and the office in one world', () => {
    const { world } = box.tenant
    assert.equal(box.people.length, 30)
    assert.equal(world.countUsers(), 30 + Object.keys(box.cast?.people ?? {}).length)
    assert.equal(world.groups.get(box.enforcedGroup.id)?.members.size, 0)
    assert.equal(world.apps.get(box.app.clientId)?.secrets[0]?.value, box.secret)
  })

  test('Graph answers over TLS that the authority vouches for, and wants a token', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = `${box.tenant.graphUrl}/v1.0/users`
      request(url, { ca: box.tenant.caCertificatePem }, response => resolve(response.statusCode))
        .on('error', reject)
        .end()
    })
    assert.equal(status, 401)
  })

  test('the console shows the overview', async () => {
    const overview = await fetch(`${box.console.url}/api/overview`)
    assert.equal(overview.status, 200)
  })

  test('Marisol gets a mail by SMTP, follows it in her own time, and is registered', async () => {
    const marisol = box.cast?.people.marisol
    assert.ok(marisol?.mail)
    // Listening on a port, the address is never a pipe's name.
    const { port } = linkPage.address() as AddressInfo
    const transport = createTransport({
      host: box.smtp.host,
      port: box.smtp.port,
      requireTLS: true,
      tls: { ca: box.tenant.caCertificatePem },
      auth: { user: box.smtp.username, pass: box.smtp.password },
    })
    const link = `http://127.0.0.1:${port}/e/${box.tenant.world.newId()}`
    await transport.sendMail({
      from: box.senders[0],
      to: marisol.mail,
      subject: 'Begin',
      html: `<a href="${link}">Begin</a>`,
    })
    transport.close()
    const dueAt = box.nextEventAt()
    assert.ok(dueAt && dueAt > startsAt)
    assert.equal(registrationOf(marisol), 'none')
    await box.advanceTo(new Date(startsAt.getTime() + 3 * dayMs))
    assert.deepEqual(clock.now(), new Date(startsAt.getTime() + 3 * dayMs))
    assert.notEqual(registrationOf(marisol), 'none')
    assert.equal(box.nextEventAt(), null)
  })
})

test('the same seed gives the same tenant, app, secret and people, and named: false leaves the cast out', async () => {
  const describeBox = async (seed: number) => {
    const box = await createBox({ seed, clock: createTurnableClock(startsAt), people: 10, named: false })
    const people = box.people.map(person => [
      person.id,
      person.displayName,
      box.humans.temperamentOf(person.id),
    ])
    const described = {
      tenantId: box.tenant.world.tenantId,
      clientId: box.app.clientId,
      secret: box.secret,
      people,
    }
    assert.equal(box.cast, null)
    assert.equal(box.tenant.world.countUsers(), 10)
    await box.close()
    return described
  }
  assert.deepEqual(await describeBox(5), await describeBox(5))
  assert.notDeepEqual(await describeBox(5), await describeBox(6))
})
