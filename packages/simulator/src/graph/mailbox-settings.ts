/**
 * What a person has set in the mailbox: the time zone above all. Graph's page "Get user mailbox settings" has the shapes;
 * the zone comes as Windows calls it, which is the default there.
 */

import type { User } from '../world/types.ts'
import { answerWith, type GraphAnswer, type GraphGround, type GraphRequest, refuse } from './exchange.ts'
import { requireMailbox } from './mail.ts'
import { contextUrl, readSelect } from './query.ts'
import { findUser } from './users.ts'

/** The zones of the countries that the seeds draw people from (CLDR, windowsZones). */
const zones: Readonly<Record<string, string>> = {
  CN: 'China Standard Time',
  DE: 'W. Europe Standard Time',
  ES: 'Romance Standard Time',
  FR: 'Romance Standard Time',
  GB: 'GMT Standard Time',
  IE: 'GMT Standard Time',
  IT: 'W. Europe Standard Time',
  NL: 'W. Europe Standard Time',
  NZ: 'New Zealand Standard Time',
  PL: 'Central European Standard Time',
  PT: 'GMT Standard Time',
  US: 'Eastern Standard Time',
}

const SETTINGS = new Set([
  'automaticRepliesSetting',
  'dateFormat',
  'delegateMeetingMessageDeliveryOptions',
  'language',
  'timeFormat',
  'timeZone',
  'userPurpose',
  'workingHours',
])

export function getMailboxSettings(
  ground: GraphGround,
  request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const settings = settingsOf(requireOwner(ground, params.id ?? ''))
  const names = readSelect(request, {
    modelled: SETTINGS,
    isKnownProperty: name => name === 'archiveFolder',
    resource: 'mailboxSettings',
  })
  const shown = Object.entries(settings).filter(([name]) => names === undefined || names.includes(name))
  const context = contextUrl(ground, `users('${encodeURIComponent(params.id ?? '')}')/mailboxSettings`)
  return answerWith(200, { '@odata.context': context, ...Object.fromEntries(shown) })
}

/** One setting by itself; those that are plain text come as `value`. */
export function getMailboxTimeZone(
  ground: GraphGround,
  _request: GraphRequest,
  params: Record<string, string>,
): GraphAnswer {
  const { timeZone } = settingsOf(requireOwner(ground, params.id ?? ''))
  const context = contextUrl(
    ground,
    `users('${encodeURIComponent(params.id ?? '')}')/mailboxSettings/timeZone`,
  )
  return answerWith(200, { '@odata.context': context, value: timeZone })
}

/** Settings of shared mailboxes are asked for by nobody here: they answer like a mailbox that is not there. */
function requireOwner(ground: GraphGround, idOrName: string): User {
  requireMailbox(ground, idOrName)
  const user = findUser(ground, idOrName)
  if (user !== undefined) return user
  throw refuse(404, 'ErrorInvalidUser', `The requested user '${idOrName}' is invalid.`)
}

function settingsOf(user: User) {
  const timeZone = user.mailboxTimeZone ?? zones[user.usageLocation ?? ''] ?? 'UTC'
  return {
    automaticRepliesSetting: {
      status: 'disabled',
      externalAudience: 'none',
      internalReplyMessage: '',
      externalReplyMessage: '',
    },
    timeZone,
    language: { locale: user.preferredLanguage ?? 'en-US', displayName: user.preferredLanguage ?? 'en-US' },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: timeZone },
    },
    userPurpose: 'user',
    dateFormat: 'yyyy-MM-dd',
    timeFormat: 'HH:mm',
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
  }
}
