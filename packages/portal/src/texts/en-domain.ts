/** English for the words of the domain: states, levels, goals, reasons, events. */

import { many } from './plural.ts'
import type { EventFacts } from './timeline-words.ts'

const reasons: Readonly<Record<string, string>> = {
  protected: 'the account is on the list of protected people',
  deleted: 'the account has been deleted',
  accountDisabled: 'the account is disabled',
  guest: 'guests are not invited by this campaign',
  noMailbox: 'the directory has no mail address',
  bounced: 'the mail came back',
}

const levels: Readonly<Record<string, string>> = {
  none: 'no method',
  phone: 'a phone only',
  mfa: 'a strong method',
  phishingResistant: 'a phishing-resistant method',
  unknown: 'a method that Muster does not know',
}

const sources: Readonly<Record<string, string>> = {
  live: 'read live from the account',
  report: 'from the registration report, up to a day old',
}

export const enDomain = {
  status: {
    pending: 'Pending',
    sent: 'Invited',
    clicked: 'Followed link',
    addedToGroup: 'In the group',
    active: 'Registered',
    skipped: 'Skipped',
    failed: 'Failed',
    excluded: 'Excluded',
  },
  statusMeaning: {
    pending: 'Taken into the campaign and not yet invited.',
    sent: 'Has been invited and has not followed the link yet.',
    clicked: 'Has followed the link; no sufficient method has been seen yet.',
    addedToGroup: 'Has followed the link and is in the group; no sufficient method has been seen yet.',
    active: 'Has registered what the campaign asks for. Done.',
    skipped: 'Is not invited.',
    failed: 'Could not be invited.',
    excluded: 'Was left out by an operator.',
  },
  campaignStatus: { draft: 'Draft', running: 'Running', paused: 'Paused', finished: 'Finished' },
  mailState: {
    queued: 'Queued',
    sending: 'Being sent',
    sent: 'Sent',
    refused: 'Refused',
    uncertain: 'Uncertain',
    withdrawn: 'Withdrawn',
    bounced: 'Came back',
  },
  mailKind: {
    invitation: (number: number) => (number === 1 ? 'Invitation' : `Invitation ${number}`),
    reminder: (number: number) => `Reminder ${number}`,
    escalation: () => 'Digest for a manager',
    automation: () => 'Mail of an automation',
  },
  ruleMail: (rule: string) => `Automation: ${rule}`,
  escalation: {
    waiting: 'Manager to be told',
    escalated: 'Manager told',
    noManager: 'No manager to tell',
    notSent: 'Digest not sent',
    notNeeded: 'No longer needed',
  },
  level: {
    phishingResistant: 'Phishing-resistant method',
    mfa: 'Strong method',
    phone: 'Phone only',
    none: 'No method',
    unknown: 'Not looked at yet',
  },
  shortLevel: {
    phishingResistant: 'Resistant',
    mfa: 'Strong',
    phone: 'Phone only',
    none: 'None',
    unknown: 'Unknown',
  },
  goal: {
    mfa: 'any registered method, a phone included',
    notPhoneOnly: 'more than a phone: app, code, key or passkey',
    phishingResistant: 'phishing-resistant: key, passkey or Windows Hello',
  },
  reasonName: (reason: string): string | null => reasons[reason] ?? null,
  levelName: (level: string): string | null => levels[level] ?? null,
  sourceName: (source: string): string | null => sources[source] ?? null,
  noMailReason: {
    protected: 'Protected accounts',
    deleted: 'Deleted accounts',
    accountDisabled: 'Disabled accounts',
    guest: 'Guests',
    noMailbox: 'No mail address',
    excluded: 'Left out by an operator',
    registered: 'Registered already',
    invited: 'Invited already',
    failed: 'Failed before',
    lost: 'Lost a registration, which this campaign does not mail about',
  },
  next: {
    launch: () => 'the launch of the campaign.',
    resume: () => 'the campaign to be resumed.',
    release: () => 'the panic stop to be released.',
    over: () => 'nothing; the campaign is finished.',
    invitation: (at: string | null) => (at === null ? 'the invitation.' : `the invitation, due ${at}.`),
    reminder: (at: string | null) => (at === null ? 'the next reminder.' : `the next reminder, due ${at}.`),
    escalation: (at: string | null) =>
      at === null ? 'the manager to be told.' : `the manager to be told, from ${at} on.`,
    mail: () => 'a mail that is on its way.',
    click: () => 'the person; no further reminder is planned.',
    join: () => 'the group to take the person in.',
    registration: () => 'the person to register a method; Muster sees it by itself.',
    nothing: () => 'nothing more.',
    operator: () => 'an operator: retry.',
    reinstatement: () => 'an operator: reinstate.',
    endOfExclusion: (at: string | null) =>
      at === null ? 'the end of the exclusion.' : `the exclusion ends ${at}.`,
    eligibility: () => 'the reason to go away; Muster then goes on by itself.',
  },
  /** The command line on the server as somebody who did something, after "by" and alone. */
  localCaller: { by: 'the server’s command line', name: 'Command line of the server' },
  eventName: (kind: string): string => eventNames[kind] ?? kind,
  events: {
    ruleListed: ({ rule }: EventFacts) => `On the list of the automation “${rule}”.`,
    ruleActed: ({ rule, act, state }: EventFacts) => `Automation “${rule}”, ${act}: ${state}.`,
    enrolled: () => 'Taken into the campaign.',
    linkRequested: () => 'Asked for the link again on the public page.',
    invitationAsked: ({ number }: EventFacts) =>
      number === 1 ? 'Invitation queued.' : `Invitation ${number} queued.`,
    invited: ({ number }: EventFacts) => (number === 1 ? 'Invitation sent.' : `Invitation ${number} sent.`),
    invitationRefused: ({ reason }: EventFacts) => `The invitation was refused: ${reason}.`,
    reminderAsked: ({ number }: EventFacts) => `Reminder ${number} queued.`,
    reminded: ({ number }: EventFacts) => `Reminder ${number} sent.`,
    reminderRefused: ({ number, reason }: EventFacts) => `Reminder ${number} was refused: ${reason}.`,
    mailBounced: ({ reason }: EventFacts) => `A mail came back: ${reason}.`,
    mailUncertain: ({ mailName, reason }: EventFacts) =>
      `${mailName}: nobody knows whether it was sent (${reason}).`,
    mailArrived: ({ mailName, by, owner }: EventFacts) =>
      `${mailName}: taken as sent; ${settled(by, owner) ?? 'it was found in Sent Items'}.`,
    mailSentAgain: ({ mailName, by, owner }: EventFacts) =>
      `${mailName}: sent again; ${settled(by, owner) ?? 'it was not found in Sent Items'}.`,
    mailNotSentAgain: ({ mailName, by, owner }: EventFacts) =>
      `${mailName}: not sent again, since nobody wants it any more; ${settled(by, owner) ?? 'it was not found in Sent Items'}.`,
    mailWithdrawn: () => 'A queued mail was withdrawn.',
    linkOpened: ({ times }: EventFacts) =>
      `The link was opened, ${many(times, 'once', `${times} times`)} so far (perhaps by a mail scanner).`,
    escalationAsked: () => 'The manager is to be told, in the next digest.',
    escalated: ({ manager }: EventFacts) => `The manager was told: ${manager}.`,
    notEscalated: ({ reason }: EventFacts) => `The manager was not told: ${reason}.`,
    confirmed: () => 'Pressed the button on the page.',
    joinAsked: () => 'Group membership asked for.',
    joinWithdrawn: () => 'Group membership no longer asked for.',
    joined: () => 'Added to the group.',
    joinRefused: ({ reason }: EventFacts) => `The group refused: ${reason}.`,
    registrationSeen: ({ level, source }: EventFacts) => `Registered with ${level} (${source}).`,
    registrationLost: ({ level, reopens }: EventFacts) =>
      `No longer registered (${level})${reopens ? '' : '; stays registered here, flagged'}.`,
    skipped: ({ reason }: EventFacts) => `Skipped: ${reason}.`,
    readmitted: () => 'Back in the campaign: the reason for skipping is gone.',
    excluded: ({ owner, until, reason }: EventFacts) =>
      `Excluded by ${owner}${until === '' ? '' : ` until ${until}`}: ${reason}.`,
    reinstated: ({ owner }: EventFacts) =>
      owner === '' ? 'Back in the campaign: the exclusion ended.' : `Reinstated by ${owner}.`,
    takenOver: () => 'Taken over from another rollout, with what had happened there.',
    retried: ({ owner }: EventFacts) => `Tried again by ${owner}.`,
  },
}

