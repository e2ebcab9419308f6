/** Whoever acts by the command line beside the service: the name of its key, which pages say in their reader's words. */

export const localCallerName = 'this machine'
