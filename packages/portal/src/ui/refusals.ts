/** Refusals at the fields they are about; a notice where there is no such field. */

import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from './notices.tsx'
import { refusedFields } from './refused-fields.ts'

export interface Refusals {
  /** What a `Field` says of it, until somebody types there: to be spread last. */
  at(name: string): { validationState?: 'error'; validationMessage?: string; onInput?(): void }
  tell(error: unknown): void
  /** In words that the page has found itself. */
  say(name: string, words: string): void
  forget(): void
}

const none: ReadonlyMap<string, string> = new Map()

/** The first field of the page that says what is wrong with it comes into view. */
export function focusFirstWrong(): void {
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}

/** For a form with fields of these names, as the API calls them. */
export function useRefusals(names: readonly string[]): Refusals {
  const { t, format } = useTexts()
  const notices = useNotices()
  const [refused, setRefused] = useState(none)
  const isNew = useRef(false)
  // What is refused may stand out of sight of the button that sent it.
  useEffect(() => {
    if (isNew.current && refused.size > 0) focusFirstWrong()
    isNew.current = false
  }, [refused])
  const show = (found: ReadonlyMap<string, string>) => {
    isNew.current = true
    setRefused(found)
  }
  return {
    at(name) {
      const validationMessage = refused.get(name)
      if (validationMessage === undefined) return {}
      const onInput = () => setRefused(new Map([...refused].filter(([other]) => other !== name)))
      return { validationState: 'error', validationMessage, onInput }
    },
    tell(error) {
      const found = refusedFields(error, t, format)
      const isShown = found.size > 0 && [...found.keys()].every(name => names.includes(name))
      show(isShown ? found : none)
      if (!isShown) notices.tellFailed(error)
    },
    say: (name, words) => show(new Map([[name, words]])),
    forget: () => setRefused(none),
  }
}
