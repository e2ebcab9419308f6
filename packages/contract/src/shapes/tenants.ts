/** Shapes of tenants: the Entra directories that Muster is connected to, and what the doctor finds there. */

import { doctorSentences } from '@muster/core/doctor-sentences'
import { isTimeZone } from '@muster/core/time-zones'
import * as z from 'zod'
import { at, count, entraId, id, mailAddress, name, reason, serviceUrl } from './common.ts'

/** A PEM with its private key is about 4 kB at RSA 4096; the rest is room for a chain. */
const pemLengthMax = 50_000

export const language = z
  .string()
  .regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'expected a language such as en, de or pt-BR')

const timeZone = z
  .string()
  .refine(isTimeZone, 'expected a time zone by its IANA name, such as Europe/Berlin or UTC')
  .meta({ description: 'the clock of people whose mailbox and usage location tell none, as IANA names it' })

const credential = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('secret'), secret: z.string().min(1).max(1000) }),
  z.strictObject({
    kind: z.literal('certificate'),
    pem: z
      .string()
      .max(pemLengthMax)
      .regex(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'expected a PEM with the certificate and its private key'),
  }),
])

/** What may be set for each budget: not below what one call needs, not above what Microsoft allows. */
export const budgetBounds = {
  directoryUnitsMax: { min: 100, max: 8_000, what: 'resource units of the directory in 10 s' },
  directoryWritesMax: { min: 20, max: 3_000, what: 'writes to the directory in 150 s' },
  reportsMax: { min: 1, max: 5, what: 'requests for the audit log and the registration report in 10 s' },
  methodReadsMax: { min: 20, max: 6_000, what: 'people whose methods are read in a minute' },
  listUnitsMax: { min: 50, max: 6_250, what: 'resource units of SharePoint in a minute' },
} as const

type BudgetName = keyof typeof budgetBounds

function budget(name: BudgetName) {
  const { min, max, what } = budgetBounds[name]
  const said = `expected ${what}: a whole number from ${min} to ${max}, or null for the default`
  return z.int(said).min(min, said).max(max, said).nullable().optional()
}

/** Null sets the default again. */
const budgetChange = z.strictObject({
  directoryUnitsMax: budget('directoryUnitsMax'),
  directoryWritesMax: budget('directoryWritesMax'),
  reportsMax: budget('reportsMax'),
  methodReadsMax: budget('methodReadsMax'),
  listUnitsMax: budget('listUnitsMax'),
})

function budgetInForce(name: BudgetName) {
  return z.object({ max: z.int(), isDefault: z.boolean() }).meta({ description: budgetBounds[name].what })
}

/** How much Muster asks of a tenant at most. */
const budgets = z.object({
  directoryUnitsMax: budgetInForce('directoryUnitsMax'),
  directoryWritesMax: budgetInForce('directoryWritesMax'),
  reportsMax: budgetInForce('reportsMax'),
  methodReadsMax: budgetInForce('methodReadsMax'),
  listUnitsMax: budgetInForce('listUnitsMax'),
})

export const newStop = z.strictObject({ reason }).meta({ id: 'NewStop' })

/** The panic stop: nothing leaves for the tenant and nothing becomes due; reading and people's pages go on. */
export const stop = z.object({ at, by: z.string(), reason: z.string() }).meta({ id: 'Stop' })

export const newTenant = z
  .strictObject({
    name,
    entraTenantId: entraId,
    clientId: entraId,
    graphUrl: serviceUrl.default('https://graph.microsoft.com'),
    loginUrl: serviceUrl.default('https://login.microsoftonline.com'),
    credential,
    organisationName: name.meta({ description: 'as people read it in the mails' }),
    supportContact: name
      .nullable()
      .default(null)
      .meta({ description: 'whom people may ask, as the mails say it' }),
    defaultLanguage: language.default('en'),
    timeZone: timeZone.default('UTC'),
  })
  .meta({ id: 'NewTenant' })

export const tenant = z
  .object({
    tenantId: id,
    name: z.string(),
    entraTenantId: entraId,
    clientId: entraId,
    graphUrl: z.string(),
    loginUrl: z.string(),
    credentialKind: z
      .enum(['secret', 'certificate'])
      .nullable()
      .meta({ description: 'null when it was stored with another secret key' }),
    organisationName: z.string(),
    supportContact: z.string().nullable(),
    defaultLanguage: z.string(),
    timeZone: z.string(),
    peopleCount: count,
    peopleSyncedAt: at.nullable(),
    budgets,
    stop: stop.nullable().meta({ description: 'null while work goes on' }),
    createdAt: at,
  })
  .meta({ id: 'Tenant' })

