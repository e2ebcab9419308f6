/** Sites through Graph: found by id, path or search; and what `Sites.Selected` opens, granted and taken back (FACTS 11). */

import type { Site, SiteGrant, SiteRole } from '../world/list-types.ts'
import {
  answerWith,
  type GraphAnswer,
  type GraphGround,
  type GraphRequest,
  isRecord,
  readObject,
  refuse,
  refuseUnsupported,
} from './exchange.ts'
import { splitNames } from './expand.ts'
import { toSeconds } from './properties.ts'
import { contextUrl } from './query.ts'
import { findSite, openSite, type Params, refuseInvalid } from './site-access.ts'

export function getSite(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const site = openSite(ground, request, { params, need: 'read' })
  const select = request.query.get('$select')
  const names = select === undefined ? undefined : splitNames(select)
  const shown = Object.entries(showSite(ground, site)).filter(([name]) => names?.includes(name) !== false)
  return answerWith(200, {
    '@odata.context': contextUrl(ground, 'sites/$entity'),
    ...Object.fromEntries(shown),
  })
}

/** `*` finds every site; words are looked for in names and addresses. */
export function searchSites(ground: GraphGround, request: GraphRequest): GraphAnswer {
  const text = request.query.get('search')
  if (text === undefined) throw refuseUnsupported('GET /sites without search')
  const wanted = text
    .replaceAll('*', '')
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase()
  const found = [...ground.world.sites.all.values()].filter(site =>
    `${site.displayName} ${site.name} ${site.webUrl}`.toLowerCase().includes(wanted),
  )
  return answerWith(200, {
    '@odata.context': contextUrl(ground, 'sites'),
    value: found.map(site => ({ ...showSite(ground, site), description: '' })),
  })
}

function showSite(ground: GraphGround, site: Site): Record<string, unknown> {
  const at = toSeconds(site.createdAt)
  return {
    createdDateTime: at,
    id: site.id,
    lastModifiedDateTime: at,
    name: site.name,
    webUrl: site.webUrl,
    displayName: site.displayName,
    siteCollection: { hostname: ground.world.sites.hostname },
    ...(site.path === '' ? { root: {} } : {}),
  }
}

const ROLES: readonly SiteRole[] = ['read', 'write', 'owner', 'fullcontrol']

export function listGrants(ground: GraphGround, _request: GraphRequest, params: Params): GraphAnswer {
  const site = findSite(ground, params.site ?? '')
  return answerWith(200, {
    '@odata.context': contextUrl(ground, `sites('${encodeURIComponent(site.id)}')/permissions`),
    value: [...site.grants.values()].map(showGrant),
  })
}

function showGrant(grant: SiteGrant): Record<string, unknown> {
  const identities = [{ application: { id: grant.appId, displayName: grant.displayName } }]
  return {
    id: grant.id,
    '@deprecated.GrantedToIdentities':
      'GrantedToIdentities has been deprecated. Refer to GrantedToIdentitiesV2',
    roles: grant.roles,
    grantedToIdentities: identities,
    grantedToIdentitiesV2: identities,
  }
}

export function createGrant(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const site = findSite(ground, params.site ?? '')
  const body = readObject(request)
  // Microsoft's pages show all three.
  const identities = body.grantedToIdentities ?? body.grantedToIdentitiesV2 ?? body.grantedTo
  const [first, more] = Array.isArray(identities) ? identities : [identities]
  const application = isRecord(first) ? first.application : undefined
  if (more !== undefined) throw refuseUnsupported('a permission for several applications')
  if (!isRecord(application) || typeof application.id !== 'string')
    throw refuseInvalid('A permission of a site names an application.')
  const { id, displayName } = application
  const known = ground.world.apps.get(id)?.displayName ?? ''
  const grant = ground.world.sites.grant(site, {
    appId: id,
    displayName: typeof displayName === 'string' ? displayName : known,
    roles: readRoles(body),
  })
  return answerGrant(ground, { site, grant, status: 201 })
}

/** In these words in microsoft-graph-docs issue 11814, where it was `fullcontrol` that could not be granted at once. */
function readRoles(body: Record<string, unknown>): SiteRole[] {
  const { roles } = body
  const known = Array.isArray(roles) ? ROLES.filter(role => roles.includes(role)) : []
  if (!Array.isArray(roles) || known.length === 0 || known.length < roles.length)
    throw refuseInvalid('Invalid value for role')
  return known
}

function answerGrant(
  ground: GraphGround,
  answer: { site: Site; grant: SiteGrant; status: number },
): GraphAnswer {
  const { site, grant, status } = answer
  return answerWith(status, {
    '@odata.context': contextUrl(ground, `sites('${encodeURIComponent(site.id)}')/permissions/$entity`),
    ...showGrant(grant),
  })
}

export function getGrant(ground: GraphGround, _request: GraphRequest, params: Params): GraphAnswer {
  return answerGrant(ground, { ...findGrant(ground, params), status: 200 })
}

function findGrant(ground: GraphGround, params: Params): { site: Site; grant: SiteGrant } {
  const site = findSite(ground, params.site ?? '')
  const grant = site.grants.get(params.grant ?? '')
  if (grant === undefined) throw refuse(404, 'itemNotFound', 'The specified permission was not found')
  return { site, grant }
}

export function updateGrant(ground: GraphGround, request: GraphRequest, params: Params): GraphAnswer {
  const { site, grant } = findGrant(ground, params)
  grant.roles = readRoles(readObject(request))
  return answerGrant(ground, { site, grant, status: 200 })
}

export function deleteGrant(ground: GraphGround, _request: GraphRequest, params: Params): GraphAnswer {
  const { site, grant } = findGrant(ground, params)
  site.grants.delete(grant.id)
  return answerWith(204)
}
