/** The tenants that Muster is connected to, and whether each has what it needs. */

import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import {
  Add20Regular,
  ArrowSync20Regular,
  BuildingRegular,
  CheckmarkCircle20Filled,
  DismissCircle20Filled,
  Stethoscope20Regular,
  SubtractCircle20Regular,
} from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { NewTenant } from './new-tenant.tsx'
import { StopButton, StopNotice } from './panic-stop.tsx'
import { useDoctor, useTenants } from './tenant-queries.ts'

type Tenant = Output<'getTenant'>
type Check = Output<'doctor'>['checks'][number]

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(130px, max-content) minmax(0, 1fr)',
    gap: '6px 20px',
    margin: '0 0 16px',
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  checks: { listStyleType: 'none', margin: '16px 0 0', padding: 0, display: 'grid', gap: '12px' },
  check: { display: 'flex', gap: '10px' },
  words: { display: 'grid', gap: '2px', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
  ok: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
})

export function TenantsPage() {
  const { t } = useTexts()
  const tenants = useTenants()
  const [isAdding, setAdding] = useState(false)
  const may = useMay()
  const add = may('addTenant') && (
    <Button appearance="primary" icon={<Add20Regular />} onClick={() => setAdding(true)}>
      {t.tenants.add}
    </Button>
  )
  return (
    <Page title={t.tenants.title} lead={t.tenants.lead} actions={add}>
      <Answered query={tenants}>
        {items =>
          items.length === 0 ? (
            <Empty icon={<BuildingRegular />} title={t.overview.noTenant}>
              {t.overview.noTenantBody}
            </Empty>
          ) : (
            <Cards layout="stack">
              {items.map(tenant => (
                <TenantCard key={tenant.tenantId} tenant={tenant} />
              ))}
            </Cards>
          )
        }
      </Answered>
      {isAdding && <NewTenant onClose={() => setAdding(false)} />}
    </Page>
  )
}

function TenantCard({ tenant }: { tenant: Tenant }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const notices = useNotices()
  const { tenantId } = tenant
  const may = useMay()
  const doctor = useDoctor(tenantId)
  const sync = useMutation({
    mutationFn: () => api.syncPeople({ params: { tenantId } }),
    onSuccess: () => notices.tellDone(t.tenants.syncStarted),
    onError: notices.tellFailed,
  })
  return (
    <Card title={tenant.name}>
      <StopNotice tenantId={tenantId} stop={tenant.stop} />
      <dl className={styles.facts}>
        <dt>{t.tenants.organisation}</dt>
        <dd>{tenant.organisationName}</dd>
        <dt>{t.tenants.people}</dt>
        <dd>
          {tenant.peopleSyncedAt === null
            ? t.tenants.neverSynced
            : t.tenants.synced(format.number(tenant.peopleCount), format.moment(tenant.peopleSyncedAt))}
        </dd>
        <dt>{t.tenants.entraTenant}</dt>
        <dd>{tenant.entraTenantId}</dd>
        <dt>{t.tenants.client}</dt>
        <dd>{tenant.clientId}</dd>
        <dt>{t.tenants.credential}</dt>
        <dd>
          {tenant.credentialKind === null ? t.tenants.noCredential : t.credential[tenant.credentialKind]}
        </dd>
        <dt>{t.tenants.support}</dt>
        <dd>{tenant.supportContact ?? t.none}</dd>
      </dl>
      <div className={styles.actions}>
        {may('doctor') && (
          <Button
            icon={doctor.isFetching ? <Spinner size="tiny" /> : <Stethoscope20Regular />}
            disabled={doctor.isFetching}
            onClick={() => void doctor.refetch()}
          >
            {t.tenants.check}
          </Button>
        )}
        {may('syncPeople') && (
          <Button icon={<ArrowSync20Regular />} disabled={sync.isPending} onClick={() => sync.mutate()}>
            {t.tenants.sync}
          </Button>
        )}
        {tenant.stop === null && <StopButton tenantId={tenantId} />}
      </div>
      {may('doctor') && (
        <Answered query={doctor} rows={4} height={24}>
          {({ checks }) => (
            <ul className={styles.checks}>
              {checks.map(check => (
                <CheckLine key={check.name} check={check} />
              ))}
            </ul>
          )}
        </Answered>
      )}
    </Card>
  )
}

const icons: Readonly<Record<Check['outcome'], ReactElement>> = {
  ok: <CheckmarkCircle20Filled />,
  missing: <DismissCircle20Filled />,
  failed: <DismissCircle20Filled />,
  skipped: <SubtractCircle20Regular />,
}

function CheckLine({ check }: { check: Check }) {
  const styles = useStyles()
  const { t } = useTexts()
  const look = { ok: styles.ok, missing: styles.bad, failed: styles.bad, skipped: styles.quiet }
  return (
    <li className={styles.check}>
      <span className={look[check.outcome]} aria-hidden>
        {icons[check.outcome]}
      </span>
      <span className={styles.words}>
        <Text weight="semibold">{`${check.name}: ${t.checkOutcome[check.outcome]}`}</Text>
        <Text size={200} className={styles.quiet}>
          {check.permission === null ? check.message : `${check.permission} · ${check.message}`}
        </Text>
        {check.remedy !== null && <Text size={200}>{check.remedy}</Text>}
      </span>
    </li>
  )
}
