/** The part of the table that tells groups of a campaign's people apart, and what its mails brought about. */

import * as z from 'zod'
import { json, type Route } from './route.ts'
import { breakDown, mailEffects, ofBreakDown } from './shapes/break-downs.ts'
import { id } from './shapes/common.ts'

export const breakDownRoutes = {
  campaignBreakDown: {
    method: 'GET',
    path: '/campaigns/{campaignId}/break-downs/{by}',
    role: 'viewer',
    summary:
      'Where people stand by department, country, manager or list: the largest groups, the others together',
    params: ofBreakDown,
    answer: json(breakDown),
  },
  campaignEffects: {
    method: 'GET',
    path: '/campaigns/{campaignId}/effects',
    role: 'viewer',
    summary: 'How long people took to register, and what the invitation and each reminder brought about',
    params: z.strictObject({ campaignId: id }),
    answer: json(mailEffects),
  },
} as const satisfies Record<string, Route>
