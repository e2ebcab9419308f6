/** German for what became of things: of mails and senders, of acts of automations, of the words of a mail. */

import { deActs } from './de-acts.ts'
import { deMailServers } from './de-mail-servers.ts'
import { deMistakes } from './de-mistakes.ts'
import { deSending } from './de-sending.ts'

export const deOutcomes = { ...deActs, ...deMailServers, ...deMistakes, ...deSending }
