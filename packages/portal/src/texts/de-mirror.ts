/** Deutsch für die SharePoint-Liste, die mit einer Kampagne gleichgehalten wird. */

import type { enMirror } from './en-mirror.ts'
import { many } from './plural.ts'

export const deMirror: typeof enMirror = {
  mirror: {
    title: 'SharePoint-Liste',
    none: 'Diese Kampagne hat keine SharePoint-Liste',
    purpose:
      'Muster kann eine Liste in einer Ihrer SharePoint-Websites auf dem Stand dieser Kampagne halten, eine Zeile je Person, für die Ansichten, Berichte und Abläufe, die Ihre Teams darauf bauen. Aus der Liste wird nichts gelesen: Was jemand von Hand darin ändert, wird zurückgestellt.',
    onlyAdmins: 'Jemand mit der Rolle Administrator kann sie einrichten.',
    make: 'Liste einrichten',
    made: 'Die Liste ist da und wird gefüllt',
    site: 'Adresse der Website',
    siteHint: 'Wie der Browser sie zeigt.',
    listName: 'Name der Liste',
    listNameHint:
      'Eine Liste, die es noch nicht gibt, wird angelegt; eine leere mit den richtigen Spalten wird genommen.',
    grant:
      'Zum Anlegen braucht die App-Registrierung die Berechtigung Sites.Manage.All. Ist die Liste da, genügt Sites.Selected mit „write“ auf diese Website.',
    leavers: 'Wer von der Kampagne ausgenommen wird',
    leaver: { remove: 'Verlässt die Liste', mark: 'Bleibt in der Liste, mit dem Status Excluded' },
    withToken: 'Token jeder Person zeigen',
    withTokenHint:
      'Das Token macht den Link einer Person zu ihrem eigenen. Wer die Liste lesen darf, könnte damit den Links anderer folgen; ohne es bleibt die Spalte leer.',
    filling: 'Zeilen werden geschrieben',
    comparing: 'Die Liste wird mit der Kampagne verglichen.',
    waiting: (count, rows, people) =>
      `${many(count, '1 Zeile ist noch zu schreiben', `${rows} Zeilen sind noch zu schreiben`)}; die Kampagne hat ${people} Personen.`,
    goesOn: 'Es geht von selbst weiter, auch wenn Sie diese Seite verlassen.',
    inStep: 'Auf dem Stand der Kampagne',
    state: 'Zustand',
    open: 'In SharePoint öffnen',
    list: 'Liste',
    writtenAt: 'Zuletzt geschrieben',
    checkedAt: 'Zuletzt geprüft',
    nextCheckAt: 'Nächste Prüfung',
    isChecking: 'wird gerade geprüft',
    notYet: 'noch nicht',
    drift: 'Was andere geändert hatten',
    driftNone: 'Nichts.',
    edited: (count, rows) => many(count, '1 Zeile bearbeitet', `${rows} Zeilen bearbeitet`),
    deleted: (count, rows) => many(count, '1 Zeile gelöscht', `${rows} Zeilen gelöscht`),
    doubled: (count, rows) => many(count, '1 Zeile verdoppelt', `${rows} Zeilen verdoppelt`),
    putRight: what => `${what}; alles ist richtiggestellt.`,
    foreign: (count, rows) =>
      many(
        count,
        '1 Zeile von niemandem hier bleibt unberührt.',
        `${rows} Zeilen von niemandem hier bleiben unberührt.`,
      ),
    tokens: 'Tokens',
    tokensShown: 'Gezeigt',
    tokensLeftOut: 'Weggelassen',
    check: 'Jetzt prüfen',
    checkStarted: 'Die Liste wird geprüft',
    change: 'Ändern…',
    changeTitle: 'Ändern, was die Liste zeigt',
    changed: 'Die Liste wird auf den neuen Stand gebracht',
    stop: 'Anhalten',
    stopped: 'Die Liste ist angehalten',
    stoppedTitle: 'Angehalten',
    stoppedBody:
      'Bis es weitergeht, wird nichts in die Liste geschrieben. Was sich inzwischen ändert, wird dann nachgetragen.',
    goOn: 'Weiterführen',
    wentOn: 'Die Liste wird weitergeführt',
    remove: 'Entfernen…',
    removeVerb: 'Entfernen',
    removeQuestion: name => `„${name}“ nicht mehr weiterführen?`,
    removeMeans:
      'Die Liste bleibt mit jeder Zeile in SharePoint, wie sie ist, und wird nicht mehr geschrieben. Löschen können Sie sie dort. Um sie später wieder einzurichten, geben Sie einen anderen Namen an oder leeren sie vorher.',
    removed: 'Die Liste wird nicht mehr weitergeführt',
    problem: 'Die Liste kann nicht auf dem Stand gehalten werden',
    problems: {
      accessDenied:
        'Die App darf in diese Website nicht mehr schreiben. Geben Sie ihr wieder „write“ auf die Website (Sites.Selected) und prüfen Sie die Liste.',
      listGone:
        'Die Liste ist nicht mehr da. Holen Sie sie aus dem Papierkorb der Website zurück und prüfen Sie sie, oder entfernen Sie sie hier und richten eine andere ein.',
    },
    tells: reason => `SharePoint sagt: ${reason}`,
    refused: (count, rows) =>
      many(count, 'SharePoint weist 1 Zeile zurück', `SharePoint weist ${rows} Zeilen zurück`),
    refusedBody:
      'Sie werden von selbst wieder versucht, in immer größeren Abständen. Beheben Sie, was SharePoint sagt, und prüfen Sie die Liste: Dann werden sie sofort versucht.',
    stuck: list => `Die SharePoint-Liste „${list}“ kann nicht auf dem Stand gehalten werden`,
  },
  mirrorLanes: { mirror: 'SharePoint-Listen' },
}
