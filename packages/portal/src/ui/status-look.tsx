/** The states of people, campaigns and mails as badges: a word and a sign first, a colour second. */

import { Badge, type BadgeProps } from '@fluentui/react-components'
import {
  CheckmarkCircle16Filled,
  Circle16Regular,
  CursorClickRegular,
  Dismiss16Regular,
  ErrorCircle16Regular,
  Mail16Regular,
  MailArrowUp16Regular,
  Pause16Filled,
  PeopleCheckmark16Regular,
  Play16Filled,
  Prohibited16Regular,
  Question16Regular,
  Subtract16Regular,
} from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import type { ReactElement } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

export type PersonStatus = Output<'getPerson'>['enrolment']['status']
export type CampaignStatus = Output<'getCampaign'>['status']
export type MailState = Output<'listMails'>['items'][number]['state']

interface Look {
  color: NonNullable<BadgeProps['color']>
  icon: ReactElement
}

const ofPeople: Readonly<Record<PersonStatus, Look>> = {
  pending: { color: 'subtle', icon: <Circle16Regular /> },
  sent: { color: 'informative', icon: <Mail16Regular /> },
  clicked: { color: 'brand', icon: <CursorClickRegular /> },
  addedToGroup: { color: 'brand', icon: <PeopleCheckmark16Regular /> },
  active: { color: 'success', icon: <CheckmarkCircle16Filled /> },
  skipped: { color: 'subtle', icon: <Subtract16Regular /> },
  failed: { color: 'danger', icon: <ErrorCircle16Regular /> },
  excluded: { color: 'subtle', icon: <Prohibited16Regular /> },
}

const ofCampaigns: Readonly<Record<CampaignStatus, Look>> = {
  draft: { color: 'informative', icon: <Circle16Regular /> },
  running: { color: 'success', icon: <Play16Filled /> },
  paused: { color: 'warning', icon: <Pause16Filled /> },
  finished: { color: 'subtle', icon: <CheckmarkCircle16Filled /> },
}

const ofMails: Readonly<Record<MailState, Look>> = {
  queued: { color: 'subtle', icon: <Circle16Regular /> },
  sending: { color: 'informative', icon: <MailArrowUp16Regular /> },
  sent: { color: 'success', icon: <Mail16Regular /> },
  refused: { color: 'danger', icon: <ErrorCircle16Regular /> },
  uncertain: { color: 'warning', icon: <Question16Regular /> },
  withdrawn: { color: 'subtle', icon: <Dismiss16Regular /> },
  bounced: { color: 'danger', icon: <ErrorCircle16Regular /> },
}

function StateBadge({ look, children }: { look: Look; children: string }) {
  return (
    <Badge appearance="tint" shape="rounded" size="large" color={look.color} icon={look.icon}>
      {children}
    </Badge>
  )
}

export function PersonBadge({ status }: { status: PersonStatus }) {
  const { t } = useTexts()
  return <StateBadge look={ofPeople[status]}>{t.status[status]}</StateBadge>
}

export function CampaignBadge({ status }: { status: CampaignStatus }) {
  const { t } = useTexts()
  return <StateBadge look={ofCampaigns[status]}>{t.campaignStatus[status]}</StateBadge>
}

export function MailBadge({ state }: { state: MailState }) {
  const { t } = useTexts()
  return <StateBadge look={ofMails[state]}>{t.mailState[state]}</StateBadge>
}