/** Fields that are left out stay as they are. */
export const tenantChange = z
  .strictObject({
    name: name.optional(),
    entraTenantId: entraId.optional(),
    clientId: entraId.optional(),
    graphUrl: serviceUrl.optional(),
    loginUrl: serviceUrl.optional(),
    credential: credential.optional(),
    organisationName: name.optional(),
    supportContact: name.nullable().optional(),
    defaultLanguage: language.optional(),
    budgets: budgetChange.optional(),
    timeZone: timeZone.optional(),
  })
  .meta({ id: 'TenantChange' })

/** A tenant is kept also when signing in to it fails: what failed is said, and can be mended. */
export const tenantTried = tenant
  .extend({
    signIn: z
      .object({ isDone: z.boolean(), message: z.string(), remedy: z.string().nullable() })
      .nullable()
      .meta({ description: 'what came of signing in at once; null when nothing about it was changed' }),
  })
  .meta({ id: 'TenantTried' })

const coded = z
  .object({ code: z.enum(doctorSentences.codes), facts: z.record(z.string(), z.string()) })
  .meta({
    id: 'DoctorSentence',
    description: 'which sentence it is, and of what it speaks; null for what Graph or a mail server said',
  })
  .nullable()

export const doctorReport = z
  .object({
    checks: z.array(
      z.object({
        name: z.string(),
        permission: z.string().nullable().meta({ description: 'the Graph permission that the check needs' }),
        outcome: z.enum(['ok', 'missing', 'failed', 'skipped']),
        message: z.string(),
        remedy: z.string().nullable(),
        codes: z.object({ name: coded, message: coded, remedy: coded }),
      }),
    ),
  })
  .meta({ id: 'DoctorReport' })

export const syncStarted = z
  .object({ tenantId: id, state: z.enum(['started', 'alreadyRunning']) })
  .meta({ id: 'SyncStarted' })

const graphSender = z.strictObject({ kind: z.literal('graph'), address: mailAddress, displayName: name })

const host = z.string().trim().min(1).max(253)
const portBounds = { min: 1, max: 65_535 }
const port = z.int().min(portBounds.min).max(portBounds.max)
const tls = z.enum(['starttls', 'implicit', 'none'])
const user = z.string().min(1).max(320)
const password = z.string().min(1).max(1000)

const smtpSender = z.strictObject({
  kind: z.literal('smtp'),
  address: mailAddress,
  displayName: name,
  host,
  port,
  tls: tls.default('starttls'),
  user: user.optional(),
  password: password.optional(),
})

export const newSender = z.discriminatedUnion('kind', [graphSender, smtpSender]).meta({ id: 'NewSender' })

/** A mail server of one's own may take more than Exchange Online does; beyond this a figure is a slip of the finger. */
const perMinuteAtMost = 10_000
const perDayAtMost = 10_000_000
const atOnceAtMost = 50

/** What a form holds its figures to before it sends them. */
export const senderBounds = {
  port: portBounds,
  perMinuteMax: { min: 1, max: perMinuteAtMost },
  perDayMax: { min: 1, max: perDayAtMost },
  atOnceMax: { min: 1, max: atOnceAtMost },
} as const

const perMinute = z.int().min(1).max(perMinuteAtMost)
const perDay = z.int().min(1).max(perDayAtMost)
const atOnce = z.int().min(1).max(atOnceAtMost)

/** Fields that are left out stay as they are; host, port, TLS, user and password belong to a mail server. */
export const senderChange = z
  .strictObject({
    displayName: name.optional(),
    host: host.optional(),
    port: port.optional(),
    tls: tls.optional(),
    user: user.nullable().optional(),
    password: password.nullable().optional(),
    perMinuteMax: perMinute.optional(),
    perDayMax: perDay.optional(),
    atOnceMax: atOnce.optional(),
  })
  .meta({ id: 'SenderChange' })

/** A password goes in and never comes out. */
export const sender = z
  .object({
    senderId: id,
    tenantId: id,
    kind: z.enum(['graph', 'smtp']),
    address: z.string(),
    displayName: z.string(),
    host: z.string().nullable(),
    port: z.int().nullable(),
    tls: tls.nullable(),
    user: z.string().nullable(),
    hasPassword: z.boolean(),
    perMinuteMax: z.int().meta({ description: 'mails in a minute' }),
    perDayMax: z.int().meta({ description: 'mails in a sliding day' }),
    atOnceMax: z.int().meta({ description: 'mails under way at the same time' }),
    problem: z.string().nullable().meta({ description: 'why the mailbox itself cannot send at the moment' }),
    retryAt: at.nullable().meta({ description: 'set aside until then; other senders take its mails over' }),
    createdAt: at,
  })
  .meta({ id: 'Sender' })
