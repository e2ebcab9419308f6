/** The language in which words are first shown to whoever opens them: the reader's own, where there are words in it. Pure. */

interface Opening {
  /** The portal's language as this reader has it. */
  reader: string
  tenantDefault: string
  /** The languages that there are mails in, small letters: built in or the tenant's own. */
  there: readonly string[]
}

/** In small letters, as languages of templates are written. The tenant's variant of the reader's language comes first. */
export function chooseOpeningLanguage({ reader, tenantDefault, there }: Opening): string {
  const fallback = tenantDefault.toLowerCase()
  const own = reader.toLowerCase()
  if (fallback.split('-')[0] === own || !there.includes(own)) return fallback
  return own
}
