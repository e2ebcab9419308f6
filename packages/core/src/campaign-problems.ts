/** Problems of a campaign: its acts, its lists and people, what is reported of it, its SharePoint list, a take-over into it. */

const grantToMake =
  'grant Sites.Manage.All until the list is there (afterwards Sites.Selected with "write" is enough)'

export const campaignProblems = {
  noCampaign: { kind: 'notFound', detail: 'there is no such campaign', where: 'campaignId' },
  campaignNameTaken: {
    kind: 'conflict',
    detail: 'the tenant has a campaign named "{name}" already',
    where: 'name',
  },
  campaignTakesNobody: {
    kind: 'conflict',
    detail: 'the campaign is finished and takes nobody in any more',
    where: 'campaignId',
  },
  campaignMailsNobody: {
    kind: 'conflict',
    detail: 'the campaign is finished and mails nobody any more',
    where: 'campaignId',
  },
  cannotLaunch: {
    kind: 'conflict',
    detail: 'a {status} campaign cannot launch; it must be draft',
    where: 'status',
  },
  cannotPause: {
    kind: 'conflict',
    detail: 'a {status} campaign cannot pause; it must be running',
    where: 'status',
  },
  cannotResume: {
    kind: 'conflict',
    detail: 'a {status} campaign cannot resume; it must be paused',
    where: 'status',
  },
  cannotFinish: {
    kind: 'conflict',
    detail: 'a {status} campaign cannot finish; it must be running or paused',
    where: 'status',
  },
  goalSettled: {
    kind: 'conflict',
    detail: 'the goal is settled with the launch',
    where: 'goal',
    remedy: 'make another campaign for the people',
  },
  groupSettled: {
    kind: 'conflict',
    detail: 'the group is settled with the launch',
    where: 'groupId',
    remedy: 'make another campaign for the people',
  },
  linksOnlyHere: {
    kind: 'unprocessable',
    detail: "people's links begin with {address}, which nobody but this machine can open",
    where: 'MUSTER_PUBLIC_URL',
    remedy:
      'set MUSTER_PUBLIC_URL to what people can reach, such as https://mfa.example.com, and start again',
  },
  linksPlainHttp: {
    kind: 'unprocessable',
    detail: "people's links begin with {address}: what travels over http can be read and changed on the way",
    where: 'MUSTER_PUBLIC_URL',
    remedy: 'use https: put a proxy that ends TLS in front, and set MUSTER_PUBLIC_URL to its address',
  },
  campaignWithoutSender: {
    kind: 'unprocessable',
    detail: 'the campaign has no sender, so it could not mail anybody',
    where: 'senderIds',
    remedy: 'make the campaign with a mailbox or a mail server ("muster sender add" adds one)',
  },
  duePassed: {
    kind: 'unprocessable',
    detail: 'the due date {day} has passed: today is {today} (UTC)',
    where: 'dueOn',
    remedy: 'give a day to come, or none ("muster campaign update --due DAY", or "--no-due")',
  },
  groupUnfit: {
    kind: 'unprocessable',
    detail: '"{group}" cannot be used: {obstacle}',
    where: 'groupId',
    remedy: 'make an assigned security group in Entra and give its object id',
  },
  noGroup: {
    kind: 'unprocessable',
    detail: 'there is no group with this object id in the tenant',
    where: 'groupId',
    remedy: "copy the object id from the group's overview in the Entra admin center",
  },
  groupUnread: {
    kind: 'upstream',
    detail: 'the group could not be read: {said}',
    where: 'groupId',
    remedy: 'run "muster doctor" and try again',
  },
  campaignLaunched: {
    kind: 'conflict',
    detail: '"{name}" was launched: what people were told of is kept',
    where: 'status',
    remedy: 'finish it instead ("muster campaign finish")',
  },
  campaignUsed: {
    kind: 'conflict',
    detail: 'the campaign is used by {names}',
    where: 'campaignId',
    remedy: 'give the automation another campaign, or remove it ("muster rule remove")',
  },
  campaignReading: {
    kind: 'conflict',
    detail: 'the list "{list}" is being read into the campaign',
    where: 'campaignId',
    remedy: 'try again when it is done',
  },

  noBatch: { kind: 'notFound', detail: 'there is no such batch', where: 'batchId' },
  noExclusion: { kind: 'notFound', detail: 'this campaign has no such exclusion', where: 'exclusionId' },
  exclusionOver: {
    kind: 'badRequest',
    detail: 'the exclusion would have ended already',
    where: 'until',
    remedy: 'give a day to come, or none for an exclusion that an operator ends',
  },
  noEnrolment: { kind: 'notFound', detail: 'there is no such enrolment', where: 'enrolmentId' },

  noCampaignHere: { kind: 'notFound', detail: 'the tenant has no such campaign', where: 'campaignId' },
  noSchedule: {
    kind: 'notFound',
    detail: 'the tenant has no such scheduled summary',
    where: 'scheduleId',
  },
  stoppedNoMail: {
    kind: 'conflict',
    detail: 'everything is stopped for this tenant, so no mail goes out',
    where: 'tenantId',
    remedy: 'release the stop first: muster release',
  },
  tenantWithoutSender: {
    kind: 'conflict',
    detail: 'the tenant has no sender, so no mail can go out',
    where: 'tenantId',
    remedy: 'add one: muster sender add',
  },
  tooManySchedules: {
    kind: 'conflict',
    detail: 'a tenant has at most {most} scheduled summaries',
    where: 'tenantId',
    remedy: 'take away those that nobody reads: muster report schedule remove',
  },
  recipientStranger: {
    kind: 'unprocessable',
    detail: 'no one with a mailbox in the directory, and nobody who has signed in, is {addresses}',
    where: 'recipients',
    remedy: 'give the address of somebody of this tenant; "muster sync" reads who is new in its directory',
  },
  keyHasNoMailbox: {
    kind: 'unprocessable',
    detail: 'an API key has no mailbox',
    where: 'recipient',
    remedy: 'name an address of the tenant',
  },
  accountHasNoMail: {
    kind: 'unprocessable',
    detail: 'this account has no mail address',
    where: 'recipient',
    remedy: 'name an address of the tenant',
  },

  noMirror: { kind: 'notFound', detail: 'the campaign has no SharePoint list', where: 'campaignId' },
  mirrorThere: {
    kind: 'conflict',
    detail: 'the campaign has a list already: "{list}"',
    remedy: 'remove it first; the list itself stays in SharePoint',
  },
  mirrorOff: { kind: 'conflict', detail: 'the list is not kept in step', remedy: 'switch that on first' },
  listKept: {
    kind: 'conflict',
    detail: 'the list "{list}" is kept for the campaign "{campaign}"',
    where: 'listName',
    remedy: 'give the name of another list, or of one that is not there yet',
  },
  noSite: {
    kind: 'badRequest',
    detail: 'there is no such site, or the app may not see it',
    where: 'siteUrl',
    remedy: 'open the site in a browser and copy its address; grant Sites.Selected and the app its site',
  },
  listNameTaken: {
    kind: 'conflict',
    detail: 'the site has something else named "{list}"',
    where: 'listName',
  },
  listColumns: {
    kind: 'conflict',
    detail: 'the list "{list}" has {columns}',
    where: 'listName',
    remedy: 'change its columns in SharePoint, or give the name of a list that is not there yet',
  },
  listHasRows: {
    kind: 'conflict',
    detail: 'the list "{list}" has rows already',
    where: 'listName',
    remedy:
      'give the name of an empty list, or of one that is not there yet; rows of others are never overwritten',
  },
  listLacksColumns: {
    kind: 'upstream',
    detail: 'the list "{list}" lacks {columns}, and the app may not add columns: {said}',
    where: 'listName',
    remedy: `add the columns in SharePoint, or ${grantToMake}`,
  },
  listNotMade: {
    kind: 'upstream',
    detail: 'the app may not make a list in this site: {said}',
    remedy: `${grantToMake}, or make an empty list "{list}" by hand with the columns named in "The SharePoint list" of the manual`,
  },
  siteRefused: {
    kind: 'upstream',
    detail: 'the app may not read this site: {said}',
    remedy:
      'grant Sites.Selected with admin consent, and the app "write" on this site; see "The SharePoint list" of the manual',
  },
  sharePointSilent: {
    kind: 'unavailable',
    detail: 'SharePoint does not answer: {said}',
    remedy: 'try again in a while',
  },
  sharePointSilentUntil: {
    kind: 'unavailable',
    detail: 'SharePoint does not answer: {said}',
    remedy: 'try again after {until}',
  },

  noTakeover: { kind: 'notFound', detail: 'there is no such take-over', where: 'takeoverId' },
  takeoverUnderWay: {
    kind: 'conflict',
    detail: 'a take-over of this campaign is under way',
    where: 'campaignId',
    remedy: 'wait until it is done; its page and "muster takeover show" tell how far it is',
  },
  takeoverWaitsNot: {
    kind: 'conflict',
    detail: 'this take-over waits for no file',
    where: 'takeoverId',
  },
  takeoverFileGone: {
    kind: 'conflict',
    detail: 'the file of this take-over is no longer kept',
    where: 'takeoverId',
    remedy: 'export the list anew and start with that file: it has what came since, too',
  },
} as const
