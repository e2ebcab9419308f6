/** Says to whoever may look at a form and not save it that this is so, and who can change it. */

import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'

export function ReadOnlyNote() {
  const { t } = useTexts()
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t.access.notToChange}</MessageBarTitle>
        {t.access.notAllowedBody}
      </MessageBarBody>
    </MessageBar>
  )
}
