/** What a take-over finds in a list that is not as it should be, as codes of a closed set with words. Pure. */

export const findingCodes = [
  'duplicate',
  'personMissing',
  'goneFromDirectory',
  'statusUnknown',
  'statusContradictsDates',
  'datesOutOfOrder',
  'clickedAtOnce',
  'mailedWithoutDate',
  'claimedWithoutMethod',
  'methodBelowGoal',
  'methodsUnknown',
  'registeredNotMarked',
  'inGroupWithoutMethod',
  'notInGroup',
  'dateUnreadable',
  'dateInFuture',
  'cellUnreadable',
  'tokenMissing',
  'tokenIsAddress',
  'tokenNotGuid',
  'tokenTwice',
  'tokenTaken',
  'errorNoted',
  'mailHeld',
  'excludedHere',
  'notEligible',
] as const

export type FindingCode = (typeof findingCodes)[number]

export interface Finding {
  code: FindingCode
  /** The cell or the value that shows it, if there is one. */
  detail: string | null
}

/** What it means and what is done about it, in a sentence. */
export const findingWords: Readonly<Record<FindingCode, string>> = {
  duplicate: 'the same person has another row; the furthest that any of them shows is kept',
  personMissing: 'the row names nobody; it is left out',
  goneFromDirectory: 'nobody in the directory has this name; the row is left out',
  statusUnknown: 'the status is none of the product’s; the dates decide',
  statusContradictsDates: 'the status says something else than the dates; the dates are believed',
  datesOutOfOrder: 'the dates are not in the order in which things happen',
  clickedAtOnce: 'the click came within two minutes of a mail, as a scanner does it; it is not believed',
  mailedWithoutDate: 'the status says that a mail was sent, and no date when; no mail for some days',
  claimedWithoutMethod: 'called registered, and no method is there; not taken over as active',
  methodBelowGoal: 'called registered, with less than this campaign asks for; not taken over as active',
  methodsUnknown: 'the methods could not be read; not taken over as active until they are',
  registeredNotMarked: 'registered, and the list does not know; taken over as active',
  inGroupWithoutMethod: 'in the group without a registered method',
  notInGroup: 'called a member of the group, and is none',
  dateUnreadable: 'a date cannot be read; it is left out',
  dateInFuture: 'a date lies in the future; it is left out',
  cellUnreadable: 'a cell does not hold what its column is for; it is left out',
  tokenMissing: 'no token: the links in mails already sent lead nowhere, here as there',
  tokenIsAddress: 'the token is a mail address; the old link works, and shows no address from here on',
  tokenNotGuid: 'the token is no GUID; the old link works, and leads to one',
  tokenTwice: 'two people have the same token; nobody gets it, since it names neither',
  tokenTaken: 'the token belongs to somebody else here already; it stays with them',
  errorNoted: 'the list notes an error',
  mailHeld: 'was mailed there lately; no mail from here before that is over',
  excludedHere: 'left out or protected here; stays so',
  notEligible: 'cannot be invited; skipped, unless registered',
}
