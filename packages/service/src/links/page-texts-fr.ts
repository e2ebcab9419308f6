/** The public pages in French. */

import type { PageTexts } from './page-texts.ts'

export const french: PageTexts = {
  invitation: {
    title: 'Configurez votre deuxième étape de connexion',
    why: organisation =>
      `${organisation} vous demande d’ajouter une deuxième étape à votre connexion, sur votre téléphone ou avec une clé de sécurité. Un mot de passe volé ne suffit alors plus pour entrer.`,
    time: 'Il faut environ cinq minutes. Ayez votre téléphone à portée de main, ou votre clé de sécurité si vous en utilisez une.',
    button: 'Configurer maintenant',
    again:
      'C’était rapide. Appuyez encore une fois sur « Configurer maintenant », pour que nous sachions que c’était vous et non un analyseur de courrier.',
    under: host => `Vous continuez sur ${host} et vous connectez comme d’habitude.`,
    nextTitle: 'Ce qui se passe quand vous choisissez « Configurer maintenant »',
    next: organisation => [
      `${organisation} note que vous commencez. À partir de là, la connexion demande votre deuxième étape.`,
      'Vous vous connectez comme d’habitude avec votre compte professionnel.',
      'Microsoft vous guide pour ajouter l’application Microsoft Authenticator ou une clé de sécurité.',
    ],
    genuineTitle: 'Cette page est-elle authentique ?',
    genuine:
      'Cette page ne vous demande rien : ni nom, ni mot de passe. Vous saisissez votre mot de passe uniquement là où vous vous connectez toujours à Microsoft.',
    partOf: (campaign, organisation) => `Fait partie de « ${campaign} » chez ${organisation}.`,
  },
  calm: {
    title: 'Ce lien ne mène nulle part',
    what: 'Il est peut-être ancien, ou il en manque un morceau. Rien n’est arrivé à votre compte.',
    doTitle: 'Ce que vous pouvez faire',
    steps: [
      'Ouvrez de nouveau le courriel et appuyez sur le bouton.',
      'Ou copiez l’adresse entière du courriel dans votre navigateur. Les messageries coupent parfois les longues adresses en deux.',
      'Si vous avez reçu plusieurs courriels, utilisez le plus récent.',
    ],
  },
  sorry: {
    title: 'Réessayez dans quelques minutes',
    what: 'Votre lien est bon. Quelque chose ne fonctionne pas de notre côté en ce moment. Rien n’est perdu, et rien n’est attendu de vous d’ici là.',
  },
  done: {
    title: 'Merci. Encore une étape',
    what: 'La page de configuration devrait s’être ouverte. Si ce n’est pas le cas, continuez ici.',
    button: 'Continuer vers la configuration',
    after:
      'Vous vous y connectez comme d’habitude et ajoutez l’application Microsoft Authenticator ou une clé de sécurité.',
  },
  resend: {
    title: 'Recevoir de nouveau votre lien',
    what: 'Saisissez votre adresse professionnelle. Si vous avez été invité et n’avez pas terminé, le courriel avec votre lien personnel arrive encore une fois.',
    label: 'Adresse professionnelle',
    button: 'Renvoyer',
    wrong: 'Ce n’est pas une adresse complète. Elle ressemble à nom@example.com.',
    sentTitle: 'Regardez dans votre boîte',
    sent: 'Si votre adresse est sur notre liste, un courriel est en route et arrive dans quelques minutes.',
    sentTitleMore: 'Rien n’est arrivé ?',
    sentSteps: [
      'Regardez dans le dossier du courrier indésirable.',
      'Un courriel de notre part est-il arrivé ces dernières heures ? Utilisez-le : nous n’écrivons pas de nouveau si tôt.',
      'Qui a terminé, ou n’a pas été invité, ne reçoit rien.',
    ],
    busyTitle: 'Un instant, s’il vous plaît',
    busy: 'Cela a été demandé très souvent depuis votre réseau. Réessayez dans quelques minutes.',
    offer: 'Plus de courriel ? Recevoir de nouveau votre lien',
  },
  unsure: contact =>
    contact === null
      ? 'En cas de doute, demandez d’abord à votre support informatique, de préférence par un moyen que vous connaissez déjà.'
      : `En cas de doute, demandez d’abord à votre support informatique, de préférence par un moyen que vous connaissez déjà : ${contact}`,
  help: contact =>
    contact === null ? 'Besoin d’aide ? Votre support informatique est là.' : `Besoin d’aide ? ${contact}`,
}
