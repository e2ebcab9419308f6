/** What is due when: a binary heap, so that the errands of a hundred thousand people cost no more than a look at the top. */

export interface Queue<T> {
  readonly size: number
  /** The earliest item, left where it is. */
  peek(): T | undefined
  /** The earliest item, taken out; of those at one time the one that was pushed first. */
  pop(): T | undefined
  push(item: T): void
  /** Forgets everything that waits. */
  clear(): void
}

/** `atOf` gives an item's time in milliseconds; it must not change while the item waits. */
export function createQueue<T>(atOf: (item: T) => number): Queue<T> {
  const heap: Entry<T>[] = []
  let pushed = 0
  return {
    get size() {
      return heap.length
    },
    peek: () => heap[0]?.item,
    pop() {
      const top = heap[0]
      const last = heap.pop()
      if (top === undefined || last === undefined) return undefined
      if (top !== last) sinkFromTop(heap, last)
      return top.item
    },
    push(item) {
      rise(heap, { item, at: atOf(item), order: pushed++ })
    },
    clear() {
      heap.length = 0
    },
  }
}

interface Entry<T> {
  item: T
  at: number
  order: number
}

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function rise<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let index = heap.length
  while (index > 0) {
    const parentIndex = (index - 1) >> 1
    const parent = heap[parentIndex]
    if (parent === undefined || !isBefore(entry, parent)) break
    heap[index] = parent
    index = parentIndex
  }
  heap[index] = entry
}

function sinkFromTop<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let index = 0
  for (;;) {
    const left = heap[2 * index + 1]
    const right = heap[2 * index + 2]
    const takesRight = left !== undefined && right !== undefined && isBefore(right, left)
    const child = takesRight ? right : left
    if (child === undefined || !isBefore(child, entry)) break
    heap[index] = child
    index = 2 * index + (takesRight ? 2 : 1)
  }
  heap[index] = entry
}
