/** Why a rule left somebody alone, in English: the same on the command line and in the portal. */

export const ruleReasonWords = {
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
