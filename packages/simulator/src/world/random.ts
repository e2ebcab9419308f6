/** The seeded source of chance: the same seed gives the same tenant, the same faults, the same people. */

/** A generator of numbers in [0, 1) (sfc32 after Chris Doty-Humphrey's PractRand, public domain). */
export function createRandom(seed: number): () => number {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = seed | 0
  let counter = 1
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  // The first draws still show the seed's bits; twelve is what the author of sfc32 recommends to drop.
  for (let drop = 0; drop < 12; drop++) draw()
  return draw
}

/** A version 4 GUID made of four draws. */
export function drawId(random: () => number): string {
  const hex = [0, 1, 2, 3]
    .map(() =>
      Math.floor(random() * 4294967296)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('')
  const variant = '89ab'[Math.floor(random() * 4)] ?? '8'
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}
