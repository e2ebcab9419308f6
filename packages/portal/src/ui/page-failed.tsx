/** What is shown when a page itself fails, or its code could not be fetched because a newer version is being served. */

import { useTexts } from '../texts/use-texts.tsx'
import { Page } from './page.tsx'
import { Failed } from './states.tsx'

export function PageFailed({ error }: { error: unknown }) {
  const { t } = useTexts()
  return (
    <Page title={t.states.pageFailed}>
      <PartFailed error={error} />
    </Page>
  )
}

/** The same for a part of a page, which has its heading already. */
export function PartFailed({ error }: { error: unknown }) {
  return <Failed error={error} onRetry={() => location.reload()} />
}
