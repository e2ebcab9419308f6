/**
 * Where a webhook may go: to the internet, and to hosts of one's own that the installation names. A name is resolved once,
 * every address it has is judged, and the call goes to the one that was judged, whatever the name says a moment later.
 */

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { actSentences } from '@muster/core/act-sentences'
import { obstacleSentences } from '@muster/core/obstacle-sentences'
import ipaddr from 'ipaddr.js'

export interface Target {
  url: URL
  /** The address that the connection is made to. */
  address: string
  family: 4 | 6
}

export type TargetAnswer =
  | { kind: 'target'; target: Target }
  /** It must not be called; saying why helps whoever typed it. */
  | { kind: 'forbidden'; reason: string }
  | { kind: 'unknown'; reason: string }

/** Host names and addresses, lower case, that may be called although they are inside. */
export type AllowedHosts = ReadonlySet<string>

/** What the address alone tells; null when nothing is wrong with it. */
export function judgeAddress(text: string, allowed: AllowedHosts): string | null {
  if (!URL.canParse(text)) return obstacleSentences.tell('noAddress')
  const url = new URL(text)
  const isOwn = allowed.has(hostOf(url))
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwn))
    return obstacleSentences.tell('notHttps')
  if (url.username !== '' || url.password !== '') return obstacleSentences.tell('carriesPassword')
  const host = hostOf(url)
  if (!isOwn && isIP(host) !== 0 && !isPublic(host)) return obstacleSentences.tell('privateNetwork')
  if (!isOwn && (host === 'localhost' || host.endsWith('.localhost')))
    return obstacleSentences.tell('thisMachine')
  return null
}

/** Resolves the name and judges what it resolves to. */
export async function findTarget(text: string, allowed: AllowedHosts): Promise<TargetAnswer> {
  const wrong = judgeAddress(text, allowed)
  if (wrong !== null) return { kind: 'forbidden', reason: wrong }
  const url = new URL(text)
  const addresses = await resolve(hostOf(url))
  if (typeof addresses === 'string') return { kind: 'unknown', reason: addresses }
  const [first] = addresses
  if (first === undefined)
    return { kind: 'unknown', reason: actSentences.tell('hostWithoutAddress', { host: hostOf(url) }) }
  // One inside among several outside is how a name is made to lead inside now and then.
  const isInside = !allowed.has(hostOf(url)) && addresses.some(one => !isPublic(one.address))
  if (isInside) return { kind: 'forbidden', reason: actSentences.tell('hostInside', { host: hostOf(url) }) }
  return { kind: 'target', target: { url, ...first } }
}

async function resolve(host: string): Promise<{ address: string; family: 4 | 6 }[] | string> {
  try {
    const found = await lookup(host, { all: true, verbatim: true })
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOTFOUND') return actSentences.tell('hostUnknown', { host })
    return error instanceof Error ? error.message : String(error)
  }
}

function hostOf(url: URL): string {
  // `localhost.` is `localhost`: a dot at the end only says that the name is whole.
  return url.hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '')
}

/** Public by its number, and yet a cloud's own: the host of every virtual machine in Azure answers there. */
const azureHost = '168.63.129.16'

/**
 * Neither loopback, private, link-local, shared, reserved, multicast nor documentation; an IPv4 address within an IPv6
 * one is judged as what it is, and tunnels of IPv6 into IPv4 lead anywhere.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast' && parsed.toString() !== azureHost
}
