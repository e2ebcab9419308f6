/** Loaded before a program that is measured: at its end it writes the most memory that it ever held, in KiB, to file descriptor 3. */

import { writeSync } from 'node:fs'

const reportTo = 3

process.once('exit', () => {
  writeSync(reportTo, `${process.resourceUsage().maxRSS}\n`)
})
