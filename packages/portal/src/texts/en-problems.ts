/**
 * English for what the service refused. Its own sentences are English already; here stand those that speak of commands
 * and fields of the API, of which nobody at the portal knows.
 */

import type { ObstacleCode } from '@muster/core/obstacle-sentences'
import { obstacleSentences } from '@muster/core/obstacle-sentences'
import type { Facts } from '@muster/core/sentences'
import { type ProblemSentence, type ToldCode, toldProblems } from '@muster/core/told-problems'
import type { ProblemText, ProblemTexts } from './problem-texts.ts'

const runDoctor = 'Open Tenants, choose "Check permissions", grant what it names, and try again.'
const reload = 'Load this page again, and repeat what you did.'
const signInAgain = 'Load this page again to sign in.'
const chooseSenders = 'Choose among the senders that are there.'

const ownTexts: Partial<ProblemTexts> = {
  noRoute: [
    'The service does not know this request',
    'It has another version than this page: load it again.',
  ],
  valueUnstorable: [
    'Something that was typed cannot be stored',
    'Look for characters that cannot be seen, and take them out.',
  ],
  cursorUnknown: ['The list cannot be continued from here', reload],
  bodyNotJson: ['The service could not read the request', reload],
  bodyCutOff: ['The connection broke while sending', 'Try again.'],
  fileNameUnreadable:
    'The name of the file is empty or longer than {most} characters. Give it a shorter one.',
  mediaTypeUnread: ['The service could not read the request', reload],
  bodyTooLarge: [
    'What was sent is larger than {megabytes} MB',
    'Send less at a time; a longer list can be split into several files.',
  ],
  repeatKeyLength: ['The service could not read the request', reload],
  repeatKeyTaken: ['This was sent before with other content', reload],
  repeatAtWork: ['The same request is still at work', 'Look again in a moment.'],
  secretShownBefore: [
    'This was done already, and its secret was shown then',
    'Take away what was made and make another.',
  ],
  foreignPage: [
    'This page was not opened at the address that the service knows',
    'Open {address}. If that is not the address in the browser, set MUSTER_ADMIN_URL and start the service again.',
  ],
  roleTooLittle: ['This needs the role {needed}; yours is {role}', 'Ask an administrator for the role.'],
  keyTooLittle: 'This needs the role {needed}; the key "{key}" has the role {role}',
  keyNotValid: ['The API key is not valid, or was revoked', signInAgain],
  nobodySignedIn: ['Nobody is signed in', signInAgain],
  sessionOver: ['Your session is over', signInAgain],
  sessionJustEnded: ['Your session has just ended', signInAgain],
  keyNotSignedIn: 'An API key is not signed in. It is revoked on the page API keys.',
  noProvider: [
    'Nobody can sign in here: no provider is set up',
    'Set MUSTER_SIGNIN_ISSUER and what belongs to it, and start the service again.',
  ],
  noMark: ['"{text}" is no mark', 'Give one that an earlier check showed, such as 42-0123456789abcdef0123.'],

  tenantRead: [
    'People of this Entra tenant were read already; another’s would mix with them',
    'Connect the other one beside it: Tenants, "Connect a tenant".',
  ],
  noSuchSenders: ['The tenant has no such sender', chooseSenders],
  senderTaken: ['The tenant has the sender {address} already', 'Edit that one, or remove it first.'],
  senderUsed: [
    'The sender is used by {names}',
    'Finish the campaign first, or give the automation another sender.',
  ],
  mailboxHasNoServer: [
    'A mailbox of the tenant has no mail server and no password of its own',
    'Add a sender of the kind "Mail server (SMTP)" for that.',
  ],
  protectionNotLookedUp: ['The directory could not be asked: {said}', `Nobody was protected. ${runDoctor}`],
  coloursUnreadable: [
    '{text} on {colour} cannot be read: {ratio} to 1, 4.5 is needed',
    'Choose a darker or a lighter text, or leave it to Muster.',
  ],

  campaignWithoutSender: [
    'The campaign has no sender, so it could not mail anybody',
    'Choose one with Edit; the page Senders adds one.',
  ],
  duePassed: ['The due date {day} has passed: today is {today} (UTC)', 'Give a day to come, or none.'],
  groupUnread: ['The group could not be read: {said}', runDoctor],
  campaignLaunched: ['"{name}" was launched: what people were told of is kept', 'Finish it instead.'],
  campaignUsed: [
    'The campaign is used by {names}',
    'Give the automation another campaign, or remove it first.',
  ],
  noBatch: 'There is no such list',
  noEnrolment: 'This person is not in the campaign, or not any more',
  stoppedNoMail: [
    'Everything is stopped for this tenant, so no mail goes out',
    'Release the stop first: it stands on top of the page.',
  ],
  tenantWithoutSender: ['The tenant has no sender, so no mail can go out', 'Add one on the page Senders.'],
  tooManySchedules: ['A tenant has at most {most} scheduled summaries', 'Remove those that nobody reads.'],
  recipientStranger: [
    'No one with a mailbox in the directory, and nobody who has signed in, is {addresses}',
    'Give the address of somebody of this tenant. "Read the directory now" on the page Tenants finds who is new in it.',
  ],
  takeoverUnderWay: ['A take-over of this campaign is under way', 'Wait until it is done.'],

  noRule: 'There is no such automation',
  ruleNameTaken: 'The tenant has an automation named "{name}" already',
  ruleOn: ['The automation is on', 'Switch it off first.'],
  noWebhook: 'The automation has no such webhook',
  brandingChanged: ['Somebody has changed this meanwhile, to “{now}”', reload],
  templateChanged: ['These words were put back to the built-in ones meanwhile', reload],
  templateChangedBy: ['{who} changed these words meanwhile ({at})', reload],
  ruleChanged: ['“{name}” was changed meanwhile', reload],
  ruleChangedBy: ['{who} changed “{name}” meanwhile ({at})', reload],
  logSilent: ['The log cannot be read just now', 'Everything else goes on. Try again in a moment.'],
  logSilentUntil: [
    'The log cannot be read just now',
    'Everything else goes on. The log can be asked again from {until} on.',
  ],
  logRefused: ['The log is refused: {said}', runDoctor],
  watchesAll: ['The automation would watch the whole log', 'Choose an activity, a service or a category.'],
  actionGroupEnforced: [
    '"{campaign}" enforces on that group: whoever left it would not be asked',
    'Take another group, or tick "Also from a group that a campaign enforces on".',
  ],
  wordsWrong: [
    'The words cannot be read: {said}',
    'Mend them; they may name person, recipient, event, organisation and rule.',
  ],
  wordsWrongInLine: [
    'The words cannot be read (line {line}): {said}',
    'Mend them; they may name person, recipient, event, organisation and rule.',
  ],
  methodBoth: ['"{method}" is to be there and not to be there', 'Take it out of one of the two.'],
  ruleWithoutSender: ['The automation sends mail and has no sender', 'Choose one.'],
  senderElsewhere: ['One of the senders is not of this tenant, or was removed', chooseSenders],
  campaignElsewhere: ['The campaign is not of this tenant, or was deleted', 'Choose another.'],
}

function toldInEnglish(code: ToldCode): ProblemText {
  const { detail, remedy }: ProblemSentence = toldProblems[code]
  return ownTexts[code] ?? (remedy === undefined ? detail : [detail, remedy])
}

export const enProblems = {
  problemText: toldInEnglish,
  obstacleSays: (code: ObstacleCode, facts: Facts): string => obstacleSentences.tell(code, facts),
}
