/** Which mails a page shows, in its address. */

import { mailStates } from '@muster/contract/shapes/mails'

export interface MailSearch {
  state?: (typeof mailStates)[number]
}

export function readMailSearch(search: Record<string, unknown>): MailSearch {
  const state = mailStates.find(one => one === search.state)
  return state === undefined ? {} : { state }
}
