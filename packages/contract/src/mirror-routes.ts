/** The part of the table that is about the mirror: the SharePoint list that is kept in step with a campaign. */

import * as z from 'zod'
import { json, nothing, type Route } from './route.ts'
import { id } from './shapes/common.ts'
import { mirror, mirrorChange, mirrorOfCampaign, newMirror } from './shapes/mirror.ts'

const ofCampaign = z.strictObject({ campaignId: id })

export const mirrorRoutes = {
  getMirror: {
    method: 'GET',
    path: '/campaigns/{campaignId}/mirror',
    role: 'viewer',
    summary: 'The SharePoint list of a campaign and how it stands; null when there is none',
    params: ofCampaign,
    answer: json(mirrorOfCampaign),
  },
  createMirror: {
    method: 'POST',
    path: '/campaigns/{campaignId}/mirror',
    role: 'admin',
    summary:
      'Make the list in SharePoint, or take an empty one with its columns, and keep it in step from now on',
    params: ofCampaign,
    body: newMirror,
    answer: json(mirror, 201),
  },
  updateMirror: {
    method: 'PATCH',
    path: '/campaigns/{campaignId}/mirror',
    role: 'admin',
    summary: 'Change what the list shows, or stop and go on keeping it in step',
    params: ofCampaign,
    body: mirrorChange,
    answer: json(mirror),
  },
  checkMirror: {
    method: 'POST',
    path: '/campaigns/{campaignId}/mirror/check',
    role: 'operator',
    summary:
      'Look now at what others have changed in the list, and put it right; tries again what was refused',
    params: ofCampaign,
    answer: json(mirror, 202),
  },
  removeMirror: {
    method: 'DELETE',
    path: '/campaigns/{campaignId}/mirror',
    role: 'admin',
    summary: 'Keep the list in step no longer; it stays in SharePoint as it is',
    params: ofCampaign,
    answer: nothing,
  },
} as const satisfies Record<string, Route>
