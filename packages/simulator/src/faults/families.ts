/** The families that traffic is counted by and faults are aimed at. */

export const families = [
  'users',
  'groups',
  'methods',
  'reports',
  'audit',
  'mail',
  'lists',
  'batch',
  'token',
  'other',
] as const

export type Family = (typeof families)[number]

export function countByFamily(): Record<Family, number> {
  return {
    users: 0,
    groups: 0,
    methods: 0,
    reports: 0,
    audit: 0,
    mail: 0,
    lists: 0,
    batch: 0,
    token: 0,
    other: 0,
  }
}
