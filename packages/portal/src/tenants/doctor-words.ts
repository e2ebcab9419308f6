/** What the doctor found, in the reader's language; what has no code stands as it was said. */

import type { Output } from '@muster/contract/routes'
import type { Texts } from '../texts/en.ts'

type Check = Output<'doctor'>['checks'][number]
type Coded = Check['codes']['name']

export function tellCheck(check: Check, t: Texts): { name: string; message: string; remedy: string | null } {
  const { name, message, remedy, codes } = check
  const say = (coded: Coded, otherwise: string) =>
    coded === null ? otherwise : t.doctorSays(coded.code, coded.facts)
  return {
    name: say(codes.name, name),
    message: say(codes.message, message),
    remedy: remedy === null ? null : say(codes.remedy, remedy),
  }
}
