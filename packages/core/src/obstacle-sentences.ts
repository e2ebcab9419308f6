/** What stands in the way of a group, an address or a column of a list: each obstacle as a code and as an English sentence. */

import { createSentences } from './sentences.ts'

export const obstacleSentences = createSentences({
  dynamicGroup: 'its members follow a rule (dynamic membership), so nobody can be added by hand',
  syncedGroup: 'it is synchronised from on-premises, so its members must be changed there',
  plainGroup: 'it is not a security group, so Conditional Access cannot use it',

  noAddress: 'it is no address',
  notHttps: 'it is not https',
  carriesPassword: 'it carries a name or a password',
  privateNetwork: 'it leads into a private network',
  thisMachine: 'it leads to this machine',

  throttled: '{service} is throttled',
  budgetUsed: 'the budget of {service} is used up',

  columnMissing: 'no column {column}',
  columnKind: 'a column {column} of kind {found} instead of {wanted}',
  columnChoices: 'a column {column} without the choices {choices}',
})

export type ObstacleCode = (typeof obstacleSentences.codes)[number]
