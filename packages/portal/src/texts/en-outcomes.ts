/** English for what became of things: of mails and senders, of acts of automations, of the words of a mail. */

import { enActs } from './en-acts.ts'
import { enMailServers } from './en-mail-servers.ts'
import { enMistakes } from './en-mistakes.ts'
import { enSending } from './en-sending.ts'

export const enOutcomes = { ...enActs, ...enMailServers, ...enMistakes, ...enSending }
