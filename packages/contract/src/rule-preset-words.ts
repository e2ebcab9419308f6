/** What the ready-made rules are called and for, in English; the service's list and the portal say the same. */

export const rulePresetWords = {
  'thank-you': {
    name: 'Thank-you mail after registration',
    about:
      'Whoever has registered all required security info is put on the list once and gets one mail; CommSent says when.',
  },
  'method-changed': {
    name: 'Tell the person when a method is added, removed or changed',
    about: 'A mail for each change, so that somebody whose account was taken over hears of it.',
  },
  'tell-manager': {
    name: 'Tell the manager of a registration',
    about: "The person's manager gets one mail when somebody of theirs has registered.",
  },
  'add-to-group': {
    name: 'Add to a group when registered',
    about:
      'Whoever has registered is put into a security group, for Conditional Access or a licence to build on.',
  },
  'post-to-teams': {
    name: 'Post registrations to Teams',
    about: 'A card in a channel for everybody who has registered, through a workflow of Teams.',
  },
}
