/** Why a row of a list was not taken as it stands: each reason as a code and as a sentence, one made from the other. */

import { eligibilityChecks, type IneligibleReason } from './eligibility.ts'

// Object.fromEntries forgets the key type, which the checks' own names state.
const ineligible = Object.fromEntries(eligibilityChecks.map(({ name, reason }) => [name, reason])) as Record<
  IneligibleReason,
  string
>

/** Facts stand in braces. Rows keep the sentence, in which files and the command line show it. */
const sentences = {
  tooLong: 'Longer than the {most} characters an address can have.',
  unreadable: 'Some characters could not be read. Save the file as "CSV UTF-8" and import it again.',
  lineBreak: 'The cell contains a line break. A double quote may be missing on this line or the one before.',
  severalAddresses: 'More than one address in one place. Give each person a line of their own.',
  punctuation: 'Spaces or punctuation inside the address.',
  twoSigns: 'Two @ signs in one address.',
  nothingBefore: 'Nothing before the @.',
  nothingAfter: 'Nothing after the @.',
  noDomain: 'The part after the @ is not a domain.',
  noObjectId:
    'Not an object id: expected 32 hexadecimal digits in five groups, such as 1f0c2a4e-0000-4000-8000-000000000001.',
  noSign: 'Not an address: it has no @.',
  rowTooLong:
    'This row has {cells}, the header has {width}. Put a cell that contains the delimiter between double quotes.',
  rowTooShort:
    'This row has {cells}, the header has {width}. The cell that names the person is missing; fill the row up.',
  namesNobody: 'This row names nobody: {columns} empty.',
  unknownPerson: 'nobody in the directory has this UPN, mail address or object id',
  samePerson: 'the same person as line {line}',
  sameLine: 'the same as line {line}',
  leftOut: 'left out of the campaign',
  leftOutAlready: 'left out already',
  inThisBatch: 'already in this batch',
  inAnotherBatch: 'already here, from batch {batch}',
  ...ineligible,
} as const satisfies Record<string, string>

export type RowReasonCode = keyof typeof sentences
export const rowReasonCodes = Object.keys(sentences) as RowReasonCode[]

type Facts = Readonly<Record<string, string>>

export interface RowReason {
  code: RowReasonCode
  /** Of what the sentence speaks; counts as digits. */
  facts: Facts
}

export function tellRowReason(code: RowReasonCode, facts: Facts = {}): string {
  return sentences[code].replace(/\{(\w+)\}/g, (_, name: string) => spell(name, facts[name] ?? ''))
}

/** Some facts take a word along that follows from them. */
function spell(name: string, fact: string): string {
  if (name === 'cells') return `${fact} ${fact === '1' ? 'cell' : 'cells'}`
  if (name === 'columns') return `${fact} ${fact.includes(', ') ? 'are' : 'is'}`
  return fact
}

/** Null for a sentence that is none of these, such as what somebody typed. */
export function readRowReason(sentence: string): RowReason | null {
  for (const [code, pattern] of patterns) {
    const facts = pattern.exec(sentence)
    if (facts !== null) return { code, facts: { ...facts.groups } }
  }
  return null
}

const patterns = rowReasonCodes.map(code => [code, patternOf(sentences[code])] as const)

function patternOf(sentence: string): RegExp {
  const escaped = sentence.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
  const withFacts = escaped.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'cells') return '(?<cells>\\d+) cells?'
    if (name === 'columns') return '(?<columns>.*) (?:is|are)'
    return `(?<${name}>.*)`
  })
  return new RegExp(`^${withFacts}$`, 's')
}
