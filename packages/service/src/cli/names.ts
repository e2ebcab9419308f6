/** Names where ids are asked for: a tenant, a campaign, a sender, a person. The only one there is need not be named. */

import { ApiProblem, type Client } from '@muster/contract/client'
import type { Output } from '@muster/contract/routes'
import { pageLimitMax } from '@muster/contract/shapes/common'
import { CliFailure, exitCodes } from './failure.ts'

type Tenant = Output<'getTenant'>
type Campaign = Output<'getCampaign'>
type Sender = Output<'addSender'>
export type Enrolment = Output<'getPerson'>['enrolment']

/** Half a million people in pages of 500; a list that goes on after that is a loop. */
const pagesMax = 1000

/** Every item of a list, page by page, or the first `itemsMax` of them. */
export async function readAll<Item>(
  fetchPage: (page: {
    limit: number
    cursor?: string
  }) => Promise<{ items: Item[]; nextCursor: string | null }>,
  itemsMax = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const all: Item[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < pagesMax; pages++) {
    const limit = Math.min(pageLimitMax, itemsMax - all.length)
    const page = await fetchPage({ limit, ...(cursor === null ? {} : { cursor }) })
    all.push(...page.items)
    cursor = page.nextCursor
    if (cursor === null || all.length >= itemsMax) return all
  }
  throw new CliFailure('the list has no end', { where: `page ${pagesMax}` })
}

/** `flag` is what the command at hand takes: an option, or an argument in capitals. */
export async function findTenant(
  client: Client,
  named: string | undefined,
  flag: '--tenant' | 'TENANT' = '--tenant',
): Promise<Tenant> {
  const tenants = await readAll(query => client.listTenants({ query }))
  return pickOne(tenants, named, {
    what: 'tenant',
    id: tenant => tenant.tenantId,
    names: tenant => [tenant.name, tenant.entraTenantId],
    flag,
    make: 'muster tenant add',
  })
}

export async function findCampaign(
  client: Client,
  named: string | undefined,
  flag: '--campaign' | 'CAMPAIGN' = '--campaign',
): Promise<Campaign> {
  const campaigns = await readAll(query => client.listCampaigns({ query }))
  return pickOne(campaigns, named, {
    what: 'campaign',
    id: campaign => campaign.campaignId,
    names: campaign => [campaign.name],
    flag,
    make: 'muster campaign create',
  })
}

/** A tenant's sender by address or id. */
export async function findSender(
  client: Client,
  tenantId: string,
  wanted: { named: string; flag: string },
): Promise<Sender> {
  const senders = await readAll(query => client.listSenders({ params: { tenantId }, query }))
  return pickOne(senders, wanted.named, senderNaming(wanted.flag))
}

export function senderNaming(flag: string): Naming<Sender> {
  return {
    what: 'sender',
    id: sender => sender.senderId,
    names: sender => [sender.address],
    flag,
    make: 'muster sender add',
  }
}

export interface Naming<Item> {
  what: string
  id(item: Item): string
  names(item: Item): string[]
  flag: string
  make: string
}

/** The item of that id or name, or the only one. Throws when there is none, or more than one. */
export function pickOne<Item>(items: readonly Item[], named: string | undefined, naming: Naming<Item>): Item {
  const wanted = named?.toLowerCase()
  const isIt = (item: Item) =>
    [naming.id(item), ...naming.names(item)].some(name => name.toLowerCase() === wanted)
  const found = wanted === undefined ? items : items.filter(isIt)
  const [first] = found
  if (first !== undefined && found.length === 1) return first
  const known = items.slice(0, 10).map(item => `${naming.names(item)[0]} (${naming.id(item)})`)
  if (items.length === 0)
    throw new CliFailure(`there is no ${naming.what} yet`, { remedy: `make one: ${naming.make}` })
  if (found.length === 0) {
    throw new CliFailure(`there is no ${naming.what} "${named}"`, {
      where: naming.flag,
      remedy: `one of: ${known.join(', ')}`,
    })
  }
  const many = `${found.length} ${naming.what}s`
  throw new CliFailure(
    named === undefined ? `there are ${many}; which one?` : `${many} are called "${named}"`,
    {
      exitCode: exitCodes.usage,
      where: naming.flag,
      remedy: `name one, or give its id: ${known.join(', ')}`,
    },
  )
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export interface PersonQuery {
  /** An enrolment id, an object id, a UPN or a mail address. */
  named: string
  /** Looked up only when it is needed. */
  campaign(): Promise<Campaign>
  /** To look at somebody, part of a name is enough when it fits one person; to act on somebody it is not. */
  isPartEnough: boolean
}

/** The person meant. The address travels in a body, never in a URL. */
export async function findPerson(client: Client, query: PersonQuery): Promise<Enrolment> {
  const { named } = query
  if (uuid.test(named)) {
    const found = await getEnrolment(client, named)
    if (found !== null) return found
  }
  const { campaignId, name } = await query.campaign()
  const { items } = await client.searchPeople({
    params: { campaignId },
    body: { text: named, limit: pageLimitMax },
  })
  const wanted = named.toLowerCase()
  const exact = items.filter(person =>
    [person.userPrincipalName, person.mail, person.objectId].some(value => value?.toLowerCase() === wanted),
  )
  const found = exact.length > 0 || !query.isPartEnough ? exact : items
  const [first] = found
  if (first !== undefined && found.length === 1) return first
  const near = items.slice(0, 10).map(person => person.userPrincipalName)
  const hint = { where: 'PERSON', ...(near.length > 0 ? { remedy: `one of: ${near.join(', ')}` } : {}) }
  if (first === undefined) throw new CliFailure(`nobody in "${name}" is "${named}"`, hint)
  throw new CliFailure(`${found.length} people in "${name}" match "${named}"`, hint)
}

async function getEnrolment(client: Client, enrolmentId: string): Promise<Enrolment | null> {
  try {
    return (await client.getPerson({ params: { enrolmentId } })).enrolment
  } catch (error) {
    // An object id is no enrolment id, and one that Microsoft made need not be a UUID by RFC 9562.
    if (error instanceof ApiProblem && (error.body.status === 404 || error.body.status === 422)) return null
    throw error
  }
}
