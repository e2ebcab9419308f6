/** The part of the table that settings and new campaigns need: the installation, groups by name, people left out from the start. */

import * as z from 'zod'
import { json, type Route } from './route.ts'
import { id } from './shapes/common.ts'
import { exclusion, groupSearch, groupsFound, installation, newExclusion } from './shapes/settings.ts'

export const settingsRoutes = {
  getInstallation: {
    method: 'GET',
    path: '/installation',
    role: 'viewer',
    summary:
      'How this installation stands: its addresses, where administrators sign in, its languages; no secret',
    answer: json(installation),
  },
  searchGroups: {
    method: 'POST',
    path: '/tenants/{tenantId}/groups/search',
    role: 'operator',
    summary:
      'Groups whose name begins with the text, or the one with that object id, as the directory answers now',
    params: z.strictObject({ tenantId: id }),
    body: groupSearch,
    answer: json(groupsFound),
    reads: true,
  },
  createExclusion: {
    method: 'POST',
    path: '/campaigns/{campaignId}/exclusions',
    role: 'operator',
    summary:
      'Say why and until when people are left out; a list that is then imported with it comes in left out',
    params: z.strictObject({ campaignId: id }),
    body: newExclusion,
    answer: json(exclusion, 201),
  },
} as const satisfies Record<string, Route>
