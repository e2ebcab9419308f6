/** German for what the service refused of campaigns, their lists, reports and take-overs. */

import type { campaignProblems } from '@muster/core/campaign-problems'
import type { ProblemText } from './problem-texts.ts'

const grantToMake =
  'Erteilen Sie Sites.Manage.All, bis es die Liste gibt (danach genügt Sites.Selected mit „write“)'
const anotherCampaign = 'Legen Sie für diese Personen eine andere Kampagne an.'
const tryLater = 'Versuchen Sie es in einer Weile noch einmal.'

export const deProblemsOfCampaigns: Readonly<Record<keyof typeof campaignProblems, ProblemText>> = {
  noCampaign: 'Diese Kampagne gibt es nicht',
  campaignNameTaken: 'Der Mandant hat schon eine Kampagne namens „{name}“',
  campaignTakesNobody: 'Die Kampagne ist beendet und nimmt niemanden mehr auf',
  campaignMailsNobody: 'Die Kampagne ist beendet und schreibt niemandem mehr',
  cannotLaunch: 'Starten lässt sich nur eine Kampagne im Entwurf; diese ist es nicht mehr',
  cannotPause: 'Pausieren lässt sich nur eine laufende Kampagne; diese läuft nicht',
  cannotResume: 'Fortsetzen lässt sich nur eine pausierte Kampagne; diese ist es nicht',
  cannotFinish: 'Beenden lässt sich nur eine laufende oder pausierte Kampagne; diese ist es nicht',
  goalSettled: ['Das Ziel steht mit dem Start fest', anotherCampaign],
  groupSettled: ['Die Gruppe steht mit dem Start fest', anotherCampaign],
  linksOnlyHere: [
    'Die Links der Leute beginnen mit {address}; das kann nur dieser Rechner öffnen',
    'Setzen Sie MUSTER_PUBLIC_URL auf eine Adresse, die sie erreichen, etwa https://mfa.example.com, und starten Sie den Dienst neu.',
  ],
  linksPlainHttp: [
    'Die Links der Leute beginnen mit {address}: Was über http geht, kann unterwegs gelesen und geändert werden',
    'Stellen Sie einen Proxy davor, der TLS beendet, und setzen Sie MUSTER_PUBLIC_URL auf seine https-Adresse.',
  ],
  campaignWithoutSender: [
    'Die Kampagne hat keinen Absender und könnte niemandem schreiben',
    'Wählen Sie mit „Bearbeiten“ einen; die Seite Absender fügt einen hinzu.',
  ],
  duePassed: [
    'Der Termin {day} ist vorbei: Heute ist der {today} (UTC)',
    'Geben Sie einen Tag an, der noch kommt, oder keinen.',
  ],
  groupUnfit: [
    '„{group}“ lässt sich nicht verwenden: {obstacle}',
    'Legen Sie in Entra eine zugewiesene Sicherheitsgruppe an und geben Sie ihre Objekt-ID an.',
  ],
  noGroup: [
    'Im Mandanten gibt es keine Gruppe mit dieser Objekt-ID',
    'Kopieren Sie die Objekt-ID von der Übersicht der Gruppe im Entra Admin Center.',
  ],
  groupUnread: [
    'Die Gruppe ließ sich nicht lesen: {said}',
    'Öffnen Sie Mandanten, wählen Sie „Berechtigungen prüfen“, und versuchen Sie es noch einmal.',
  ],
  campaignLaunched: [
    '„{name}“ wurde gestartet: Was Personen mitgeteilt wurde, bleibt',
    'Beenden Sie sie stattdessen.',
  ],
  campaignUsed: [
    'Die Kampagne wird gebraucht von {names}',
    'Geben Sie der Automation eine andere Kampagne, oder entfernen Sie sie zuerst.',
  ],
  campaignReading: [
    'Die Liste „{list}“ wird gerade in die Kampagne eingelesen',
    'Versuchen Sie es noch einmal, wenn sie fertig ist.',
  ],

  noBatch: 'Diese Liste gibt es nicht',
  noExclusion: 'Diese Ausnahme hat die Kampagne nicht',
  exclusionOver: [
    'Die Ausnahme wäre schon vorbei',
    'Geben Sie einen Tag an, der noch kommt, oder keinen; dann beendet sie jemand von Hand.',
  ],
  noEnrolment: 'Diese Person ist nicht in der Kampagne, oder nicht mehr',

  noCampaignHere: 'Diese Kampagne hat der Mandant nicht',
  noSchedule: 'Diesen regelmäßigen Bericht hat der Mandant nicht',
  stoppedNoMail: [
    'Für diesen Mandanten ist alles angehalten, also geht keine Mail hinaus',
    'Heben Sie zuerst den Stopp auf: Er steht oben auf der Seite.',
  ],
  tenantWithoutSender: [
    'Der Mandant hat keinen Absender, also kann keine Mail hinausgehen',
    'Fügen Sie auf der Seite Absender einen hinzu.',
  ],
  tooManySchedules: [
    'Ein Mandant hat höchstens {most} regelmäßige Berichte',
    'Entfernen Sie die, die niemand liest.',
  ],
  recipientStranger: [
    'Niemand mit einem Postfach im Verzeichnis, und niemand, der sich angemeldet hat, ist {addresses}',
    'Geben Sie die Adresse von jemandem aus diesem Mandanten an. Wer dort neu ist, findet „Verzeichnis jetzt lesen“ auf der Seite Mandanten.',
  ],
  keyHasNoMailbox: ['Ein API-Schlüssel hat kein Postfach', 'Nennen Sie eine Adresse des Mandanten.'],
  accountHasNoMail: ['Dieses Konto hat keine Mailadresse', 'Nennen Sie eine Adresse des Mandanten.'],

  noMirror: 'Die Kampagne hat keine SharePoint-Liste',
  mirrorThere: [
    'Die Kampagne hat schon eine Liste: „{list}“',
    'Beenden Sie sie zuerst; die Liste selbst bleibt in SharePoint.',
  ],
  mirrorOff: ['Die Liste wird nicht aktuell gehalten', 'Schalten Sie das zuerst ein.'],
  listKept: [
    'Die Liste „{list}“ gehört zur Kampagne „{campaign}“',
    'Geben Sie den Namen einer anderen Liste an, oder einer, die es noch nicht gibt.',
  ],
  noSite: [
    'Diese Website gibt es nicht, oder die App darf sie nicht sehen',
    'Öffnen Sie die Website im Browser und kopieren Sie ihre Adresse; erteilen Sie Sites.Selected und der App diese Website.',
  ],
  listNameTaken: 'Die Website hat etwas anderes, das „{list}“ heißt',
  listColumns: [
    'Die Liste „{list}“ hat {columns}',
    'Ändern Sie ihre Spalten in SharePoint, oder geben Sie den Namen einer Liste an, die es noch nicht gibt.',
  ],
  listHasRows: [
    'Die Liste „{list}“ hat schon Zeilen',
    'Geben Sie den Namen einer leeren Liste an, oder einer, die es noch nicht gibt; Zeilen anderer werden nie überschrieben.',
  ],
  listLacksColumns: [
    'Der Liste „{list}“ fehlen {columns}, und die App darf keine Spalten hinzufügen: {said}',
    `Fügen Sie die Spalten in SharePoint hinzu. Oder: ${grantToMake}.`,
  ],
  listNotMade: [
    'Die App darf in dieser Website keine Liste anlegen: {said}',
    `${grantToMake}. Oder legen Sie von Hand eine leere Liste „{list}“ an, mit den Spalten, die das Handbuch unter „The SharePoint list“ nennt.`,
  ],
  siteRefused: [
    'Die App darf diese Website nicht lesen: {said}',
    'Erteilen Sie Sites.Selected mit Administratorzustimmung und der App „write“ auf dieser Website; das Handbuch sagt unter „The SharePoint list“, wie.',
  ],
  sharePointSilent: ['SharePoint antwortet nicht: {said}', tryLater],
  sharePointSilentUntil: ['SharePoint antwortet nicht: {said}', 'Versuchen Sie es noch einmal nach {until}.'],

  noTakeover: 'Diese Übernahme gibt es nicht',
  takeoverUnderWay: ['Eine Übernahme dieser Kampagne ist unterwegs', 'Warten Sie, bis sie fertig ist.'],
  takeoverWaitsNot: 'Diese Übernahme wartet auf keine Datei',
  takeoverFileGone: [
    'Die Datei dieser Übernahme wird nicht mehr aufbewahrt',
    'Exportieren Sie die Liste neu und beginnen Sie mit dieser Datei: Sie hat auch, was inzwischen dazukam.',
  ],
}
