/** The SharePoint list of a campaign: setting it up, and how it stands. */

import { Text } from '@fluentui/react-components'
import { TableLinkRegular } from '@fluentui/react-icons'
import { getRouteApi } from '@tanstack/react-router'
import { useMay } from '../access/me.ts'
import { useCampaign, useStatus } from '../campaigns/campaign-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Card } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { useMirror } from './mirror-queries.ts'
import { MirrorState } from './mirror-state.tsx'
import { NewMirror } from './new-mirror.tsx'

const route = getRouteApi('/campaigns/$campaignId/sharepoint-list')

export function CampaignMirror() {
  const { campaignId } = route.useParams()
  const mirror = useMirror(campaignId)
  const status = useStatus(campaignId)
  return (
    <Answered query={mirror} rows={3} height={64}>
      {answer =>
        answer.mirror === null ? (
          <NoMirror campaignId={campaignId} />
        ) : (
          <MirrorState mirror={answer.mirror} people={status.data?.people ?? null} />
        )
      }
    </Answered>
  )
}

function NoMirror({ campaignId }: { campaignId: string }) {
  const { t } = useTexts()
  const may = useMay()
  const campaign = useCampaign(campaignId)
  return (
    <Card title={t.mirror.title}>
      <Empty icon={<TableLinkRegular />} title={t.mirror.none}>
        {t.mirror.purpose}
      </Empty>
      {may('createMirror') ? (
        <Answered query={campaign}>
          {({ name }) => <NewMirror campaignId={campaignId} name={name} />}
        </Answered>
      ) : (
        <Text align="center">{t.mirror.onlyAdmins}</Text>
      )}
    </Card>
  )
}
