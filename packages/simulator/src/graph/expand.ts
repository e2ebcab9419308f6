/** Reads `$expand` texts such as `fields($select=Title,Status),columns` and the nested options of recorded requests. */

import { refuseUnsupported } from './exchange.ts'
import { refuseInvalid } from './site-access.ts'

export interface Expansion {
  /** Undefined: whole. */
  select: string[] | undefined
  expand: Map<string, Expansion>
}

/** Refuses whatever is not in `allowed`, by name. */
export function readExpand(text: string | undefined, allowed: readonly string[]): Map<string, Expansion> {
  const expansions = text === undefined ? new Map<string, Expansion>() : parseExpand(text)
  for (const name of expansions.keys()) {
    if (!allowed.includes(name)) throw refuseUnsupported(`$expand of '${name}'`)
  }
  return expansions
}

function parseExpand(text: string): Map<string, Expansion> {
  const found = new Map<string, Expansion>()
  for (const part of splitOutside(text, ',')) {
    const match = /^\s*([A-Za-z]\w*)\s*(?:\((.*)\))?\s*$/s.exec(part)
    if (match === null) throw refuseInvalid(`The expression "${part}" is not valid.`)
    found.set(match[1] ?? '', parseOptions(match[2] ?? ''))
  }
  return found
}

function parseOptions(text: string): Expansion {
  const expansion: Expansion = { select: undefined, expand: new Map() }
  for (const option of splitOutside(text, ';').filter(part => part.trim() !== '')) {
    const [, name, value = ''] = /^\s*\$?(select|expand)=(.*)$/is.exec(option) ?? []
    if (name === undefined) throw refuseUnsupported(`'${option}' inside $expand`)
    if (name.toLowerCase() === 'select') expansion.select = splitNames(value)
    else expansion.expand = parseExpand(value)
  }
  return expansion
}

export function splitNames(text: string): string[] {
  return text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
}

/** Splits at the mark where no parenthesis is open. */
function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const letter of text) {
    if (letter === '(') depth++
    if (letter === ')') depth--
    if (letter === mark && depth === 0) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  if (depth !== 0) throw refuseInvalid(`The expression "${text}" is not valid.`)
  return [...parts, part]
}
