/** Small draws from a source of chance in [0, 1): one of several, one by weight, a number in a range. */

export type Random = () => number

/** One of `choices`, all equally likely. Throws on an empty list, which is a mistake of the caller. */
export function pick<T>(random: Random, choices: readonly T[]): T {
  const chosen = choices[Math.floor(random() * choices.length)]
  if (chosen === undefined) throw new RangeError('nothing to pick from')
  return chosen
}

/** One key of `weights`, as likely as its weight. Throws when no weight is above zero. */
export function pickWeighted<K extends string>(random: Random, weights: Partial<Record<K, number>>): K {
  // Object.entries forgets the key type; the keys are exactly K by the parameter's type.
  const entries = Object.entries(weights) as [K, number][]
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  let left = random() * total
  for (const [key, weight] of entries) {
    left -= weight
    if (left < 0) return key
  }
  throw new RangeError('no weight is above zero')
}

/** A number in [from, to). */
export function between(random: Random, from: number, to: number): number {
  return from + random() * (to - from)
}

/** A source of its own for each `name`: the same names give the same draws, whatever was drawn elsewhere before. */
export function randomFor(...name: (string | number)[]): Random {
  let state = hash(name.join('\u0000'))
  // mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for one person's whims.
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value
}
