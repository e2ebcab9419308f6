/** What is typed into the form of a take-over, read: days without mail, and renamed columns. */

/** As the API has it. */
const daysAtMost = 365

export function readDays(text: string): number | null {
  const days = Number(text)
  return /^\d{1,3}$/.test(text.trim()) && days <= daysAtMost ? days : null
}

/** `Einladung = InviteStatus`, one a line; null while a line is none. */
export function readMapping(text: string): Record<string, string> | null {
  const mapping: Record<string, string> = {}
  for (const line of text.split('\n').filter(one => one.trim() !== '')) {
    const at = line.lastIndexOf('=')
    const [theirs, ours] = [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    if (at === -1 || theirs === '' || ours === '') return null
    mapping[theirs] = ours
  }
  return mapping
}
