/** German for what the service refused, each problem by its code; what Graph or a mail server said is repeated as it was said. */

import type { ObstacleCode } from '@muster/core/obstacle-sentences'
import type { Facts } from '@muster/core/sentences'
import { deProblemsOfCampaigns } from './de-problems-of-campaigns.ts'
import type { enProblems } from './en-problems.ts'
import type { ProblemTexts } from './problem-texts.ts'

const runDoctor =
  'Öffnen Sie Mandanten, wählen Sie „Berechtigungen prüfen“, erteilen Sie, was dort steht, und versuchen Sie es noch einmal.'
const reload = 'Laden Sie diese Seite neu, und wiederholen Sie, was Sie getan haben.'
const signInAgain = 'Laden Sie diese Seite neu, um sich anzumelden.'
const chooseSenders = 'Wählen Sie unter den Absendern, die es gibt.'

const texts: ProblemTexts = {
  ...deProblemsOfCampaigns,
  noRoute: [
    'Der Dienst kennt diese Anfrage nicht',
    'Er hat eine andere Version als diese Seite: Laden Sie sie neu.',
  ],
  valueUnstorable: [
    'Etwas Eingegebenes lässt sich nicht speichern',
    'Suchen Sie nach Zeichen, die man nicht sieht, und nehmen Sie sie heraus.',
  ],
  broken: [
    'Im Dienst ist etwas schiefgegangen',
    'Suchen Sie im Protokoll des Dienstes nach der Anfrage {requestId}.',
  ],
  databaseSilent: 'Die Datenbank antwortet nicht (Muster {version})',
  cursorUnknown: ['Die Liste lässt sich von hier aus nicht fortsetzen', reload],
  bodyCutOff: ['Die Verbindung ist beim Senden abgebrochen', 'Versuchen Sie es noch einmal.'],
  bodyNotJson: ['Der Dienst konnte die Anfrage nicht lesen', reload],
  fileNameUnreadable:
    'Der Name der Datei ist leer oder länger als {most} Zeichen. Geben Sie ihr einen kürzeren.',
  mediaTypeUnread: ['Der Dienst konnte die Anfrage nicht lesen', reload],
  bodyTooLarge: [
    'Was gesendet wurde, ist größer als {megabytes} MB',
    'Senden Sie weniger auf einmal; eine längere Liste lässt sich auf mehrere Dateien verteilen.',
  ],
  repeatKeyLength: ['Der Dienst konnte die Anfrage nicht lesen', reload],
  repeatKeyTaken: ['Das wurde schon einmal mit anderem Inhalt gesendet', reload],
  repeatAtWork: ['Dieselbe Anfrage ist noch in Arbeit', 'Sehen Sie gleich noch einmal nach.'],
  secretShownBefore: [
    'Das ist schon geschehen, und das Geheimnis wurde dabei gezeigt',
    'Entfernen Sie, was angelegt wurde, und legen Sie es neu an.',
  ],

  foreignPage: [
    'Diese Seite wurde nicht unter der Adresse geöffnet, die der Dienst kennt',
    'Öffnen Sie {address}. Ist das nicht die Adresse im Browser, setzen Sie MUSTER_ADMIN_URL und starten Sie den Dienst neu.',
  ],
  roleTooLittle: [
    'Dafür braucht es die Rolle {needed}; Sie haben die Rolle {role}',
    'Bitten Sie jemanden mit der Rolle Verwaltung darum.',
  ],
  keyTooLittle: 'Dafür braucht es die Rolle {needed}; der Schlüssel „{key}“ hat die Rolle {role}',
  keyNotValid: ['Der API-Schlüssel gilt nicht oder wurde widerrufen', signInAgain],
  nobodySignedIn: ['Niemand ist angemeldet', signInAgain],
  sessionOver: ['Ihre Sitzung ist abgelaufen', signInAgain],
  sessionJustEnded: ['Ihre Sitzung ist gerade zu Ende gegangen', signInAgain],
  keyNotSignedIn: 'Ein API-Schlüssel ist nicht angemeldet. Widerrufen wird er auf der Seite API-Schlüssel.',
  noProvider: [
    'Hier kann sich niemand anmelden: Es ist kein Anbieter eingerichtet',
    'Setzen Sie MUSTER_SIGNIN_ISSUER und was dazugehört, und starten Sie den Dienst neu.',
  ],
  noSession: 'Diese Sitzung gibt es nicht mehr',
  noAccount: 'Dieses Konto gibt es nicht',
  noKey: 'Diesen API-Schlüssel gibt es nicht',
  noMark: [
    '„{text}“ ist keine Marke',
    'Geben Sie eine an, die eine frühere Prüfung gezeigt hat, etwa 42-0123456789abcdef0123.',
  ],

  noTenant: 'Diesen Mandanten gibt es nicht',
  tenantNameTaken: [
    'Einen Mandanten namens „{name}“ gibt es schon',
    'Wählen Sie einen anderen Namen, oder nehmen Sie den, den es gibt.',
  ],
  tenantRead: [
    'Die Personen dieses Entra-Mandanten wurden schon gelesen; andere würden sich mit ihnen mischen',
    'Verbinden Sie den anderen daneben: Mandanten, „Mandanten verbinden“.',
  ],
  tenantHasCampaigns: [
    'Der Mandant hat Kampagnen: {names}',
    'Ein Mandant lässt sich nur entfernen, solange er keine hat; sie erzählen, was mit Personen geschah, und bleiben.',
  ],
  credentialSealed: [
    'Gespeicherte Anmeldedaten lassen sich mit diesem geheimen Schlüssel nicht öffnen',
    'Starten Sie den Dienst mit dem Schlüssel von damals (secret.key im Datenordner), oder geben Sie die Anmeldedaten neu ein.',
  ],

  noSender: 'Diesen Absender hat der Mandant nicht',
  noSuchSenders: ['Diesen Absender hat der Mandant nicht', chooseSenders],
  senderTaken: [
    'Der Mandant hat den Absender {address} schon',
    'Bearbeiten Sie diesen, oder entfernen Sie ihn zuerst.',
  ],
  senderUsed: [
    'Der Absender wird gebraucht von {names}',
    'Beenden Sie zuerst die Kampagne, oder geben Sie der Automation einen anderen Absender.',
  ],
  senderSealed: [
    'Die gespeicherten Angaben lassen sich mit diesem geheimen Schlüssel nicht öffnen',
    'Geben Sie den Mailserver neu ein: Rechner, Port, Benutzer und Passwort.',
  ],
  mailboxHasNoServer: [
    'Ein Postfach des Mandanten hat keinen Mailserver und kein eigenes Passwort',
    'Fügen Sie dafür einen Absender der Art „Mailserver (SMTP)“ hinzu.',
  ],
  exchangeAllowsLess: [
    'Exchange Online lässt einem Postfach höchstens {most}',
    'Fügen Sie weitere Absender hinzu; eine Kampagne verteilt ihre Mails auf sie.',
  ],

  groupsRefused: [
    'Das Verzeichnis lässt Gruppen nicht suchen: {said}',
    'Erteilen Sie GroupMember.ReadWrite.All mit Administratorzustimmung, oder geben Sie die Objekt-ID der Gruppe an.',
  ],
  directorySilent: [
    'Das Verzeichnis antwortet nicht: {said}',
    'Versuchen Sie es in einer Weile noch einmal.',
  ],
  directorySilentUntil: [
    'Das Verzeichnis antwortet nicht: {said}',
    'Versuchen Sie es noch einmal nach {until}.',
  ],
  protectionNotLookedUp: [
    'Das Verzeichnis ließ sich nicht fragen: {said}',
    `Niemand wurde geschützt. ${runDoctor}`,
  ],

  coloursUnreadable: [
    '{text} auf {colour} ist nicht zu lesen: {ratio} zu 1, nötig sind 4,5',
    'Wählen Sie einen dunkleren oder helleren Text, oder überlassen Sie ihn Muster.',
  ],
  logoTooHeavy: [
    'Das Bild hat {kilobytes} kB; ein Logo darf {most} haben',
    'Speichern Sie es kleiner: 440 Pixel Breite genügen, als PNG mit wenigen Farben.',
  ],
  logoNoPicture: [
    'Das ist kein ganzes PNG- oder JPEG-Bild',
    'Speichern Sie das Logo als PNG (SVG und WebP zeigen viele Mailprogramme nicht).',
  ],
  logoSize: [
    'Das Bild hat {width} × {height} Pixel; jede Seite muss {least} bis {most} haben',
    'Speichern Sie es etwa 440 Pixel breit.',
  ],

  textsNameTaken: [
    'Der Mandant hat schon Texte namens „{name}“',
    'Wählen Sie einen anderen Namen, oder nehmen Sie die, die es gibt.',
  ],
  textsUsed: ['In Gebrauch bei {names}', 'Geben Sie der Kampagne andere Texte, oder beenden Sie sie.'],
  brandingChanged: [
    'Jemand hat das inzwischen geändert, in „{now}“',
    'Laden Sie es neu, und wiederholen Sie Ihre Änderung.',
  ],
  templateChanged: [
    'Diese Texte wurden inzwischen auf die mitgelieferten zurückgesetzt',
    'Laden Sie sie neu, und wiederholen Sie Ihre Änderung.',
  ],
  templateChangedBy: [
    '{who} hat diese Texte inzwischen geändert ({at})',
    'Laden Sie sie neu, und wiederholen Sie Ihre Änderung.',
  ],
  noTexts: 'Diese Texte hat der Mandant nicht',
  noTextsToTake: [
    'Diese Texte hat der Mandant nicht',
    'Wählen Sie welche, die auf der Seite Vorlagen stehen, oder keine.',
  ],
  noMail: 'Diese Mail gibt es nicht',
  mailNotKept:
    'Diese Mail ist noch nicht entstanden, oder eine ältere Version hat sie gesendet und nichts von ihr aufbewahrt',
  noTestMail: 'Diese Testmail gibt es nicht',
  tooManyTests: [
    'Mehr als {most} Testmails in einer Stunde gibt es nicht',
    'Sehen Sie die Vorschau an, und versuchen Sie es später noch einmal.',
  ],
  ownMailboxMissing: [
    'Sie haben kein Postfach im Verzeichnis dieses Mandanten',
    'Geben Sie die dienstliche Adresse von jemandem im Verzeichnis an; an andere geht kein Test.',
  ],
  testToStranger: [
    'Niemand im Verzeichnis des Mandanten hat diese Adresse',
    'Geben Sie die dienstliche Adresse von jemandem im Verzeichnis an; an andere geht kein Test.',
  ],

  noRule: 'Diese Automation gibt es nicht',
  ruleNameTaken: 'Der Mandant hat schon eine Automation namens „{name}“',
  ruleOn: ['Die Automation ist eingeschaltet', 'Schalten Sie sie zuerst aus.'],
  ruleChanged: [
    '„{name}“ wurde inzwischen geändert',
    'Laden Sie sie neu, und wiederholen Sie Ihre Änderung.',
  ],
  ruleChangedBy: [
    '{who} hat „{name}“ inzwischen geändert ({at})',
    'Laden Sie sie neu, und wiederholen Sie Ihre Änderung.',
  ],
  noWebhook: 'Diesen Webhook hat die Automation nicht',
  logLostPlace: ['Das Protokoll hat beim Lesen die Stelle verloren', 'Versuchen Sie es noch einmal.'],
  logSilent: [
    'Das Protokoll lässt sich gerade nicht lesen',
    'Alles andere läuft weiter. Versuchen Sie es gleich noch einmal.',
  ],
  logSilentUntil: [
    'Das Protokoll lässt sich gerade nicht lesen',
    'Alles andere läuft weiter. Gefragt werden kann es wieder ab {until}.',
  ],
  logRefused: ['Das Protokoll wird verweigert: {said}', runDoctor],
  watchesAll: [
    'Die Automation würde das ganze Protokoll beobachten',
    'Wählen Sie eine Aktivität, einen Dienst oder eine Kategorie.',
  ],
  conditionOpen: [
    'Die Bedingung öffnet eine Klammer oder ein Zitat, ohne sie zu schließen, oder schließt eine zu viel',
    'Berichtigen Sie die Bedingung; ein Anführungszeichen im Zitat wird doppelt geschrieben.',
  ],
  conditionRefused: [
    'Graph nimmt die Bedingung nicht an: {said}',
    'Berichtigen Sie die Bedingung; Graph filtert das Protokoll nur nach wenigen Eigenschaften.',
  ],
  actionTwice: ['Zwei Aktionen heißen „{key}“', 'Geben Sie jeder Aktion einen eigenen Namen.'],
  languageTwice: ['Für „{language}“ gibt es zwei Mails', 'Behalten Sie für jede Sprache eine Mail.'],
  addressTwice: ['{address} ist zweimal genannt', 'Nennen Sie jede Adresse einmal.'],
  methodUnknown: ['Eine Methode „{method}“ kennt Muster nicht', 'Nennen Sie welche von {methods}.'],
  methodBoth: [
    '„{method}“ soll da sein und nicht da sein',
    'Nehmen Sie die Methode aus einem von beiden heraus.',
  ],
  concernGroupGone: ['Die Gruppe {groupId} gibt es nicht', 'Wählen Sie eine Gruppe dieses Mandanten.'],
  actionGroupGone: ['Die Gruppe {groupId} gibt es nicht', 'Wählen Sie eine zugewiesene Sicherheitsgruppe.'],
  actionGroupUnfit: [
    '„{group}“ lässt sich nicht verwenden: {obstacle}',
    'Wählen Sie eine zugewiesene Sicherheitsgruppe.',
  ],
  actionGroupEnforced: [
    '„{campaign}“ setzt auf dieser Gruppe durch: Wer sie verließe, würde nicht gefragt',
    'Nehmen Sie eine andere Gruppe, oder wählen Sie „Auch aus einer Gruppe, auf der eine Kampagne durchsetzt“.',
  ],
  wordsWrong: [
    'Die Worte lassen sich nicht lesen: {said}',
    'Berichtigen Sie sie; sie dürfen person, recipient, event, organisation und rule nennen.',
  ],
  wordsWrongInLine: [
    'Die Worte lassen sich nicht lesen (Zeile {line}): {said}',
    'Berichtigen Sie sie; sie dürfen person, recipient, event, organisation und rule nennen.',
  ],
  ruleWithoutSender: ['Die Automation sendet Mails und hat keinen Absender', 'Wählen Sie einen.'],
  senderElsewhere: ['Einer der Absender gehört nicht zu diesem Mandanten oder wurde entfernt', chooseSenders],
  campaignElsewhere: [
    'Die Kampagne gehört nicht zu diesem Mandanten oder wurde gelöscht',
    'Wählen Sie eine andere.',
  ],
  webhookWithoutAddress: [
    'Die Aktion hat keine Adresse, die sie aufrufen könnte',
    'Geben Sie die https-Adresse des Webhooks an.',
  ],
  webhookForbidden: [
    'Die Adresse lässt sich nicht aufrufen: {obstacle}',
    'Geben Sie eine öffentliche https-Adresse an, oder nennen Sie den Host in MUSTER_WEBHOOK_HOSTS.',
  ],
}

