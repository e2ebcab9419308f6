/** The world behind the APIs: people, mails and methods, the same for the same seed. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { processorMs } from '../testing/processor.ts'
import { createTurnableClock } from './clock.ts'
import type { World } from './types.ts'
import { createWorld } from './world.ts'

function createSmallWorld(options: { keepBodiesMax?: number } = {}): World {
  return createWorld({ seed: 3, clock: createTurnableClock(new Date('2026-09-07T08:00:00Z')), ...options })
}

test('the same seed makes the same tenant', () => {
  const make = (): string[] => {
    const world = createSmallWorld()
    const adele = world.addUser({ userPrincipalName: 'adele@contoso.example', displayName: 'Adele Vance' })
    return [
      world.tenantId,
      adele.id,
      world.registerMethod(adele.id, 'fido2').id,
      ...world.audit.map(record => record.id),
    ]
  }
  assert.deepEqual(make(), make())
})

test('people are found by name and address whatever the case, also after a change, never after deletion', () => {
  const world = createSmallWorld()
  const adele = world.addUser({
    userPrincipalName: 'Adele@contoso.example',
    displayName: 'Adele Vance',
    mail: 'A.Vance@contoso.example',
  })
  assert.throws(
    () => world.addUser({ userPrincipalName: 'ADELE@contoso.example', displayName: 'Double' }),
    /taken/,
  )
  world.updateUser(adele.id, {
    userPrincipalName: 'adele.smith@contoso.example',
    mail: 'a.smith@contoso.example',
  })
  assert.equal(world.userByUpn('adele@contoso.example'), undefined)
  assert.equal(world.userByUpn('ADELE.SMITH@contoso.example'), adele)
  assert.equal(world.userByMail('A.Smith@contoso.example'), adele)
  assert.deepEqual(world.userChanges.at(-1)?.changed, ['userPrincipalName', 'mail'])
  world.deleteUser(adele.id)
  assert.equal(world.userByUpn('adele.smith@contoso.example'), undefined)
  assert.equal(world.countUsers(), 0)
})

test('old mails lose their bodies and keep subject, headers and links', () => {
  const world = createSmallWorld({ keepBodiesMax: 2 })
  world.addUser({
    userPrincipalName: 'adele@contoso.example',
    displayName: 'Adele Vance',
    mail: 'adele@contoso.example',
  })
  for (const number of [1, 2, 3]) {
    world.deliver({
      to: 'Adele@contoso.example',
      from: 'it@contoso.example',
      subject: `Mail ${number}`,
      text: null,
      html: `<a href="https://muster.example/e/${number}?a=1&amp;b=2">x</a>`,
      headers: { 'x-id': String(number) },
      via: 'smtp',
    })
  }
  const inbox = world.inboxes.get('adele@contoso.example') ?? []
  assert.deepEqual(
    inbox.map(mail => mail.html === null),
    [true, false, false],
  )
  assert.deepEqual(inbox[0]?.links, ['https://muster.example/e/1?a=1&b=2'])
  assert.deepEqual(inbox[0]?.headers, { 'x-id': '1' })
})

test('registering a phone again replaces it, and deleting what is not there is the caller’s mistake', () => {
  const world = createSmallWorld()
  const adele = world.addUser({ userPrincipalName: 'adele@contoso.example', displayName: 'Adele Vance' })
  world.registerMethod(adele.id, 'phone', { phoneNumber: '+43 1', phoneType: 'mobile' })
  world.registerMethod(adele.id, 'phone', { phoneNumber: '+43 2', phoneType: 'mobile' })
  assert.deepEqual(
    adele.methods.map(method => method.properties.phoneNumber),
    [undefined, '+43 2'],
  )
  assert.throws(() => world.deleteMethod(adele.id, 'nothing'), RangeError)
})

test('a hundred thousand people are made and found fast enough to build tenants in tests', () => {
  const world = createSmallWorld()
  const tookMs = processorMs(() => {
    for (let number = 0; number < 100_000; number++) {
      world.addUser({
        userPrincipalName: `p${number}@contoso.example`,
        displayName: `Person ${number}`,
        mail: `p${number}@contoso.example`,
      })
    }
  })
  assert.equal(world.userByMail('P99999@contoso.example')?.displayName, 'Person 99999')
  // About 2 s of the processor; ten times that still tells a linear walk from an index.
  assert.ok(tookMs < 20_000, `took ${tookMs} ms of the processor`)
})

test('a clock does not go back', () => {
  const clock = createTurnableClock(new Date('2026-09-07T08:00:00Z'))
  assert.throws(() => clock.turnTo(new Date('2026-09-07T07:59:59Z')), RangeError)
})
