/** Problems of any call: what cannot be read, who may not make it, and keys that were used before. */

export const callProblems = {
  noRoute: {
    kind: 'notFound',
    detail: 'there is no such route',
    remedy: 'the routes are listed in {document}',
  },
  valueUnstorable: {
    kind: 'badRequest',
    detail: 'a value in the request cannot be stored or looked up',
    remedy: 'look for control characters, and begin lists without a cursor',
  },
  broken: {
    kind: 'internal',
    detail: 'something went wrong in the service',
    remedy: "look for request {requestId} in the service's log",
  },
  databaseSilent: { kind: 'unavailable', detail: 'the database does not answer (Muster {version})' },
  cursorUnknown: {
    kind: 'badRequest',
    detail: 'the cursor is not one that this list gave out',
    where: 'cursor',
    remedy: 'begin again without a cursor',
  },
  bodyCutOff: { kind: 'badRequest', detail: 'the request ended before its body did' },
  bodyNotJson: { kind: 'badRequest', detail: 'the body is not JSON', where: 'body' },
  fileNameUnreadable: {
    kind: 'unprocessable',
    detail: 'the file name is no percent-encoded UTF-8 of 1 to {most} characters',
    where: '{header}',
    remedy: 'encode it as "M%C3%BCnchen.csv", or leave the header out',
  },
  mediaTypeUnread: {
    kind: 'badRequest',
    detail: 'a body of type "{type}" is not read here',
    where: 'Content-Type',
    remedy: 'send {accepted}',
  },
  bodyTooLarge: {
    kind: 'tooLarge',
    detail: 'the body is larger than {megabytes} MB',
    where: 'body',
    remedy: 'send at most {megabytes} MB at a time; a longer list can be split into several files',
  },
  repeatKeyLength: {
    kind: 'badRequest',
    detail: 'an idempotency key has 1 to {most} characters',
    where: 'Idempotency-Key',
  },
  repeatKeyTaken: {
    kind: 'unprocessable',
    detail: 'this key was used for another request',
    where: 'Idempotency-Key',
    remedy: 'make a new key for each new request',
  },
  repeatAtWork: {
    kind: 'conflict',
    detail: 'a request with this key is still at work',
    where: 'Idempotency-Key',
    remedy: 'ask again in a moment',
  },
  secretShownBefore: {
    kind: 'conflict',
    detail: 'this was done already, and its secret was shown then',
    where: 'Idempotency-Key',
    remedy: 'revoke what was made and make another with a new key',
  },

  foreignPage: {
    kind: 'forbidden',
    detail: 'a browser may change something only from a page of Muster itself',
    where: '{header}',
    remedy:
      'open {address}; if that is not the address in the browser, set MUSTER_ADMIN_URL. Programs use an API key',
  },
  roleTooLittle: {
    kind: 'forbidden',
    detail: 'this needs the role {needed}; you are {role}',
    remedy: 'ask an admin for the role {needed}',
  },
  keyTooLittle: {
    kind: 'forbidden',
    detail: 'this needs the role {needed}; the key "{key}" is {role}',
    remedy: 'ask an admin for a key with the role {needed}',
  },
  keyNotValid: notSignedIn('the API key is not valid, or was revoked'),
  nobodySignedIn: notSignedIn('no API key was sent, and nobody is signed in'),
  sessionOver: notSignedIn('the session is over'),
  sessionJustEnded: { kind: 'unauthenticated', detail: 'the session has just ended' },
  keyNotSignedIn: {
    kind: 'conflict',
    detail: 'an API key is not signed in',
    remedy: 'make it worthless with: muster key revoke',
  },
  noProvider: {
    kind: 'conflict',
    detail: 'nobody can sign in here: no provider is set up',
    where: 'MUSTER_SIGNIN_ISSUER',
    remedy: 'set it up as docs/operate/sign-in.md says, and start the service again',
  },
  noSession: { kind: 'notFound', detail: 'there is no such session', where: 'sessionId' },
  noAccount: { kind: 'notFound', detail: 'there is no such account', where: 'accountId' },
  noKey: { kind: 'notFound', detail: 'there is no such API key', where: 'keyId' },
  noMark: {
    kind: 'unprocessable',
    detail: '"{text}" is no mark',
    where: 'query.mark',
    remedy: 'give a mark that an earlier check printed, such as 42-0123456789abcdef0123',
  },
} as const

function notSignedIn<Detail extends string>(detail: Detail) {
  return {
    kind: 'unauthenticated',
    detail,
    where: 'Authorization',
    remedy:
      'sign in at /signin, or send "Authorization: Bearer <api key>"; an admin makes a key with "muster key create"',
  } as const
}
