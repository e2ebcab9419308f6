/** How this installation stands, for whoever looks after it: what the configuration came to, without any secret. */

import type { Handlers, Output } from '@muster/contract/routes'
import type { Clock } from '@muster/core/ports'
import { sql } from 'kysely'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { pageLanguages } from './links/page-texts.ts'
import { listMailLanguages } from './messages/templates.ts'
import { judgeReach, type PublicAddress } from './tenants/link-reach.ts'
import { version } from './version.ts'

export interface InstallationOptions {
  db: Database
  clock: Clock
  config: Config
  /** What browsers of administrators open. */
  address(): string
  publicAddress(): PublicAddress
  opensCredentials(): Promise<boolean>
}

/** Real people are reached over real networks, whatever tenants are connected so far. */
const realGraph = 'https://graph.microsoft.com'

export function createInstallationHandlers(options: InstallationOptions): Pick<Handlers, 'getInstallation'> {
  const { db, clock, config } = options
  const startedAt = clock.now()
  return {
    async getInstallation() {
      const address = options.publicAddress()
      return {
        version,
        startedAt,
        administrationUrl: options.address(),
        publicUrl: { ...address, obstacle: judgeReach(address, realGraph) },
        signIn: signInOf(config),
        database: await describeDatabase(db, config),
        languages: { mails: await listMailLanguages(), pages: [...pageLanguages] },
        opensCredentials: await options.opensCredentials(),
        at: clock.now(),
      }
    },
  }
}

function signInOf({ signIn }: Config): Output<'getInstallation'>['signIn'] {
  if (signIn === null) return null
  const { issuer, clientId, credential } = signIn
  return { issuer, clientId, credentialKind: credential.kind }
}

async function describeDatabase(
  db: Database,
  config: Config,
): Promise<Output<'getInstallation'>['database']> {
  const { rows } = await sql<{ version: string; bytes: string }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes
  `.execute(db)
  const [found] = rows
  return {
    kind: config.databaseUrl === null ? 'embedded' : 'external',
    version: found?.version ?? '',
    bytes: Number(found?.bytes ?? 0),
  }
}
