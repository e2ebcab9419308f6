/** English for templates, previews, test mails, mails as they were sent, and branding. */

import { many } from './plural.ts'

export const enTexts = {
  preview: {
    title: 'Preview',
    how: 'How the preview is shown',
    light: 'Light',
    dark: 'Dark',
    desktop: 'As wide as a desk',
    phone: 'As wide as a phone',
    form: 'Form of the mail',
    html: 'Mail',
    text: 'Plain text',
    frame: 'The mail as its reader sees it',
    sparse: 'Little is known',
    none: 'There is no mail to show until the mistakes are mended.',
    mistaken: 'This is not what would be sent: the text has mistakes and cannot be used as it is.',
  },
  templates: {
    title: 'Templates',
    lead: 'What people read, in words of your own.',
    kind: 'Kind of mail',
    kinds: { invitation: 'Invitation', reminder: 'Reminder', escalation: 'Digest for managers' },
    language: 'Language',
    set: 'Texts for',
    forAll: 'Every campaign without texts of its own',
    addSet: 'New set of texts',
    addSetVerb: 'Make',
    setName: 'Name',
    setHint: 'You choose it with a campaign. What it does not have is as for every campaign.',
    origin: { builtIn: 'Built in', tenant: 'Own text', textSet: 'Own text of this set' },
    by: (who: string, when: string) => `by ${who}, ${when}`,
    beginning: 'Nothing is written in this language yet; these words are to begin with.',
    changed: 'Changed, not saved',
    subject: 'Subject',
    mjml: 'Mail (MJML)',
    text: 'Plain text',
    insert: 'Insert a placeholder',
    placeholder: {
      link: 'The person’s link',
      'person.givenName': 'Given name, else the whole name',
      'person.displayName': 'Whole name',
      'organisation.name': 'Name of the organisation',
      'organisation.supportContact': 'Whom to ask, if said',
      'campaign.name': 'Name of the campaign',
      'campaign.dueOn': 'Due date, if there is one',
      'reminder.number': 'Number of the reminder',
      people: 'The people of the digest',
    },
    test: 'Send a test',
    testBlocked: 'A test can be sent once the mistakes are mended.',
    revert: 'Use the built-in text',
    revertVerb: 'Use it',
    revertQuestion: 'Take your own words back?',
    revertMeans:
      'From the next mail on the text is used that was used before there were own words. Mails that were sent can still be read.',
    reverted: 'Your own words are not used any more',
    saved: 'Saved; used from the next mail on',
    leaveQuestion: 'Leave without saving?',
    leaveVerb: 'Leave',
    leaveMeans: 'What you have changed here is lost.',
    mistakes: (count: number) =>
      many(
        count,
        'One thing keeps this text from being used',
        `${count} things keep this text from being used`,
      ),
    place: (part: string, line: number) => `${part}, line ${line}`,
  },
  testMail: {
    title: 'Send a test',
    send: 'Send',
    again: 'Send again',
    sender: 'Through',
    noSender: 'There is no sender yet',
    address: 'To',
    addressHint:
      'Empty: to yourself. Else the work address of somebody in the directory. The link in it leads nowhere.',
    state: {
      queued: (to: string) => `Waits for its sender; goes to ${to}.`,
      sending: (to: string) => `On its way to ${to}.`,
      sent: (to: string) => `Sent to ${to}.`,
      refused: () => 'It was not sent.',
      uncertain: (to: string) => `Nobody knows whether it went; look into the mailbox of ${to}.`,
    },
  },
  sentMail: {
    show: (mail: string) => `${mail}, as it was sent`,
    toPerson: 'To the person',
    asSent: 'As it was sent',
    about: 'About this mail',
    from: 'From',
    to: 'To',
    when: 'When',
    words: 'Words',
    link: 'Link',
    ofRule: (rule: string) => `Of the automation “${rule}”`,
    linkHidden: 'Its code is hidden: whoever has it can press the button.',
  },
  branding: {
    title: 'Branding',
    lead: 'How mails and pages look to your people.',
    who: 'Name and colour',
    name: 'Name of the organisation',
    contact: 'Whom people may ask',
    contactHint: 'In words: a name, a number, an address.',
    ownColour: 'A colour of your own',
    accent: 'Colour',
    onAccent: 'Text on it',
    textByItself: 'Choose the text on it by contrast',
    code: 'Code',
    codeOf: (colour: string) => `${colour}, as code`,
    contrast: {
      button: (ratio: string, isEnough: boolean, used: string) =>
        isEnough
          ? `Text on buttons (${used}) can be read: ${ratio} to 1, 4.5 is needed.`
          : `Text on buttons (${used}) cannot be read: ${ratio} to 1, 4.5 is needed. Choose another text or colour.`,
      shape: (ratio: string, isEnough: boolean, used: string) =>
        isEnough
          ? `Buttons in this colour stand out from the white of the mail: ${ratio} to 1, 3 is needed.`
          : `Buttons in ${used} hardly stand out from the white of the mail: ${ratio} to 1, 3 is needed. A darker colour shows that there is a button.`,
      link: (ratio: string, isEnough: boolean, used: string) =>
        isEnough
          ? `Links in this colour can be read: ${ratio} to 1.`
          : `Links in this colour could not be read (${ratio} to 1); they are shown in ${used}.`,
    },
    logo: 'Logo',
    logoAlt: 'The logo that is used now',
    logoHint:
      'PNG or JPEG, at most 64 kB, about 440 pixels wide. It travels inside each mail, so that opening a mail loads nothing.',
    size: (width: number, height: number, kilobytes: string) =>
      `${width} × ${height} pixels, ${kilobytes} kB`,
    noPicture: 'This is neither a PNG nor a JPEG. Save the picture as one of the two.',
    tooLarge: (kilobytes: string) =>
      `The picture has ${kilobytes} kB; a logo may have 64 kB. Make it smaller, or save it with fewer colours.`,
    choose: 'Choose a picture',
    another: 'Choose another',
    remove: 'Remove',
    saved: 'Saved',
    what: 'What is shown',
    view: {
      mail: 'Mail',
      invitation: 'Page of the link',
      done: 'Confirmed',
      resend: 'Link again',
      calm: 'Unknown link',
    },
    frame: 'The page as its reader sees it',
  },
}
