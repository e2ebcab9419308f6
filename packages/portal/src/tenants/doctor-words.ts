/** What the doctor found, in the reader's language; what has no code stands as it was said. */

import type { Output } from '@muster/contract/routes'
import type { Facts } from '@muster/core/sentences'
import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'

type Check = Output<'doctor'>['checks'][number]
type Coded = Check['codes']['name']

export interface SaidCheck {
  name: string
  message: string
  remedy: string | null
}

export function tellCheck(check: Check, t: Texts, format: Formats): SaidCheck {
  const { name, message, remedy, codes } = check
  const say = (coded: Coded, otherwise: string) =>
    coded === null ? otherwise : t.doctorSays(coded.code, withMoment(coded.facts, format))
  return {
    name: say(codes.name, name),
    message: say(codes.message, message),
    remedy: remedy === null ? null : say(codes.remedy, remedy),
  }
}

/** A moment comes as the API writes moments. */
function withMoment(facts: Facts, format: Formats): Facts {
  return facts.until === undefined ? facts : { ...facts, until: format.second(new Date(facts.until)) }
}
