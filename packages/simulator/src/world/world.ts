/** Makes the state of one simulated tenant and the acts that change it. */

import { type AuditLog, createAuditLog } from './audit-log.ts'
import { createDirectory, type Directory } from './directory.ts'
import { createPostOffice } from './mail.ts'
import { auditReasonFor, composeMethod, endsInterrupt } from './methods.ts'
import { createRandom, drawId } from './random.ts'
import { createSites } from './sites.ts'
import type { App, Clock, DeletedMethod, Happening, Method, MethodKind, User, World } from './types.ts'

export interface WorldOptions {
  clock: Clock
  /** The same seed gives the same ids and the same chances. */
  seed: number
  tenantId?: string
  /** Entra ID P1/P2; true by default. */
  premium?: boolean
  /** Minutes after which audit records become visible; 1 to 6 by default (FACTS 9). */
  auditDelay?: { minMinutes: number; maxMinutes: number }
  /** `contoso.example` by default. */
  domain?: string
  /** Bodies of that many newest mails stay in memory; 5,000 by default (about 50 MB of invitations). */
  keepBodiesMax?: number
}

/** A registration takes its person about two minutes between the first and the last record. */
const REGISTRATION_LASTS_MS = 120_000

/** A secret made here is good for two years, as the admin center offers at most. */
const SECRET_LIFETIME_MS = 730 * 24 * 3_600_000

