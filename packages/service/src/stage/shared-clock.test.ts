/** A turned clock as another process sees it. */

import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createTurnableClock } from '@muster/simulator/world/clock'
import { makeFolder } from '../testing/database.ts'
import { readShownClock, showClock } from './shared-clock.ts'

test('whoever reads the file sees the time from the start and after each turn, to the millisecond', () => {
  const folder = makeFolder('muster-clock-')
  const file = join(folder, 'clock')
  const clock = createTurnableClock(new Date('2026-11-02T07:30:00.123Z'))
  const hide = showClock(clock, file)
  const shown = readShownClock(file)
  assert.deepEqual(shown.now(), clock.now())
  clock.turnTo(new Date('2027-02-01T00:00:00.001Z'))
  assert.deepEqual(shown.now(), new Date('2027-02-01T00:00:00.001Z'))
  hide()
  rmSync(folder, { recursive: true })
})
