/** A fast clock that several processes read alike: it follows from the wall's time alone. */

import type { Clock } from '@muster/core/ports'

export function createAgreedClock({ fromMs, factor }: { fromMs: number; factor: number }): Clock {
  return { now: () => new Date(fromMs + (Date.now() - fromMs) * factor) }
}
