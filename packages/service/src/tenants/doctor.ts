/** The doctor: one real call for each permission, what came back in words, and how to grant what is missing. */

import type { Output } from '@muster/contract/routes'
import { type DoctorCode, doctorSentences } from '@muster/core/doctor-sentences'
import type { Selectable } from 'kysely'
import type { SenderTable } from '../db/schema.ts'
import { asList, asObject, type Json, readUnanswered, textOf } from '../graph/answers.ts'
import { type GraphAnswer, type GraphRequest, TokenRefused } from '../graph/client.ts'
import type { Connection } from './connections.ts'
import { judgeReach, type PublicAddress } from './link-reach.ts'
import { checkLists, type MirroredList } from './list-check.ts'

type Check = Omit<Output<'doctor'>['checks'][number], 'codes'>

const { tell, read } = doctorSentences

interface Subject {
  senders: readonly Selectable<SenderTable>[]
  groupIds: readonly string[]
  lists: readonly MirroredList[]
  graphUrl: string
  publicAddress: PublicAddress
}

const tokenTimeoutMs = 20_000
const nobodysId = '00000000-0000-0000-0000-000000000000'

/** What is known by a code comes with it, for those who speak another language. */
export async function examine(connection: Connection, subject: Subject): Promise<Output<'doctor'>['checks']> {
  const checks = await look(connection, subject)
  return checks.map(check => ({
    ...check,
    codes: {
      name: read(check.name),
      message: read(check.message),
      remedy: check.remedy === null ? null : read(check.remedy),
    },
  }))
}

async function look(connection: Connection, subject: Subject): Promise<Check[]> {
  const signIn = await checkSignIn(connection)
  if (signIn.check.outcome !== 'ok') return [signIn.check]
  const links = checkLinks(subject)
  const people = await checkPeople(connection, subject.graphUrl)
  // Every further call would say the same, each after its own patience.
  if (people.isLost) return [signIn.check, links, people.check]
  const checks: Promise<Check>[] = [
    Promise.resolve(people.check),
    checkMethods(connection, people.someId),
    checkCall(connection, reportCheck),
    checkCall(connection, auditCheck),
    Promise.resolve(checkRole(signIn.roles, groupCheck)),
    ...subject.groupIds.map(id => checkGroup(connection, id)),
    ...mailChecks(connection, signIn.roles, subject),
    checkCall(connection, sentItemsCheck(subject)),
    checkZones(connection, people.someId),
    ...checkLists(connection.board, subject.lists),
  ]
  return [signIn.check, links, ...(await Promise.all(checks)), ...checkExcess(signIn.roles)]
}

/** Signs in anew and says what came of it. */
export async function checkSignIn(
  connection: Connection,
): Promise<{ check: Check; roles: readonly string[] }> {
  const name = tell('signIn')
  try {
    connection.tokens.forget()
    const token = await withinTime(connection.tokens.token(AbortSignal.timeout(tokenTimeoutMs)))
    const roles = rolesOf(token)
    const message = roles.length === 0 ? tell('signedInBare') : tell('signedIn', { roles: roles.join(', ') })
    return { check: { name, permission: null, outcome: 'ok', message, remedy: null }, roles }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const check: Check = { name, permission: null, outcome: 'failed', message, remedy: remedyOf(error) }
    return { check, roles: [] }
  }
}

function remedyOf(error: unknown): string {
  if (error instanceof TokenRefused) {
    return tell(signInRemedies[error.code] ?? 'compareApp')
  }
  // The login service describes itself below the tenant's id; for an id that it does not know there is nothing.
  if (error instanceof Error && error.message.includes('endpoints_resolution_error'))
    return tell('tenantIdWrong')
  return tell('reachLogin')
}

