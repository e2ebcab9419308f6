/** Whether people can open the links that they are mailed. */

import { doctorSentences } from '@muster/core/doctor-sentences'

export interface PublicAddress {
  /** What people's links begin with. */
  url: string
  /** True when an administrator named it; else it is the public face's own address. */
  isGiven: boolean
}

export interface Obstacle {
  /** For a reader of another language. */
  kind: 'onlyHere' | 'plainHttp'
  message: string
  remedy: string
}

/** What keeps a real tenant's people from their links, or null. A tenant on this machine is tried out on this machine. */
export function judgeReach({ url }: PublicAddress, graphUrl: string): Obstacle | null {
  const isHere = isOnlyHere(url)
  if (isHere && isOnlyHere(graphUrl)) return null
  if (isHere) {
    return {
      kind: 'onlyHere',
      message: doctorSentences.tell('linksOnlyHere', { address: url }),
      remedy: doctorSentences.tell('setPublicUrl'),
    }
  }
  if (new URL(url).protocol === 'https:') return null
  return {
    kind: 'plainHttp',
    message: doctorSentences.tell('linksPlainHttp', { address: url }),
    remedy: doctorSentences.tell('useHttps'),
  }
}

/** What keeps a campaign from being launched: an address that nobody chose and that does not do. */
export function judgeLaunchReach(address: PublicAddress, graphUrl: string): Obstacle | null {
  return address.isGiven || isOnlyHere(graphUrl) ? null : judgeReach(address, graphUrl)
}

/** Loopback, and the address that stands for "wherever this machine listens". */
function isOnlyHere(url: string): boolean {
  const { hostname } = new URL(url)
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/.test(hostname)
}
