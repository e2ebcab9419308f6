/** Which texts a campaign's mails are made of; nothing to choose where there are only the usual ones. */

import { Dropdown, Field, Option } from '@fluentui/react-components'
import { useTextSets } from '../messages/template-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'

/** An option that is no set. */
const usual = 'usual'

interface TextsChoiceProps {
  tenantId: string | null
  textSetId: string | null
  onChange(textSetId: string | null): void
}

export function TextsChoice({ tenantId, textSetId, onChange }: TextsChoiceProps) {
  const { t } = useTexts()
  const sets = useTextSets(tenantId ?? undefined)
  if (sets.data === undefined || sets.data.length === 0) return null
  const chosen = sets.data.find(one => one.textSetId === textSetId)
  return (
    <Field label={t.newCampaign.texts} hint={t.newCampaign.textsHint}>
      <Dropdown
        value={chosen?.name ?? t.newCampaign.textsUsual}
        selectedOptions={[textSetId ?? usual]}
        onOptionSelect={(_, { optionValue }) =>
          onChange(optionValue === undefined || optionValue === usual ? null : optionValue)
        }
      >
        <Option value={usual}>{t.newCampaign.textsUsual}</Option>
        {sets.data.map(one => (
          <Option key={one.textSetId} value={one.textSetId}>
            {one.name}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
