/** What calls cost, by the table of the facts (section 3). */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unitsOf } from './resource-units.ts'

const id = '6f025fea-07f5-4f43-912b-c6e007ae1277'

test('each call costs what the table says, with $select, $expand and $top counted, and never less than one', () => {
  const costs: [string, string, number][] = [
    ['GET', '/users', 2],
    ['GET', '/users?$select=id', 1],
    ['GET', '/users?$select=id&$top=999', 1],
    ['GET', '/users?$expand=manager', 3],
    ['GET', '/users?$top=5', 1],
    ['GET', '/users/delta?$deltatoken=latest&$select=id', 1],
    ['GET', `/users/${id}`, 1],
    ['GET', `/users/${id}?$expand=manager`, 2],
    ['GET', `/groups/${id}/members`, 3],
    ['GET', `/groups/${id}/members?$select=id&$top=999`, 2],
    ['GET', `/groups/${id}/transitiveMembers?$top=5&$select=id`, 3],
    ['POST', '/directoryObjects/getByIds', 5],
    ['POST', '/directoryObjects/getByIds?$select=id', 2],
    ['POST', `/users/${id}/checkMemberGroups`, 4],
    ['GET', `/servicePrincipals/${id}/appRoleAssignments`, 2],
    ['POST', `/groups/${id}/members/$ref`, 1],
    ['PATCH', `/groups/${id}`, 1],
    ['GET', 'https://graph.microsoft.com/v1.0/users?$skiptoken=abc', 2],
  ]
  for (const [method, path, units] of costs) assert.equal(unitsOf(method, path), units, `${method} ${path}`)
})
