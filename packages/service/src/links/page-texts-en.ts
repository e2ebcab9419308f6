/** The public pages in English. */

import type { PageTexts } from './page-texts.ts'

export const english: PageTexts = {
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
  resend: {
    title: 'Get your link again',
    what: 'Type your work address. If you were invited and have not finished, the mail with your personal link comes once more.',
    label: 'Work address',
    button: 'Send it again',
    wrong: 'That is no complete mail address. It looks like name@example.com.',
    sentTitle: 'Look into your mailbox',
    sent: 'If your address is on our list, a mail is on its way and arrives within some minutes.',
    sentTitleMore: 'Nothing came?',
    sentSteps: [
      'Look into the folder for junk mail.',
      'Did a mail of ours come within the last hours? Then use that one: we do not write again so soon.',
      'Whoever has finished, or was not invited, gets no mail.',
    ],
    busyTitle: 'One moment, please',
    busy: 'This was asked for very often from your network just now. Please try again in a few minutes.',
    offer: 'No mail any more? Get your link again',
  },
  unsure: contact =>
    contact === null
      ? 'If you are unsure, ask your IT support first, preferably in a way you already know.'
      : `If you are unsure, ask your IT support first, preferably in a way you already know: ${contact}`,
  help: contact =>
    contact === null ? 'Need help? Your IT support is there for you.' : `Need help? ${contact}`,
}
