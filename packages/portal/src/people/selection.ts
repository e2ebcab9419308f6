/** Which people of a table are chosen: some by hand, or everybody found but a few. Pure. */

export type Selection =
  | { kind: 'some'; ids: ReadonlySet<string> }
  | { kind: 'allBut'; ids: ReadonlySet<string> }

export const noSelection: Selection = { kind: 'some', ids: new Set() }
export const everybody: Selection = { kind: 'allBut', ids: new Set() }

export function isSelected({ kind, ids }: Selection, id: string): boolean {
  return ids.has(id) === (kind === 'some')
}

export function toggle({ kind, ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { kind, ids: next }
}

/** `people` is how many the table holds; unknown counts as none. */
export function selectedCount({ kind, ids }: Selection, people: number | null): number {
  return kind === 'some' ? ids.size : Math.max(0, (people ?? 0) - ids.size)
}