/** The library behind it waits as long as it likes. */
async function withinTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const silence = tell('loginSilent', { seconds: String(tokenTimeoutMs / 1000) })
  const timer = setTimeout(() => reject(new Error(silence)), tokenTimeoutMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

function checkLinks({ publicAddress, graphUrl }: Subject): Check {
  const base = { name: tell('links'), permission: null }
  const obstacle = judgeReach(publicAddress, graphUrl)
  return obstacle === null
    ? { ...base, outcome: 'ok', message: tell('linksBegin', { address: publicAddress.url }), remedy: null }
    : { ...base, outcome: 'failed', message: obstacle.message, remedy: obstacle.remedy }
}

const signInRemedies: Readonly<Record<string, DoctorCode>> = {
  AADSTS7000215: 'secretWrong',
  AADSTS7000222: 'secretExpired',
  AADSTS700016: 'noSuchApp',
  AADSTS700027: 'certificateWrong',
  AADSTS90002: 'tenantIdWrong',
  AADSTS900023: 'tenantIdWrong',
}

/** The roles in an access token. Read for display only; Graph itself decides. */
function rolesOf(token: string): string[] {
  const payload = token.split('.')[1] ?? ''
  try {
    const claims = asObject(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    return asList(claims.roles)
      .filter(role => typeof role === 'string')
      .sort()
  } catch {
    return []
  }
}

interface Probe {
  name: string
  permission: string
  request: GraphRequest | null
  whenMissing: 'missing' | 'skipped'
  use: string
}

const reportCheck: Probe = {
  name: tell('report'),
  permission: 'AuditLog.Read.All',
  request: {
    service: 'reports',
    method: 'GET',
    path: '/reports/authenticationMethods/userRegistrationDetails?$top=1',
  },
  whenMissing: 'missing',
  use: 'finding everybody who has registered, once a day',
}
const auditCheck: Probe = {
  name: tell('auditLog'),
  permission: 'AuditLog.Read.All',
  request: { service: 'reports', method: 'GET', path: '/auditLogs/directoryAudits?$top=1' },
  whenMissing: 'missing',
  use: 'seeing registrations within minutes; without it people are looked at a few times after a click, and all once a day',
}
const groupCheck = { name: tell('groupMembers'), permission: 'GroupMember.ReadWrite.All' }

/** Optional: with it, a mail of unknown fate is looked up instead of waiting for an operator, and mails that come back are seen. */
function sentItemsCheck({ senders }: Subject): Probe {
  const graphSender = senders.find(sender => sender.kind === 'graph')
  return {
    name: tell('sentItems'),
    permission: 'Mail.Read',
    request:
      graphSender === undefined
        ? null
        : { service: 'mail', method: 'GET', path: sentItemsPath(graphSender.address) },
    whenMissing: 'skipped',
    use: 'settling mails whose fate is unknown, and seeing mails that come back (optional)',
  }
}

function sentItemsPath(address: string): string {
  return `/users/${encodeURIComponent(address)}/mailFolders/sentitems/messages?$top=1&$select=id`
}

const mailboxFindings = {
  there: { outcome: 'ok', message: tell('mailboxThere'), remedy: null },
  absent: { outcome: 'failed', message: tell('noSuchMailbox'), remedy: tell('mendMailbox') },
  unseen: { outcome: 'ok', message: tell('grantedUnseen'), remedy: null },
} as const satisfies Record<string, Pick<Check, 'outcome' | 'message' | 'remedy'>>

async function findMailbox(connection: Connection, address: string): Promise<keyof typeof mailboxFindings> {
  const path = sentItemsPath(address)
  const answer = await connection.client.request({ service: 'mail', method: 'GET', path, priority: 'high' })
  if (answer.kind === 'ok') return 'there'
  return answer.kind === 'error' && answer.status === 404 ? 'absent' : 'unseen'
}

async function checkCall(connection: Connection, probe: Probe): Promise<Check> {
  const { name, permission } = probe
  if (probe.request === null) {
    return {
      name,
      permission,
      outcome: 'skipped',
      message: tell('noMailbox'),
      remedy: null,
    }
  }
  return judge(probe, await connection.client.request({ ...probe.request, priority: 'high' }))
}

function judge(probe: Omit<Probe, 'request'>, answer: GraphAnswer): Check {
  const { name, permission } = probe
  if (answer.kind === 'ok') return { name, permission, outcome: 'ok', message: tell('works'), remedy: null }
  const reason = readUnanswered(answer).reason
  if (answer.kind === 'throttled') {
    // Read back: a budget that is used up has a sentence of its own.
    const message = tell('notAsked', { why: reason, until: answer.retryAt.toISOString() })
    return { name, permission, outcome: 'skipped', message, remedy: tell('runAgain') }
  }
  if (answer.kind === 'error' && answer.code === 'Authentication_RequestFromNonPremiumTenantOrB2CTenant') {
    const message = tell('noLicence')
    return {
      name,
      permission,
      outcome: 'skipped',
      message,
      remedy: tell('noneNeeded'),
    }
  }
  if (answer.kind === 'error' && (answer.status === 403 || answer.status === 401)) {
    const remedy = tell('grantFor', { permission, use: probe.use })
    return { name, permission, outcome: probe.whenMissing, message: reason, remedy }
  }
  return {
    name,
    permission,
    outcome: 'failed',
    message: reason,
    remedy: tell('tryAgain'),
  }
}

async function checkPeople(
  connection: Connection,
  graphUrl: string,
): Promise<{ check: Check; someId: string | null; isLost: boolean }> {
  const probe = {
    name: tell('people'),
    permission: 'User.Read.All',
    whenMissing: 'missing' as const,
    use: 'knowing whom to invite',
  }
  const path = '/users?$top=1&$select=id,accountEnabled,department'
  const answer = await connection.client.request({ service: 'directory', method: 'GET', path })
  const [first] = answer.kind === 'ok' ? asList(asObject(answer.body).value).map(asObject) : []
  if (answer.kind !== 'lost') return { check: judge(probe, answer), someId: idOf(first), isLost: false }
  const check: Check = {
    name: probe.name,
    permission: probe.permission,
    outcome: 'failed',
    message: `Graph cannot be reached at ${graphUrl}: ${answer.reason}`,
    remedy: tell('checkAddress'),
  }
  return { check, someId: null, isLost: true }
}

function idOf(person: Json | undefined): string | null {
  return person === undefined ? null : textOf(person, 'id')
}

async function checkMethods(connection: Connection, someId: string | null): Promise<Check> {
  const probe = {
    name: tell('methods'),
    permission: 'UserAuthenticationMethod.Read.All',
    whenMissing: 'missing' as const,
    use: 'seeing who has really registered',
  }
  const path = `/users/${someId ?? nobodysId}/authentication/methods`
  const answer = await connection.client.request({ service: 'methods', method: 'GET', path })
  // Without anybody to ask about, "no such user" shows that the call itself is allowed.
  const isAllowed = answer.kind === 'error' && answer.status === 404 && someId === null
  return judge(probe, isAllowed ? { kind: 'ok', status: 200, body: null } : answer)
}

/** Optional: with it, working hours follow the clock that people have set in their mailboxes. */
async function checkZones(connection: Connection, someId: string | null): Promise<Check> {
  const probe = {
    name: tell('zones'),
    permission: 'MailboxSettings.Read',
    whenMissing: 'skipped' as const,
    use: 'working hours by the clock that people have set in their mailboxes; else their usage location tells (optional)',
  }
  const path = `/users/${someId ?? nobodysId}/mailboxSettings/timeZone`
  const answer = await connection.client.request({ service: 'mail', gate: 'settings', method: 'GET', path })
  // Somebody without a mailbox, or nobody: the call itself is allowed.
  const isAllowed = answer.kind === 'error' && answer.status === 404
  return judge(probe, isAllowed ? { kind: 'ok', status: 200, body: null } : answer)
}

/** Nothing is written to find out whether we may write: the token says it, and Graph enforces it. */
function checkRole(roles: readonly string[], wanted: { name: string; permission: string }): Check {
  const { name, permission } = wanted
  const isThere = roles.includes(permission) || roles.includes('Group.ReadWrite.All')
  return isThere
    ? { name, permission, outcome: 'ok', message: tell('granted'), remedy: null }
    : {
        name,
        permission,
        outcome: 'missing',
        message: tell('notCarried'),
        remedy: tell('grant', { permission }),
      }
}

async function checkGroup(connection: Connection, groupId: string): Promise<Check> {
  const base = { name: tell('group', { group: groupId }), permission: 'GroupMember.ReadWrite.All' }
  const answer = await connection.group.describe(groupId)
  switch (answer.kind) {
    case 'group': {
      const { obstacle, displayName } = answer.group
      if (obstacle === null)
        return { ...base, outcome: 'ok', message: tell('takesMembers', { group: displayName }), remedy: null }
      const remedy = tell('otherGroup')
      return {
        ...base,
        outcome: 'failed',
        message: tell('groupUnfit', { group: displayName, obstacle }),
        remedy,
      }
    }
    case 'absent':
      return {
        ...base,
        outcome: 'failed',
        message: tell('noGroup'),
        remedy: tell('checkGroupId'),
      }
    case 'noAnswer':
    case 'refused':
      return { ...base, outcome: 'failed', message: answer.reason, remedy: null }
    default:
      return answer satisfies never
  }
}

function mailChecks(
  connection: Connection,
  roles: readonly string[],
  { senders }: Subject,
): Promise<Check>[] {
  const name = tell('mail')
  if (senders.length === 0) {
    const remedy = tell('addSender')
    return [
      Promise.resolve({
        name,
        permission: 'Mail.Send',
        outcome: 'missing',
        message: tell('noSender'),
        remedy,
      }),
    ]
  }
  return senders.map(async (sender): Promise<Check> => {
    const which = tell('mailAs', { address: sender.address })
    if (sender.problem !== null) {
      const remedy = tell('mendSender')
      return { name: which, permission: 'Mail.Send', outcome: 'failed', message: sender.problem, remedy }
    }
    if (sender.kind === 'smtp') {
      return {
        name: which,
        permission: null,
        outcome: 'skipped',
        message: tell('bySmtp'),
        remedy: null,
      }
    }
    if (roles.includes('Mail.Send')) {
      const found = roles.includes('Mail.Read') ? await findMailbox(connection, sender.address) : 'unseen'
      return { name: which, permission: 'Mail.Send', ...mailboxFindings[found] }
    }
    return {
      name: which,
      permission: 'Mail.Send',
      outcome: 'missing',
      message: tell('notCarriedMail'),
      remedy: tell('grantMail'),
    }
  })
}

/** We hold no write scope on authentication methods, and say so when somebody has granted one. */
function checkExcess(roles: readonly string[]): Check[] {
  const excess = roles.filter(role => /^UserAuth.*ReadWrite/.test(role) || role === 'Directory.ReadWrite.All')
  return excess.map(permission => ({
    name: tell('excess'),
    permission,
    outcome: 'failed',
    message: tell('neverUsed'),
    remedy: tell('takeAway', { permission }),
  }))
}
