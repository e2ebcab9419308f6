/** One turned clock for several processes: the one that turns it writes the time into a file, the others read it there. */

import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { Clock } from '@muster/core/ports'
import type { TurnableClock } from '@muster/simulator/world/clock'

/** The time as a double, in milliseconds. So few bytes are read and written in one piece. */
const bytes = 8

/** Shows `clock` to whoever reads `file`, from now on and at each turn, until the returned function is called. */
export function showClock(clock: TurnableClock, file: string): () => void {
  const descriptor = openSync(file, 'w')
  const buffer = Buffer.alloc(bytes)
  const write = (now: Date) => {
    buffer.writeDoubleLE(now.getTime())
    writeSync(descriptor, buffer, 0, bytes, 0)
  }
  write(clock.now())
  const stopListening = clock.onTurn(write)
  return () => {
    stopListening()
    closeSync(descriptor)
  }
}

/** The clock that `showClock` shows in another process. */
export function readShownClock(file: string): Clock {
  const descriptor = openSync(file, 'r')
  const buffer = Buffer.alloc(bytes)
  return {
    now() {
      readSync(descriptor, buffer, 0, bytes, 0)
      return new Date(buffer.readDoubleLE())
    },
  }
}
