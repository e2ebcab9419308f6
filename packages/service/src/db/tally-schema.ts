/** The tables of figures that are kept as counts, as Kysely sees them; triggers of migrations 0013 and 0021 write them. */

/** Of somebody enrolled, over all campaigns of the tenant: the first time of each step. */
export interface PersonProgressTable {
  tenant_id: string
  person_id: string
  invited_at: Date | null
  confirmed_at: Date | null
  registered_at: Date | null
  is_asked: boolean
  joined_at: Date | null
  /** Wherever they are asked. */
  has_failed: boolean
  /** Where they are not on the way, and why: status and reason, a blank between them. */
  asides: string[]
  person_department: string | null
  person_country: string | null
  person_level: string
}

/** A count of people; `reports/tallies.ts` says how it is kept. */
export interface TallyTable {
  tenant_id: string
  scope_id: string
  figure: string
  key: string
  part: string
  people: number
}
