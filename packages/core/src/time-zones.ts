/** Which time zone a person is taken to live in: the mailbox's, else the country's, else the tenant's. Pure. */

export interface ZoneFacts {
  /** IANA name, from the mailbox's settings; null when it was not read or says nothing. */
  timeZone: string | null
  /** ISO 3166 country, as Entra's usage location has it. */
  usageLocation: string | null
}

export type ZoneSource = 'mailbox' | 'country' | 'tenant'

/** The best that is known of somebody. */
export function zoneOf(person: ZoneFacts, tenantZone: string): { zone: string; source: ZoneSource } {
  if (person.timeZone !== null) return { zone: person.timeZone, source: 'mailbox' }
  const zone = person.usageLocation === null ? null : zoneOfCountry(person.usageLocation)
  return zone === null ? { zone: tenantZone, source: 'tenant' } : { zone, source: 'country' }
}

/**
 * Of countries with zones of several times: CLDR's `primaryZones` (supplemental data, metaZones) where it names one, else
 * the zone of the largest city. Whoever lives elsewhere is some hours off until the mailbox's settings can be read.
 */
const principalZones: Readonly<Record<string, string>> = {
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  GL: 'America/Nuuk',
  ID: 'Asia/Jakarta',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  NZ: 'Pacific/Auckland',
  PF: 'Pacific/Tahiti',
  PG: 'Pacific/Port_Moresby',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kiev',
  US: 'America/New_York',
}

/** The zone of a country, or its principal one; null for a country without any, or a code that is none. */
export function zoneOfCountry(country: string): string | null {
  const code = country.toUpperCase()
  if (!/^[A-Z]{2}$/.test(code)) return null
  // Node has it since 24, TypeScript's library not yet.
  const locale: Intl.Locale & { getTimeZones?(): string[] | undefined } = new Intl.Locale(`und-${code}`)
  return principalZones[code] ?? locale.getTimeZones?.()?.[0] ?? null
}

/** Whether a name is one of the IANA time zone database, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(name: string): boolean {
  // Offsets such as +01:00 are taken by Intl too, and are no zone: they never change with summer.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
