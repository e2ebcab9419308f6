/** English for break-downs of a campaign, the time people take, and what each mail brought about. */

export const enBreakDowns = {
  breakDown: {
    title: 'Break-down',
    by: 'Break down by',
    of: {
      department: 'Department',
      country: 'Country',
      manager: 'Manager',
      batch: 'List',
    },
    none: {
      department: 'No department',
      country: 'No country',
      manager: 'Manager not known yet',
      batch: 'No list',
    },
    unnamed: 'Not in the directory any more',
    others: 'Further groups',
    small: 'Smaller groups',
    hideSmall: 'Hide groups of under five',
    people: 'Asked',
    registered: 'Registered',
    share: 'Share',
    legend: 'Green: registered. Blue: followed the link. Shares are of those asked.',
    all: (count: number) => `Show all ${count}`,
    managerHint: 'The directory is asked for a manager when somebody is escalated.',
  },
  pace: {
    title: 'Time to register',
    nobody: 'Nobody has registered after an invitation yet.',
    summary: (half: string, most: string) => `Half of them within ${half}, nine of ten within ${most}.`,
    longer: (than: string) => `Longer than ${than}`,
    within: (time: string) => `Within ${time}`,
  },
  effects: {
    title: 'Effect of each mail',
    nobody: 'Nobody has been invited yet.',
    mail: 'Mail',
    invitation: 'Invitation',
    reminder: (number: number) => `Reminder ${number}`,
    reached: 'Reached',
    confirmed: 'Followed the link',
    registered: 'Registered',
    soon: 'Within a week',
    note: 'Each person counts at the newest mail they had before the step.',
  },
}
