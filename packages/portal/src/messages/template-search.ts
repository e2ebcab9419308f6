/** Which text the page of templates is about, in its address: tenant, set, kind of mail, language. */

import { templateLanguage } from '@muster/contract/shapes/texts'
import { type MailKind, mailKinds } from '@muster/core/placeholders'
import { isId } from '../ui/ids.ts'

export interface TemplateSearch {
  tenant?: string
  set?: string
  kind?: MailKind
  language?: string
}

export function readTemplateSearch(search: Record<string, unknown>): TemplateSearch {
  const { tenant, set, language } = search
  const tag = templateLanguage.safeParse(language)
  const kind = mailKinds.find(one => one === search.kind)
  return {
    ...(isId(tenant) ? { tenant } : {}),
    ...(isId(set) ? { set } : {}),
    ...(kind === undefined ? {} : { kind }),
    ...(tag.success ? { language: tag.data } : {}),
  }
}
