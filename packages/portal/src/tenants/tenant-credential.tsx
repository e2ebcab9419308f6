/** Replacing what Muster signs in to a tenant with: a client secret, or a certificate with its private key. */

import { Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { type Tenant, useTenantChange } from './tenant-act.ts'

const kinds = ['secret', 'certificate'] as const

export function TenantCredential({ tenant, onClose }: { tenant: Tenant; onClose(): void }) {
  const { t } = useTexts()
  const [kind, setKind] = useState<(typeof kinds)[number]>(tenant.credentialKind ?? 'secret')
  const [secret, setSecret] = useState('')
  const [pem, setPem] = useState('')
  const { save, refusals } = useTenantChange(tenant.tenantId, ['secret', 'pem'], onClose)
  const credential = kind === 'secret' ? ({ kind, secret } as const) : ({ kind, pem } as const)
  const isMissing = (kind === 'secret' ? secret : pem).trim() === ''
  return (
    <FormDialog
      title={t.tenantForm.credential}
      verb={t.save}
      isBusy={save.isPending}
      isBlocked={isMissing}
      onSubmit={() => save.mutate({ credential })}
      onClose={onClose}
    >
      <Field label={t.tenantForm.kind}>
        <RadioGroup
          layout="horizontal"
          value={kind}
          onChange={(_, { value }) => setKind(kinds.find(one => one === value) ?? kind)}
        >
          <Radio value="secret" label={t.tenantForm.secret} />
          <Radio value="certificate" label={t.tenantForm.certificate} />
        </RadioGroup>
      </Field>
      {kind === 'secret' ? (
        <Field label={t.tenantForm.secret} hint={t.newTenant.secretHint} required {...refusals.at('secret')}>
          <Input
            type="password"
            autoComplete="off"
            value={secret}
            onChange={(_, { value }) => setSecret(value)}
          />
        </Field>
      ) : (
        <Field label={t.tenantForm.pem} hint={t.tenantForm.pemHint} required {...refusals.at('pem')}>
          <Textarea
            value={pem}
            resize="vertical"
            textarea={{ spellCheck: false, autoComplete: 'off' }}
            onChange={(_, { value }) => setPem(value)}
          />
        </Field>
      )}
    </FormDialog>
  )
}
