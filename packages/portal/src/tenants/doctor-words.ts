/** What the doctor found, in the reader's language; what has no code stands as it was said. */

import type { Output } from '@muster/contract/routes'
import { doctorSentences } from '@muster/core/doctor-sentences'
import type { Facts } from '@muster/core/sentences'
import type { Texts } from '../texts/en.ts'
import type { Formats } from '../texts/formats.ts'
import { tellOfMail, tellReach } from '../ui/outcome-words.ts'
import { tellObstacle } from '../ui/problem-words.ts'
import { asSentence } from '../ui/sentence-case.ts'

type Check = Output<'doctor'>['checks'][number]
type Coded = Check['codes']['name']

export interface SaidCheck {
  name: string
  message: string
  remedy: string | null
}

export function tellCheck(check: Check, t: Texts, format: Formats): SaidCheck {
  const { name, message, permission, remedy, codes } = check
  // Of a mailbox the doctor repeats what became of its last mails.
  const tell = permission === 'Mail.Send' ? tellOfMail : tellReach
  const say = (coded: Coded, otherwise: string) =>
    coded === null
      ? (tell(otherwise, t) ?? otherwise)
      : t.doctorSays(coded.code, spell(coded.facts, t, format))
  return {
    name: say(codes.name, name),
    message: say(codes.message, message),
    remedy: remedy === null ? null : say(codes.remedy, remedy),
  }
}

/** What signing in came to, as one text: what the doctor would say of it, in the reader's language. */
export function tellSignIn(
  { message, remedy }: { message: string; remedy: string | null },
  t: Texts,
  format: Formats,
): string {
  const say = (sentence: string) => {
    const read = doctorSentences.read(sentence)
    return asSentence(
      read === null
        ? (tellReach(sentence, t) ?? sentence)
        : t.doctorSays(read.code, spell(read.facts, t, format)),
    )
  }
  return remedy === null ? say(message) : `${say(message)} ${say(remedy)}`
}

/** A moment comes as the API writes moments, and what is in a group's way as the service says it. */
function spell(facts: Facts, t: Texts, format: Formats): Facts {
  const { until, obstacle } = facts
  return {
    ...facts,
    ...(until === undefined ? {} : { until: format.second(new Date(until)) }),
    ...(obstacle === undefined ? {} : { obstacle: tellObstacle(obstacle, t) }),
  }
}