const obstacles: Readonly<Record<ObstacleCode, (facts: Facts) => string>> = {
  dynamicGroup: () =>
    'ihre Mitglieder folgen einer Regel (dynamische Mitgliedschaft), von Hand kommt niemand hinein',
  syncedGroup: () => 'sie wird lokal synchronisiert, ihre Mitglieder lassen sich nur dort ändern',
  plainGroup: () => 'sie ist keine Sicherheitsgruppe, der bedingte Zugriff kann sie deshalb nicht verwenden',
  noAddress: () => 'sie ist keine Adresse',
  notHttps: () => 'sie ist nicht https',
  carriesPassword: () => 'sie enthält einen Namen oder ein Passwort',
  privateNetwork: () => 'sie führt in ein privates Netz',
  thisMachine: () => 'sie führt auf diesen Rechner',
  throttled: () => 'Microsoft drosselt diese Art von Anfragen',
  budgetUsed: () => 'das Budget für diese Art von Anfragen ist aufgebraucht',
  columnMissing: ({ column = '' }) => `keine Spalte ${column}`,
  columnKind: ({ column = '', found = '', wanted = '' }) =>
    `eine Spalte ${column} der Art ${found} statt ${wanted}`,
  columnChoices: ({ column = '', choices = '' }) => `eine Spalte ${column} ohne die Auswahl ${choices}`,
}

export const deProblems: typeof enProblems = {
  problemText: code => texts[code],
  obstacleSays: (code, facts) => obstacles[code](facts),
}
