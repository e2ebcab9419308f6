/** Deleting a draft with everybody in it, after a question; one that was launched stays. */

import { Button } from '@fluentui/react-components'
import { Delete20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useNotices } from '../ui/notices.tsx'

export function RemoveCampaign({ campaign }: { campaign: Output<'getCampaign'> }) {
  const { t } = useTexts()
  const { campaignId, tenantId, name } = campaign
  const may = useMay()
  const notices = useNotices()
  const answers = useQueryClient()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => api.removeCampaign({ params: { campaignId } }),
    async onSuccess() {
      notices.tellDone(t.campaign.removed(name))
      // Away first: the page would ask once more for what is gone.
      await navigate({ to: '/', search: { tenant: tenantId } })
      answers.removeQueries({ queryKey: ['campaign', campaignId] })
      void answers.invalidateQueries()
    },
    onError(error) {
      notices.tellFailed(error)
      setAsking(false)
    },
  })
  if (campaign.status !== 'draft' || !may('removeCampaign')) return null
  return (
    <>
      <Button icon={<Delete20Regular />} onClick={() => setAsking(true)}>
        {t.campaign.remove}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={t.campaign.removeOf(name)}
        verb={t.campaign.remove}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onCancel={() => setAsking(false)}
      >
        {t.campaign.removeMeans}
      </Confirm>
    </>
  )
}
