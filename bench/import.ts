/** Import of a whole directory through the API, against a raw COPY of the same file into one table. */

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { type Line, medianOf, rounded, timeSeconds } from './figure.ts'
import type { Ground } from './ground.ts'

const copyRuns = 3

export async function* measureImport(ground: Ground): AsyncGenerator<Line> {
  const { people } = await ground.filled()
  const { seconds, bytes } = await ground.imported()
  const copySeconds = await timeCopy(await ground.database(), bytes)
  yield {
    figure: 'import',
    size: people.length,
    measured: { seconds: rounded(seconds), rowsPerSecond: rounded(people.length / seconds) },
    yardstick: {
      what: 'COPY of the same file into one table without an index',
      seconds: rounded(copySeconds),
    },
    ratio: rounded(seconds / copySeconds),
  }
}

/** The server reads the file itself, so that nothing but the COPY is measured. */
async function timeCopy(client: pg.Client, bytes: Uint8Array): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  const file = join(folder, 'everybody.csv')
  try {
    // The server may run as another user than we do.
    await chmod(folder, 0o755)
    await writeFile(file, bytes, { mode: 0o644 })
    await client.query('create table bench_copy (upn text, display_name text)')
    const runs: number[] = []
    for (let run = 0; run < copyRuns; run++) {
      await client.query('truncate bench_copy')
      runs.push(await timeSeconds(() => client.query(`copy bench_copy from '${file}' (format csv, header)`)))
    }
    return medianOf(runs)
  } finally {
    await client.query('drop table if exists bench_copy')
    await rm(folder, { recursive: true, force: true })
  }
}
