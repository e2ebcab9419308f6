/**
 * What somebody has typed, kept by the browser's tab until it is done with: a reload, or a sign-in in between, loses
 * nothing. It never leaves the tab and ends with it. Not for secrets.
 */

import { useCallback, useState } from 'react'

const prefix = 'muster-kept-'

export function useKept<Value>(name: string, initial: Value): [Value, (value: Value) => void, () => void] {
  const [value, setValue] = useState<Value>(() => readKept(name) ?? initial)
  const keep = useCallback(
    (next: Value) => {
      setValue(next)
      try {
        sessionStorage.setItem(prefix + name, JSON.stringify(next))
      } catch {
        // Storage is switched off or full; it still stands on this page.
      }
    },
    [name],
  )
  const forget = useCallback(() => {
    try {
      sessionStorage.removeItem(prefix + name)
    } catch {
      // Nothing was kept.
    }
  }, [name])
  return [value, keep, forget]
}

/** Null when nothing is kept, or nothing that can be read. It was written by this very page. */
function readKept<Value>(name: string): Value | null {
  try {
    const text = sessionStorage.getItem(prefix + name)
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
