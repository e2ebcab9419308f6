/** What a call to the directory or to SharePoint costs of its resource units, known before it is made (facts, section 3). */

import type { GraphRequest } from './client.ts'

/** By what is asked for; everything else costs 1. */
const costs: readonly [RegExp, number][] = [
  [/\/transitiveMembers(\/|$)/, 5],
  [/\/getByIds$/, 5],
  [/\/checkMember(Groups|Objects)$/, 4],
  [/\/members(\/microsoft\.graph\.\w+)?$/, 3],
  [/^\/users(\/delta)?$/, 2],
  [/\/appRoleAssignments$/, 2],
]
/** Pages smaller than this cost one less. */
const smallPage = 20

/** `path` relative to the version, or an absolute next link. */
export function unitsOf(method: string, path: string): number {
  const url = new URL(path, 'https://graph.microsoft.com')
  const place = url.pathname.replace(/^\/(v1\.0|beta)(?=\/)/, '')
  const isCounted = method === 'GET' || method === 'POST'
  let units = isCounted ? (costs.find(([pattern]) => pattern.test(place))?.[1] ?? 1) : 1
  // getByIds is cheaper by three with $select, the others by one.
  if (url.searchParams.has('$select')) units -= /\/getByIds$/.test(place) ? 3 : 1
  if (url.searchParams.has('$expand')) units += 1
  const top = url.searchParams.get('$top')
  if (top !== null && Number(top) < smallPage) units -= 1
  return Math.max(1, units)
}

/** Of SharePoint: 1 for one item or what changed since a token, 2 for whatever lists or writes; a batch costs its items. */
export function listUnitsOf({
  method,
  path,
  itemCount,
}: Pick<GraphRequest, 'method' | 'path' | 'itemCount'>): number {
  const isOne = method === 'GET' && (/\/items\/\d+(\?|$)/.test(path) || /\/items\/delta\?.*token=/.test(path))
  return (isOne ? 1 : 2) * (itemCount ?? 1)
}
