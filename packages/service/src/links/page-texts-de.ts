/** The public pages in German. */

import type { PageTexts } from './page-texts.ts'

export const german: PageTexts = {
  invitation: {
    title: 'Richten Sie Ihren zweiten Anmeldeschritt ein',
    why: organisation =>
      `${organisation} bittet Sie, Ihre Anmeldung um einen zweiten Schritt zu ergänzen: mit Ihrem Telefon oder einem Sicherheitsschlüssel. Ein gestohlenes Passwort allein genügt dann nicht mehr.`,
    time: 'Es dauert etwa fünf Minuten. Halten Sie Ihr Telefon bereit oder, falls Sie einen nutzen, Ihren Sicherheitsschlüssel.',
    button: 'Jetzt einrichten',
    again:
      'Das ging schnell. Bitte drücken Sie noch einmal auf „Jetzt einrichten“, damit wir wissen, dass Sie es waren und kein Mail-Scanner.',
    under: host => `Es geht weiter bei ${host}, dort melden Sie sich wie gewohnt an.`,
    nextTitle: 'Was bei „Jetzt einrichten“ geschieht',
    next: organisation => [
      `${organisation} vermerkt, dass Sie beginnen. Ab dann fragt die Anmeldung nach Ihrem zweiten Schritt.`,
      'Sie melden sich wie gewohnt mit Ihrem Geschäftskonto an.',
      'Microsoft führt Sie durch die Einrichtung der App Microsoft Authenticator oder eines Sicherheitsschlüssels.',
    ],
    genuineTitle: 'Ist diese Seite echt?',
    genuine:
      'Diese Seite fragt Sie nach nichts: nicht nach Ihrem Namen, nicht nach einem Passwort. Ihr Passwort geben Sie nur dort ein, wo Sie sich immer bei Microsoft anmelden.',
    partOf: (campaign, organisation) => `Gehört zu „${campaign}“ bei ${organisation}.`,
  },
  calm: {
    title: 'Dieser Link führt nicht weiter',
    what: 'Vielleicht ist er alt, oder ein Stück davon fehlt. An Ihrem Konto ist nichts geschehen.',
    doTitle: 'Was Sie tun können',
    steps: [
      'Öffnen Sie die E-Mail noch einmal und klicken Sie darin auf die Schaltfläche.',
      'Oder kopieren Sie die ganze Adresse aus der E-Mail in Ihren Browser. E-Mail-Programme trennen lange Adressen manchmal.',
      'Wenn Sie mehrere E-Mails bekommen haben, nehmen Sie die neueste.',
    ],
  },
  sorry: {
    title: 'Bitte versuchen Sie es in einigen Minuten noch einmal',
    what: 'Ihr Link ist in Ordnung. Auf unserer Seite funktioniert gerade etwas nicht. Es geht nichts verloren, und bis dahin müssen Sie nichts tun.',
  },
  done: {
    title: 'Vielen Dank. Noch ein Schritt',
    what: 'Die Seite zum Einrichten sollte sich inzwischen geöffnet haben. Falls nicht, geht es hier weiter.',
    button: 'Weiter zur Einrichtung',
    after:
      'Dort melden Sie sich wie gewohnt an und fügen die App Microsoft Authenticator oder einen Sicherheitsschlüssel hinzu.',
  },
  resend: {
    title: 'Ihren Link noch einmal bekommen',
    what: 'Geben Sie Ihre geschäftliche E-Mail-Adresse ein. Wenn Sie eingeladen wurden und noch nicht fertig sind, kommt die E-Mail mit Ihrem persönlichen Link noch einmal.',
    label: 'Geschäftliche E-Mail-Adresse',
    button: 'Noch einmal senden',
    wrong: 'Das ist keine vollständige E-Mail-Adresse. Sie sieht aus wie name@example.com.',
    sentTitle: 'Sehen Sie in Ihr Postfach',
    sent: 'Wenn Ihre Adresse auf unserer Liste steht, ist eine E-Mail unterwegs und kommt in einigen Minuten an.',
    sentTitleMore: 'Es kam nichts?',
    sentSteps: [
      'Sehen Sie im Ordner für Junk-E-Mails nach.',
      'Kam in den letzten Stunden eine E-Mail von uns? Dann nehmen Sie diese: So bald schreiben wir nicht noch einmal.',
      'Wer fertig ist oder nicht eingeladen wurde, bekommt keine E-Mail.',
    ],
    busyTitle: 'Einen Moment bitte',
    busy: 'Das wurde gerade sehr oft aus Ihrem Netz angefordert. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    offer: 'Keine E-Mail mehr da? Den Link noch einmal bekommen',
  },
  unsure: contact =>
    contact === null
      ? 'Wenn Sie unsicher sind, fragen Sie vorher Ihren IT-Support, am besten auf einem Weg, den Sie schon kennen.'
      : `Wenn Sie unsicher sind, fragen Sie vorher Ihren IT-Support, am besten auf einem Weg, den Sie schon kennen: ${contact}`,
  help: contact =>
    contact === null
      ? 'Sie brauchen Hilfe? Ihr IT-Support ist für Sie da.'
      : `Sie brauchen Hilfe? ${contact}`,
}
