/** Changing a sender: the name that people see, its mail server where it has one, and what it may send. */

import { Field, Input, Select } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
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
import { submissionPort } from './new-sender.tsx'

type Sender = Output<'addSender'>

// Of a mailbox the port is none that matters, and so a right one.
const figureNames = ['port', 'perMinuteMax', 'perDayMax', 'atOnceMax'] as const
const tlsWays = ['starttls', 'implicit', 'none'] as const

const draftOf = (sender: Sender) => ({
  displayName: sender.displayName,
  perMinuteMax: String(sender.perMinuteMax),
  perDayMax: String(sender.perDayMax),
  atOnceMax: String(sender.atOnceMax),
  host: sender.host ?? '',
  port: String(sender.port ?? submissionPort),
  tls: sender.tls ?? 'starttls',
  user: sender.user ?? '',
  password: '',
})
type Draft = ReturnType<typeof draftOf>
type FigureName = keyof typeof senderBounds

/** A password is sent only when there is a new one; without a user there is none. */
function changeOf(sender: Sender, draft: Draft) {
  const { displayName, host, tls, user, password } = draft
  const figure = (name: FigureName) => figureOf(draft[name], senderBounds[name]) ?? Number.NaN
  const common = {
    displayName,
    perMinuteMax: figure('perMinuteMax'),
    perDayMax: figure('perDayMax'),
    atOnceMax: figure('atOnceMax'),
  }
  if (sender.kind === 'graph') return common
  const port = figure('port')
  const signIn =
    user.trim() === '' ? { user: null, password: null } : { user, ...(password === '' ? {} : { password }) }
  return { ...common, host, port, tls, ...signIn }
}

export function SenderForm({ sender, onClose }: { sender: Sender; onClose(): void }) {
  const { t } = useTexts()
  const notices = useNotices()
  const refusals = useRefusals(Object.keys(draftOf(sender)))
  const answers = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(sender))
  const { tenantId, senderId } = sender
  const save = useMutation({
    mutationFn: () => api.updateSender({ params: { tenantId, senderId }, body: changeOf(sender, draft) }),
    onSuccess() {
      notices.tellDone(t.senders.saved)
      void answers.invalidateQueries()
      onClose()
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const figure = (name: FigureName, label: string) => (
    <FigureField
      label={label}
      text={draft[name]}
      bounds={senderBounds[name]}
      refusal={refusals.at(name).validationMessage}
      onChange={text => change({ [name]: text })}
    />
  )
  const limit = useLimitWords()
  const isWrong = figureNames.some(name => figureOf(draft[name], senderBounds[name]) === null)
  const isMissing = draft.displayName.trim() === '' || (sender.kind === 'smtp' && draft.host.trim() === '')
  return (
    <FormDialog
      title={sender.address}
      verb={t.save}
      isBusy={save.isPending}
      isBlocked={isMissing || isWrong}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <Field
        label={t.senders.name}
        required
        {...limit(draft.displayName, nameLengthMax)}
        {...refusals.at('displayName')}
      >
        <Input
          value={draft.displayName}
          maxLength={nameLengthMax}
          onChange={(_, { value }) => change({ displayName: value })}
        />
      </Field>
      {sender.kind === 'smtp' && (
        <>
          <Field label={t.senders.host} required {...refusals.at('host')}>
            <Input value={draft.host} onChange={(_, { value }) => change({ host: value })} />
          </Field>
          {figure('port', t.senders.port)}
          <Field label={t.senderForm.tls} {...refusals.at('tls')}>
            <Select
              value={draft.tls}
              onChange={(_, { value }) => change({ tls: tlsWays.find(one => one === value) ?? draft.tls })}
            >
              {tlsWays.map(one => (
                <option key={one} value={one}>
                  {t.senderForm.tlsOf[one]}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t.senders.user} {...refusals.at('user')}>
            <Input
              autoComplete="off"
              value={draft.user}
              onChange={(_, { value }) => change({ user: value })}
            />
          </Field>
          <Field
            label={t.senders.password}
            {...(sender.hasPassword ? { hint: t.senderForm.keepPassword } : {})}
            {...refusals.at('password')}
          >
            <Input
              type="password"
              autoComplete="off"
              value={draft.password}
              onChange={(_, { value }) => change({ password: value })}
            />
          </Field>
        </>
      )}
      {figure('perMinuteMax', t.senders.perMinute)}
      {figure('perDayMax', t.senders.perDay)}
      {figure('atOnceMax', t.senders.atOnce)}
    </FormDialog>
  )
}
