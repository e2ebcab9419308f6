/** The home of the settings: how this installation stands, and the way to everything that can be set. */

import { MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Output, RouteName } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMay } from '../access/me.ts'
import { live } from '../answers.ts'
import { api } from '../session.ts'
import { useTenants } from '../tenants/tenant-queries.ts'
import { languages, useTexts } from '../texts/use-texts.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { TextLink } from '../ui/links.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'

type Installation = Output<'getInstallation'>

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, display: 'block' },
  notices: { display: 'grid', gap: '12px', marginBottom: '16px', ':empty': { display: 'none' } },
  more: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: '14px 24px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
  },
})

export function SettingsPage() {
  const { t } = useTexts()
  const installation = useQuery({
    queryKey: ['installation'],
    ...live('getInstallation', () => api.getInstallation()),
  })
  return (
    <Page title={t.installation.title} lead={t.installation.lead}>
      <Answered query={installation} rows={6} height={40}>
        {answer => <Installed installation={answer} />}
      </Answered>
    </Page>
  )
}

function Installed({ installation }: { installation: Installation }) {
  const styles = useStyles()
  const { t } = useTexts()
  const tenants = useTenants()
  const stopped = (tenants.data ?? []).filter(tenant => tenant.stop !== null)
  const { obstacle } = installation.publicUrl
  return (
    <>
      <div className={styles.notices}>
        {!installation.opensCredentials && <Notice intent="error">{t.installation.foreignKey}</Notice>}
        {stopped.map(({ tenantId, name }) => (
          <Notice key={tenantId} intent="error">
            {t.installation.stopped(name)}
          </Notice>
        ))}
        {obstacle !== null && (
          <Notice intent="warning">
            {t.installation.obstacles[obstacle.kind](installation.publicUrl.url)}
          </Notice>
        )}
        {installation.signIn === null && <Notice intent="warning">{t.installation.noSignIn}</Notice>}
      </div>
      <Cards layout="stack">
        <Cards layout="even">
          <Addresses installation={installation} />
          <SignIn signIn={installation.signIn} />
          <Health installation={installation} />
          <Languages spoken={installation.languages} />
        </Cards>
        <Card title={t.installation.more}>
          <More />
        </Card>
      </Cards>
    </>
  )
}

function Notice({ intent, children }: { intent: 'error' | 'warning'; children: ReactNode }) {
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>{children}</MessageBarBody>
    </MessageBar>
  )
}

function Addresses({ installation }: { installation: Installation }) {
  const styles = useStyles()
  const { t } = useTexts()
  const { publicUrl, administrationUrl } = installation
  return (
    <Card title={t.installation.addresses}>
      <Facts>
        <Fact term={t.installation.publicUrl}>
          {publicUrl.url}
          <Text size={200} className={styles.quiet}>
            {publicUrl.isGiven ? t.installation.publicUrlHint : t.installation.notGiven}
          </Text>
        </Fact>
        <Fact term={t.installation.administrationUrl}>{administrationUrl}</Fact>
      </Facts>
    </Card>
  )
}

function SignIn({ signIn }: { signIn: Installation['signIn'] }) {
  const { t } = useTexts()
  return (
    <Card title={t.installation.signIn}>
      {signIn === null ? (
        <Text>{t.installation.noSignIn}</Text>
      ) : (
        <Facts>
          <Fact term={t.installation.issuer}>{signIn.issuer}</Fact>
          <Fact term={t.installation.client}>{signIn.clientId}</Fact>
          <Fact term={t.installation.credential}>{t.credential[signIn.credentialKind]}</Fact>
        </Facts>
      )}
    </Card>
  )
}

const megabyte = 1_000_000

function Health({ installation }: { installation: Installation }) {
  const { t, format } = useTexts()
  const { database, version, startedAt, opensCredentials } = installation
  const size = t.installation.megabytes(format.number(Math.ceil(database.bytes / megabyte)))
  return (
    <Card title={t.installation.health}>
      <Facts>
        <Fact term={t.installation.version}>{version}</Fact>
        <Fact term={t.installation.running}>{format.moment(startedAt)}</Fact>
        <Fact term={t.installation.database}>
          {t.installation.databaseIs(t.installation.databaseKind[database.kind], database.version, size)}
        </Fact>
        <Fact term={t.installation.credentials}>
          {opensCredentials ? t.installation.opens : t.tenants.noCredential}
        </Fact>
      </Facts>
    </Card>
  )
}

function Languages({ spoken }: { spoken: Installation['languages'] }) {
  const { t, format, language } = useTexts()
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const tell = (codes: readonly string[]) => format.list(codes.map(code => names.of(code) ?? code))
  return (
    <Card title={t.installation.languages}>
      <Facts>
        <Fact term={t.installation.mails}>{tell(spoken.mails)}</Fact>
        <Fact term={t.installation.pages}>{tell(spoken.pages)}</Fact>
        <Fact term={t.installation.portal}>{tell(languages)}</Fact>
      </Facts>
    </Card>
  )
}

/** What a role may not read is not offered. */
function More() {
  const styles = useStyles()
  const { t } = useTexts()
  const may = useMay()
  const places = [
    ['/settings/tenants', t.tenants.title, t.installation.moreOf.tenants, 'listTenants'],
    ['/settings/senders', t.senders.title, t.installation.moreOf.senders, 'listSenders'],
    ['/settings/protected', t.protectedPeople.title, t.installation.moreOf.protectedPeople, 'listProtected'],
    ['/settings/access', t.accounts.title, t.installation.moreOf.access, 'listAccounts'],
    ['/settings/activity', t.activity.title, t.installation.moreOf.activity, 'listActivity'],
    ['/settings/keys', t.keys.title, t.installation.moreOf.keys, 'listApiKeys'],
  ] as const satisfies readonly (readonly [string, string, string, RouteName])[]
  return (
    <ul className={styles.more}>
      {places
        .filter(([, , , route]) => may(route))
        .map(([to, name, about]) => (
          <li key={to}>
            <TextLink to={to}>{name}</TextLink>
            <Text size={200} className={styles.quiet}>
              {about}
            </Text>
          </li>
        ))}
    </ul>
  )
}
