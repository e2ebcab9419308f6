/** Countries as the reader calls them. */

/** Directories hold two letters; whatever else somebody wrote there stands as it is. */
export function countryName(language: string, code: string): string {
  if (!/^[A-Za-z]{2}$/.test(code)) return code
  return new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }).of(code.toUpperCase()) ?? code
}
