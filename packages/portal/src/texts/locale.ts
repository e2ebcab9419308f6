/** How dates and figures are written: the chosen language as it is used in the reader's region, `en-GB` and not `en` alone. Pure. */

/**
 * The reader's own variant of the language, by the browser's list of what the reader wants; the language itself where
 * the list names no region for it.
 */
export function findLocale(language: string, wanted: readonly string[]): string {
  const variants = wanted.flatMap(tag => parse(tag) ?? []).filter(one => one.language === language)
  const regional = variants.find(one => one.region !== undefined)
  return regional?.toString() ?? language
}

/** Null for what is no tag, such as the `en-US@posix` of some systems. */
function parse(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag)
  } catch {
    return null
  }
}
