/** A walk from page to page that notices when the links lead round in a circle. */

/** Kept between pages, also over a restart. */
export interface PageWalk {
  /** How many pages were read. */
  pages: number
  /** The link that the walk remembers; null before the first. */
  mark: string | null
}

export const walkBegins: PageWalk = { pages: 0, mark: null }

/**
 * The walk after a page with this link to the next. Remembering a single link is enough (R. P. Brent, "An improved
 * Monte Carlo factorization algorithm", 1980): it is replaced after 1, 2, 4, 8 … pages, so a circle of any length is
 * noticed within twice the pages that lead into it and once round.
 */
export function walkOn(walk: PageWalk, next: string | null): { walk: PageWalk; isCircle: boolean } {
  const pages = walk.pages + 1
  if (next !== null && next === walk.mark) return { walk: { pages, mark: walk.mark }, isCircle: true }
  const isPowerOfTwo = Number.isInteger(Math.log2(pages))
  return { walk: { pages, mark: isPowerOfTwo ? next : walk.mark }, isCircle: false }
}
