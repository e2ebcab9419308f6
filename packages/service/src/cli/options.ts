/** Options that several commands share, and how their text becomes a value. */

import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ConnectionOptions } from './session.ts'

/** A whole number within limits, for `argParser`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`)
  }
}

/** A calendar day, checked as far as the calendar goes. */
export function day(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw new InvalidArgumentError('Give a day such as 2027-02-01.')
}

/** For an option that may be given several times, or once with commas. */
export function gather(text: string, soFar: string[] = []): string[] {
  return [...soFar, ...text.split(',').map(part => part.trim())]
}

/** An option with a closed set of values that may be given several times, or once with commas. */
export function gatherChoices(flags: string, about: string, choices: readonly string[]): Option {
  return new Option(flags, `${about} (${choices.join(', ')})`).argParser((text: string, soFar?: string[]) => {
    const values = gather(text, soFar)
    const wrong = values.find(value => !choices.includes(value))
    if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is none of ${choices.join(', ')}.`)
    return values
  })
}

export interface CampaignOptions extends ConnectionOptions {
  campaign?: string
}

export function withCampaign(command: Command): Command {
  return command.option('--campaign <name>', 'the campaign by name or id, when there is more than one')
}

export interface TenantOptions extends ConnectionOptions {
  tenant?: string
}

export function withTenant(command: Command): Command {
  return command.option('--tenant <name>', 'the tenant by name or id, when there is more than one')
}

/** The fields that were given, so that the service's defaults hold for the rest. */
export function given<Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  // fromEntries forgets the key type; the entries are these fields without the undefined ones.
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> }
}
