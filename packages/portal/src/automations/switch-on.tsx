/** Switching an automation on: from now on, or also for what happened in the last days. */

import { Field, Radio, RadioGroup, Text } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useNotices } from '../ui/notices.tsx'

/** A day, a week, and as long as the log is kept with a premium licence. */
const pasts = [0, 1, 7, 30] as const

export function SwitchOn({ ruleId, onClose }: { ruleId: string; onClose(): void }) {
  const { t, format } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const [pastDays, setPastDays] = useState<number>(0)
  const switchOn = useMutation({
    mutationFn: () => api.switchRuleOn({ params: { ruleId }, body: { pastDays } }),
    onSuccess() {
      notices.tellDone(t.rulePage.switchedOn)
      void answers.invalidateQueries()
      onClose()
    },
    onError: notices.tellFailed,
  })
  return (
    <FormDialog
      title={t.rulePage.on}
      verb={t.rulePage.on}
      isBusy={switchOn.isPending}
      isBlocked={false}
      onSubmit={() => switchOn.mutate()}
      onClose={onClose}
    >
      <Field label={t.rulePage.onQuestion}>
        <RadioGroup value={String(pastDays)} onChange={(_, { value }) => setPastDays(Number(value))}>
          {pasts.map(days => (
            <Radio
              key={days}
              value={String(days)}
              label={days === 0 ? t.rulePage.fromNow : t.rulePage.past(days, format.number(days))}
            />
          ))}
        </RadioGroup>
      </Field>
      <Text>{t.rulePage.onMeans}</Text>
    </FormDialog>
  )
}
