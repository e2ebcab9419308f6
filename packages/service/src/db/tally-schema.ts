/** The tables of figures that are kept as counts, as Kysely sees them; triggers of migration 0013 write them. */

/** Of somebody enrolled, over all campaigns of the tenant: the first time of each step. */
export interface PersonProgressTable {
  tenant_id: string
  person_id: string
  invited_at: Date | null
  confirmed_at: Date | null
  registered_at: Date | null
  is_asked: boolean
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
