/** A new campaign: a beginning that fits most, then goal, group, senders and schedule; it ends in people and the plan. */

import {
  Button,
  CardHeader,
  Card as FluentCard,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { CalendarClock24Regular, ShieldCheckmark24Regular } from '@fluentui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { Allowed } from '../access/allowed.tsx'
import { StoppedTenant } from '../tenants/panic-stop.tsx'
import { useSenders, useTenants } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useKept } from '../ui/kept.ts'
import { ButtonLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { useOnce } from '../ui/once.ts'
import { Page } from '../ui/page.tsx'
import { focusFirstWrong, useRefusals } from '../ui/refusals.ts'
import { Answered } from '../ui/states.tsx'
import { type CampaignDraft, emptyDraft, presetNames, presets, problemsOf } from './campaign-draft.ts'
import { CampaignForm, refusedHere } from './campaign-form.tsx'
import { makeCampaign } from './make-campaign.ts'

const useStyles = makeStyles({
  stop: { maxWidth: '960px', marginBottom: tokens.spacingVerticalL, ':empty': { display: 'none' } },
  presets: {
    display: 'grid',
    gap: '16px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    marginBottom: tokens.spacingVerticalXXL,
    maxWidth: '960px',
  },
  icon: { fontSize: '24px', color: tokens.colorBrandForeground1 },
  // In sight from the first moment on: whoever takes a preset has nothing to look for further down.
  foot: {
    position: 'sticky',
    bottom: 0,
    zIndex: 1,
    display: 'flex',
    gap: '8px',
    maxWidth: '720px',
    boxSizing: 'border-box',
    marginTop: tokens.spacingVerticalL,
    padding: '12px 20px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow8,
  },
})

const icons = { noPhoneOnly: <CalendarClock24Regular />, classic: <ShieldCheckmark24Regular /> } as const

export function NewCampaignPage() {
  const { t } = useTexts()
  return (
    <Allowed to="createCampaign" title={t.newCampaign.title}>
      <NewCampaign />
    </Allowed>
  )
}

function NewCampaign() {
  const styles = useStyles()
  const { t } = useTexts()
  const notices = useNotices()
  const refusals = useRefusals(refusedHere)
  const navigate = useNavigate()
  const answers = useQueryClient()
  const tenants = useTenants()
  const [kept, keep, forget] = useKept<CampaignDraft>('new-campaign', emptyDraft)
  // What was kept may be of a version that knew fewer fields.
  const draft = { ...emptyDraft, ...kept }
  const [isTried, setTried] = useState(false)
  const isOnce = useOnce()
  const tenantId = draft.tenantId ?? tenants.data?.[0]?.tenantId
  const senders = useSenders(tenantId)
  const senderIds = draft.senderIds ?? (senders.data ?? []).slice(0, 1).map(sender => sender.senderId)
  const whole = { ...draft, tenantId: tenantId ?? null, senderIds }
  // Whoever has no sender yet may think out a campaign all the same.
  const problems = problemsOf(senders.data?.length === 0 ? { ...whole, senderIds: null } : whole, new Date())
  const create = useMutation({
    mutationFn: () => makeCampaign(whole),
    onSuccess({ campaign, notLeftOut }) {
      forget()
      if (notLeftOut.length > 0) notices.tellFailed(new Error(t.leftOut.failed))
      void answers.invalidateQueries({ queryKey: ['campaigns'] })
      void navigate({ to: '/campaigns/$campaignId/upload', params: { campaignId: campaign.campaignId } })
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  const change = (part: Partial<CampaignDraft>) => keep({ ...draft, ...part })
  return (
    <Page title={t.newCampaign.title} lead={t.newCampaign.lead}>
      <div className={styles.stop}>
        <StoppedTenant tenantId={tenantId} />
      </div>
      <div className={styles.presets}>
        {presetNames.map(name => (
          <FluentCard
            key={name}
            selected={draft.preset === name}
            onSelectionChange={() =>
              change({ ...presets[name], preset: name, name: t.presets[name].campaign })
            }
            checkbox={{ 'aria-label': t.presets[name].title }}
          >
            <CardHeader
              image={
                <span className={styles.icon} aria-hidden>
                  {icons[name]}
                </span>
              }
              header={<Text weight="semibold">{t.presets[name].title}</Text>}
            />
            <Text>{t.presets[name].body}</Text>
          </FluentCard>
        ))}
      </div>
      <Answered query={tenants} rows={6} height={56}>
        {all => (
          <form
            noValidate
            onSubmit={event => {
              event.preventDefault()
              flushSync(() => setTried(true))
              focusFirstWrong()
              if (Object.keys(problems).length === 0 && !create.isPending && isOnce(event)) create.mutate()
            }}
          >
            <CampaignForm
              draft={whole}
              tenants={all}
              senders={senders.data ?? []}
              problems={isTried ? problems : {}}
              refusals={refusals}
              status={null}
              onChange={change}
            />
            <div className={styles.foot}>
              <Button
                type="submit"
                appearance="primary"
                // A hand is quicker than the answer that says which sender there is to choose.
                disabled={senders.isLoading}
                disabledFocusable={create.isPending}
                {...(create.isPending ? { icon: <Spinner size="tiny" /> } : {})}
              >
                {t.newCampaign.create}
              </Button>
              <ButtonLink to="/" onClick={forget}>
                {t.cancel}
              </ButtonLink>
            </div>
          </form>
        )}
      </Answered>
    </Page>
  )
}
