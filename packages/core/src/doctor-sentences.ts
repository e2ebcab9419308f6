/** What the doctor says by itself: what it looked at, what it found, and how to mend it. What Graph said is none of these. */

import { createSentences } from './sentences.ts'

export const doctorSentences = createSentences({
  signIn: 'sign-in to the tenant',
  links: "people's links",
  people: 'reading people',
  methods: 'reading authentication methods',
  report: 'the registration report',
  auditLog: 'the audit log',
  groupMembers: 'changing group members',
  group: 'the group {group}',
  mail: 'sending mail',
  mailAs: 'sending mail as {address}',
  sentItems: 'looking into Sent Items and the inbox',
  zones: 'reading time zones of mailboxes',
  excess: 'more than is needed',

  works: 'works',
  granted: 'granted',
  signedIn: 'signed in with {roles}',
  signedInBare: 'signed in, with no application permission at all',
  linksBegin: 'begin with {address}',
  noMailbox: 'no Graph mailbox is set up as a sender',
  noLicence: 'the tenant has no Entra ID P1 or P2 licence, so there is no such report',
  notCarried: 'the token does not carry it',
  notCarriedMail: 'the token does not carry it; fine when Exchange grants it by RBAC for Applications',
  takesMembers: '"{group}" takes members',
  noGroup: 'there is no such group',
  noSender: 'no sender is set up',
  budgetUsed: 'not asked: the budget of {service} is used up until {until}',
  notAsked: 'not asked: {why} until {until}',
  bySmtp: 'sends by SMTP; shown by the first mail',
  neverUsed: 'Muster never uses this permission, and whoever holds its credential could',

  grantFor: 'grant {permission} as an application permission with admin consent; it is for {use}',
  grant: 'grant {permission} as an application permission with admin consent',
  grantMail: 'grant Mail.Send with admin consent, or an Exchange role scoped to this mailbox',
  runAgain: 'run it again then',
  noneNeeded: 'none needed: people are read live instead',
  tryAgain: "try again; if it stays, look Graph's code up",
  checkAddress: 'check the address, the network, and MUSTER_CA_FILE if it has a certificate of its own',
  otherGroup: 'make an assigned security group and give it to the campaign',
  checkGroupId: 'check its object id in Entra',
  addSender: 'add one with "muster sender add"',
  mendSender: 'mend what it says; the mails wait and go on by themselves',
  takeAway: 'take {permission} away from the app registration',
})

export type DoctorCode = (typeof doctorSentences.codes)[number]
