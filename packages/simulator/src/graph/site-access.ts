/** Finds the site, list, column and row that a request names, and judges whether the caller may (FACTS 11). */

import type { Column, List, Row, Site } from '../world/list-types.ts'
import { type GraphGround, type GraphRequest, type Refusal, refuse } from './exchange.ts'

/** What a call needs of a site: to read, to write rows, to make a list, to change what a list is made of. */
export type SiteNeed = 'read' | 'write' | 'createList' | 'manage'

const MANAGE = ['Sites.Manage.All', 'Sites.FullControl.All']
const WRITE = ['Sites.ReadWrite.All', ...MANAGE]
const READ = ['Sites.Read.All', ...WRITE]

/** For all sites alike. `Sites.ReadWrite.All` is listed for making a list too. */
const ROLES: Readonly<Record<SiteNeed, readonly string[]>> = {
  read: READ,
  write: WRITE,
  createList: WRITE,
  manage: MANAGE,
}

/** For a site that was opened to `Sites.Selected`. Write makes neither lists nor columns. */
const GRANTS: Readonly<Record<SiteNeed, readonly string[]>> = {
  read: ['read', 'write', 'owner', 'fullcontrol'],
  write: ['write', 'owner', 'fullcontrol'],
  createList: ['owner', 'fullcontrol'],
  manage: ['owner', 'fullcontrol'],
}

/** What a route's line needs: the rest depends on the site. */
export const anySiteRole: readonly string[] = [...READ, 'Sites.Selected']

export type Params = Record<string, string>

export function openSite(
  ground: GraphGround,
  request: GraphRequest,
  open: { params: Params; need: SiteNeed },
): Site {
  const site = findSite(ground, open.params.site ?? '')
  if (!mayOpen(request, site, open.need)) throw refuseSite()
  return site
}

function mayOpen(request: GraphRequest, site: Site, need: SiteNeed): boolean {
  const { roles, appId } = request.caller
  if (ROLES[need].some(role => roles.includes(role))) return true
  if (!roles.includes('Sites.Selected')) return false
  return [...site.grants.values()].some(
    grant => grant.appId === appId && grant.roles.some(role => GRANTS[need].includes(role)),
  )
}

export function refuseSite(): Refusal {
  return refuse(403, 'accessDenied', 'Access denied')
}

export function findSite(ground: GraphGround, name: string): Site {
  const { sites } = ground.world
  if (name.toLowerCase() === 'root' || name.toLowerCase() === sites.hostname) return sites.root
  const byId = sites.all.get(name) ?? [...sites.all.values()].find(({ id }) => id === name.toLowerCase())
  if (byId !== undefined) return byId
  const [host = '', path] = name.split(':')
  if (path !== undefined) {
    if (host.toLowerCase() !== sites.hostname)
      throw refuse(400, 'invalidRequest', 'Invalid hostname for this tenancy')
    const site = sites.siteAt(path)
    if (site !== undefined) return site
  }
  throw refuse(404, 'itemNotFound', 'Requested site could not be found')
}

/** The list that a path names, by id or title. */
export function openList(
  ground: GraphGround,
  request: GraphRequest,
  open: { params: Params; need: SiteNeed },
): { site: Site; list: List } {
  const site = openSite(ground, request, open)
  const list = ground.world.sites.listOf(site, open.params.list ?? '')
  if (list === undefined) throw refuse(404, 'itemNotFound', 'The specified list was not found')
  return { site, list }
}

export function openRow(
  ground: GraphGround,
  request: GraphRequest,
  open: { params: Params; need: SiteNeed },
): { site: Site; list: List; row: Row } {
  const { site, list } = openList(ground, request, open)
  const id = open.params.item ?? ''
  const row = /^\d+$/.test(id) ? list.rows[Number(id)] : undefined
  if (row === undefined) throw refuse(404, 'itemNotFound', 'The specified item was not found.')
  return { site, list, row }
}

export function openColumn(
  ground: GraphGround,
  request: GraphRequest,
  open: { params: Params; need: SiteNeed },
): { site: Site; list: List; column: Column } {
  const { site, list } = openList(ground, request, open)
  const column = list.columns.find(({ id }) => id === open.params.column?.toLowerCase())
  if (column === undefined) throw refuse(404, 'itemNotFound', 'The specified column was not found')
  return { site, list, column }
}

/** As `@odata.context` names it, with the commas of the site's id encoded. */
export function contextOf(site: Site, list?: List): string {
  const where = `sites('${encodeURIComponent(site.id)}')/lists`
  return list === undefined ? where : `${where}('${list.id}')`
}

export function refuseInvalid(message: string): Refusal {
  return refuse(400, 'invalidRequest', message)
}
