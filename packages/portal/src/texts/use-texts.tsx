/** The words of the portal in the reader's language, and numbers, dates and times as that language writes them where the reader lives. */

import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { readChoice, storeChoice } from '../ui/stored-choice.ts'
import { en, type Texts } from './en.ts'
import { createFormats, type Formats } from './formats.ts'
import { findLocale } from './locale.ts'

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

interface Words {
  t: Texts
  format: Formats
  language: Language
  /** The language as it is written where the reader lives, `en-GB`. */
  locale: string
  choose(language: Language): void
}

const WordsContext = createContext<Words>({
  t: en,
  format: createFormats('en'),
  language: 'en',
  locale: 'en',
  choose: () => undefined,
})

/** A catalogue travels only to those who read it. */
const catalogues: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
}

function preferred(): Language {
  const wanted = navigator.languages.map(tag => tag.slice(0, 2).toLowerCase())
  const found = wanted.map(tag => languages.find(language => language === tag)).find(one => one !== undefined)
  return readChoice('language', languages) ?? found ?? 'en'
}

export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(preferred)
  const [loaded, setLoaded] = useState<{ language: Language; t: Texts } | null>(null)
  useEffect(() => {
    let isWanted = true
    void catalogues[language]().then(t => {
      if (!isWanted) return
      document.documentElement.lang = language
      setLoaded({ language, t })
    })
    return () => {
      isWanted = false
    }
  }, [language])
  const words = useMemo(() => {
    if (loaded === null) return null
    const choose = (next: Language) => {
      storeChoice('language', next)
      setLanguage(next)
    }
    const locale = findLocale(loaded.language, navigator.languages)
    return { ...loaded, format: createFormats(locale), locale, choose }
  }, [loaded])
  return words === null ? null : <WordsContext value={words}>{children}</WordsContext>
}

export function useTexts(): Words {
  return use(WordsContext)
}
