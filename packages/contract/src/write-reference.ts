/** Writes the generated pages into `docs/reference`. Run it after the table has changed. */

import { writeFile } from 'node:fs/promises'
import { referencePages } from './reference.ts'

const folder = new URL('../../../docs/reference/', import.meta.url)
for (const [fileName, content] of Object.entries(referencePages())) {
  await writeFile(new URL(fileName, folder), content)
}
