/** What the small service in memory says of its installation, of groups, and of people left out from the start. */

import type { Handlers } from '@muster/contract/routes'
import { exampleAddress } from './example-access.ts'
import { exampleIds, startOfDay } from './example-world.ts'

export type SettingsNames = 'getInstallation' | 'searchGroups' | 'createExclusion'

export function settingsHandlers(): Pick<Handlers, SettingsNames> {
  return {
    getInstallation: async () => ({
      version: '0.1.0',
      startedAt: startOfDay,
      administrationUrl: exampleAddress,
      publicUrl: { url: 'https://mfa.contoso.example', isGiven: true, obstacle: null },
      signIn: { issuer: 'https://login.example', clientId: exampleIds.group, credentialKind: 'secret' },
      database: { kind: 'embedded', version: '18.0', bytes: 12_000_000 },
      languages: { mails: ['de', 'en'], pages: ['en', 'de', 'fr'] },
      opensCredentials: true,
      at: startOfDay,
    }),
    searchGroups: async () => ({
      items: [{ groupId: exampleIds.group, displayName: 'MFA enforced', obstacle: null }],
      isWhole: true,
    }),
    createExclusion: async ({ params, body }, caller) => ({
      exclusionId: crypto.randomUUID(),
      campaignId: params.campaignId,
      reason: body.reason,
      owner: caller.name,
      until: body.until ?? null,
      createdAt: startOfDay,
    }),
  }
}
