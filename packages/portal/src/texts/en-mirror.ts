/** English for the SharePoint list that is kept in step with a campaign. */

import { many } from './plural.ts'

export const enMirror = {
  mirror: {
    title: 'SharePoint list',
    none: 'No SharePoint list is kept in step with this campaign',
    purpose:
      'Muster can keep a list in one of your SharePoint sites in step with this campaign, one row for each person, for the views, reports and flows that your teams build on it. Nothing is read from the list: what somebody changes in it by hand is put back.',
    onlyAdmins: 'An administrator can set it up.',
    make: 'Set up the list',
    made: 'The list is there and is being filled',
    site: 'Address of the site',
    siteHint: 'As the browser shows it.',
    listName: 'Name of the list',
    listNameHint: 'A list that is not there yet is made; an empty one with the right columns is taken.',
    grant:
      'The app registration needs the permission Sites.Manage.All to make the list. Once it is there, Sites.Selected with “write” on this site is enough.',
    leavers: 'Whoever is excluded from the campaign',
    leaver: { remove: 'Leaves the list', mark: 'Stays in the list, with the status Excluded' },
    withToken: 'Show each person’s token',
    withTokenHint:
      'The token is what makes a person’s link theirs. With it, whoever may read the list could follow the links of others; without it, the column stays empty.',
    filling: 'Rows are being written',
    comparing: 'The list is being compared with the campaign.',
    waiting: (count: number, rows: string, people: string) =>
      `${many(count, '1 row waits to be written', `${rows} rows wait to be written`)}; the campaign has ${people} people.`,
    goesOn: 'It goes on by itself when you leave this page.',
    inStep: 'In step with the campaign',
    state: 'State',
    open: 'Open in SharePoint',
    list: 'List',
    writtenAt: 'Last written',
    checkedAt: 'Last checked',
    nextCheckAt: 'Next check',
    isChecking: 'being checked now',
    notYet: 'not yet',
    drift: 'What others had changed',
    driftNone: 'Nothing.',
    edited: (count: number, rows: string) => many(count, '1 row edited', `${rows} rows edited`),
    deleted: (count: number, rows: string) => many(count, '1 row deleted', `${rows} rows deleted`),
    doubled: (count: number, rows: string) => many(count, '1 row doubled', `${rows} rows doubled`),
    putRight: (what: string) => `${what}; all of it has been put right.`,
    foreign: (count: number, rows: string) =>
      many(count, '1 row of nobody here is left alone.', `${rows} rows of nobody here are left alone.`),
    tokens: 'Tokens',
    tokensShown: 'Shown',
    tokensLeftOut: 'Left out',
    check: 'Check now',
    checkStarted: 'The list is being checked',
    change: 'Change…',
    changeTitle: 'Change what the list shows',
    changed: 'The list is being brought up to date',
    stop: 'Stop',
    stopped: 'The list is not kept in step any more',
    stoppedTitle: 'Stopped',
    stoppedBody:
      'Nothing is written to the list until you go on. What has changed meanwhile is written then.',
    goOn: 'Go on',
    wentOn: 'The list is kept in step again',
    remove: 'Remove…',
    removeVerb: 'Remove',
    removeQuestion: (name: string) => `Keep “${name}” in step no longer?`,
    removeMeans:
      'The list stays in SharePoint as it is, with every row, and is not written to any more. You can delete it there. To set it up again later, give another name or empty it first.',
    removed: 'The list is kept in step no longer',
    problem: 'The list cannot be kept in step',
    problems: {
      accessDenied:
        'The app may not write to this site any more. Give it “write” on the site again (Sites.Selected), then check the list.',
      listGone:
        'The list is not there any more. Restore it from the recycle bin of the site, then check it; or remove it here and set up another.',
    },
    tells: (reason: string) => `SharePoint says: ${reason}`,
    refused: (count: number, rows: string) =>
      many(count, 'SharePoint refuses 1 row', `SharePoint refuses ${rows} rows`),
    refusedBody:
      'They are tried again by themselves, ever more seldom. Mend what SharePoint says, then check the list: that tries them at once.',
    stuck: (list: string) => `The SharePoint list “${list}” cannot be kept in step`,
  },
  mirrorLanes: { mirror: 'SharePoint lists' },
}
