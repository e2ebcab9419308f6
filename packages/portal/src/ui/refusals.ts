/** Refusals at the fields they are about; a notice where there is no such field. */

import { useEffect, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from './notices.tsx'
import { refusedFields } from './refused-fields.ts'

export interface Refusals {
  /** What a `Field` says of it: to be spread last. */
  at(name: string): { validationState?: 'error'; validationMessage?: string }
  tell(error: unknown): void
  forget(): void
}

const none: ReadonlyMap<string, string> = new Map()

/** For a form with fields of these names, as the API calls them. */
export function useRefusals(names: readonly string[]): Refusals {
  const { t, format } = useTexts()
  const notices = useNotices()
  const [refused, setRefused] = useState(none)
  // What is refused may stand out of sight of the button that sent it.
  useEffect(() => {
    if (refused.size > 0) document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refused])
  return {
    at(name) {
      const validationMessage = refused.get(name)
      return validationMessage === undefined ? {} : { validationState: 'error', validationMessage }
    },
    tell(error) {
      const found = refusedFields(error, t, format)
      const isShown = found.size > 0 && [...found.keys()].every(name => names.includes(name))
      setRefused(isShown ? found : none)
      if (!isShown) notices.tellFailed(error)
    },
    forget: () => setRefused(none),
  }
}
