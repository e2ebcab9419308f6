/** One tenant: what is set of it, what can be changed, the panic stop, and its permissions as the doctor finds them. */

import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Spinner,
  Subtitle2,
} from '@fluentui/react-components'
import {
  ArrowSync20Regular,
  Delete20Regular,
  Edit20Regular,
  Gauge20Regular,
  KeyMultiple20Regular,
  MoreHorizontal20Regular,
  Stethoscope20Regular,
} from '@fluentui/react-icons'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'
import { DoctorChecks } from './doctor-checks.tsx'
import { StopButton, StopNotice } from './panic-stop.tsx'
import { RemoveTenant } from './remove-tenant.tsx'
import type { Tenant } from './tenant-act.ts'
import { budgetNames, TenantBudgets } from './tenant-budgets.tsx'
import { TenantCredential } from './tenant-credential.tsx'
import { TenantDetails } from './tenant-details.tsx'
import { useDoctor } from './tenant-queries.ts'

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px', margin: '18px 0 0' },
  permissions: { margin: '22px 0 0' },
})

export function TenantCard({ tenant }: { tenant: Tenant }) {
  const styles = useStyles()
  const { t } = useTexts()
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
    <Card title={tenant.name} aside={may('updateTenant') && <TenantMenu tenant={tenant} />}>
      <StopNotice tenantId={tenantId} stop={tenant.stop} />
      <TenantFacts tenant={tenant} />
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
        <>
          <Subtitle2 as="h3" className={styles.permissions}>
            {t.tenantForm.permissions}
          </Subtitle2>
          <Answered query={doctor} rows={4} height={24}>
            {({ checks }) => <DoctorChecks checks={checks} />}
          </Answered>
        </>
      )}
    </Card>
  )
}

function TenantFacts({ tenant }: { tenant: Tenant }) {
  const { t, format, language } = useTexts()
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const budgets = budgetNames.map(
    name => `${t.tenantForm.budgetShort[name]}: ${format.number(tenant.budgets[name].max)}`,
  )
  return (
    <Facts>
      <Fact term={t.tenants.organisation}>{tenant.organisationName}</Fact>
      <Fact term={t.tenants.people}>
        {tenant.peopleSyncedAt === null
          ? t.tenants.neverSynced
          : t.tenants.synced(format.number(tenant.peopleCount), format.moment(tenant.peopleSyncedAt))}
      </Fact>
      <Fact term={t.tenants.entraTenant}>{tenant.entraTenantId}</Fact>
      <Fact term={t.tenants.client}>{tenant.clientId}</Fact>
      <Fact term={t.tenants.credential}>
        {tenant.credentialKind === null ? t.tenants.noCredential : t.credential[tenant.credentialKind]}
      </Fact>
      <Fact term={t.tenants.support}>{tenant.supportContact ?? t.none}</Fact>
      <Fact term={t.tenantForm.timeZone}>{tenant.timeZone}</Fact>
      <Fact term={t.tenantForm.language}>{names.of(tenant.defaultLanguage) ?? tenant.defaultLanguage}</Fact>
      <Fact term={t.tenantForm.budgets}>{budgets.join(' · ')}</Fact>
    </Facts>
  )
}

const changes = ['details', 'credential', 'budgets', 'remove'] as const
type Change = (typeof changes)[number]

function TenantMenu({ tenant }: { tenant: Tenant }) {
  const { t } = useTexts()
  const [change, setChange] = useState<Change | null>(null)
  const close = () => setChange(null)
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<MoreHorizontal20Regular />}
            aria-label={`${t.edit}: ${tenant.name}`}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<Edit20Regular />} onClick={() => setChange('details')}>
              {t.tenantForm.edit}
            </MenuItem>
            <MenuItem icon={<KeyMultiple20Regular />} onClick={() => setChange('credential')}>
              {t.tenantForm.credential}
            </MenuItem>
            <MenuItem icon={<Gauge20Regular />} onClick={() => setChange('budgets')}>
              {t.tenantForm.budgets}
            </MenuItem>
            <MenuItem icon={<Delete20Regular />} onClick={() => setChange('remove')}>
              {t.remove}
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {change === 'details' && <TenantDetails tenant={tenant} onClose={close} />}
      {change === 'credential' && <TenantCredential tenant={tenant} onClose={close} />}
      {change === 'budgets' && <TenantBudgets tenant={tenant} onClose={close} />}
      {change === 'remove' && <RemoveTenant tenant={tenant} onClose={close} />}
    </>
  )
}
