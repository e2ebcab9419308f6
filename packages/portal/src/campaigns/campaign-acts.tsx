/** What an operator does to a campaign as a whole: to the plan and launch, pause, resume, finish. */

import { Button } from '@fluentui/react-components'
import { FlagCheckered20Regular, Pause20Regular, Play20Regular, Rocket20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { ButtonLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'

type Campaign = Output<'getCampaign'>
type Act = 'launch' | 'pause' | 'resume' | 'finish'

/** One act, with its notice; every page that shows the campaign is asked again. */
export function useCampaignAct(campaignId: string, onDone: () => void) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  return useMutation({
    mutationFn: (act: Act) => api.actOnCampaign({ params: { campaignId, act } }),
    async onSuccess(_, act) {
      // First: the question closes over the page as it is then, and the focus finds what is left of its button.
      await answers.invalidateQueries({ queryKey: ['campaign', campaignId], exact: true })
      notices.tellDone(t.campaignActs[act].done)
      void answers.invalidateQueries()
      onDone()
    },
    onError: notices.tellFailed,
  })
}

export function CampaignActs({ campaign }: { campaign: Campaign }) {
  const { t } = useTexts()
  const [asked, setAsked] = useState<'pause' | 'resume' | 'finish' | null>(null)
  const act = useCampaignAct(campaign.campaignId, () => setAsked(null))
  const may = useMay()
  if (!may('actOnCampaign')) return null
  const words = t.campaignActs[asked ?? 'pause']
  return (
    <>
      {campaign.status === 'draft' && (
        <ButtonLink
          to="/campaigns/$campaignId/plan"
          params={{ campaignId: campaign.campaignId }}
          appearance="primary"
          icon={<Rocket20Regular />}
        >
          {t.campaign.toPlan}
        </ButtonLink>
      )}
      {campaign.status === 'running' && (
        <Button icon={<Pause20Regular />} onClick={() => setAsked('pause')}>
          {t.campaignActs.pause.verb}
        </Button>
      )}
      {campaign.status === 'paused' && (
        <Button appearance="primary" icon={<Play20Regular />} onClick={() => setAsked('resume')}>
          {t.campaignActs.resume.verb}
        </Button>
      )}
      {(campaign.status === 'running' || campaign.status === 'paused') && (
        <Button icon={<FlagCheckered20Regular />} onClick={() => setAsked('finish')}>
          {t.campaignActs.finish.verb}
        </Button>
      )}
      <Confirm
        isOpen={asked !== null}
        title={words.question(campaign.name)}
        verb={words.verb}
        isBusy={act.isPending}
        onConfirm={() => asked !== null && act.mutate(asked)}
        onCancel={() => setAsked(null)}
      >
        {words.consequence}
      </Confirm>
    </>
  )
}
