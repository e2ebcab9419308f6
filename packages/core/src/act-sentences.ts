/**
 * What comes of an act of an automation, or why it would not be done, each by a code: what Muster says by itself, and what
 * is known of the sentences of the network. Rows keep the sentence; whoever speaks another language reads it back.
 */

import { createSentences } from './sentences.ts'

/** The first that fits is meant, so the more particular one stands before the more general. */
export const actSentences = createSentences({
  takenOut: 'the action was taken out of the rule',
  nobodyToActOn: 'there is nobody to act on',
  nobodyToMail: 'there is nobody to mail',
  noPerson: 'the record names no person',
  unknownPerson: 'the directory does not know the person whom the record names',
  personUnknown: 'the directory does not know the person',
  personAbsent: 'the directory does not know the person (yet)',
  untouchable: 'the account is on the list of protected people, whom nothing of Muster touches',
  protected: 'the account is on the list of protected people',
  deleted: 'the account has been deleted',
  accountDisabled: 'the account is disabled, so nobody can sign in with it',
  noMailbox: 'the directory has no mail address; mail is never sent to the UPN by guess',
  nothingRegistered: 'nothing registered yet',
  notInGraph: 'not known to Graph yet',

  noManager: 'the directory names no manager',
  ownManager: 'the directory names the person as their own manager',
  managerProtected: 'the manager is on the list of protected people, who are not mailed',
  managerDeleted: "the manager's account has been deleted",
  managerDisabled: "the manager's account is disabled",
  managerGuest: 'the manager is a guest',
  managerNoMailbox: 'the directory has no mail address of the manager',

  enforced: '"{campaign}" enforces on the group, and the rule does not say that people leave it all the same',
  campaignGone: 'there is no such campaign any more',
  campaignFinished: '"{campaign}" is finished and takes nobody in',
  wasInCampaign: 'was in the campaign already',
  isInCampaign: 'is in the campaign already',
  isExcluded: 'is excluded from the campaign',
  noGroup: 'there is no such group',
  groupGone: 'there is no group {group} any more',
  groupUnfit: '"{group}" cannot be used: {said}',
  groupBusy: '{answer}: the group is being changed',
  memberUnknown: '{answer}: not known to the directory (yet)',

  notAskedFor: 'not asked for',
  noAddress: 'the action has no address',
  notCalled: 'not called: {said}',
  hostWithoutAddress: '{host} has no address',
  hostInside: '{host} leads into a private network',
  hostUnknown: 'no network knows the name {host}',
  noAnswer: 'no answer within {seconds} s',
  redirected: 'answered {status}: a redirect, which is not followed',
  answeredWith: 'answered {status}: {said}',
  answered: 'answered {status}',
  givenUp: 'given up after {attempts} tries: {said}',
  mailBack: 'the mail came back: {said}',
  doneBy: 'taken as done, as {by} decided',

  tooManyForOne: 'more than one person within an hour',
  tooMany: 'more than {people} people within an hour',

  // What Node says of a call that came to nothing.
  callRefused: '{call} ECONNREFUSED {address}',
  callSilent: '{call} ETIMEDOUT {address}',
  callReset: '{call} ECONNRESET',
  callHungUp: 'socket hang up',
  callSelfSigned: 'self-signed certificate{said}',
  callUntrusted: 'unable to verify the first certificate{said}',
  callExpired: 'certificate has expired',
  callOtherName: "Hostname/IP does not match certificate's altnames: {said}",
})

export type ActCode = (typeof actSentences.codes)[number]
