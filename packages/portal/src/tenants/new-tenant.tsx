/** Connecting a tenant: what Entra calls it, the app that signs in there, and what people read in the mails. */

import { Field, Input, Text } from '@fluentui/react-components'
import { nameLengthMax } from '@muster/contract/shapes/common'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { MoreFields } from '../ui/more-fields.tsx'
import { useNotices } from '../ui/notices.tsx'
import { useRefusals } from '../ui/refusals.ts'
import { tellSignIn } from './doctor-words.ts'
import { useTenants } from './tenant-queries.ts'

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
/** What stands under "more" may be out of sight: what is refused of it is a notice. */
const inSight = ['name', 'organisationName', 'entraTenantId', 'clientId', 'secret', 'supportContact']
/** What is no name; as the API holds it. */
const lengthMaxOf: Partial<Record<keyof Draft, number>> = { secret: 1000, graphUrl: 500, loginUrl: 500 }

export function NewTenant({ onClose }: { onClose(): void }) {
  const { t, format } = useTexts()
  const notices = useNotices()
  const refusals = useRefusals(inSight)
  const answers = useQueryClient()
  const tenants = useTenants()
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
      if (signIn !== null && !signIn.isDone) notices.tellFailed(new Error(tellSignIn(signIn, t, format)))
      else notices.tellDone(t.tenants.added)
      onClose()
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  const isMissing = Object.entries(draft).some(
    ([name, value]) => name !== 'supportContact' && value.trim() === '',
  )
  const id = draft.entraTenantId.trim().toLowerCase()
  const twin = tenants.data?.find(one => one.entraTenantId.toLowerCase() === id)
  const limit = useLimitWords()
  const labels = { ...t.newTenant, graphUrl: t.tenantForm.graphUrl, loginUrl: t.tenantForm.loginUrl }
  const field = (name: keyof Draft, isRequired: boolean, hint?: string) => (
    <Field
      label={labels[name]}
      required={isRequired}
      {...(hint === undefined ? {} : { hint })}
      {...limit(draft[name], lengthMaxOf[name] ?? nameLengthMax)}
      {...(name === 'entraTenantId' && twin !== undefined
        ? { validationState: 'warning', validationMessage: t.newTenant.isThereAlready(twin.name) }
        : {})}
      {...refusals.at(name)}
    >
      <Input
        value={draft[name]}
        maxLength={lengthMaxOf[name] ?? nameLengthMax}
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
