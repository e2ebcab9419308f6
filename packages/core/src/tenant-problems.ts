/** Problems of a tenant and what belongs to it: senders, groups, its look, the words of its mails, its protected people. */

export const tenantProblems = {
  noTenant: { kind: 'notFound', detail: 'there is no such tenant', where: 'tenantId' },
  tenantNameTaken: {
    kind: 'conflict',
    detail: 'there is a tenant named "{name}" already',
    where: 'name',
    remedy: 'choose another name, or use the one that is there',
  },
  tenantRead: {
    kind: 'conflict',
    detail: "people of this Entra tenant were read already; another's would mix with them",
    where: 'entraTenantId',
    remedy: 'connect the other one beside it with "muster tenant add"',
  },
  tenantHasCampaigns: {
    kind: 'conflict',
    detail: 'the tenant has campaigns: {names}',
    where: 'tenantId',
    remedy: 'a tenant goes only while it has none; its campaigns tell what was done to people and stay',
  },
  credentialSealed: {
    kind: 'internal',
    detail: 'a stored credential cannot be opened with this secret key',
    where: 'MUSTER_SECRET_KEY',
    remedy:
      'start with the key it was stored with (secret.key in the data folder), or enter the credential again',
  },

  noSender: { kind: 'notFound', detail: 'the tenant has no such sender', where: 'senderId' },
  noSuchSenders: {
    kind: 'notFound',
    detail: 'the tenant has no such sender',
    where: 'senderIds',
    remedy: 'list the senders of the tenant with "muster sender list"',
  },
  senderTaken: {
    kind: 'conflict',
    detail: 'the tenant has the sender {address} already ({kind})',
    where: 'address',
    remedy: 'change that one with "muster sender update", or take it away with "muster sender remove"',
  },
  senderUsed: {
    kind: 'conflict',
    detail: 'the sender is used by {names}',
    where: 'senderId',
    remedy: 'finish the campaign first ("muster campaign finish"), or give the rule another sender',
  },
  senderSealed: {
    kind: 'unprocessable',
    detail: 'the stored settings cannot be opened with this secret key',
    where: '{field}',
    remedy: 'enter the mail server anew: host, port, user and password',
  },
  mailboxHasNoServer: {
    kind: 'unprocessable',
    detail: 'a Graph mailbox has no mail server and no password of its own',
    where: '{field}',
    remedy: 'change its displayName only, or add a sender of the kind smtp',
  },
  exchangeAllowsLess: {
    kind: 'unprocessable',
    detail: 'Exchange Online lets a mailbox have {most} at most',
    where: '{field}',
    remedy: 'add further senders; a campaign shares its mails among them',
  },

  groupsRefused: {
    kind: 'upstream',
    detail: 'the directory does not let groups be searched: {said}',
    remedy: "grant GroupMember.ReadWrite.All with admin consent, or give the group's object id",
  },
  directorySilent: {
    kind: 'unavailable',
    detail: 'the directory does not answer: {said}',
    remedy: 'try again in a while',
  },
  directorySilentUntil: {
    kind: 'unavailable',
    detail: 'the directory does not answer: {said}',
    remedy: 'try again after {until}',
  },
  protectionNotLookedUp: {
    kind: 'upstream',
    detail: 'the directory could not be asked: {said}',
    where: 'people',
    remedy: 'nobody was protected; run "muster doctor" and try again',
  },

  coloursUnreadable: {
    kind: 'unprocessable',
    detail: '{text} on {colour} cannot be read: {ratio} to 1, 4.5 is needed',
    where: 'body.onAccent',
    remedy: 'choose a darker or a lighter text, or leave it to Muster (null)',
  },
  logoTooHeavy: {
    kind: 'unprocessable',
    detail: 'the picture has {kilobytes} kB; a logo may have {most}',
    where: 'body',
    remedy: 'save it smaller: 440 pixels wide are enough, as PNG with few colours',
  },
  logoNoPicture: {
    kind: 'unprocessable',
    detail: 'this is no whole PNG or JPEG picture',
    where: 'body',
    remedy: 'save the logo as PNG (SVG and WebP are not shown by many mail programs)',
  },
  logoSize: {
    kind: 'unprocessable',
    detail: 'the picture is {width} × {height} pixels; each side must have {least} to {most}',
    where: 'body',
    remedy: 'save it about 440 pixels wide',
  },
  brandingChanged: {
    kind: 'conflict',
    detail: 'this was changed meanwhile, and is "{now}" by now',
    where: 'replaces',
    remedy: 'load it again, and repeat your change',
  },

  textsNameTaken: {
    kind: 'conflict',
    detail: 'the tenant has texts named "{name}" already',
    where: 'name',
    remedy: 'choose another name, or use those that are there',
  },
  textsUsed: {
    kind: 'conflict',
    detail: 'used by {names}',
    where: 'textSetId',
    remedy: 'give the campaign other texts, or finish it',
  },
  templateChanged: {
    kind: 'conflict',
    detail: 'these words were put back to the built-in ones meanwhile',
    where: 'replaces',
    remedy: 'load them again, and repeat your change',
  },
  templateChangedBy: {
    kind: 'conflict',
    detail: 'these words were changed meanwhile by {who} at {at}',
    where: 'replaces',
    remedy: 'load them again, and repeat your change',
  },
  noTexts: { kind: 'notFound', detail: 'the tenant has no such set of texts', where: 'textSetId' },
  noTextsToTake: {
    kind: 'notFound',
    detail: 'the tenant has no such set of texts',
    where: 'textSetId',
    remedy: 'choose one on the page Templates, or none',
  },
  noMail: { kind: 'notFound', detail: 'there is no such mail', where: 'messageId' },
  mailNotKept: {
    kind: 'notFound',
    detail: 'this mail was not made yet, or by an older version that kept nothing of it',
    where: 'messageId',
  },
  noTestMail: { kind: 'notFound', detail: 'there is no such test mail', where: 'testMailId' },
  tooManyTests: {
    kind: 'tooManyRequests',
    detail: '{most} test mails in an hour are all there are',
    remedy: 'use the preview, and try again later',
  },
  ownMailboxMissing: {
    kind: 'unprocessable',
    detail: 'you have no mailbox in this tenant’s directory',
    where: 'body.address',
    remedy: 'give the work address of somebody in the directory; a test goes to nobody else',
  },
  testToStranger: {
    kind: 'unprocessable',
    detail: 'nobody in the tenant’s directory has this address',
    where: 'body.address',
    remedy: 'give the work address of somebody in the directory; a test goes to nobody else',
  },
} as const
