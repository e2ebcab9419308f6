/** The activities that Entra's audit log is known to hold, by service and category, read from `activities.txt`. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readActivity } from '@muster/core/security-info'

export interface KnownActivity {
  service: string
  category: string
  name: string
}

export const knownActivities: readonly KnownActivity[] = readActivities(
  readFileSync(fileURLToPath(new URL('./activities.txt', import.meta.url)), 'utf8'),
)

function readActivities(text: string): KnownActivity[] {
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  return lines.flatMap(line => {
    const [service = '', category = '', names = ''] = line.split('; ')
    return names.split(' | ').map(name => ({ service, category, name }))
  })
}

const services = Map.groupBy(knownActivities, activity => readActivity(activity.name))

/** The one service that is known to log an activity; null when none is, or several are. */
export function serviceOf(activity: string): string | null {
  const found = new Set(services.get(readActivity(activity))?.map(known => known.service))
  const [service = null] = found
  return found.size === 1 ? service : null
}
