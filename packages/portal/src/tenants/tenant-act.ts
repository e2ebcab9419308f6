/** A change of a tenant, told and taken up by every page that shows it; what signing in came to is told with it. */

import type { Input, Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from '../ui/notices.tsx'
import { useRefusals } from '../ui/refusals.ts'
import { tellSignIn } from './doctor-words.ts'

export type Tenant = Output<'getTenant'>
export type TenantChange = Input<'updateTenant'>['body']

/** For a form with fields of these names, as the API calls them. */
export function useTenantChange(tenantId: string, names: readonly string[], onDone: () => void) {
  const { t, format } = useTexts()
  const notices = useNotices()
  const refusals = useRefusals(names)
  const answers = useQueryClient()
  const save = useMutation({
    mutationFn: (body: TenantChange) => api.updateTenant({ params: { tenantId }, body }),
    onSuccess({ signIn }) {
      if (signIn === null) notices.tellDone(t.tenantForm.saved)
      else if (signIn.isDone) notices.tellDone(t.tenantForm.signedIn)
      else notices.tellFailed(new Error(tellSignIn(signIn, t, format)))
      void answers.invalidateQueries()
      onDone()
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  return { save, refusals }
}
