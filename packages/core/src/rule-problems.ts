/** Problems of an automation: what it watches, whom it concerns, what it does and with which words. */

const readableGroup = 'choose an assigned security group'

export const ruleProblems = {
  noRule: { kind: 'notFound', detail: 'there is no such rule', where: 'ruleId' },
  ruleNameTaken: {
    kind: 'conflict',
    detail: 'the tenant has a rule named "{name}" already',
    where: 'name',
  },
  ruleOn: {
    kind: 'conflict',
    detail: 'the rule is on',
    where: 'ruleId',
    remedy: 'switch it off first ("muster rule off")',
  },
  ruleChanged: {
    kind: 'conflict',
    detail: '"{name}" was changed meanwhile',
    where: 'version',
    remedy: 'load it again, and repeat your change',
  },
  ruleChangedBy: {
    kind: 'conflict',
    detail: '"{name}" was changed meanwhile by {who} at {at}',
    where: 'version',
    remedy: 'load it again, and repeat your change',
  },
  noWebhook: { kind: 'notFound', detail: 'the rule has no such webhook', where: 'key' },
  watchesAll: {
    kind: 'unprocessable',
    detail: 'the rule would watch the whole log',
    where: 'watch',
    remedy: 'name an activity, a service or a category ("muster audit activities" lists them)',
  },
  conditionOpen: {
    kind: 'unprocessable',
    detail: 'the condition opens a bracket or a quotation that it does not close, or closes one too many',
    where: 'watch.odata',
    remedy: 'mend the condition; a quotation mark within a quotation is written twice',
  },
  conditionRefused: {
    kind: 'unprocessable',
    detail: 'Graph does not take the condition: {said}',
    where: 'watch.odata',
    remedy: 'mend the condition; Graph filters the log by few properties',
  },
  logLostPlace: {
    kind: 'upstream',
    detail: 'the log lost its place while it was read',
    remedy: 'try again',
  },
  logSilent: { kind: 'unavailable', detail: 'the log cannot be read now: {said}', remedy: 'try again' },
  logSilentUntil: {
    kind: 'unavailable',
    detail: 'the log cannot be read now: {said}',
    remedy: 'try again after {until}',
  },
  logRefused: {
    kind: 'upstream',
    detail: 'the log is refused: {said}',
    remedy: 'grant AuditLog.Read.All ("muster tenant doctor" says how)',
  },
  actionTwice: {
    kind: 'unprocessable',
    detail: 'two actions are called "{key}"',
    where: 'actions',
    remedy: 'give each action a name of its own',
  },
  languageTwice: {
    kind: 'unprocessable',
    detail: 'there are two mails in "{language}"',
    where: 'actions.{key}',
    remedy: 'keep one mail for each language',
  },
  addressTwice: {
    kind: 'unprocessable',
    detail: '{address} is named twice',
    where: 'actions.{key}.addresses',
    remedy: 'name each address once',
  },
  methodUnknown: {
    kind: 'unprocessable',
    detail: '"{method}" is no kind of method that Muster knows',
    where: 'condition.{part}',
    remedy: 'name some of {methods}',
  },
  methodBoth: {
    kind: 'unprocessable',
    detail: '"{method}" is to be there and not to be there',
    where: 'condition',
    remedy: 'take it out of present or out of absent',
  },
  concernGroupGone: {
    kind: 'unprocessable',
    detail: 'there is no group {groupId}',
    where: 'concern.of.groupId',
    remedy: 'choose a group of this tenant',
  },
  actionGroupGone: {
    kind: 'unprocessable',
    detail: 'there is no group {groupId}',
    where: 'actions',
    remedy: readableGroup,
  },
  actionGroupUnfit: {
    kind: 'unprocessable',
    detail: '"{group}" cannot be used: {obstacle}',
    where: 'actions',
    remedy: readableGroup,
  },
  actionGroupEnforced: {
    kind: 'unprocessable',
    detail: '"{campaign}" enforces on that group: whoever left it would not be asked',
    where: 'actions.{key}',
    remedy: 'take another group, or say evenIfEnforced when that is what you want',
  },
  wordsWrong: {
    kind: 'unprocessable',
    detail: '{said}',
    where: '{place}',
    remedy:
      'mend the words; they may name person, recipient, event, organisation and rule (docs/use/automations.md)',
  },
  wordsWrongInLine: {
    kind: 'unprocessable',
    detail: '{said}',
    where: '{place} line {line}',
    remedy:
      'mend the words; they may name person, recipient, event, organisation and rule (docs/use/automations.md)',
  },
  ruleWithoutSender: {
    kind: 'unprocessable',
    detail: 'the rule sends mail and has no sender',
    where: 'senderIds',
    remedy: 'name one ("muster sender list")',
  },
  senderElsewhere: {
    kind: 'unprocessable',
    detail: '{senderId} is no sender of this tenant',
    where: 'senderIds',
  },
  campaignElsewhere: {
    kind: 'unprocessable',
    detail: '{campaignId} is no campaign of this tenant',
    where: 'campaignId',
  },
  webhookWithoutAddress: {
    kind: 'unprocessable',
    detail: 'the action has no address to call',
    where: 'actions.{key}.url',
    remedy: 'give the https address of the webhook',
  },
  webhookForbidden: {
    kind: 'unprocessable',
    detail: 'the address cannot be called: {obstacle}',
    where: 'actions.{key}.url',
    remedy: 'give a public https address, or name the host in MUSTER_WEBHOOK_HOSTS',
  },
} as const
