/** A day in a tenant besides the rollout: what other services write into the audit log, about people who are there. */

import type { Activity, User, World } from '../world/types.ts'
import { type Random, randomFor } from './chance.ts'

interface Staff {
  random: Random
  people: readonly User[]
  admin: User
  newId(): string
}

/** Draws from a stream of its own, so that a day of business changes nobody's whims. Nothing in a tenant of nobody. */
export function writeBusiness(world: World, day: number): void {
  const people = world.userList.filter(user => user.deletedAt === null && user.accountEnabled)
  const [admin] = people
  if (admin === undefined) return
  const staff: Staff = {
    random: randomFor(day, 'business'),
    people,
    admin,
    newId: idsOf(randomFor(day, 'business ids')),
  }
  for (const activity of business.map(write => write(staff))) world.writeActivity(activity)
}

/** Each is one record; the names are those of Microsoft's reference of audit activities (FACTS 9). */
const business: readonly ((staff: Staff) => Activity)[] = [
  staff => ofPerson(staff, 'Reset password (self-service)', 'Self-service Password Management'),
  staff => ofPerson(staff, 'Change password (self-service)', 'Self-service Password Management'),
  staff => ({
    ...ofPerson(staff, 'Unlock user account (self-service)', 'Self-service Password Management'),
    result: 'failure',
    resultReason: 'OnPremisesAdminActionRequired',
  }),
  staff => byAdmin(staff, 'Update user', 'UserManagement'),
  staff => byAdmin(staff, 'Reset password', 'UserManagement'),
  staff => byAdmin(staff, 'Change user license', 'UserManagement'),
  staff => ({
    ...byAdmin(staff, 'Add member to role', 'RoleManagement'),
    operationType: 'Assign',
    otherTargets: [{ id: staff.newId(), displayName: 'Helpdesk Administrator', type: 'Role' }],
  }),
  staff => ({
    ...byAdmin(staff, 'Consent to application', 'ApplicationManagement'),
    targetUserId: null,
    otherTargets: [{ id: staff.newId(), displayName: 'Expense reports', type: 'ServicePrincipal' }],
    additionalDetails: [{ key: 'User-Agent', value: 'EvoSTS' }],
  }),
  staff => ({
    ...byAdmin(staff, 'Add service principal credentials', 'ApplicationManagement'),
    targetUserId: null,
    otherTargets: [{ id: staff.newId(), displayName: 'Payroll interface', type: 'ServicePrincipal' }],
  }),
  staff => ({
    ...byAdmin(staff, 'Update Conditional Access policy', 'Policy'),
    loggedByService: 'Conditional Access',
    targetUserId: null,
    otherTargets: [{ id: staff.newId(), displayName: 'Require MFA for everybody', type: 'Policy' }],
    modifiedProperties: [
      {
        displayName: 'ConditionalAccessPolicy',
        oldValue: '{"state":"enabledForReportingButNotEnforced"}',
        newValue: '{"state":"enabled"}',
      },
    ],
  }),
  staff => ({
    ...byAdmin(staff, 'Invite external user', 'UserManagement'),
    loggedByService: 'Invited Users',
    additionalDetails: [{ key: 'InvitationId', value: staff.newId() }],
  }),
  staff => ({
    ...byAdmin(staff, 'Add member to role completed (PIM activation)', 'RoleManagement'),
    loggedByService: 'PIM',
  }),
  staff => ofPerson(staff, 'Register device', 'Device Registration Service', 'Device'),
]

function drawPerson({ random, people, admin }: Staff): User {
  return people[Math.floor(random() * people.length)] ?? admin
}

function ofPerson(staff: Staff, name: string, service: string, category = 'UserManagement'): Activity {
  const person = drawPerson(staff)
  return {
    activityDisplayName: name,
    category,
    loggedByService: service,
    initiatedByUserId: person.id,
    targetUserId: person.id,
  }
}

function byAdmin(staff: Staff, name: string, category: string): Activity {
  return {
    activityDisplayName: name,
    category,
    loggedByService: 'Core Directory',
    initiatedByUserId: staff.admin.id,
    targetUserId: drawPerson(staff).id,
  }
}

function idsOf(random: Random): () => string {
  const hex = (count: number) =>
    Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('')
  return () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`
}
