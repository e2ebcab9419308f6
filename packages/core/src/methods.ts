/**
 * What a person's registered authentication methods amount to: one table of method types with a source for each
 * line, the level they give together, and whether that level meets a campaign's goal.
 */

/** Weakest first. `unknown` stands outside the order: we could not tell. */
export type Level = 'none' | 'phone' | 'mfa' | 'phishingResistant' | 'unknown'

/** `mfa`: any registered factor, phone included (the first seed's meaning). `notPhoneOnly`: more than SMS and voice. */
export type Goal = 'mfa' | 'notPhoneOnly' | 'phishingResistant'

export const goals: readonly Goal[] = ['mfa', 'notPhoneOnly', 'phishingResistant']

/** Three answers everywhere; `unknown` is left alone and asked again. */
export type Answer = 'yes' | 'no' | 'unknown'

type KnownLevel = Exclude<Level, 'unknown'>

export interface MethodFact {
  level: KnownLevel
  /** Why the type stands where it does. */
  source: string
}

const order: readonly KnownLevel[] = ['none', 'phone', 'mfa', 'phishingResistant']

const resourceTypes = 'Graph v1.0 authenticationMethod resource types'
const strengths = 'Microsoft Entra built-in authentication strengths'

/** Graph's `@odata.type` (without `#microsoft.graph.`) → what it is worth. A type not listed here is unknown. */
export const methodTypes: Readonly<Record<string, MethodFact>> = {
  passwordAuthenticationMethod: {
    level: 'none',
    source: `${resourceTypes}: a password is a first factor only`,
  },
  emailAuthenticationMethod: { level: 'none', source: `${resourceTypes}: self-service password reset only` },
  temporaryAccessPassAuthenticationMethod: {
    level: 'none',
    source: `${strengths}: satisfies MFA while valid, proves nothing lasting`,
  },
  qrCodePinAuthenticationMethod: { level: 'none', source: `${strengths}: QR code with PIN is single-factor` },
  phoneAuthenticationMethod: {
    level: 'phone',
    source: `${strengths}: SMS and voice count as MFA, not as more`,
  },
  microsoftAuthenticatorAuthenticationMethod: {
    level: 'mfa',
    source: `${strengths}: push and phone sign-in`,
  },
  softwareOathAuthenticationMethod: {
    level: 'mfa',
    source: `${strengths}: password with a one-time passcode`,
  },
  externalAuthenticationMethod: { level: 'mfa', source: `${resourceTypes}: MFA by another provider` },
  fido2AuthenticationMethod: {
    level: 'phishingResistant',
    source: `${strengths}: FIDO2 security keys and passkeys`,
  },
  windowsHelloForBusinessAuthenticationMethod: {
    level: 'phishingResistant',
    source: `${strengths}: Windows Hello for Business`,
  },
  platformCredentialAuthenticationMethod: {
    level: 'phishingResistant',
    source: `${strengths}: platform credential (macOS Secure Enclave key)`,
  },
}

const reportPage = 'Graph v1.0 userRegistrationDetails.methodsRegistered'

/** The registration report names methods in words of its own → what they are worth. Open list: others are unknown. */
export const reportedMethods: Readonly<Record<string, MethodFact>> = {
  email: { level: 'none', source: `${reportPage}: self-service password reset only` },
  securityQuestion: { level: 'none', source: `${reportPage}: self-service password reset only` },
  temporaryAccessPass: { level: 'none', source: `${reportPage}: see the live type` },
  qrCode: { level: 'none', source: `${reportPage}: see the live type` },
  mobilePhone: { level: 'phone', source: reportPage },
  alternateMobilePhone: { level: 'phone', source: reportPage },
  officePhone: { level: 'phone', source: reportPage },
  microsoftAuthenticatorPush: { level: 'mfa', source: reportPage },
  microsoftAuthenticatorPasswordless: { level: 'mfa', source: reportPage },
  softwareOneTimePasscode: { level: 'mfa', source: reportPage },
  hardwareOneTimePasscode: { level: 'mfa', source: reportPage },
  externalAuthMethod: { level: 'mfa', source: reportPage },
  fido2SecurityKey: { level: 'phishingResistant', source: reportPage },
  windowsHelloForBusiness: { level: 'phishingResistant', source: reportPage },
  macOsSecureEnclaveKey: { level: 'phishingResistant', source: reportPage },
  passKeyDeviceBound: { level: 'phishingResistant', source: reportPage },
  passKeyDeviceBoundAuthenticator: { level: 'phishingResistant', source: reportPage },
  passKeyDeviceBoundWindowsHello: { level: 'phishingResistant', source: reportPage },
  passKeySynced: { level: 'phishingResistant', source: reportPage },
}

/** What was seen of one person's methods. `unknownTypes` are names that the table does not hold. */
export interface Assessment {
  level: Level
  unknownTypes: readonly string[]
}

/** Assesses Graph's method types, with or without the `#microsoft.graph.` prefix. */
export function assessMethods(odataTypes: readonly string[]): Assessment {
  return assess(
    odataTypes.map(type => type.replace(/^#?microsoft\.graph\./, '')),
    methodTypes,
  )
}

/** Assesses the names used by the registration report. */
export function assessReported(names: readonly string[]): Assessment {
  return assess(names, reportedMethods)
}

function assess(names: readonly string[], table: Readonly<Record<string, MethodFact>>): Assessment {
  let best: KnownLevel = 'none'
  const unknownTypes: string[] = []
  for (const name of names) {
    const fact = Object.hasOwn(table, name) ? table[name] : undefined
    if (fact === undefined) unknownTypes.push(name)
    else if (order.indexOf(fact.level) > order.indexOf(best)) best = fact.level
  }
  return { level: best === 'none' && unknownTypes.length > 0 ? 'unknown' : best, unknownTypes }
}

/** Whether a level is at least another one. */
export function levelAtLeast(level: KnownLevel, least: KnownLevel): boolean {
  return order.indexOf(level) >= order.indexOf(least)
}

const least: Readonly<Record<Goal, KnownLevel>> = {
  mfa: 'phone',
  notPhoneOnly: 'mfa',
  phishingResistant: 'phishingResistant',
}

/**
 * Whether what was seen meets the goal. A type we do not know may be worth anything, so it turns a "no" into
 * "unknown", never a "yes" into anything else.
 */
export function meetsGoal(seen: Assessment, goal: Goal): Answer {
  if (seen.level !== 'unknown' && order.indexOf(seen.level) >= order.indexOf(least[goal])) return 'yes'
  return seen.level === 'unknown' || seen.unknownTypes.length > 0 ? 'unknown' : 'no'
}
