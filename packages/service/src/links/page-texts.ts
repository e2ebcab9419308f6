/** What the public pages say, in every language they speak. Values are put in as plain text and escaped by the pages. */

export type PageLanguage = 'en' | 'de'

export const pageLanguages: readonly PageLanguage[] = ['en', 'de']

export interface PageTexts {
  invitation: {
    title: string
    why(organisation: string): string
    time: string
    button: string
    /** Shown above the rest when the first press came so fast that a mail scanner may have made it. */
    again: string
    /** `host` is where the browser goes next, such as `aka.ms`. */
    under(host: string): string
    nextTitle: string
    next(organisation: string): readonly string[]
    genuineTitle: string
    genuine: string
    partOf(campaign: string, organisation: string): string
  }
  calm: { title: string; what: string; doTitle: string; steps: readonly string[] }
  /** We are at fault, not the link. */
  sorry: { title: string; what: string }
  done: { title: string; what: string; button: string; after: string }
  unsure(contact: string | null): string
  help(contact: string | null): string
}

const en: PageTexts = {
  invitation: {
    title: 'Set up your second sign-in step',
    why: organisation =>
      `${organisation} asks you to add a second step to your sign-in, on your phone or with a security key, so that a stolen password alone is no longer enough to get in.`,
    time: 'It takes about five minutes. Have your phone with you, or your security key if you use one.',
    button: 'Set up now',
    again:
      'That was quick. Please press “Set up now” once more, so that we know it was you and not a mail scanner.',
    under: host => `You continue at ${host} and sign in as usual.`,
    nextTitle: 'What happens when you choose “Set up now”',
    next: organisation => [
      `${organisation} notes that you are starting. From then on, signing in asks for your second step.`,
      'You sign in with your work account as usual.',
      'Microsoft guides you through adding the Microsoft Authenticator app or a security key.',
    ],
    genuineTitle: 'Is this page genuine?',
    genuine:
      'This page asks for nothing: no name, no password. You enter your password only where you always sign in to Microsoft.',
    partOf: (campaign, organisation) => `Part of “${campaign}” at ${organisation}.`,
  },
  calm: {
    title: 'This link does not lead anywhere',
    what: 'It may be old, or a piece of it may be missing. Nothing has happened to your account.',
    doTitle: 'What you can do',
    steps: [
      'Open the mail again and press the button in it.',
      'Or copy the whole address from the mail into your browser. Mail programs sometimes break long addresses in two.',
      'If you got more than one mail, use the newest.',
    ],
  },
  sorry: {
    title: 'Please try again in a few minutes',
    what: 'Your link is fine. Something on our side is not working right now. Nothing is lost, and nothing is expected of you until then.',
  },
  done: {
    title: 'Thank you. One more step',
    what: 'The set-up page should have opened by now. If it has not, continue here.',
    button: 'Continue to the set-up',
    after: 'There you sign in as usual and add the Microsoft Authenticator app or a security key.',
  },
  unsure: contact =>
    contact === null
      ? 'If you are unsure, ask your IT support first, preferably in a way you already know.'
      : `If you are unsure, ask your IT support first, preferably in a way you already know: ${contact}`,
  help: contact =>
    contact === null ? 'Need help? Your IT support is there for you.' : `Need help? ${contact}`,
}

const de: PageTexts = {
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
  unsure: contact =>
    contact === null
      ? 'Wenn Sie unsicher sind, fragen Sie vorher Ihren IT-Support, am besten auf einem Weg, den Sie schon kennen.'
      : `Wenn Sie unsicher sind, fragen Sie vorher Ihren IT-Support, am besten auf einem Weg, den Sie schon kennen: ${contact}`,
  help: contact =>
    contact === null
      ? 'Sie brauchen Hilfe? Ihr IT-Support ist für Sie da.'
      : `Sie brauchen Hilfe? ${contact}`,
}

export const pageTexts: Readonly<Record<PageLanguage, PageTexts>> = { en, de }
