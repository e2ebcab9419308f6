/** The environment, read once and judged once. Secrets are kept apart; an absent feature is null. */

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Problem } from '@muster/core/problem'
import { defaultDataFolder } from './db/postgres-place.ts'

/** Where administrators sign in, and as which application of that provider Muster asks. */
export interface SignInConfig {
  issuer: string
  clientId: string
  /** A certificate is a PEM text with the certificate and its private key. */
  credential: { kind: 'secret'; secret: string } | { kind: 'certificate'; pem: string }
}

export interface Config {
  dataFolder: string
  /** Null: the embedded PostgreSQL in the data folder. */
  databaseUrl: string | null
  administration: { host: string; port: number }
  publicFace: { host: string; port: number }
  /** What people's links begin with, without a slash at the end; null: the public face's own address. */
  publicUrl: string | null
  /** What administrators' browsers see, without a slash at the end; null: the administrators' face's own address. */
  administrationUrl: string | null
  /** Null: nobody signs in, and only API keys open the administrators' face. */
  signIn: SignInConfig | null
  /** A PEM file of certificate authorities to trust besides the usual ones; null for none. */
  caFile: string | null
  /** True behind a proxy of ours that sets X-Forwarded-For. */
  trustsProxy: boolean
  /** Hosts of one's own, lower case, that webhooks of rules may go to although they are inside. */
  webhookHosts: ReadonlySet<string>
  logLevel: string
  /** 32 bytes that credentials are encrypted with at rest. */
  secretKey: Buffer
}

const portMax = 65_535
const secretKeyBytes = 32

/** Reads `MUSTER_*` and `DATABASE_URL`. Throws a Problem that names the variable and how to mend it. */
export function readConfig(given: NodeJS.ProcessEnv, cwd: string): Config {
  const env = withoutEmpty(given)
  const dataFolder = resolve(env.MUSTER_DATA ?? defaultDataFolder(cwd))
  return {
    dataFolder,
    databaseUrl: env.DATABASE_URL ?? null,
    administration: {
      host: env.MUSTER_ADMIN_HOST ?? '127.0.0.1',
      port: readPort(env, 'MUSTER_ADMIN_PORT', 8420),
    },
    publicFace: {
      host: env.MUSTER_PUBLIC_HOST ?? '127.0.0.1',
      port: readPort(env, 'MUSTER_PUBLIC_PORT', 8421),
    },
    publicUrl: readUrl(env, 'MUSTER_PUBLIC_URL'),
    administrationUrl: readUrl(env, 'MUSTER_ADMIN_URL'),
    signIn: readSignIn(env),
    caFile: env.MUSTER_CA_FILE ?? null,
    trustsProxy: env.MUSTER_TRUST_PROXY === '1',
    webhookHosts: readHosts(env, 'MUSTER_WEBHOOK_HOSTS'),
    logLevel: env.MUSTER_LOG ?? 'info',
    secretKey: readSecretKey(env, dataFolder),
  }
}

/** `MUSTER_PUBLIC_URL=` in a compose file means that it is not set. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name]
  if (text === undefined) return fallback
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= portMax) return port
  throw new Problem('badRequest', `${name} is "${text}", which is no port`, {
    where: name,
    remedy: `give a number from 0 (any free port) to ${portMax}`,
  })
}

function readUrl(env: NodeJS.ProcessEnv, name: string): string | null {
  const text = env[name]
  if (text === undefined) return null
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '')
  throw new Problem('badRequest', `${name} is "${text}", which is no address`, {
    where: name,
    remedy: 'give an absolute address such as https://mfa.example.com',
  })
}

/** Hosts with commas between. Throws a Problem for what is none. */
export function readHosts(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): ReadonlySet<string> {
  const hosts = (env[name] ?? '').split(',').map(host => host.trim().toLowerCase())
  const wrong = hosts.find(host => host !== '' && !/^[a-z0-9.:_-]+$/.test(host))
  if (wrong === undefined) return new Set(hosts.filter(host => host !== ''))
  throw new Problem('badRequest', `${name} names "${wrong}", which is no host`, {
    where: name,
    remedy: 'give host names or addresses with commas between, without https:// and without ports',
  })
}

