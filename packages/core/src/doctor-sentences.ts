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
  list: 'the SharePoint list',
  listOf: 'the SharePoint list of {campaign}',

  linksOnlyHere: "people's links begin with {address}, which nobody but this machine can open",
  setPublicUrl:
    'set MUSTER_PUBLIC_URL to what people can reach, such as https://mfa.example.com, and start again',
  linksPlainHttp:
    "people's links begin with {address}: what travels over http can be read and changed on the way",
  useHttps: 'use https: put a proxy that ends TLS in front, and set MUSTER_PUBLIC_URL to its address',
  loginSilent: 'no answer from the login service in {seconds} s',
  secretWrong:
    "the secret is wrong: take the secret's value, not its id (App registrations, Certificates & secrets)",
  secretExpired: 'the secret has expired: make a new one (App registrations, Certificates & secrets)',
  noSuchApp: 'no such app in this tenant: check the client id and the tenant id',
  certificateWrong: 'the certificate is not the one registered with the app: upload its public part',
  tenantIdWrong:
    'the tenant id may be wrong: compare it with "Tenant ID" on the overview in Entra, and mend it with "muster tenant update --entra-tenant"',
  compareApp: 'compare tenant id, client id and credential with the app registration in Entra',
  reachLogin:
    'check that this machine reaches the login service, and MUSTER_CA_FILE if it has a certificate of its own',

  works: 'works',
  granted: 'granted',
  grantedUnseen: 'granted; that the mailbox is there, a test mail shows',
  mailboxThere: 'granted, and the mailbox is there',
  noSuchMailbox: 'there is no such mailbox, or it is not in Exchange Online',
  mendMailbox: 'compare the address with the mailbox in the Exchange admin centre, or remove the sender',
  signedIn: 'signed in with {roles}',
  signedInBare: 'signed in, with no application permission at all',
  linksBegin: 'begin with {address}',
  noMailbox: 'no Graph mailbox is set up as a sender',
  noLicence: 'the tenant has no Entra ID P1 or P2 licence, so there is no such report',
  notCarried: 'the token does not carry it',
  notCarriedMail: 'the token does not carry it; fine when Exchange grants it by RBAC for Applications',
  takesMembers: '"{group}" takes members',
  groupUnfit: '"{group}" cannot be used: {obstacle}',
  noGroup: 'there is no such group',
  noSender: 'no sender is set up',
  budgetUsed: 'not asked: the budget of {service} is used up until {until}',
  notAsked: 'not asked: {why} until {until}',
  bySmtp: 'sends by SMTP; shown by the first mail',
  noList: 'no campaign has one; it would show a campaign in a list of SharePoint (optional)',
  listReadable: '"{list}" can be read',
  listNotWritable: '"{list}" can be read and not written: {reason}',
  listGone: 'the list "{list}" is not there any more',
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
  grantList:
    'grant Sites.Selected with admin consent, and the app "write" on {site}; then check the list ("muster mirror check")',
  restoreList:
    'restore it from the recycle bin of the site, or end it ("muster mirror remove") and make another',
  runAgainLater: 'run it again in a while',
  takeAway: 'take {permission} away from the app registration',
})

export type DoctorCode = (typeof doctorSentences.codes)[number]
