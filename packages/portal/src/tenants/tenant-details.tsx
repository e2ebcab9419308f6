/** Changing what a tenant is called, what people read of it, its time zone and language, and where it is reached. */

import { Field, Input, Select, Text } from '@fluentui/react-components'
import { nameLengthMax } from '@muster/contract/shapes/common'
import { isTimeZone } from '@muster/core/time-zones'
import { useState } from 'react'
import { languages, useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { MoreFields } from '../ui/more-fields.tsx'
import { type Tenant, useTenantChange } from './tenant-act.ts'

const zones = Intl.supportedValuesOf('timeZone')
const zoneListId = 'time-zones'

/** What stands under "more" may be out of sight: what is refused of it is a notice. */
const inSight = ['name', 'organisationName', 'supportContact', 'timeZone', 'defaultLanguage']

/** As the API holds them. */
function lengthMaxOf(name: string): number {
  return name === 'graphUrl' || name === 'loginUrl' ? 500 : nameLengthMax
}

export function TenantDetails({ tenant, onClose }: { tenant: Tenant; onClose(): void }) {
  const { t, language } = useTexts()
  const [draft, setDraft] = useState({
    name: tenant.name,
    organisationName: tenant.organisationName,
    supportContact: tenant.supportContact ?? '',
    timeZone: tenant.timeZone,
    defaultLanguage: tenant.defaultLanguage,
    clientId: tenant.clientId,
    graphUrl: tenant.graphUrl,
    loginUrl: tenant.loginUrl,
  })
  const { save, refusals } = useTenantChange(tenant.tenantId, inSight, onClose)
  const isZone = isTimeZone(draft.timeZone)
  const isMissing = (['name', 'organisationName', 'clientId', 'graphUrl', 'loginUrl'] as const).some(
    name => draft[name].trim() === '',
  )
  const change = (name: keyof typeof draft, value: string) => setDraft({ ...draft, [name]: value })
  const limit = useLimitWords()
  const text = (name: keyof typeof draft, label: string, hint?: string) => (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...limit(draft[name], lengthMaxOf(name))}
      {...refusals.at(name)}
    >
      <Input
        value={draft[name]}
        maxLength={lengthMaxOf(name)}
        onChange={(_, { value }) => change(name, value)}
      />
    </Field>
  )
  const known = [...new Set([...languages, tenant.defaultLanguage])]
  const names = new Intl.DisplayNames(language, { type: 'language' })
  return (
    <FormDialog
      title={t.tenantForm.edit}
      verb={t.save}
      isBusy={save.isPending}
      isBlocked={isMissing || !isZone}
      onSubmit={() => save.mutate(changesOf(tenant, draft))}
      onClose={onClose}
    >
      {text('name', t.newTenant.name, t.newTenant.nameHint)}
      {text('organisationName', t.newTenant.organisationName, t.newTenant.organisationHint)}
      {text('supportContact', t.newTenant.supportContact, t.newTenant.supportHint)}
      <Field
        label={t.tenantForm.timeZone}
        hint={t.tenantForm.timeZoneHint}
        {...(isZone ? refusals.at('timeZone') : { validationMessage: t.tenantForm.timeZoneWrong })}
      >
        <Input
          value={draft.timeZone}
          input={{ list: zoneListId }}
          onChange={(_, { value }) => change('timeZone', value)}
        />
      </Field>
      <datalist id={zoneListId}>
        {zones.map(zone => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Field
        label={t.tenantForm.language}
        hint={t.tenantForm.languageHint}
        {...refusals.at('defaultLanguage')}
      >
        <Select value={draft.defaultLanguage} onChange={(_, { value }) => change('defaultLanguage', value)}>
          {known.map(code => (
            <option key={code} value={code}>
              {names.of(code) ?? code}
            </option>
          ))}
        </Select>
      </Field>
      <MoreFields>
        {text('clientId', t.newTenant.clientId)}
        <Text size={200}>{t.tenantForm.endpointsHint}</Text>
        {text('graphUrl', t.tenantForm.graphUrl)}
        {text('loginUrl', t.tenantForm.loginUrl)}
      </MoreFields>
    </FormDialog>
  )
}

type Draft = Record<
  | 'name'
  | 'organisationName'
  | 'supportContact'
  | 'timeZone'
  | 'defaultLanguage'
  | 'clientId'
  | 'graphUrl'
  | 'loginUrl',
  string
>

/** Only what is different: what signing in depends on is tried out again when it is sent. */
function changesOf(tenant: Tenant, draft: Draft) {
  const { supportContact, ...texts } = draft
  const changed = Object.entries(texts).filter(
    ([name, value]) => Object.entries(tenant).find(([key]) => key === name)?.[1] !== value.trim(),
  )
  const support = supportContact.trim() === '' ? null : supportContact.trim()
  return {
    ...Object.fromEntries(changed.map(([name, value]) => [name, value.trim()])),
    ...(support === tenant.supportContact ? {} : { supportContact: support }),
  }
}
