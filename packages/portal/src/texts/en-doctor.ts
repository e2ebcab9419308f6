/** English for what the doctor says: the service's own sentences. */

import { type DoctorCode, doctorSentences } from '@muster/core/doctor-sentences'
import type { Facts } from '@muster/core/sentences'

export const enDoctor = {
  doctorSays: (code: DoctorCode, facts: Facts): string => doctorSentences.tell(code, facts),
}
