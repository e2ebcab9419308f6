/** Deutsch für Mails mit ungewissem Schicksal, und für das, was jemand über sie entscheiden darf. */

import type { enDecisions } from './en-decisions.ts'
import { many } from './plural.ts'

export const deDecisions: typeof enDecisions = {
  decisions: {
    uncertain: count =>
      `Ob ${many(count, 'diese Mail hinausging', 'diese Mails hinausgingen')}, ist nicht bekannt: die Verbindung brach im falschen Moment ab. Muster sucht nach ${many(count, 'ihr', 'ihnen')} und sendet nie auf gut Glück zweimal.`,
    mayDecide: 'Über die, die Sie wählen, dürfen Sie entscheiden.',
    mayNotDecide: 'Entscheiden darf, wer die Rolle Betreuung oder Verwaltung hat.',
    arrived: {
      verb: 'Als gesendet nehmen',
      question: (count, text) =>
        many(count, 'Diese Mail als gesendet nehmen?', `Diese ${text} Mails als gesendet nehmen?`),
      consequence: 'Sie gelten ab jetzt als gesendet; Erinnerungen folgen wie geplant.',
    },
    again: {
      verb: 'Noch einmal senden',
      question: (count, text) =>
        many(count, 'Diese Mail noch einmal senden?', `Diese ${text} Mails noch einmal senden?`),
      consequence: 'Wer die erste doch bekam, bekommt sie zweimal.',
    },
  },
}
