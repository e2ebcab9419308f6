/** What is shown when a page itself fails, or its code could not be fetched because a newer version is being served. */

import { Failed } from './states.tsx'

export function PageFailed({ error }: { error: unknown }) {
  return <Failed error={error} onRetry={() => location.reload()} />
}
