/** Forgetting a tenant that has no campaign; one that has some is refused by the service, with their names. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useNotices } from '../ui/notices.tsx'
import type { Tenant } from './tenant-act.ts'

export function RemoveTenant({ tenant, onClose }: { tenant: Tenant; onClose(): void }) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const { tenantId, name } = tenant
  const remove = useMutation({
    mutationFn: () => api.removeTenant({ params: { tenantId } }),
    onSuccess() {
      notices.tellDone(t.tenantForm.removed)
      void answers.invalidateQueries()
      onClose()
    },
    onError(error) {
      notices.tellFailed(error)
      onClose()
    },
  })
  return (
    <Confirm
      isOpen
      title={t.tenantForm.removeOf(name)}
      verb={t.remove}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onCancel={onClose}
    >
      {t.tenantForm.removeMeans}
    </Confirm>
  )
}
