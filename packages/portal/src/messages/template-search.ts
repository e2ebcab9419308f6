/** Which text the page of templates is about, in its address: tenant, set, kind of mail, language. */

import { type MailKind, mailKinds } from '@muster/core/placeholders'

export interface TemplateSearch {
  tenant?: string
  set?: string
  kind?: MailKind
  language?: string
}

export function readTemplateSearch(search: Record<string, unknown>): TemplateSearch {
  const text = (name: 'tenant' | 'set' | 'language') =>
    typeof search[name] === 'string' ? { [name]: search[name] } : {}
  const kind = mailKinds.find(one => one === search.kind)
  return { ...text('tenant'), ...text('set'), ...text('language'), ...(kind === undefined ? {} : { kind }) }
}
