/** Judges what a failed SMTP conversation means for the mail: refused, to be tried later, or perhaps sent. */
import { SendAborted } from './session.ts'

/** A `reason` is for the people who run the rollout. Servers like to repeat the address in it, so it belongs in no log. */
export type SendOutcome =
  | { kind: 'sent'; providerId: string | null }
  /** Trying this mail again as it is would end the same way. `code` is `auth`, `address`, or the reply's: `550 5.1.1`. */
  | { kind: 'refused'; reason: string; code: string }
  /** Nothing was sent. `retryAt` is null when the other side named no time. */
  | { kind: 'later'; reason: string; retryAt: Date | null }
  /** The mail may have been accepted. It must be looked up before it is sent again. */
  | { kind: 'uncertain'; reason: string }

export interface Circumstances {
  /** Whether any of the message had been handed to the server. */
  bodyHasLeft: boolean
  /** Blotted out of reasons, in case a server repeats one. */
  secrets: readonly string[]
}

/** What Nodemailer puts on its errors. */
interface SmtpFailure extends Error {
  code?: string
  command?: string
  response?: string
  responseCode?: number
}

/** Replies that speak of us, not of the mail (RFC 4954 section 6, RFC 3207 section 4): credentials missing, weak or wrong. */
const authenticationReplies: readonly number[] = [530, 534, 535, 538]

/** Longest reason kept. Some servers answer with a page of advice, and the first sentence is the one that helps. */
const reasonCharactersMax = 300

/** `failure` is what the conversation ended with; anything but an `Error` is a bug and thrown on. */
export function judgeFailure(failure: unknown, circumstances: Circumstances): SendOutcome {
  if (!(failure instanceof Error)) throw failure
  const smtp: SmtpFailure = failure
  const reason = tidyReason(smtp, circumstances.secrets)
  if (failure instanceof SendAborted) return unanswered(reason, circumstances)
  if (smtp.responseCode !== undefined) return judgeReply(smtp, smtp.responseCode, { reason, circumstances })
  if (circumstances.bodyHasLeft) return unanswered(reason, circumstances)
  if (smtp.code === 'EAUTH') return { kind: 'refused', reason, code: 'auth' }
  // `API` means that Nodemailer itself refused the address, before it said a word of this mail to the server.
  if (smtp.code === 'EENVELOPE' && smtp.command === 'API') return { kind: 'refused', reason, code: 'address' }
  if (smtp.code === undefined) throw failure
  return unanswered(reason, circumstances)
}

/**
 * No answer came. RFC 5321 section 4.1.1.4 lets the server deliver once it has seen the final dot, which is written right
 * behind the body, so from the first byte of the body on we cannot know.
 */
function unanswered(reason: string, { bodyHasLeft }: Circumstances): SendOutcome {
  return bodyHasLeft ? { kind: 'uncertain', reason } : { kind: 'later', reason, retryAt: null }
}

/** An answer came, and RFC 5321 section 4.2.1 says what its first digit means. */
function judgeReply(
  smtp: SmtpFailure,
  replyCode: number,
  { reason, circumstances }: { reason: string; circumstances: Circumstances },
): SendOutcome {
  const later: SendOutcome = { kind: 'later', reason, retryAt: null }
  // Neither yes nor no: the two sides no longer talk about the same thing.
  if (replyCode < 400 || replyCode >= 600) return unanswered(reason, circumstances)
  // 503 says that the conversation had come out of step, which a new one cures.
  if (replyCode < 500 || replyCode === 503) return later
  if (smtp.code === 'EAUTH' || authenticationReplies.includes(replyCode)) {
    return { kind: 'refused', reason, code: 'auth' }
  }
  // Before there was a mail to speak of (greeting, EHLO, STARTTLS) a refusal is about this server and this hour.
  if (smtp.code !== 'EENVELOPE' && smtp.code !== 'EMESSAGE') return later
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(smtp.response ?? '')?.[1]
  return {
    kind: 'refused',
    reason,
    code: enhanced === undefined ? `${replyCode}` : `${replyCode} ${enhanced}`,
  }
}

/** Whether the server had left without a word on this mail, as servers do with sessions that stood idle. */
export function sessionHadEnded(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false
  const { code, responseCode }: SmtpFailure = failure
  const endings = ['ECONNECTION', 'ESOCKET']
  return responseCode === 421 || (responseCode === undefined && code !== undefined && endings.includes(code))
}

function tidyReason(smtp: SmtpFailure, secrets: readonly string[]): string {
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), smtp.message)
  return clean.replace(/\s+/g, ' ').trim().slice(0, reasonCharactersMax)
}