const eventNames: Readonly<Record<string, string>> = {
  enrolled: 'taken in',
  linkRequested: 'asked for the link again',
  invitationAsked: 'invitation queued',
  invited: 'invitation sent',
  invitationRefused: 'invitation refused',
  reminderAsked: 'reminder queued',
  reminded: 'reminder sent',
  reminderRefused: 'reminder refused',
  mailBounced: 'mail came back',
  mailWithdrawn: 'mail withdrawn',
  escalationAsked: 'manager to be told',
  escalated: 'manager told',
  notEscalated: 'manager not told',
  confirmed: 'pressed the button',
  joinAsked: 'group asked for',
  joinWithdrawn: 'group no longer asked for',
  joined: 'added to the group',
  joinRefused: 'refused by the group',
  registrationSeen: 'registered',
  registeredBefore: 'had registered before any mail',
  registrationLost: 'no longer registered',
  skipped: 'skipped',
  readmitted: 'back in the campaign',
  excluded: 'excluded',
  reinstated: 'reinstated',
  retried: 'tried again',
  takenOver: 'taken over',
}

/** Who or what settled the fate of a mail; null when the Sent Items did. */
function settled(by: string, owner: string): string | null {
  if (by === 'operator') return `${owner} decided so`
  if (by === 'campaign') return 'the campaign says so after a while'
  if (by === 'link') return 'its link was opened'
  return by === 'bounce' ? 'it came back' : null
}
