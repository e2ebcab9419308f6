/** What a mail may say that is different for each person or campaign: the placeholders of its template, by kind of mail. */

export type MailKind = 'invitation' | 'reminder' | 'escalation'

/** `escalation`: the digest for a manager. */
export const mailKinds: readonly MailKind[] = ['invitation', 'reminder', 'escalation']

/** As a template writes them between `{{` and `}}`. */
export const placeholderNames = [
  'person.givenName',
  'person.displayName',
  'link',
  'organisation.name',
  'organisation.supportContact',
  'campaign.name',
  'campaign.dueOn',
  'reminder.number',
  'people',
] as const
export type Placeholder = (typeof placeholderNames)[number]

const common: readonly Placeholder[] = [
  'person.givenName',
  'person.displayName',
  'organisation.name',
  'organisation.supportContact',
  'campaign.name',
  'campaign.dueOn',
]

/** In the order in which they are offered. A digest has no link, since there is nothing that a manager could do on our page. */
export const placeholdersOf: Readonly<Record<MailKind, readonly Placeholder[]>> = {
  invitation: ['link', ...common],
  reminder: ['link', ...common, 'reminder.number'],
  escalation: [...common, 'people'],
}

/** Those that may be empty: a template asks before it uses them (`{% if campaign.dueOn %}`). */
export const optionalPlaceholders: ReadonlySet<Placeholder> = new Set<Placeholder>([
  'person.givenName',
  'organisation.supportContact',
  'campaign.dueOn',
])

/** Of each of the `people` in a digest. */
export const peopleFields = ['displayName', 'invitedOn', 'reminders'] as const

/** What stands in a template when the placeholder is put in. */
export function writePlaceholder(name: Placeholder): string {
  if (name === 'person.givenName') return '{{ person.givenName | default: person.displayName }}'
  if (name === 'people') {
    return '{% for one in people %}{{ one.displayName }} ({{ one.invitedOn }}, {{ one.reminders }}){% endfor %}'
  }
  return optionalPlaceholders.has(name) ? `{% if ${name} %}{{ ${name} }}{% endif %}` : `{{ ${name} }}`
}
