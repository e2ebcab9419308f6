/** A small tenant with named people for the tests of this package, and a plain client to ask it things. */

import tls from 'node:tls'
import { createContractCheck, findContract } from '../graph/contract.ts'
import { createTenant, type Tenant, type TenantOptions } from '../tenant.ts'
import { createTurnableClock, type TurnableClock } from '../world/clock.ts'
import type { Site } from '../world/list-types.ts'
import type { App, Group, User } from '../world/types.ts'

export interface Answer {
  status: number
  headers: Headers
  /** Parsed where it is JSON. */
  body: unknown
  text: string
}

export interface Stage extends AsyncDisposable {
  tenant: Tenant
  clock: TurnableClock
  people: { adele: User; alex: User; bianca: User; diego: User; grady: User }
  group: Group
  app: App
  /** `/sites/it-security`, without a list. */
  site: Site
  /** Asks as `app`, or as whom `as` names; paths after `/v1.0`. */
  ask(path: string, options?: AskOptions): Promise<Answer>
  /** Turns the clock on. */
  pass(milliseconds: number): void
  /** Violations of Microsoft's contract seen so far; empty also where the contract is not at hand. */
  violations: string[]
  checkedCount(): number
}

export interface AskOptions {
  method?: string
  body?: unknown
  headers?: Record<string, string>
  as?: App
  token?: string
}

export const allRoles = [
  'User.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Create',
  'UserAuthenticationMethod.Read.All',
  'AuditLog.Read.All',
  'Mail.Send',
  'Mail.Read',
  'MailboxSettings.Read',
  'Organization.Read.All',
  'Domain.Read.All',
  'Sites.FullControl.All',
]

export async function createStage(options: Partial<TenantOptions> = {}): Promise<Stage> {
  const clock = createTurnableClock(new Date('2026-09-07T08:00:00Z'))
  const tenant = await createTenant({ seed: 7, clock, ...options })
  tls.setDefaultCACertificates([...tls.getCACertificates(), tenant.caCertificatePem])
  const people = addPeople(tenant)
  const group = tenant.world.addGroup({ displayName: 'MFA enforced' })
  const site = tenant.world.sites.addSite({ path: '/sites/it-security', displayName: 'IT Security' })
  const app = tenant.world.addApp({ displayName: 'Muster', roles: allRoles })
  tenant.world.addMailbox({ address: 'security@contoso.example', userId: null, enabled: true })
  const violations: string[] = []
  const contract = findContract()
  const check = contract === undefined ? undefined : createContractCheck(contract)
  tenant.traffic.onExchange(exchange => {
    if (check !== undefined) violations.push(...check.check(exchange))
  })
  const tokens = new Map<App, string>()
  return {
    tenant,
    clock,
    people,
    group,
    app,
    site,
    violations,
    checkedCount: () => check?.checked ?? 0,
    pass: milliseconds => clock.turnTo(new Date(clock.now().getTime() + milliseconds)),
    async ask(path, how = {}) {
      const asker = how.as ?? app
      const token = how.token ?? tokens.get(asker) ?? (await fetchToken(tenant, asker))
      if (how.token === undefined) tokens.set(asker, token)
      const url = path.startsWith('https:') ? path : `${tenant.graphUrl}/v1.0${path}`
      const hasBody = how.body !== undefined
      const response = await fetch(url, {
        method: how.method ?? (hasBody ? 'POST' : 'GET'),
        headers: {
          authorization: `Bearer ${token}`,
          ...(hasBody ? { 'content-type': 'application/json' } : {}),
          ...how.headers,
        },
        ...(hasBody ? { body: JSON.stringify(how.body) } : {}),
      })
      const text = await response.text()
      const isJson = (response.headers.get('content-type') ?? '').includes('json')
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson ? JSON.parse(text) : undefined,
      }
    },
    [Symbol.asyncDispose]: () => tenant.close(),
  }
}

function addPeople(tenant: Tenant): Stage['people'] {
  const add = (name: string, more: Partial<User> = {}): User => {
    const [givenName = '', surname = ''] = name.split(' ')
    const address = `${givenName}.${surname}@contoso.example`
    return tenant.world.addUser({
      userPrincipalName: address,
      displayName: name,
      givenName,
      surname,
      mail: address,
      ...more,
    })
  }
  const adele = add('Adele Vance', {
    department: 'Retail',
    jobTitle: 'Retail Manager',
    officeLocation: '18/2111',
    mobilePhone: '+1 425 555 0109',
    preferredLanguage: 'en-US',
  })
  return {
    adele,
    alex: add('Alex Wilber', { department: 'Marketing', managerId: adele.id }),
    bianca: add('Bianca Pisani', { department: 'Retail', accountEnabled: false }),
    diego: add('Diego Siciliani', { mail: null, department: 'HR' }),
    grady: add('Grady Archie', {
      userType: 'Guest',
      userPrincipalName: 'grady_fabrikam.example#EXT#@contoso.example',
      mail: 'grady@fabrikam.example',
    }),
  }
}

export async function fetchToken(tenant: Tenant, app: App): Promise<string> {
  const answer = await postTokenForm(tenant, {
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: app.secrets[0]?.value ?? '',
    scope: 'https://graph.microsoft.com/.default',
  })
  return String(read(answer.body, 'access_token'))
}

export async function postTokenForm(
  tenant: Tenant,
  form: Record<string, string>,
  path = `/${tenant.world.tenantId}/oauth2/v2.0/token`,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${tenant.loginUrl}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return { status: response.status, body: await response.json() }
}

/** Walks `error/code` into a parsed body; undefined where it ends early. */
export function read(body: unknown, path: string): unknown {
  let value = body
  for (const step of path.split('/')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, step)
  }
  return value
}

/** The `value` of a collection. */
export function rows(answer: Answer): Record<string, unknown>[] {
  const value = read(answer.body, 'value')
  if (!Array.isArray(value)) throw new Error(`no collection in ${answer.text}`)
  return value
}
