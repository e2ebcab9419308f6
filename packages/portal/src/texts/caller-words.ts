/** Whoever did something, by name as it stands after "by"; the command line beside the service in the reader's words. */

import { localCallerName } from '@muster/core/local-caller'
import type { Texts } from './en.ts'

export function tellCaller(name: string, t: Pick<Texts, 'localCaller'>): string {
  return name === localCallerName ? t.localCaller.by : name
}

/** The same by itself, as in a column of names. */
export function nameCaller(name: string, t: Pick<Texts, 'localCaller'>): string {
  return name === localCallerName ? t.localCaller.name : name
}
