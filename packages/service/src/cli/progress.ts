/** A progress bar that redraws one line on a terminal, and is silent elsewhere. */

import { formatBar } from './table.ts'
import type { Terminal } from './terminal.ts'

const barWidth = 30
/** Erases the line before it is drawn again (ECMA-48 EL). */
const eraseLine = '\r\u001b[2K'

export interface Progress {
  show(done: number, whole: number | null, label: string): void
  clear(): void
}

/** On stderr, so that stdout holds the answer alone. */
export function createProgress({ stderr, isTTY }: Terminal, isWanted: boolean): Progress {
  if (!isTTY || !isWanted) return { show: () => {}, clear: () => {} }
  return {
    show(done, whole, label) {
      const bar = whole === null ? '' : `${formatBar(done, whole, barWidth)} `
      const rows = whole === null ? `${done} rows` : `${done} of ${whole} rows`
      stderr.write(`${eraseLine}${bar}${rows}, ${label}`)
    },
    clear() {
      stderr.write(eraseLine)
    },
  }
}
