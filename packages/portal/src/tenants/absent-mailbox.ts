/** What the doctor says of a sender's address for which there is no mailbox. Pure. */

import type { Output } from '@muster/contract/routes'

type Check = Output<'doctor'>['checks'][number]

/** Null where there is one, and where that cannot be seen: without Mail.Read only a test mail shows it. */
export function findAbsentMailbox(checks: readonly Check[], address: string): Check | null {
  const found = checks.find(
    ({ codes: { name, message } }) =>
      name?.code === 'mailAs' && name.facts.address === address && message?.code === 'noSuchMailbox',
  )
  return found ?? null
}
