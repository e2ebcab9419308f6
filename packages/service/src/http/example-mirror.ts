/** The mirror of the example service. For tests of what speaks HTTP or renders it. */

import type { Handlers, Output } from '@muster/contract/routes'
import { exampleIds, startOfDay } from './example-world.ts'

type Mirror = Output<'createMirror'>
export type MirrorNames = 'getMirror' | 'createMirror' | 'updateMirror' | 'checkMirror' | 'removeMirror'

export const exampleMirror: Mirror = {
  mirrorId: exampleIds.rule,
  campaignId: exampleIds.campaign,
  siteUrl: 'https://contoso.sharepoint.com/sites/it-security',
  listName: 'MFA rollout',
  listUrl: 'https://contoso.sharepoint.com/sites/it-security/Lists/MFA%20rollout',
  leavers: 'remove',
  withToken: true,
  isOn: true,
  problem: null,
  rows: { waiting: 3, refused: 0, reason: null },
  isChecking: false,
  checkedAt: startOfDay,
  nextCheckAt: startOfDay,
  drift: { edited: 2, deleted: 1, doubled: 0, foreign: 0 },
  writtenAt: startOfDay,
  createdAt: startOfDay,
}

export const mirrorBodies = {
  createMirror: { siteUrl: 'https://contoso.sharepoint.com/sites/it-security', listName: 'MFA rollout' },
  updateMirror: { leavers: 'mark' },
}

export const exampleMirrors: Pick<Handlers, MirrorNames> = {
  getMirror: async () => ({ mirror: exampleMirror }),
  createMirror: async ({ body }) => ({ ...exampleMirror, ...body }),
  updateMirror: async ({ body }) => {
    const { leavers = exampleMirror.leavers, withToken = exampleMirror.withToken, isOn = true } = body
    return { ...exampleMirror, leavers, withToken, isOn }
  },
  checkMirror: async () => ({ ...exampleMirror, isChecking: true }),
  removeMirror: async () => undefined,
}
