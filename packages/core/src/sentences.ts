/** Sentences with a code each: made from it, and read back to it, so that whoever speaks another language can say them. */

export type Facts = Readonly<Record<string, string>>

/** What a sentence speaks of: the names in its braces. */
export type FactsIn<Text extends string> = Text extends `${string}{${infer Fact}}${infer Rest}`
  ? Fact | FactsIn<Rest>
  : never

/** A template with its facts; one that is missing leaves nothing. */
export function fillIn(template: string, facts: Facts): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '')
}

export interface Sentences<Code extends string> {
  codes: readonly [Code, ...Code[]]
  tell(code: Code, facts?: Facts): string
  /** Null for a sentence that is none of these. */
  read(sentence: string): { code: Code; facts: Facts } | null
}

/** Facts stand in braces. A sentence must not begin as a shorter one with a fact at its end does. */
export function createSentences<Code extends string>(
  templates: Readonly<Record<Code, string>>,
): Sentences<Code> {
  // Object.keys forgets the key type, which the record's own type states.
  const codes = Object.keys(templates) as [Code, ...Code[]]
  const patterns = codes.map(code => [code, patternOf(templates[code])] as const)
  return {
    codes,
    tell: (code, facts = {}) => fillIn(templates[code], facts),
    read(sentence) {
      for (const [code, pattern] of patterns) {
        const found = pattern.exec(sentence)
        if (found !== null) return { code, facts: { ...found.groups } }
      }
      return null
    },
  }
}

function patternOf(template: string): RegExp {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>.*)')}$`, 's')
}
