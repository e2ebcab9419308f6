/** The two shapes of a link's address, and what counts as a token in either. Nothing personal ever stands in one. */

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The address that goes into a mail. `publicUrl` has no slash at its end. */
export function linkAddress(publicUrl: string, token: string): string {
  return `${publicUrl}/e/${token}`
}

/** The token in lower case, or null for anything that cannot be one. */
export function readToken(text: string | undefined): string | null {
  return text !== undefined && guid.test(text) ? text.toLowerCase() : null
}
