/** What the mails of a new campaign say: the texts that come with Muster. */

import { Text } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'

export function CampaignTexts() {
  const { t } = useTexts()
  return <Text>{t.texts.builtIn}</Text>
}
