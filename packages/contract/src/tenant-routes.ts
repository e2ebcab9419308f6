/** The part of the table that is about a tenant: itself, its senders, its protected people. */

import * as z from 'zod'
import { json, nothing, type Route } from './route.ts'
import { id, page, paging } from './shapes/common.ts'
import { tenantOverview } from './shapes/overview.ts'
import { endOfProtection, newProtection, protectedPerson, protectionChanged } from './shapes/protection.ts'
import {
  doctorReport,
  newSender,
  newStop,
  newTenant,
  sender,
  senderChange,
  syncStarted,
  tenant,
  tenantChange,
  tenantTried,
} from './shapes/tenants.ts'

const ofTenant = z.strictObject({ tenantId: id })
const ofSender = ofTenant.extend({ senderId: id })
const paged = z.strictObject(paging)

export const tenantRoutes = {
  listTenants: {
    method: 'GET',
    path: '/tenants',
    role: 'viewer',
    summary: 'The tenants that Muster is connected to',
    query: paged,
    answer: json(page(tenant)),
  },
  addTenant: {
    method: 'POST',
    path: '/tenants',
    role: 'admin',
    summary: 'Connect a tenant and sign in to it; its credential is kept encrypted and never shown again',
    body: newTenant,
    answer: json(tenantTried, 201),
  },
  getTenant: {
    method: 'GET',
    path: '/tenants/{tenantId}',
    role: 'viewer',
    summary: 'One tenant',
    params: ofTenant,
    answer: json(tenant),
  },
  updateTenant: {
    method: 'PATCH',
    path: '/tenants/{tenantId}',
    role: 'admin',
    summary:
      'Change a tenant or replace its credential, and sign in with what is new; its work is taken up again',
    params: ofTenant,
    body: tenantChange,
    answer: json(tenantTried),
  },
  removeTenant: {
    method: 'DELETE',
    path: '/tenants/{tenantId}',
    role: 'admin',
    summary: 'Forget a tenant that has no campaigns, with its senders and the copy of its directory',
    params: ofTenant,
    answer: nothing,
  },
  stopTenant: {
    method: 'POST',
    path: '/tenants/{tenantId}/stop',
    role: 'operator',
    summary:
      'The panic stop: no mail, no group join, nothing becomes due until the release; reading goes on. A second stop changes nothing',
    params: ofTenant,
    body: newStop,
    answer: json(tenant),
  },
  releaseTenant: {
    method: 'POST',
    path: '/tenants/{tenantId}/release',
    role: 'operator',
    summary: 'End the panic stop: what waited goes on, within the budgets',
    params: ofTenant,
    answer: json(tenant),
  },
  tenantOverview: {
    method: 'GET',
    path: '/tenants/{tenantId}/overview',
    role: 'viewer',
    summary: "A tenant's campaigns together, adoption over time, and what needs somebody",
    params: ofTenant,
    answer: json(tenantOverview),
  },
  doctor: {
    method: 'POST',
    path: '/tenants/{tenantId}/doctor',
    role: 'operator',
    summary: 'Check each permission with a real call and say what is missing and how to grant it',
    params: ofTenant,
    answer: json(doctorReport),
    reads: true,
  },
  syncPeople: {
    method: 'POST',
    path: '/tenants/{tenantId}/sync',
    role: 'operator',
    summary: 'Bring the local copy of the directory up to date, in the background',
    params: ofTenant,
    answer: json(syncStarted, 202),
  },

  listSenders: {
    method: 'GET',
    path: '/tenants/{tenantId}/senders',
    role: 'viewer',
    summary: 'The mailboxes and mail servers that a tenant sends through',
    params: ofTenant,
    query: paged,
    answer: json(page(sender)),
  },
  addSender: {
    method: 'POST',
    path: '/tenants/{tenantId}/senders',
    role: 'admin',
    summary: 'Add a mailbox (Graph) or a mail server (SMTP)',
    params: ofTenant,
    body: newSender,
    answer: json(sender, 201),
  },
  updateSender: {
    method: 'PATCH',
    path: '/tenants/{tenantId}/senders/{senderId}',
    role: 'admin',
    summary: "Change a sender's name, its mail server and password, or what it may send",
    params: ofSender,
    body: senderChange,
    answer: json(sender),
  },
  resumeSender: {
    method: 'POST',
    path: '/tenants/{tenantId}/senders/{senderId}/resume',
    role: 'operator',
    summary: 'Try a sender that was set aside again now',
    params: ofSender,
    answer: json(sender),
  },

  listProtected: {
    method: 'GET',
    path: '/tenants/{tenantId}/protected',
    role: 'viewer',
    summary: 'The people whom no import, group or campaign may touch',
    params: ofTenant,
    query: paged,
    answer: json(page(protectedPerson)),
  },
  protectPeople: {
    method: 'POST',
    path: '/tenants/{tenantId}/protected',
    role: 'operator',
    summary: 'Protect people: taken out of every campaign at once, queued mails and joinings withdrawn',
    params: ofTenant,
    body: newProtection,
    answer: json(protectionChanged),
  },
  endProtection: {
    method: 'POST',
    path: '/tenants/{tenantId}/protected/remove',
    role: 'admin',
    summary: 'Take people off the list; campaigns may reach them again',
    params: ofTenant,
    body: endOfProtection,
    answer: json(protectionChanged),
  },
  removeSender: {
    method: 'DELETE',
    path: '/tenants/{tenantId}/senders/{senderId}',
    role: 'admin',
    summary: 'Take a sender away that no unfinished campaign uses',
    params: ofSender,
    answer: nothing,
  },
} as const satisfies Record<string, Route>
