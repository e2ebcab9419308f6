/** A whole number as somebody types it, held to the least and the most that it may be. */

export interface Bounds {
  min: number
  max: number
}

/** Null where what stands there is no figure that may be sent; the field keeps it and says so. */
export function figureOf(text: string, { min, max }: Bounds): number | null {
  if (!/^\s*-?\d+\s*$/.test(text)) return null
  const figure = Number(text)
  return figure >= min && figure <= max ? figure : null
}
