/** The page for an address that leads nowhere. */

import { MapRegular } from '@fluentui/react-icons'
import { useTexts } from '../texts/use-texts.tsx'
import { ButtonLink } from './links.tsx'
import { Page } from './page.tsx'
import { Empty } from './states.tsx'

export function NotFound() {
  const { t } = useTexts()
  return (
    <Page title={t.states.notFound}>
      <Empty
        icon={<MapRegular />}
        title={t.states.notFoundBody}
        action={<ButtonLink to="/">{t.states.toOverview}</ButtonLink>}
      />
    </Page>
  )
}
