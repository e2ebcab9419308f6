/** The tenants that Muster is connected to, and whether each has what it needs. */

import { Button } from '@fluentui/react-components'
import { Add20Regular, BuildingRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Cards, Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { NewTenant } from './new-tenant.tsx'
import { TenantCard } from './tenant-card.tsx'
import { useTenants } from './tenant-queries.ts'

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
