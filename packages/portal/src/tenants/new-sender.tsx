/** Adding a mailbox of the tenant, or a mail server. */

import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components'
import { nameLengthMax } from '@muster/contract/shapes/common'
import { senderBounds } from '@muster/contract/shapes/tenants'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FigureField } from '../ui/figure-field.tsx'
import { figureOf } from '../ui/figures.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { useNotices } from '../ui/notices.tsx'
import { useRefusals } from '../ui/refusals.ts'

/** Submission with STARTTLS (RFC 6409). */
export const submissionPort = 587

/** As the API holds them. */
const lengthMax = { address: 320, displayName: nameLengthMax, host: 253, user: 320, password: 1000 }

const empty = { address: '', displayName: '', host: '', user: '', password: '' }

export function NewSender({ tenantId, onClose }: { tenantId: string; onClose(): void }) {
  const { t } = useTexts()
  const notices = useNotices()
  const refusals = useRefusals([...Object.keys(empty), 'port'])
  const answers = useQueryClient()
  const [kind, setKind] = useState<'graph' | 'smtp'>('graph')
  const [draft, setDraft] = useState(empty)
  const [port, setPort] = useState(String(submissionPort))
  const add = useMutation({
    mutationFn: () => {
      const { address, displayName, host, user, password } = draft
      const figure = figureOf(port, senderBounds.port) ?? Number.NaN
      const signIn = user === '' ? {} : { user, password }
      const body =
        kind === 'graph'
          ? ({ kind, address, displayName } as const)
          : ({ kind, address, displayName, host, port: figure, ...signIn } as const)
      return api.addSender({ params: { tenantId }, body })
    },
    onSuccess() {
      notices.tellDone(t.senders.added)
      void answers.invalidateQueries()
      onClose()
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  const limit = useLimitWords()
  const text = (name: keyof typeof empty, label: string, isRequired: boolean) => (
    <Field
      label={label}
      required={isRequired}
      {...(name === 'address' && kind === 'graph' ? { hint: t.senderForm.mailboxHint } : {})}
      {...limit(draft[name], lengthMax[name])}
      {...refusals.at(name)}
    >
      <Input
        value={draft[name]}
        maxLength={lengthMax[name]}
        type={name === 'password' ? 'password' : 'text'}
        autoComplete="off"
        onChange={(_, { value }) => setDraft({ ...draft, [name]: value })}
      />
    </Field>
  )
  const isMissing =
    draft.address.trim() === '' ||
    draft.displayName.trim() === '' ||
    (kind === 'smtp' && (draft.host.trim() === '' || figureOf(port, senderBounds.port) === null))
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
          <FigureField label={t.senders.port} text={port} bounds={senderBounds.port} onChange={setPort} />
          {text('user', t.senders.user, false)}
          {text('password', t.senders.password, false)}
        </>
      )}
    </FormDialog>
  )
}
