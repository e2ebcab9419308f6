/** The columns of an enrolment that repeat what its person's row says: kept by triggers (migration 0013), and mended here. */

import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/** Copies what differs once more; says how many enrolments that were. Nothing should differ. */
export async function mendPersonCopies(tx: Tx, tenantId: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update enrolment set person_name = person.display_name, person_department = person.department,
                         person_country = person.usage_location, person_manager_id = person.manager_id,
                         person_level = person.level
    from person
    where enrolment.tenant_id = ${tenantId} and person.tenant_id = ${tenantId} and person.id = enrolment.person_id
      and (enrolment.person_name, enrolment.person_department, enrolment.person_country, enrolment.person_manager_id,
           enrolment.person_level)
          is distinct from (person.display_name, person.department, person.usage_location, person.manager_id, person.level)
  `.execute(tx)
  return Number(numAffectedRows)
}
