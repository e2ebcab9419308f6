/** English for mails of unknown fate, and for what somebody may decide about them. */

import { many } from './plural.ts'

export const enDecisions = {
  decisions: {
    uncertain: (count: number) =>
      `Whether ${many(count, 'this mail', 'these mails')} went out is not known: the connection broke at the wrong moment. Muster looks for ${many(count, 'it', 'them')} and never sends twice by guess.`,
    mayDecide: 'You may decide about those that you choose.',
    mayNotDecide: 'Operators and admins may decide.',
    arrived: {
      verb: 'Take as sent',
      question: (count: number, text: string) =>
        many(count, 'Take this mail as sent?', `Take these ${text} mails as sent?`),
      consequence: 'They count as sent from now on; reminders follow as planned.',
    },
    again: {
      verb: 'Send again',
      question: (count: number, text: string) =>
        many(count, 'Send this mail again?', `Send these ${text} mails again?`),
      consequence: 'Whoever did get the first one gets it twice.',
    },
  },
}
