/** Who has signed in to the example service, and what its log says of it. */

import type { Output } from '@muster/contract/routes'

export interface Access {
  accounts: Output<'listAccounts'>['items']
  sessions: Output<'listSessions'>['items']
  activity: Output<'listActivity'>['items']
  verdict: Output<'verifyActivity'>
}

/** Ada alone, signed in and noted. */
export function exampleAccess(
  exampleIds: Readonly<Record<'account' | 'session' | 'tenant' | 'anna', string>>,
  startOfDay: Date,
): Access {
  const name = 'Ada Admin'
  const ids = { accountId: exampleIds.account, sessionId: exampleIds.session }
  const ada = {
    accountId: ids.accountId,
    name,
    userName: 'ada@contoso.example',
    directory: exampleIds.tenant,
    subject: exampleIds.anna,
    roleClaimed: 'admin',
    roleGiven: null,
    role: 'admin',
    createdAt: startOfDay,
    lastSignedInAt: startOfDay,
    openSessions: 1,
  } as const
  const times = { startedAt: startOfDay, lastUsedAt: startOfDay, endsAt: startOfDay }
  return {
    accounts: [{ ...ada }],
    sessions: [{ ...ids, name, role: 'admin', ...times }],
    activity: [
      {
        number: 1,
        at: startOfDay,
        by: 'account',
        byId: ids.accountId,
        byName: name,
        act: 'signIn',
        about: {},
        outcome: 'done',
        reason: null,
      },
    ],
    verdict: {
      isWhole: true,
      entries: 1,
      brokenAt: null,
      detail: 'every entry is as it was written',
      mark: '1-0123456789abcdef0123',
    },
  }
}
