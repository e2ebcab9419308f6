/** Changing a campaign: everything of a draft but its people, of one that is under way what may still change. */

import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { Allowed } from '../access/allowed.tsx'
import { api } from '../session.ts'
import { StoppedTenant } from '../tenants/panic-stop.tsx'
import { useSenders } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { AnsweredPage } from '../ui/answered-page.tsx'
import { ButtonLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Page } from '../ui/page.tsx'
import { focusFirstWrong, useRefusals } from '../ui/refusals.ts'
import { changeOf, type DraftGroup, draftOf, problemsOf } from './campaign-draft.ts'
import { CampaignForm, refusedHere } from './campaign-form.tsx'
import { useCampaign } from './campaign-queries.ts'

const route = getRouteApi('/campaigns/$campaignId/edit')

const useStyles = makeStyles({
  stop: { maxWidth: '960px', marginBottom: tokens.spacingVerticalL, ':empty': { display: 'none' } },
  foot: { display: 'flex', gap: '8px', marginTop: tokens.spacingVerticalL },
  settled: { display: 'block', marginBottom: tokens.spacingVerticalM },
})

export function EditCampaignPage() {
  const { t } = useTexts()
  const { campaignId } = route.useParams()
  const campaign = useCampaign(campaignId)
  return (
    <Allowed to="updateCampaign" title={t.newCampaign.editTitle}>
      <AnsweredPage query={campaign} title={t.newCampaign.editTitle}>
        {answer => <EditCampaign campaign={answer} />}
      </AnsweredPage>
    </Allowed>
  )
}

function EditCampaign({ campaign }: { campaign: Output<'getCampaign'> }) {
  const styles = useStyles()
  const { t } = useTexts()
  const notices = useNotices()
  const refusals = useRefusals(refusedHere)
  const navigate = useNavigate()
  const answers = useQueryClient()
  const { campaignId, tenantId, status } = campaign
  const senders = useSenders(tenantId)
  // As it was when the page was opened: what the service tells meanwhile must not change what is being typed.
  const [before] = useState(campaign)
  const [draft, setDraft] = useState(() => draftOf(campaign))
  const [isTried, setTried] = useState(false)
  const problems = problemsOf(senders.data?.length === 0 ? { ...draft, senderIds: null } : draft, new Date())
  const group = useGroup(tenantId, draft.group)
  const toCampaign = { to: '/campaigns/$campaignId', params: { campaignId } } as const
  const save = useMutation({
    mutationFn: () => api.updateCampaign({ params: { campaignId }, body: changeOf(draft, before) }),
    onSuccess() {
      notices.tellDone(t.newCampaign.saved)
      void answers.invalidateQueries()
      void navigate(toCampaign)
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  return (
    <Page title={campaign.name} lead={t.newCampaign.editLead}>
      <div className={styles.stop}>
        <StoppedTenant tenantId={tenantId} />
      </div>
      {status !== 'draft' && <Text className={styles.settled}>{t.newCampaign.settled}</Text>}
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          flushSync(() => setTried(true))
          focusFirstWrong()
          if (Object.keys(problems).length === 0 && !save.isPending) save.mutate()
        }}
      >
        <CampaignForm
          draft={{ ...draft, group }}
          tenants={[]}
          senders={senders.data ?? []}
          problems={isTried ? problems : {}}
          refusals={refusals}
          status={status}
          onChange={part => setDraft({ ...draft, ...part })}
        />
        <div className={styles.foot}>
          <Button
            type="submit"
            appearance="primary"
            disabled={senders.isLoading}
            disabledFocusable={save.isPending}
            {...(save.isPending ? { icon: <Spinner size="tiny" /> } : {})}
          >
            {t.newCampaign.save}
          </Button>
          <ButtonLink {...toCampaign}>{t.cancel}</ButtonLink>
        </div>
      </form>
    </Page>
  )
}

/** The group with its name, as soon as the directory has told it; a campaign knows the object id alone. */
function useGroup(tenantId: string, group: DraftGroup | null): DraftGroup | null {
  const text = group?.groupId ?? ''
  const found = useQuery({
    queryKey: ['tenant', tenantId, 'groups', text],
    queryFn: () => api.searchGroups({ params: { tenantId }, body: { text } }),
    enabled: group !== null && group.displayName === group.groupId,
    retry: false,
  })
  return found.data?.items.find(one => one.groupId === text) ?? group
}
