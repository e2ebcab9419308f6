/** German for the log of acts: why something was refused, and what was chosen. */

import type { enActivity } from './en-activity.ts'

export const deActivity: typeof enActivity = {
  activityWords: {
    triedOut: 'Ausprobiert',
    otherReason: 'aus einem anderen Grund',
    reasons: {
      badRequest: 'die Anfrage war nicht lesbar',
      unauthenticated: 'nicht angemeldet',
      forbidden: 'die Rolle umfasst das nicht',
      notFound: 'nicht mehr vorhanden',
      conflict: 'so, wie es stand, nicht möglich',
      tooLarge: 'zu groß',
      unprocessable: 'eine Eingabe war nicht, wie sie sein muss',
      tooManyRequests: 'zu oft in kurzer Zeit',
      internal: 'ein Fehler von Muster; welcher, steht im eigenen Log',
      upstream: 'ein anderer Dienst ist gescheitert',
      unavailable: 'in diesem Moment nicht verfügbar',
      noRole: 'bekannt, aber ohne Rolle',
      repeated: 'die Antwort des Anbieters war schon verbraucht',
      badInvitation: 'der Einmal-Link war verbraucht oder abgelaufen',
      invitation: 'über einen Einmal-Link',
      access_denied: 'der Anbieter hat abgelehnt',
      unknown: 'die Antwort des Anbieters hielt nicht stand',
    },
    values: {
      true: 'ja',
      false: 'nein',
      launch: 'starten',
      pause: 'anhalten',
      resume: 'fortsetzen',
      finish: 'beenden',
      exclude: 'ausnehmen',
      reinstate: 'wieder aufnehmen',
      retry: 'erneut versuchen',
      inviteAgain: 'erneut einladen',
      arrived: 'gilt als gesendet',
      again: 'erneut gesendet',
      viewer: 'Lesen',
      operator: 'Betreuung',
      admin: 'Verwaltung',
      null: 'keine',
    },
  },
}
