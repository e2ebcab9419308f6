/** From rules to the fewest questions that bring all they watch. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filterText, isClosed, nameOfQuery, planQueries, queryOfName } from './audit-query.ts'
import { anyWatch, type Watch } from './automation.ts'

const registered: Watch = {
  ...anyWatch,
  activities: ['User registered all required security info'],
  result: 'success',
}
const methods = ['User registered security info', 'User deleted security info']
const services: Readonly<Record<string, string>> = {
  'Add user': 'Core Directory',
  'Delete user': 'Core Directory',
  'Update user': 'Core Directory',
}
const serviceOf = (activity: string) =>
  services[activity] ?? (activity.includes('security info') ? 'Authentication Methods' : null)

const since = new Date('2026-11-02T08:00:00Z')
const filters = (...watches: Watch[]) =>
  planQueries(watches, serviceOf).map(query => filterText(query, since))
const ge = 'activityDateTime ge 2026-11-02T08:00:00.000Z'

test('the preset asks with the seed’s own query, however many rules watch the same', () => {
  assert.deepEqual(filters(registered, { ...registered, initiator: 'anna@contoso.example' }), [
    `activityDisplayName eq 'User registered all required security info' and ${ge} and result eq 'success'`,
  ])
})

test('several activities of one service are one question, and so is what it covers', () => {
  assert.deepEqual(filters(registered, { ...anyWatch, activities: methods }), [
    `${ge} and loggedByService eq 'Authentication Methods'`,
  ])
})

test('a few activities of the directory are asked for apart, since it logs far more than anybody watches', () => {
  const apart = filters({ ...anyWatch, activities: ['Add user', 'Delete user'] })
  assert.deepEqual(apart, [
    `activityDisplayName eq 'Add user' and ${ge}`,
    `activityDisplayName eq 'Delete user' and ${ge}`,
  ])
})

test('one rule wants success and another anything of the same: the wider question serves both', () => {
  assert.deepEqual(filters(registered, { ...registered, result: 'any' }), [
    `activityDisplayName eq 'User registered all required security info' and ${ge}`,
  ])
})

test('a condition of Graph’s own has a question of its own, since nobody else can test it', () => {
  const odata = "initiatedBy/app/displayName eq 'Payroll'"
  assert.deepEqual(filters(registered, { ...registered, odata }), [
    `activityDisplayName eq 'User registered all required security info' and ${ge} and result eq 'success'`,
    `activityDisplayName eq 'User registered all required security info' and ${ge} and result eq 'success' and (${odata})`,
  ])
})

test('services and categories without a name of an activity are asked for each', () => {
  assert.deepEqual(
    filters({ ...anyWatch, services: ['PIM', 'Core Directory'], categories: ['RoleManagement'] }),
    [
      `${ge} and loggedByService eq 'PIM' and category eq 'RoleManagement'`,
      `${ge} and loggedByService eq 'Core Directory' and category eq 'RoleManagement'`,
    ],
  )
})

test('a quote in a name cannot end the text, and a query is found again by its name', () => {
  const [query] = planQueries([{ ...anyWatch, activities: ["Don't know decision"] }], serviceOf)
  assert.ok(query !== undefined)
  assert.equal(filterText(query, since), `activityDisplayName eq 'Don''t know decision' and ${ge}`)
  assert.deepEqual(queryOfName(nameOfQuery(query)), query)
})

test('a condition that would leave its brackets is told from one that stays inside', () => {
  const inside = ["a eq 'b'", "(a eq 'b') or (c eq 'd')", "a eq 'it''s ) so'", "any(x:x/y eq '(')"]
  const outside = ['x) or (y', '(a', 'a)', "a eq 'b", "a eq 'b'' ) or ("]
  assert.deepEqual(inside.map(isClosed), [true, true, true, true])
  assert.deepEqual(outside.map(isClosed), [false, false, false, false, false])
})
