/** German for templates, previews, test mails, mails as they were sent, and branding. */

import type { enTexts } from './en-texts.ts'
import { many } from './plural.ts'

export const deTexts: typeof enTexts = {
  preview: {
    title: 'Vorschau',
    how: 'Wie die Vorschau gezeigt wird',
    light: 'Hell',
    dark: 'Dunkel',
    desktop: 'So breit wie am Schreibtisch',
    phone: 'So breit wie am Telefon',
    form: 'Form der E-Mail',
    html: 'E-Mail',
    text: 'Nur Text',
    frame: 'Die E-Mail, wie sie gelesen wird',
    sparse: 'Wenig ist bekannt',
    none: 'Es gibt keine E-Mail zu sehen, solange die Fehler nicht behoben sind.',
    mistaken: 'So würde nichts gesendet: Der Text hat Fehler und kann nicht verwendet werden, wie er ist.',
  },
  templates: {
    title: 'Vorlagen',
    lead: 'Was die Leute lesen, in Ihren eigenen Worten.',
    kind: 'Art der E-Mail',
    kinds: {
      invitation: 'Einladung',
      reminder: 'Erinnerung',
      escalation: 'Übersicht für Vorgesetzte',
    },
    language: 'Sprache',
    set: 'Texte für',
    forAll: 'Jede Kampagne ohne eigene Texte',
    addSet: 'Neue Textsammlung',
    addSetVerb: 'Anlegen',
    setName: 'Bezeichnung',
    setHint: 'Sie wählen sie bei einer Kampagne. Was sie nicht hat, ist wie bei jeder Kampagne.',
    origin: { builtIn: 'Mitgeliefert', tenant: 'Eigener Text', textSet: 'Eigener Text dieser Sammlung' },
    by: (who: string, when: string) => `von ${who}, ${when}`,
    beginning: 'In dieser Sprache ist noch nichts geschrieben; diese Worte sind zum Anfangen.',
    changed: 'Geändert, nicht gespeichert',
    subject: 'Betreff',
    mjml: 'E-Mail (MJML)',
    text: 'Nur Text',
    insert: 'Platzhalter einfügen',
    placeholder: {
      link: 'Der Link der Person',
      'person.givenName': 'Vorname, sonst der ganze Name',
      'person.displayName': 'Ganzer Name',
      'organisation.name': 'Name der Organisation',
      'organisation.supportContact': 'Wen man fragen kann, falls angegeben',
      'campaign.name': 'Name der Kampagne',
      'campaign.dueOn': 'Stichtag, falls es einen gibt',
      'reminder.number': 'Nummer der Erinnerung',
      people: 'Die Personen der Übersicht',
    },
    test: 'Test senden',
    testBlocked: 'Ein Test kann gesendet werden, sobald die Fehler behoben sind.',
    revert: 'Mitgelieferten Text verwenden',
    revertVerb: 'Verwenden',
    revertQuestion: 'Eigene Worte zurücknehmen?',
    revertMeans:
      'Ab der nächsten E-Mail gilt der Text, der vor den eigenen Worten galt. Gesendete E-Mails bleiben lesbar.',
    reverted: 'Ihre eigenen Worte werden nicht mehr verwendet',
    saved: 'Gespeichert; gilt ab der nächsten E-Mail',
    leaveQuestion: 'Ohne Speichern verlassen?',
    leaveVerb: 'Verlassen',
    leaveMeans: 'Was Sie hier geändert haben, geht verloren.',
    mistakes: (count: number) =>
      many(
        count,
        'Eines hält diesen Text davon ab, verwendet zu werden',
        `${count} Dinge halten diesen Text davon ab, verwendet zu werden`,
      ),
    place: (part: string, line: number) => `${part}, Zeile ${line}`,
  },
  testMail: {
    title: 'Test senden',
    send: 'Senden',
    again: 'Noch einmal senden',
    sender: 'Über',
    noSender: 'Es gibt noch keinen Absender',
    address: 'An',
    addressHint:
      'Leer: an Sie selbst. Sonst die geschäftliche Adresse von jemandem im Verzeichnis. Der Link darin führt nirgendwohin.',
    state: {
      queued: (to: string) => `Wartet auf den Absender; geht an ${to}.`,
      sending: (to: string) => `Unterwegs an ${to}.`,
      sent: (to: string) => `Gesendet an ${to}.`,
      refused: () => 'Der Test wurde nicht gesendet.',
      uncertain: (to: string) => `Niemand weiß, ob er hinausging; sehen Sie im Postfach von ${to} nach.`,
    },
  },
  sentMail: {
    show: (mail: string) => `${mail}, wie gesendet`,
    toPerson: 'Zur Person',
    asSent: 'Wie gesendet',
    about: 'Über diese E-Mail',
    from: 'Von',
    to: 'An',
    when: 'Wann',
    words: 'Worte',
    link: 'Link',
    ofRule: (rule: string) => `Der Automation „${rule}“`,
    linkHidden: 'Der Code ist verborgen: Wer ihn hat, kann die Schaltfläche drücken.',
  },
  branding: {
    title: 'Branding',
    lead: 'Wie E-Mails und Seiten für Ihre Leute aussehen.',
    who: 'Name und Farbe',
    name: 'Name der Organisation',
    contact: 'Wen man fragen kann',
    contactHint: 'In Worten: ein Name, eine Nummer, eine Adresse.',
    ownColour: 'Eine eigene Farbe',
    accent: 'Farbe',
    onAccent: 'Text darauf',
    textByItself: 'Den Text darauf nach Kontrast wählen',
    code: 'Code',
    codeOf: (colour: string) => `${colour}, als Code`,
    contrast: {
      button: (ratio: string, isEnough: boolean, used: string) =>
        isEnough
          ? `Text auf Schaltflächen (${used}) ist lesbar: ${ratio} zu 1, nötig sind 4,5.`
          : `Text auf Schaltflächen (${used}) ist nicht lesbar: ${ratio} zu 1, nötig sind 4,5. Wählen Sie einen anderen Text oder eine andere Farbe.`,
      shape: (ratio: string, isEnough: boolean, used: string) =>
        isEnough
          ? `Schaltflächen in dieser Farbe heben sich vom Weiß der E-Mail ab: ${ratio} zu 1, nötig sind 3.`
          : `Schaltflächen in ${used} heben sich kaum vom Weiß der E-Mail ab: ${ratio} zu 1, nötig sind 3. Eine dunklere Farbe zeigt, dass da eine Schaltfläche ist.`,
      link: (ratio: string, isEnough: boolean, used: string) =>
        isEnough
          ? `Links in dieser Farbe sind lesbar: ${ratio} zu 1.`
          : `Links in dieser Farbe wären nicht lesbar (${ratio} zu 1); sie erscheinen in ${used}.`,
    },
    logo: 'Logo',
    logoAlt: 'Das Logo, das jetzt verwendet wird',
    logoHint:
      'PNG oder JPEG, höchstens 64 kB, etwa 440 Pixel breit. Es reist in jeder E-Mail mit, sodass beim Öffnen nichts geladen wird.',
    size: (width: number, height: number, kilobytes: string) => `${width} × ${height} Pixel, ${kilobytes} kB`,
    noPicture: 'Das ist weder PNG noch JPEG. Speichern Sie das Bild als eines der beiden.',
    tooLarge: (kilobytes: string) =>
      `Das Bild hat ${kilobytes} kB; ein Logo darf 64 kB haben. Verkleinern Sie es, oder speichern Sie es mit weniger Farben.`,
    choose: 'Bild wählen',
    another: 'Anderes wählen',
    remove: 'Entfernen',
    saved: 'Gespeichert',
    what: 'Was gezeigt wird',
    view: {
      mail: 'E-Mail',
      invitation: 'Seite des Links',
      done: 'Bestätigt',
      resend: 'Link noch einmal',
      calm: 'Unbekannter Link',
    },
    frame: 'Die Seite, wie sie gelesen wird',
  },
}
