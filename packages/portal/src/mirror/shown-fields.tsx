/** What a SharePoint list shows: what becomes of excluded people, and whether it has tokens, with the reason against. */

import { Field, Radio, RadioGroup, Switch } from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'
import type { Shown } from './mirror-queries.ts'

const leavers = ['remove', 'mark'] as const

export function ShownFields({ shown, onChange }: { shown: Shown; onChange(part: Partial<Shown>): void }) {
  const { t } = useTexts()
  return (
    <>
      <Field label={t.mirror.leavers}>
        <RadioGroup
          value={shown.leavers}
          onChange={(_, { value }) => onChange({ leavers: value === 'mark' ? 'mark' : 'remove' })}
        >
          {leavers.map(one => (
            <Radio key={one} value={one} label={t.mirror.leaver[one]} />
          ))}
        </RadioGroup>
      </Field>
      <Field hint={t.mirror.withTokenHint}>
        <Switch
          label={t.mirror.withToken}
          checked={shown.withToken}
          onChange={(_, { checked }) => onChange({ withToken: checked })}
        />
      </Field>
    </>
  )
}
