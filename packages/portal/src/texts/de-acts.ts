/** Deutsch für das, was aus einer Handlung einer Automation wurde, oder warum sie nicht getan würde. */

import type { ActCode } from '@muster/core/act-sentences'
import { type Facts, fillIn } from '@muster/core/sentences'
import type { enActs } from './en-acts.ts'

const untrusted = 'dem Zertifikat dort wird nicht vertraut'

/** Facts stand in braces, as in the sentences themselves. */
const texts: Readonly<Record<ActCode, string>> = {
  takenOut: 'die Aktion wurde aus der Automation herausgenommen',
  nobodyToActOn: 'es gibt niemanden, für den etwas zu tun wäre',
  nobodyToMail: 'es gibt niemanden, an den zu schreiben wäre',
  noPerson: 'der Eintrag nennt keine Person',
  unknownPerson: 'das Verzeichnis kennt die Person nicht, die der Eintrag nennt',
  personUnknown: 'das Verzeichnis kennt die Person nicht',
  personAbsent: 'das Verzeichnis kennt die Person (noch) nicht',
  untouchable: 'das Konto steht auf der Liste der geschützten Personen, die Muster in Ruhe lässt',
  protected: 'das Konto steht auf der Liste der geschützten Personen',
  deleted: 'das Konto wurde gelöscht',
  accountDisabled: 'das Konto ist deaktiviert, niemand kann sich damit anmelden',
  noMailbox: 'im Verzeichnis steht keine Mailadresse; an den UPN wird nie auf Verdacht geschrieben',
  nothingRegistered: 'noch nichts registriert',
  notInGraph: 'in Graph noch nicht bekannt',

  noManager: 'im Verzeichnis stehen keine Vorgesetzten',
  ownManager: 'im Verzeichnis ist die Person ihre eigene Vorgesetzte',
  managerProtected:
    'die Vorgesetzten stehen auf der Liste der geschützten Personen, denen nicht geschrieben wird',
  managerDeleted: 'das Konto der Vorgesetzten wurde gelöscht',
  managerDisabled: 'das Konto der Vorgesetzten ist deaktiviert',
  managerGuest: 'die Vorgesetzten sind Gäste',
  managerNoMailbox: 'im Verzeichnis steht keine Mailadresse der Vorgesetzten',

  enforced:
    '„{campaign}“ setzt über die Gruppe durch, und die Automation sagt nicht, dass man sie trotzdem verlässt',
  campaignGone: 'die Kampagne gibt es nicht mehr',
  campaignFinished: '„{campaign}“ ist abgeschlossen und nimmt niemanden mehr auf',
  wasInCampaign: 'war schon in der Kampagne',
  isInCampaign: 'ist schon in der Kampagne',
  isExcluded: 'ist von der Kampagne ausgenommen',
  noGroup: 'eine solche Gruppe gibt es nicht',
  groupGone: 'die Gruppe {group} gibt es nicht mehr',
  groupUnfit: '„{group}“ lässt sich nicht verwenden: {said}',
  groupBusy: 'die Gruppe wird gerade anderswo geändert ({answer})',
  memberUnknown: 'das Verzeichnis kennt die Person noch nicht ({answer})',

  notAskedFor: 'noch nicht gefragt',
  noAddress: 'die Aktion hat keine Adresse',
  notCalled: 'nicht aufgerufen: {said}',
  hostWithoutAddress: '{host} hat keine Adresse',
  hostInside: '{host} führt in ein privates Netz',
  hostUnknown: 'kein Netz kennt den Namen {host}',
  noAnswer: 'keine Antwort nach {seconds} s',
  redirected: 'die Antwort war {status}: eine Weiterleitung, der nicht gefolgt wird',
  answeredWith: 'die Antwort war {status}: „{said}“',
  answered: 'die Antwort war {status}',
  givenUp: 'nach {attempts} Versuchen aufgegeben: {said}',
  mailBack: 'die E-Mail kam zurück: „{said}“',
  doneBy: 'als erledigt angenommen, auf Entscheidung von {by}',

  tooManyForOne: 'mehr als eine Person in einer Stunde',
  tooMany: 'mehr als {people} Personen in einer Stunde',

  callRefused: 'unter {address} antwortet niemand',
  callSilent: 'unter {address} antwortet niemand',
  callReset: 'die Verbindung brach ab',
  callHungUp: 'die Verbindung brach ab',
  callSelfSigned: `${untrusted}: „self-signed certificate{said}“`,
  callUntrusted: `${untrusted}: „unable to verify the first certificate{said}“`,
  callExpired: 'das Zertifikat dort ist abgelaufen',
  callOtherName: 'das Zertifikat dort gilt für einen anderen Namen: „{said}“',
}

export const deActs: typeof enActs = { actSays: (code: ActCode, facts: Facts) => fillIn(texts[code], facts) }
