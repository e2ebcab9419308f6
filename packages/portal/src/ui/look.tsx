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

function subscribeToSystem(listener: () => void): () => void {
  darkSystem.addEventListener('change', listener)
  return () => darkSystem.removeEventListener('change', listener)
}

export function LookProvider({ children }: { children: ReactNode }) {
  const [look, setLook] = useState<Look>(() => readChoice('look', looks) ?? 'system')
  const isSystemDark = useSyncExternalStore(subscribeToSystem, () => darkSystem.matches)
  const isDark = look === 'system' ? isSystemDark : look === 'dark'
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
