/** What the public pages say, in every language they speak. Values are put in as plain text and escaped by the pages. */

import { german } from './page-texts-de.ts'
import { english } from './page-texts-en.ts'
import { french } from './page-texts-fr.ts'

export const pageLanguages = ['en', 'de', 'fr'] as const
export type PageLanguage = (typeof pageLanguages)[number]

export interface PageTexts {
  invitation: {
    title: string
    why(organisation: string): string
    time: string
    button: string
    /** Shown above the rest when the first press came so fast that a mail scanner may have made it. */
    again: string
    /** `host` is where the browser goes next, such as `aka.ms`. */
    under(host: string): string
    nextTitle: string
    next(organisation: string): readonly string[]
    genuineTitle: string
    genuine: string
    partOf(campaign: string, organisation: string): string
  }
  calm: { title: string; what: string; doTitle: string; steps: readonly string[] }
  /** We are at fault, not the link. */
  sorry: { title: string; what: string }
  done: { title: string; what: string; button: string; after: string }
  /** Having the mail sent once more, by oneself. The answer is the same for everybody, whoever they are. */
  resend: {
    title: string
    what: string
    label: string
    button: string
    /** What was typed is no address at all. */
    wrong: string
    sentTitle: string
    sent: string
    sentTitleMore: string
    sentSteps: readonly string[]
    busyTitle: string
    busy: string
    /** The way here from the page of a link that leads nowhere. */
    offer: string
  }
  unsure(contact: string | null): string
  help(contact: string | null): string
}

export const pageTexts: Readonly<Record<PageLanguage, PageTexts>> = { en: english, de: german, fr: french }
