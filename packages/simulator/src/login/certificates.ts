/** Makes the throw-away certificate authority of a tenant, its server certificate, and certificates for applications. */

// @peculiar/x509 resolves its parts through tsyringe, which refuses to load without this.
import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto)

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
}

/** A tenant lives for hours or days; a month is ample, and wall time is what TLS clients look at. */
const VALID_FOR_MS = 30 * 24 * 3_600_000
const VALID_BEFORE_MS = 24 * 3_600_000

export interface ServerIdentity {
  /** What clients have to trust. */
  caCertificatePem: string
  certificatePem: string
  privateKeyPem: string
}

/** A certificate for localhost, 127.0.0.1 and ::1, signed by an authority made for it alone. */
export async function createServerIdentity(): Promise<ServerIdentity> {
  const authorityKeys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...composeValidity(),
    serialNumber: drawSerial(),
    name: 'CN=Throw-away authority of a simulated tenant',
    signingAlgorithm: EC,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  })
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    ...composeValidity(),
    serialNumber: drawSerial(),
    subject: 'CN=localhost',
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  })
  return {
    caCertificatePem: authority.toString('pem'),
    certificatePem: certificate.toString('pem'),
    privateKeyPem: await exportKey(keys.privateKey),
  }
}

/** A self-signed certificate with its key, as an administrator makes one for an app registration. */
export async function createAppCertificate(
  commonName: string,
): Promise<{ certificatePem: string; privateKeyPem: string }> {
  const keys = await webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...composeValidity(),
    serialNumber: drawSerial(),
    name: `CN=${commonName}`,
    signingAlgorithm: RSA,
    keys,
  })
  return { certificatePem: certificate.toString('pem'), privateKeyPem: await exportKey(keys.privateKey) }
}

/** The thumbprints that an assertion names its certificate by, base64url: SHA-1 (`x5t`) and SHA-256 (`x5t#S256`). */
export function readThumbprints(certificatePem: string): { sha1: string; sha256: string } {
  const der = Buffer.from(certificatePem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
  const digest = (algorithm: string): string => createHash(algorithm).update(der).digest('base64url')
  return { sha1: digest('sha1'), sha256: digest('sha256') }
}

function composeValidity(): { notBefore: Date; notAfter: Date } {
  const nowMs = Date.now()
  return { notBefore: new Date(nowMs - VALID_BEFORE_MS), notAfter: new Date(nowMs + VALID_FOR_MS) }
}

/** Random and unlike any other: trust stores refuse two certificates of one issuer with one number. */
function drawSerial(): string {
  return `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex')}`
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${der.replaceAll(/(.{64})/g, '$1\n').trimEnd()}\n-----END PRIVATE KEY-----\n`
}
