/** The words of the presets' mails and cards, in English and German; whoever takes a preset edits them in the rule. */

const thankYouEn = `Hello {{ recipient.givenName | default: recipient.displayName }},

thank you for setting up your sign-in security. You have registered on {{ event.at }}, and there is nothing more for you to do.

From now on you may be asked for it when you sign in. If you did not do this yourself, tell us at once{% if organisation.supportContact %}: {{ organisation.supportContact }}{% endif %}.

{{ organisation.name }}
`

const thankYouDe = `Guten Tag {{ recipient.givenName | default: recipient.displayName }},

vielen Dank, dass Sie Ihre Anmeldung abgesichert haben. Ihre Registrierung ist am {{ event.at }} eingegangen, und Sie müssen nichts weiter tun.

Beim Anmelden können Sie ab jetzt danach gefragt werden. Falls Sie das nicht selbst waren, sagen Sie uns bitte sofort Bescheid{% if organisation.supportContact %}: {{ organisation.supportContact }}{% endif %}.

{{ organisation.name }}
`

export const thankYou = [
  { language: 'en', subject: 'Thank you: your sign-in is protected now', text: thankYouEn, mjml: null },
  {
    language: 'de',
    subject: 'Vielen Dank: Ihre Anmeldung ist jetzt geschützt',
    text: thankYouDe,
    mjml: null,
  },
]

const changedEn = `Hello {{ recipient.givenName | default: recipient.displayName }},

the ways in which you confirm your sign-in were changed on {{ event.at }}:

{{ event.reason | default: event.activity }}

If that was you, there is nothing to do. If it was not, tell us at once{% if organisation.supportContact %}: {{ organisation.supportContact }}{% endif %}.

{{ organisation.name }}
`

const changedDe = `Guten Tag {{ recipient.givenName | default: recipient.displayName }},

am {{ event.at }} wurde geändert, womit Sie Ihre Anmeldung bestätigen:

{{ event.reason | default: event.activity }}

Wenn Sie das waren, ist nichts zu tun. Wenn nicht, sagen Sie uns bitte sofort Bescheid{% if organisation.supportContact %}: {{ organisation.supportContact }}{% endif %}.

{{ organisation.name }}
`

export const methodChanged = [
  { language: 'en', subject: 'Your sign-in methods were changed', text: changedEn, mjml: null },
  { language: 'de', subject: 'Ihre Anmeldemethoden wurden geändert', text: changedDe, mjml: null },
]

const managerEn = `Hello {{ recipient.givenName | default: recipient.displayName }},

{{ person.displayName }} has registered for secure sign-in on {{ event.at }}. There is nothing for you to do.

{{ organisation.name }}
`

const managerDe = `Guten Tag {{ recipient.givenName | default: recipient.displayName }},

{{ person.displayName }} hat sich am {{ event.at }} für die sichere Anmeldung registriert. Sie müssen nichts tun.

{{ organisation.name }}
`

export const managerMail = [
  {
    language: 'en',
    subject: '{{ person.displayName }} has registered for secure sign-in',
    text: managerEn,
    mjml: null,
  },
  {
    language: 'de',
    subject: '{{ person.displayName }} ist für die sichere Anmeldung registriert',
    text: managerDe,
    mjml: null,
  },
]

export const teamsCard = {
  title: '{{ person.displayName }} has registered for secure sign-in',
  text: '{{ event.activity }}, {{ event.at }}',
}
