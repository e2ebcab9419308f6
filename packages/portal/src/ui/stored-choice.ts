/** A choice that a browser remembers, such as the look or the language; without storage it lasts as long as the page. */

/** The stored word if it is one of those allowed. */
export function readChoice<Choice extends string>(name: string, allowed: readonly Choice[]): Choice | null {
  try {
    const stored = localStorage.getItem(`muster-${name}`)
    return allowed.find(choice => choice === stored) ?? null
  } catch {
    return null
  }
}

export function storeChoice(name: string, choice: string): void {
  try {
    localStorage.setItem(`muster-${name}`, choice)
  } catch {
    // Storage is switched off; the choice still holds on this page.
  }
}
