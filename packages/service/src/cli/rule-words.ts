/** What is said of a rule on the terminal, in words instead of the API's. */

const reasons: Readonly<Record<string, string>> = {
  notRegistered: 'no registration to be seen',
  conditionNotMet: 'what is there is not what the rule asks for',
  notKnown: 'nobody could tell what is registered',
  temporaryAccessPass: 'a Temporary Access Pass is no registration',
  noPerson: 'the record names nobody',
  unknownPerson: 'the directory does not know the person',
  notConcerned: 'not somebody whom the rule concerns',
  dropped: 'left alone, as somebody decided',
  actedBefore: 'it has acted for that already',
  waitsAlready: 'waits to be looked at already',
  notAsked: 'a live look decides when it happens; only the newest are looked at in a test',
}

/** Whatever is no word of ours was said by somebody else, and is shown as it is. */
export function tellReason(reason: string | null): string | null {
  return reason === null ? null : (reasons[reason] ?? reason)
}