export function createWorld(options: WorldOptions): World {
  const { clock } = options
  const random = createRandom(options.seed)
  const newId = (): string => drawId(random)
  const domain = options.domain ?? 'contoso.example'
  const happenings: Happening[] = []
  const listeners = new Set<(happening: Happening) => void>()
  const record = (happening: Happening): void => {
    happenings.push(happening)
    for (const listener of [...listeners]) listener(happening)
  }
  const delay = options.auditDelay ?? { minMinutes: 1, maxMinutes: 6 }
  const delayMinutes = { min: delay.minMinutes, max: delay.maxMinutes }
  const audit = createAuditLog({ clock, random, newId, delayMinutes })
  const post = createPostOffice({
    clock,
    newId,
    record,
    domain,
    keepBodiesMax: options.keepBodiesMax ?? 5_000,
  })
  const directory = createDirectory({ clock, newId, record, audit, mailboxes: post.mailboxes })
  const deletedMethods = new Map<string, DeletedMethod[]>()
  const tenantId = options.tenantId ?? newId()
  // A stream of chance of its own: sites came later than people, whose ids must not change by them.
  const siteRandom = createRandom(options.seed ^ 0x51_7e_5)
  const sites = createSites({ clock, newId: () => drawId(siteRandom), domain, tenantId })
  const registrar = { clock, newId, record, audit, directory, deletedMethods }
  return {
    tenantId,
    clock,
    random,
    newId,
    premium: options.premium ?? true,
    domain,
    audit: audit.records,
    happenings,
    deletedMethods,
    sites,
    ...post,
    ...directory,
    ...createApps({ clock, newId }),
    addMailbox: mailbox => void post.mailboxes.set(mailbox.address.toLowerCase(), mailbox),
    mailboxOf: idOrAddress => {
      const user = directory.users.get(idOrAddress.toLowerCase()) ?? directory.userByUpn(idOrAddress)
      if (user !== undefined && user.deletedAt === null) {
        return user.mail === null ? undefined : post.mailboxes.get(user.mail.toLowerCase())
      }
      return post.mailboxes.get(idOrAddress.toLowerCase())
    },
    registerMethod: (userId, kind, properties) => registerMethod(registrar, { userId, kind, properties }),
    cancelRegistration: userId => cancelRegistration(registrar, userId),
    deleteMethod: (userId, methodId) => deleteMethod(registrar, userId, methodId),
    issueTemporaryPass: (userId, byUserId) => issueTemporaryPass(registrar, { userId, byUserId }),
    writeActivity: activity =>
      audit.write({ resultReason: '', operationType: 'Update', ...activity, correlationId: newId() }),
    record,
    onHappening(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function createApps(options: { clock: Clock; newId: () => string }): Pick<World, 'apps' | 'addApp'> {
  const apps = new Map<string, App>()
  return {
    apps,
    addApp(app) {
      const expiresAt = new Date(options.clock.now().getTime() + SECRET_LIFETIME_MS)
      const made: App = {
        clientId: options.newId(),
        servicePrincipalId: options.newId(),
        secrets: [{ value: options.newId().replaceAll('-', '~'), expiresAt }],
        certificates: [],
        redirectUris: [],
        appRoleAssignments: new Map(),
        ...app,
      }
      apps.set(made.clientId, made)
      return made
    },
  }
}

interface Registrar {
  clock: Clock
  newId: () => string
  record: (happening: Happening) => void
  audit: AuditLog
  directory: Directory
  deletedMethods: Map<string, DeletedMethod[]>
}

function registerMethod(
  registrar: Registrar,
  act: { userId: string; kind: MethodKind; properties: Record<string, unknown> | undefined },
): Method {
  const { clock, newId, record, audit, directory } = registrar
  const user = directory.mustFindUser(act.userId)
  const at = clock.now()
  const method = composeMethod({ kind: act.kind, createdAt: at, newId, properties: act.properties ?? {} })
  const interrupted = endsInterrupt(act.kind) && !user.methods.some(known => endsInterrupt(known.kind))
  // One password, one recovery mail, one phone of a type: registering it again replaces it.
  user.methods = [...user.methods.filter(known => known.id !== method.id), method]
  writeRegistration(audit, { user, kind: act.kind, interrupted, correlationId: newId() })
  record({ kind: 'methodRegistered', at, userId: user.id, method: act.kind })
  return method
}

/**
 * FACTS 9: a person who was interrupted at sign-in leaves three records; one who adds a method at mysignins leaves
 * "User registered security info" alone.
 */
function writeRegistration(
  audit: AuditLog,
  act: { user: User; kind: MethodKind; interrupted: boolean; correlationId: string },
): void {
  if (act.interrupted) writeStarted(audit, act.user, act.correlationId)
  writeSecurityInfo(audit, act.user, {
    activityDisplayName: 'User registered security info',
    resultReason: auditReasonFor(act.kind),
    correlationId: act.correlationId,
    agoMs: 2_000,
  })
  if (!act.interrupted) return
  writeSecurityInfo(audit, act.user, {
    activityDisplayName: 'User registered all required security info',
    resultReason: 'User registered all required security info.',
    correlationId: act.correlationId,
  })
}

/** FACTS 9, as recorded in 2022. */
function issueTemporaryPass(
  registrar: Registrar,
  act: { userId: string; byUserId: string | undefined },
): Method {
  const { clock, newId, audit, directory } = registrar
  const user = directory.mustFindUser(act.userId)
  const kind = 'temporaryAccessPass'
  const method = composeMethod({ kind, createdAt: clock.now(), newId, properties: {} })
  user.methods = [...user.methods.filter(known => known.kind !== kind), method]
  audit.write({
    activityDisplayName: 'Admin registered security info',
    category: 'UserManagement',
    loggedByService: 'Authentication Methods',
    resultReason: 'Admin registered temporary access pass method for user',
    operationType: 'ServiceApi',
    initiatedByUserId: act.byUserId ?? null,
    targetUserId: user.id,
    correlationId: newId(),
    modifiedProperties: [
      { displayName: 'TemporaryAccessPass.Id', oldValue: '""', newValue: JSON.stringify(method.id) },
    ],
  })
  return method
}

function cancelRegistration(registrar: Registrar, userId: string): void {
  const user = registrar.directory.mustFindUser(userId)
  const correlationId = registrar.newId()
  writeStarted(registrar.audit, user, correlationId)
  writeSecurityInfo(registrar.audit, user, {
    activityDisplayName: 'User registered all required security info',
    result: 'failure',
    resultReason: 'User canceled security info registration.',
    correlationId,
  })
  registrar.record({ kind: 'registrationCancelled', at: registrar.clock.now(), userId: user.id })
}

function deleteMethod(registrar: Registrar, userId: string, methodId: string): void {
  const user = registrar.directory.mustFindUser(userId)
  const method = user.methods.find(known => known.id === methodId)
  if (method === undefined) throw new RangeError(`${user.userPrincipalName} has no method ${methodId}`)
  const at = registrar.clock.now()
  user.methods = user.methods.filter(known => known !== method)
  const gone = registrar.deletedMethods.get(user.id) ?? []
  registrar.deletedMethods.set(user.id, [...gone, { method, deletedAt: at }])
  writeSecurityInfo(registrar.audit, user, {
    activityDisplayName: 'User deleted security info',
    resultReason: auditReasonFor(method.kind).replace('registered', 'deleted'),
    correlationId: registrar.newId(),
  })
  registrar.record({ kind: 'methodDeleted', at, userId: user.id, method: method.kind })
}

function writeStarted(audit: AuditLog, user: User, correlationId: string): void {
  writeSecurityInfo(audit, user, {
    activityDisplayName: 'User started security info registration',
    resultReason: 'User started security info registration.',
    correlationId,
    agoMs: REGISTRATION_LASTS_MS,
  })
}

function writeSecurityInfo(
  audit: AuditLog,
  user: User,
  entry: {
    activityDisplayName: string
    result?: 'success' | 'failure'
    resultReason: string
    correlationId: string
    agoMs?: number
  },
): void {
  audit.write({
    ...entry,
    category: 'UserManagement',
    loggedByService: 'Authentication Methods',
    // FACTS 9: one Microsoft page shows `ServiceApi` for these records.
    operationType: 'ServiceApi',
    initiatedByUserId: user.id,
    targetUserId: user.id,
  })
}
