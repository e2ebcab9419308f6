/** Which notices of failures stand on the page: each thing once, the newest few. Pure. */

export interface Shown {
  id: string
  words: string
}

/** More would cover what they are about; the newest say what is wrong now. */
export const failuresMax = 3

/** What stands there once `next` is told, and what leaves for it. */
export function makeRoom(shown: readonly Shown[], next: Shown): { stays: Shown[]; leaves: Shown[] } {
  const others = shown.filter(one => one.words !== next.words)
  const kept = others.slice(-(failuresMax - 1))
  return { stays: [...kept, next], leaves: shown.filter(one => !kept.includes(one)) }
}
