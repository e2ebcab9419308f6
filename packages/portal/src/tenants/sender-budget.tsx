/** What a mailbox may send: a minute, a day, at once, and the name that people see. */

import { Field, Input, SpinButton } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useNotices } from '../ui/notices.tsx'

type Sender = Output<'addSender'>

export function SenderBudget({ sender, onClose }: { sender: Sender; onClose(): void }) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const [draft, setDraft] = useState({
    displayName: sender.displayName,
    perMinuteMax: sender.perMinuteMax,
    perDayMax: sender.perDayMax,
    atOnceMax: sender.atOnceMax,
  })
  const { tenantId, senderId } = sender
  const save = useMutation({
    mutationFn: () => api.updateSender({ params: { tenantId, senderId }, body: draft }),
    onSuccess() {
      notices.tellDone(t.senders.saved)
      void answers.invalidateQueries()
      onClose()
    },
    onError: notices.tellFailed,
  })
  const figure = (name: 'perMinuteMax' | 'perDayMax' | 'atOnceMax', label: string) => (
    <Field label={label}>
      <SpinButton
        min={1}
        value={draft[name]}
        onChange={(_, data) => {
          const value = data.value ?? Number(data.displayValue)
          if (Number.isInteger(value) && value > 0) setDraft({ ...draft, [name]: value })
        }}
      />
    </Field>
  )
  return (
    <FormDialog
      title={sender.address}
      verb={t.save}
      isBusy={save.isPending}
      isBlocked={draft.displayName.trim() === ''}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <Field label={t.senders.name} required>
        <Input
          value={draft.displayName}
          onChange={(_, { value }) => setDraft({ ...draft, displayName: value })}
        />
      </Field>
      {figure('perMinuteMax', t.senders.perMinute)}
      {figure('perDayMax', t.senders.perDay)}
      {figure('atOnceMax', t.senders.atOnce)}
    </FormDialog>
  )
}
