/** What a registered method looks like: its id, its properties, the words the audit log and the report use for it. */

import { createHash } from 'node:crypto'
import type { Method, MethodKind } from './types.ts'

/** Ids that are the same for every user (FACTS 7, from Microsoft's authentication methods overview). */
export const PASSWORD_METHOD_ID = '28c10230-6103-485e-b985-444c60001490'
const EMAIL_METHOD_ID = '3ddfcfc8-9383-446f-83cc-3ab9be4be18f'
const PHONE_METHOD_IDS: Record<string, string> = {
  mobile: '3179e48a-750b-4051-897c-87b9720928f7',
  alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
  office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
}

/** The reason in "User registered security info"; those not named in FACTS 9 follow the pattern of those that are. */
const AUDIT_REASONS: Record<MethodKind, string> = {
  password: 'User changed password',
  email: 'User registered Email Authentication Method',
  temporaryAccessPass: 'User registered temporary access pass method',
  phone: 'User registered phone method',
  microsoftAuthenticator: 'User registered Authenticator App with Notification and Code',
  softwareOath: 'User registered Authenticator App with Code',
  external: 'User registered External Authentication Method',
  fido2: 'User registered Fido2 Authentication Method',
  windowsHelloForBusiness: 'User registered Windows Hello for Business',
  platformCredential: 'User registered Platform Credential',
  qrCodePin: 'User registered QR code',
}

/** Kinds that a person is asked for by the registration interrupt; any of them ends it. */
const ENDS_INTERRUPT: ReadonlySet<MethodKind> = new Set<MethodKind>([
  'phone',
  'microsoftAuthenticator',
  'softwareOath',
  'fido2',
  'windowsHelloForBusiness',
  'platformCredential',
])

export function endsInterrupt(kind: MethodKind): boolean {
  return ENDS_INTERRUPT.has(kind)
}

export function auditReasonFor(kind: MethodKind): string {
  return AUDIT_REASONS[kind]
}

/** A method of that kind with the properties Graph shows (FACTS 7), overridden by what the caller knows. */
export function composeMethod(options: {
  kind: MethodKind
  createdAt: Date
  newId: () => string
  properties: Record<string, unknown>
}): Method {
  const { kind, createdAt } = options
  const fresh = options.newId()
  const properties = { ...defaultProperties(kind, fresh), ...options.properties }
  return { id: methodId(kind, properties, fresh), kind, createdAt, properties }
}

function methodId(kind: MethodKind, properties: Record<string, unknown>, fresh: string): string {
  if (kind === 'password') return PASSWORD_METHOD_ID
  if (kind === 'email') return EMAIL_METHOD_ID
  if (kind === 'phone') return PHONE_METHOD_IDS[String(properties.phoneType)] ?? fresh
  // Keys have base64url ids such as `-2_GRUg2-HYz6_1YG4YRAQ2` (Microsoft's example).
  if (kind === 'fido2') return createHash('sha256').update(fresh).digest('base64url').slice(0, 23)
  return fresh
}

function defaultProperties(kind: MethodKind, fresh: string): Record<string, unknown> {
  switch (kind) {
    case 'password':
      return { password: null }
    case 'email':
      return { emailAddress: `recovery.${fresh.slice(0, 8)}@example.com` }
    case 'temporaryAccessPass':
      return { temporaryAccessPass: null, lifetimeInMinutes: 60, isUsableOnce: false }
    case 'phone':
      return {
        phoneNumber: `+1 206555${phoneDigits(fresh)}`,
        phoneType: 'mobile',
        smsSignInState: 'notConfigured',
      }
    case 'microsoftAuthenticator':
      return { displayName: 'iPhone', deviceTag: 'SoftwareTokenActivated', phoneAppVersion: '6.8.24' }
    case 'softwareOath':
      return { secretKey: null }
    case 'external':
      return { displayName: 'External MFA', configurationId: fresh }
    case 'fido2':
      return {
        displayName: 'Security key',
        aaGuid: '2fc0579f-8113-47ea-b116-555a8db9202a',
        model: 'NFC key',
        attestationCertificates: [],
        attestationLevel: 'attested',
        passkeyType: 'deviceBound',
      }
    case 'windowsHelloForBusiness':
      return { displayName: 'Laptop', keyStrength: 'normal' }
    case 'platformCredential':
      return { displayName: 'MacBook', keyStrength: 'normal', platform: 'macOS' }
    case 'qrCodePin':
      return { pin: null, standardQRCode: null, temporaryQRCode: null }
    default:
      return kind satisfies never
  }
}

function phoneDigits(fresh: string): string {
  return String(Number.parseInt(fresh.slice(0, 6), 16) % 10_000).padStart(4, '0')
}
