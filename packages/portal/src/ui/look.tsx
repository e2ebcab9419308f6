/** Light or dark, by the system or by choice, as a Fluent theme around the whole portal. */

import { FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components'
import { createContext, type ReactNode, use, useMemo, useState, useSyncExternalStore } from 'react'
import { readChoice, storeChoice } from './stored-choice.ts'

export const looks = ['system', 'light', 'dark'] as const
export type Look = (typeof looks)[number]

interface LookChoice {
  look: Look
  isDark: boolean
  choose(look: Look): void
}

const LookContext = createContext<LookChoice>({ look: 'system', isDark: false, choose: () => undefined })

const darkSystem = matchMedia('(prefers-color-scheme: dark)')
/** Paper is white, whatever the screen is. */
const paper = matchMedia('print')

function subscribeTo(query: MediaQueryList): (listener: () => void) => () => void {
  return listener => {
    query.addEventListener('change', listener)
    return () => query.removeEventListener('change', listener)
  }
}

const subscribeToSystem = subscribeTo(darkSystem)
const subscribeToPaper = subscribeTo(paper)

export function LookProvider({ children }: { children: ReactNode }) {
  const [look, setLook] = useState<Look>(() => readChoice('look', looks) ?? 'system')
  const isSystemDark = useSyncExternalStore(subscribeToSystem, () => darkSystem.matches)
  const isPrinted = useSyncExternalStore(subscribeToPaper, () => paper.matches)
  const isDark = !isPrinted && (look === 'system' ? isSystemDark : look === 'dark')
  const choice = useMemo(
    () => ({
      look,
      isDark,
      choose(next: Look) {
        storeChoice('look', next)
        setLook(next)
      },
    }),
    [look, isDark],
  )
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light'
  return (
    <LookContext value={choice}>
      <FluentProvider theme={isDark ? webDarkTheme : webLightTheme}>{children}</FluentProvider>
    </LookContext>
  )
}

export function useLook(): LookChoice {
  return use(LookContext)
}
