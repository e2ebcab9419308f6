/** Whose look a public page wears: that of the link's tenant; without a link the only tenant's, when there is but one. */

import type { Clock } from '@muster/core/ports'
import type { Database } from '../db/database.ts'
import { type Brand, readBrand, shownSize } from '../tenants/brand.ts'
import { type PageLook, plainLook } from './pages.ts'

/** Where a logo stands on the public face. Its id follows from the picture, so it never changes and names nobody. */
export const logoFolder = '/brand/'

export function lookOf({ organisation, palette, logo }: Brand): PageLook {
  return {
    organisation,
    palette,
    logo: logo === null ? null : { path: `${logoFolder}${logo.id}`, ...shownSize(logo) },
  }
}

/** Whoever guesses at links must cost no question each; a changed look is seen a little later here. */
const keptMs = 30_000

/** Asks whose look pages without a link wear. Never throws: those pages are there when the database is not. */
export function createHouseLook(db: Database, clock: Clock): () => Promise<PageLook> {
  let kept: { look: PageLook; until: number } | null = null
  return async () => {
    const now = clock.now().getTime()
    if (kept !== null && now < kept.until) return kept.look
    const look = await read(db).catch(() => kept?.look ?? plainLook)
    kept = { look, until: now + keptMs }
    return look
  }
}

async function read(db: Database): Promise<PageLook> {
  const tenants = await db.selectFrom('tenant').select('id').limit(2).execute()
  const [only, another] = tenants
  return only === undefined || another !== undefined ? plainLook : lookOf(await readBrand(db, only.id))
}
