/** The part of the table that is about who may use Muster: oneself, accounts, sessions, API keys, and the log of acts. */

import * as z from 'zod'
import { json, nothing, type Route } from './route.ts'
import {
  account,
  accountChange,
  activityEntry,
  activityQuery,
  activityVerdict,
  apiKey,
  apiKeyMade,
  invitation,
  me,
  newApiKey,
  session,
  sessionsEnded,
  signedOut,
  signOut,
} from './shapes/access.ts'
import { id, page, paging } from './shapes/common.ts'

const paged = z.strictObject(paging)
const ofAccount = z.strictObject({ accountId: id })

export const accessRoutes = {
  me: {
    method: 'GET',
    path: '/me',
    role: 'viewer',
    summary: 'Who is calling, with which role, and until when',
    answer: json(me),
  },
  signOut: {
    method: 'POST',
    path: '/me/sign-out',
    role: 'viewer',
    summary: 'End the session of this browser, or every session of this account',
    body: signOut,
    answer: json(signedOut),
  },

  listAccounts: {
    method: 'GET',
    path: '/accounts',
    role: 'admin',
    summary: 'Everybody who has signed in, with the roles they have and where from',
    query: paged,
    answer: json(page(account)),
  },
  updateAccount: {
    method: 'PATCH',
    path: '/accounts/{accountId}',
    role: 'admin',
    summary: 'Give an account a role here, or take that away; it counts from the next sign-in on',
    params: ofAccount,
    body: accountChange,
    answer: json(account),
  },
  endAccountSessions: {
    method: 'POST',
    path: '/accounts/{accountId}/end-sessions',
    role: 'admin',
    summary: 'Sign an account out everywhere',
    params: ofAccount,
    answer: json(sessionsEnded),
  },
  listSessions: {
    method: 'GET',
    path: '/sessions',
    role: 'admin',
    summary: 'The sessions that are open',
    query: paged,
    answer: json(page(session)),
  },
  endSession: {
    method: 'DELETE',
    path: '/sessions/{sessionId}',
    role: 'admin',
    summary: 'End one session',
    params: z.strictObject({ sessionId: id }),
    answer: nothing,
  },
  createInvitation: {
    method: 'POST',
    path: '/invitations',
    role: 'admin',
    summary: 'Make a link that is good once: whoever signs in through it becomes admin here',
    answer: json(invitation, 201),
    secretAnswer: true,
  },

  listApiKeys: {
    method: 'GET',
    path: '/api-keys',
    role: 'admin',
    summary: 'The API keys, without their secret',
    query: paged,
    answer: json(page(apiKey)),
  },
  createApiKey: {
    method: 'POST',
    path: '/api-keys',
    role: 'admin',
    summary: 'Make an API key; it is shown this once',
    body: newApiKey,
    answer: json(apiKeyMade, 201),
    secretAnswer: true,
  },
  revokeApiKey: {
    method: 'DELETE',
    path: '/api-keys/{keyId}',
    role: 'admin',
    summary: 'Make an API key worthless',
    params: z.strictObject({ keyId: id }),
    answer: nothing,
  },

  listActivity: {
    method: 'GET',
    path: '/activity',
    role: 'admin',
    summary:
      'Who did what, newest first; all of it, or by somebody, of one kind, about one thing, within a time',
    query: activityQuery,
    answer: json(page(activityEntry)),
  },
  verifyActivity: {
    method: 'GET',
    path: '/activity/verify',
    role: 'admin',
    summary:
      'Whether the log of acts is whole: nothing changed, nothing missing, nothing cut off since a mark',
    query: z.strictObject({ mark: z.string().max(100).optional() }),
    answer: json(activityVerdict),
  },
} as const satisfies Record<string, Route>
