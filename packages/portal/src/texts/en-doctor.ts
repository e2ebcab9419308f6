/** English for what the doctor says: the service's own sentences, but for those that speak of commands of a terminal. */

import { type DoctorCode, doctorSentences } from '@muster/core/doctor-sentences'
import { type Facts, fillIn } from '@muster/core/sentences'

/** Facts stand in braces, as in the sentences themselves. */
const ownSentences: Readonly<Partial<Record<DoctorCode, string>>> = {
  tenantIdWrong:
    'the tenant id may be wrong: compare it with "Tenant ID" on the overview in Entra, and mend it here with "Edit"',
  runAgain: 'check again then',
  runAgainLater: 'check again in a while',
  addSender: 'add one under Settings, Senders',
  otherGroup: 'make an assigned security group in Entra and give it to the campaign with "Edit"',
  grantList:
    'grant Sites.Selected with admin consent, and the app "write" on {site}; then choose "Check now" in the campaign, under "SharePoint list"',
  restoreList:
    'restore it from the recycle bin of the site; or remove it in the campaign, under "SharePoint list", and set up another',
}

export const enDoctor = {
  doctorSays(code: DoctorCode, facts: Facts): string {
    const own = ownSentences[code]
    return own === undefined ? doctorSentences.tell(code, facts) : fillIn(own, facts)
  },
}
