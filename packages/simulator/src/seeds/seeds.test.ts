/** Seeds: the named cast is awkward where it says so, and generated people are many, unique and the same for a seed. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { User } from '../world/types.ts'
import { createWorld } from '../world/world.ts'
import { addPeople } from './generated.ts'
import { registrationOf } from './methods.ts'
import { addCast } from './named.ts'
import { toLocalPart } from './names.ts'
import { addOffice, leastRoles } from './office.ts'

const startsAt = new Date('2026-09-01T08:00:00Z')

function createSeededWorld(seed: number) {
  return createWorld({ clock: { now: () => startsAt }, seed })
}

describe('the named cast', () => {
  const world = createSeededWorld(1)
  const { people, ...cast } = addCast(world)

  test("Siobhán O'Malley has an apostrophe in name and address", () => {
    assert.equal(people.siobhan.userPrincipalName, "siobhan.o'malley@contoso.example")
    assert.equal(world.userByMail("siobhan.o'malley@contoso.example"), people.siobhan)
  })

  test('Marisol is written to at another address than she signs in with', () => {
    assert.notEqual(people.marisol.mail, people.marisol.userPrincipalName)
  })

  test('Ewa is a guest, Tomasz is disabled, Lieke has no mailbox, Étienne has no manager', () => {
    assert.equal(people.ewa.userType, 'Guest')
    assert.equal(
      people.ewa.userPrincipalName,
      'ewa.kowalczyk_fabrikam.example#EXT#@contoso.onmicrosoft.example',
    )
    assert.equal(people.tomasz.accountEnabled, false)
    assert.equal(people.lieke.mail, null)
    assert.equal(people.etienne.managerId, null)
  })

  test('Aroha is registered, Giuseppe owns a phone only, and what Nadia has does not count', () => {
    assert.equal(registrationOf(people.aroha), 'registered')
    assert.equal(registrationOf(people.giuseppe), 'phoneOnly')
    assert.equal(registrationOf(people.nadia), 'none')
    assert.equal(people.nadia.methods.length, 3)
  })

  test('the dynamic and the on-premises group have members without a happening', () => {
    assert.ok(cast.dynamicGroup.members.has(people.priya.id))
    assert.equal(cast.onPremisesGroup.onPremisesSyncEnabled, true)
    assert.deepEqual(world.happenings, [])
  })

  test('the office has an empty group, an app with the least roles and its secret, and two senders', () => {
    const office = addOffice(world)
    assert.equal(office.enforcedGroup.members.size, 0)
    assert.deepEqual(office.app.roles, leastRoles)
    assert.equal(office.app.secrets[0]?.value, office.secret)
    assert.match(office.secret, /^.{3}8Q~.{34}$/)
    for (const address of office.senders) assert.equal(world.mailboxOf(address)?.enabled, true)
  })
})

describe('generated people', () => {
  const world = createSeededWorld(7)
  addCast(world)
  const people = addPeople(world, 5000)

  test('are as many as asked for, with unique names, UPNs and addresses', () => {
    assert.equal(people.length, 5000)
    assert.equal(new Set(people.map(person => person.displayName)).size, 5000)
    assert.equal(new Set(people.map(person => person.userPrincipalName.toLowerCase())).size, 5000)
    const addresses = people.map(person => person.mail?.toLowerCase()).filter(mail => mail !== undefined)
    assert.equal(new Set(addresses).size, addresses.length)
  })

  test('hold the odd cases in about the shares of a real directory', () => {
    const share = (matches: (person: User) => boolean) => people.filter(matches).length / people.length
    assertBetween(
      share(person => person.userType === 'Guest'),
      0.03,
      0.05,
    )
    assertBetween(
      share(person => !person.accountEnabled),
      0.02,
      0.04,
    )
    assertBetween(
      share(person => person.mail === null),
      0.02,
      0.04,
    )
    assertBetween(
      share(person => person.userType === 'Member' && person.mail?.includes('@mail.') === true),
      0.035,
      0.065,
    )
    assertBetween(
      share(person => registrationOf(person) !== 'none'),
      0.08,
      0.12,
    )
    assertBetween(
      share(person => registrationOf(person) === 'phoneOnly'),
      0.015,
      0.035,
    )
    assertBetween(
      share(person => person.managerId === null),
      0.03,
      0.06,
    )
  })

  test('report to somebody who was there before them, so that no chain of managers is a circle', () => {
    const place = new Map(people.map((person, index) => [person.id, index]))
    for (const [index, person] of people.entries()) {
      if (person.managerId === null) continue
      const managerPlace = place.get(person.managerId)
      assert.ok(managerPlace !== undefined && managerPlace < index, person.displayName)
    }
  })

  test('speak several languages and sit in several departments', () => {
    assert.ok(new Set(people.map(person => person.preferredLanguage)).size >= 6)
    assert.ok(new Set(people.map(person => person.department)).size >= 8)
  })

  test('are the same people with the same ids for the same seed, and others for another', () => {
    const describePeople = (seed: number) =>
      addPeople(createSeededWorld(seed), 200).map(person => [person.id, person.displayName, person.mail])
    assert.deepEqual(describePeople(3), describePeople(3))
    assert.notDeepEqual(describePeople(3), describePeople(4))
  })

  test('can be added twice without a clash', () => {
    const more = addPeople(world, 3000)
    const all = [...people, ...more]
    assert.equal(new Set(all.map(person => person.userPrincipalName)).size, 8000)
  })
})

test('names become addresses without accents', () => {
  assert.equal(toLocalPart('Jörg.Weiß'), 'joerg.weiss')
  assert.equal(toLocalPart('Łukasz.Ślusarczyk'), 'lukasz.slusarczyk')
  assert.equal(toLocalPart("Aoife.O'Connor"), "aoife.o'connor")
})

function assertBetween(value: number, low: number, high: number): void {
  assert.ok(value >= low && value <= high, `${value} is not between ${low} and ${high}`)
}
