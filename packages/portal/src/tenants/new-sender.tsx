/** Adding a mailbox of the tenant, or a mail server. */

import { Field, Input, Radio, RadioGroup, SpinButton } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useNotices } from '../ui/notices.tsx'

/** Submission with STARTTLS (RFC 6409). */
const submissionPort = 587

const empty = { address: '', displayName: '', host: '', user: '', password: '' }

export function NewSender({ tenantId, onClose }: { tenantId: string; onClose(): void }) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const [kind, setKind] = useState<'graph' | 'smtp'>('graph')
  const [draft, setDraft] = useState(empty)
  const [port, setPort] = useState(submissionPort)
  const add = useMutation({
    mutationFn: () => {
      const { address, displayName, host, user, password } = draft
      const signIn = user === '' ? {} : { user, password }
      const body =
        kind === 'graph'
          ? ({ kind, address, displayName } as const)
          : ({ kind, address, displayName, host, port, ...signIn } as const)
      return api.addSender({ params: { tenantId }, body })
    },
    onSuccess() {
      notices.tellDone(t.senders.added)
      void answers.invalidateQueries()
      onClose()
    },
    onError: notices.tellFailed,
  })
  const text = (name: keyof typeof empty, label: string, isRequired: boolean) => (
    <Field label={label} required={isRequired}>
      <Input
        value={draft[name]}
        type={name === 'password' ? 'password' : 'text'}
        autoComplete="off"
        onChange={(_, { value }) => setDraft({ ...draft, [name]: value })}
      />
    </Field>
  )
  const isMissing =
    draft.address.trim() === '' ||
    draft.displayName.trim() === '' ||
    (kind === 'smtp' && draft.host.trim() === '')
  return (
    <FormDialog
      title={t.senders.add}
      verb={t.senders.addVerb}
      isBusy={add.isPending}
      isBlocked={isMissing}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <Field label={t.senders.kind}>
        <RadioGroup
          layout="horizontal"
          value={kind}
          onChange={(_, { value }) => setKind(value === 'smtp' ? 'smtp' : 'graph')}
        >
          <Radio value="graph" label={t.senders.graph} />
          <Radio value="smtp" label={t.senders.smtp} />
        </RadioGroup>
      </Field>
      {text('address', t.senders.address, true)}
      {text('displayName', t.senders.name, true)}
      {kind === 'smtp' && (
        <>
          {text('host', t.senders.host, true)}
          <Field label={t.senders.port}>
            <SpinButton
              min={1}
              value={port}
              onChange={(_, data) => setPort(data.value ?? (Number(data.displayValue) || port))}
            />
          </Field>
          {text('user', t.senders.user, false)}
          {text('password', t.senders.password, false)}
        </>
      )}
    </FormDialog>
  )
}
