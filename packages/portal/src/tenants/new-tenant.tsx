/** Connecting a tenant: what Entra calls it, the app that signs in there, and what people read in the mails. */

import { Field, Input, Text } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { MoreFields } from '../ui/more-fields.tsx'
import { useNotices } from '../ui/notices.tsx'

const empty = {
  name: '',
  organisationName: '',
  entraTenantId: '',
  clientId: '',
  secret: '',
  supportContact: '',
  graphUrl: 'https://graph.microsoft.com',
  loginUrl: 'https://login.microsoftonline.com',
}
type Draft = typeof empty

export function NewTenant({ onClose }: { onClose(): void }) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const [draft, setDraft] = useState<Draft>(empty)
  const add = useMutation({
    mutationFn: () => {
      const { secret, supportContact, ...rest } = draft
      return api.addTenant({
        body: {
          ...rest,
          credential: { kind: 'secret', secret },
          supportContact: supportContact.trim() === '' ? null : supportContact,
        },
      })
    },
    onSuccess({ signIn }) {
      void answers.invalidateQueries()
      if (signIn !== null && !signIn.isDone) notices.tellFailed(new Error(signIn.message))
      else notices.tellDone(t.tenants.added)
      onClose()
    },
    onError: notices.tellFailed,
  })
  const isMissing = Object.entries(draft).some(
    ([name, value]) => name !== 'supportContact' && value.trim() === '',
  )
  const labels = { ...t.newTenant, graphUrl: t.tenantForm.graphUrl, loginUrl: t.tenantForm.loginUrl }
  const field = (name: keyof Draft, isRequired: boolean, hint?: string) => (
    <Field label={labels[name]} required={isRequired} {...(hint === undefined ? {} : { hint })}>
      <Input
        value={draft[name]}
        type={name === 'secret' ? 'password' : 'text'}
        autoComplete="off"
        onChange={(_, { value }) => setDraft({ ...draft, [name]: value })}
      />
    </Field>
  )
  return (
    <FormDialog
      title={t.tenants.add}
      verb={t.newTenant.connect}
      isBusy={add.isPending}
      isBlocked={isMissing}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      {field('name', true, t.newTenant.nameHint)}
      {field('organisationName', true, t.newTenant.organisationHint)}
      {field('entraTenantId', true)}
      {field('clientId', true, t.newTenant.clientHint)}
      {field('secret', true, t.newTenant.secretHint)}
      {field('supportContact', false, t.newTenant.supportHint)}
      <MoreFields>
        <Text size={200}>{t.tenantForm.endpointsHint}</Text>
        {field('graphUrl', true)}
        {field('loginUrl', true)}
      </MoreFields>
    </FormDialog>
  )
}
