/** The version of the program, from its package. */

import { readFileSync } from 'node:fs'

const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
const { version: found }: { version: string } = JSON.parse(text)

export const version = found