/** Off while nothing of it is set; half of it is a mistake. */
function readSignIn(env: NodeJS.ProcessEnv): SignInConfig | null {
  const names = [
    'MUSTER_SIGNIN_ISSUER',
    'MUSTER_SIGNIN_CLIENT_ID',
    'MUSTER_SIGNIN_CLIENT_SECRET',
    'MUSTER_SIGNIN_CERTIFICATE_FILE',
  ]
  if (names.every(name => env[name] === undefined)) return null
  const issuer = readIssuer(env)
  const clientId = env.MUSTER_SIGNIN_CLIENT_ID
  const secret = env.MUSTER_SIGNIN_CLIENT_SECRET
  const file = env.MUSTER_SIGNIN_CERTIFICATE_FILE
  if (clientId === undefined) {
    throw signInProblem('MUSTER_SIGNIN_CLIENT_ID', 'is missing', 'give the id of the app registration')
  }
  if ((secret === undefined) === (file === undefined)) {
    const said = secret === undefined ? 'is missing' : 'and MUSTER_SIGNIN_CERTIFICATE_FILE are both set'
    const remedy = 'give either a client secret or a file with certificate and private key'
    throw signInProblem('MUSTER_SIGNIN_CLIENT_SECRET', said, remedy)
  }
  const credential: SignInConfig['credential'] =
    secret === undefined ? { kind: 'certificate', pem: readPem(file ?? '') } : { kind: 'secret', secret }
  return { issuer, clientId, credential }
}

/** Entra's addresses for everybody's tenant: with one of these anybody in the world could sign in. */
const anybodysTenant = /^https:\/\/login\.microsoftonline\.[a-z]+\/(common|organizations|consumers)(\/|$)/

function readIssuer(env: NodeJS.ProcessEnv): string {
  const where = 'MUSTER_SIGNIN_ISSUER'
  const text = env[where]
  const remedy = 'give https://login.microsoftonline.com/<tenant id>/v2.0, or the issuer of another provider'
  if (text === undefined) throw signInProblem(where, 'is missing', remedy)
  if (anybodysTenant.test(text)) throw signInProblem(where, `is "${text}", which lets any tenant in`, remedy)
  const { protocol, hostname } = URL.canParse(text) ? new URL(text) : { protocol: '', hostname: '' }
  if (protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname))) return text
  throw signInProblem(where, `is "${text}", which is no https address`, remedy)
}

/** A name by which only this machine is reached; http is safe to it, and browsers treat it so. */
export function isThisMachine(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function readPem(file: string): string {
  try {
    const pem = readFileSync(file, 'utf8')
    if (/-----BEGIN CERTIFICATE-----/.test(pem) && /-----BEGIN PRIVATE KEY-----/.test(pem)) return pem
  } catch {
    // Falls through to the one answer for every file that cannot be used.
  }
  const remedy = 'give a PEM file with the certificate and its private key (PKCS #8, not encrypted)'
  throw signInProblem('MUSTER_SIGNIN_CERTIFICATE_FILE', `names ${file}, which holds no such pair`, remedy)
}

function signInProblem(where: string, said: string, remedy: string): Problem {
  return new Problem('badRequest', `${where} ${said}`, { where, remedy })
}

/** From `MUSTER_SECRET_KEY` (base64, 32 bytes; needed when several copies share a database), else a file made once. */
function readSecretKey(env: NodeJS.ProcessEnv, dataFolder: string): Buffer {
  const given = env.MUSTER_SECRET_KEY
  if (given !== undefined) return judgeKey(given, 'MUSTER_SECRET_KEY')
  const file = join(dataFolder, 'secret.key')
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true })
    writeFileSync(file, randomBytes(secretKeyBytes).toString('base64'), { mode: 0o600, flag: 'wx' })
  }
  return judgeKey(readFileSync(file, 'utf8'), file)
}

function judgeKey(text: string, where: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length === secretKeyBytes) return key
  throw new Problem('badRequest', `the secret key is ${key.length} bytes long, not ${secretKeyBytes}`, {
    where,
    remedy: `make one with: openssl rand -base64 ${secretKeyBytes}`,
  })
}
