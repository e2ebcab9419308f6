/** Which tenant a page is about; nothing where there is only one. */

import { Select } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'

interface TenantPickerProps {
  tenants: readonly Output<'getTenant'>[]
  tenantId: string
  onChange(tenantId: string): void
}

export function TenantPicker({ tenants, tenantId, onChange }: TenantPickerProps) {
  const { t } = useTexts()
  if (tenants.length < 2) return null
  return (
    <Select aria-label={t.overview.tenant} value={tenantId} onChange={(_, { value }) => onChange(value)}>
      {tenants.map(tenant => (
        <option key={tenant.tenantId} value={tenant.tenantId}>
          {tenant.name}
        </option>
      ))}
    </Select>
  )
}
