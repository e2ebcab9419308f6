/** A new automation: one that works as it comes, or an empty one, then its form. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { FlashRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Allowed } from '../access/allowed.tsx'
import { api } from '../session.ts'
import { OfTenant } from '../tenants/of-tenant.tsx'
import { TenantPicker } from '../tenants/tenant-picker.tsx'
import { useSenders, useTenants } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { ButtonLink, TextLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { definitionOf, draftOfPreset, emptyDraft, type RuleDraft } from './rule-draft.ts'
import { RuleForm } from './rule-form.tsx'
import { usePresets } from './rule-queries.ts'
import { SecretsBeforeRule } from './rule-secrets.tsx'

type Preset = Output<'listRulePresets'>['items'][number]

const route = getRouteApi('/automations/new')
const emptyPreset = 'empty'

const useStyles = makeStyles({
  about: { display: 'block', marginBottom: '14px', color: tokens.colorNeutralForeground2 },
})

export function NewRulePage() {
  const { t } = useTexts()
  return (
    <Allowed to="createRule" title={t.ruleForm.newTitle}>
      <NewRule />
    </Allowed>
  )
}

function NewRule() {
  const { t } = useTexts()
  const { preset: chosen, tenant: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === asked) ?? tenants.data?.[0]
  const senders = useSenders(tenant?.tenantId)
  const presets = usePresets()
  const preset = presets.data?.find(one => one.preset === chosen)
  return (
    <Page
      title={t.ruleForm.newTitle}
      lead={t.ruleForm.newLead}
      above={
        <TextLink to="/automations" search={tenant === undefined ? {} : { tenant: tenant.tenantId }}>
          {t.rules.title}
        </TextLink>
      }
      actions={
        // What is being written leans on the tenant's own senders, groups and campaigns.
        tenant !== undefined &&
        chosen === undefined && (
          <TenantPicker
            tenants={tenants.data ?? []}
            tenantId={tenant.tenantId}
            onChange={next => void navigate({ search: { tenant: next } })}
          />
        )
      }
    >
      <OfTenant tenants={tenants} none={<Empty icon={<FlashRegular />} title={t.rules.unknownTenant} />}>
        {tenant !== undefined && chosen === undefined && (
          <Answered query={presets}>
            {items => <Choice presets={items} tenantId={tenant.tenantId} />}
          </Answered>
        )}
        {tenant !== undefined && chosen !== undefined && (
          <Answered query={senders}>
            {known =>
              (preset !== undefined || chosen === emptyPreset) && (
                <Write
                  key={chosen}
                  tenantId={tenant.tenantId}
                  beginning={
                    preset === undefined
                      ? emptyDraft
                      : draftOfPreset(preset, {
                          name: wordsOf(preset, t).name,
                          senderIds: known.map(one => one.senderId),
                        })
                  }
                />
              )
            }
          </Answered>
        )}
      </OfTenant>
    </Page>
  )
}

/** In the reader's language; a preset that the portal does not know speaks for itself. */
function wordsOf(
  { preset, name, about }: Preset,
  t: ReturnType<typeof useTexts>['t'],
): { name: string; about: string } {
  const known = Object.entries(t.rulePresets).find(([one]) => one === preset)
  return known?.[1] ?? { name, about }
}

function Choice({ presets, tenantId }: { presets: readonly Preset[]; tenantId: string }) {
  const styles = useStyles()
  const { t } = useTexts()
  const all = [
    ...presets.map(one => ({ preset: one.preset, ...wordsOf(one, t) })),
    { preset: emptyPreset, name: t.ruleForm.empty, about: t.ruleForm.emptyAbout },
  ]
  return (
    <Cards layout="even">
      {all.map(({ preset, name, about }) => (
        <Card key={preset} title={name}>
          <Text className={styles.about}>{about}</Text>
          <div>
            <ButtonLink
              to="/automations/new"
              search={{ preset, tenant: tenantId }}
              aria-label={`${t.ruleForm.take}: ${name}`}
            >
              {t.ruleForm.take}
            </ButtonLink>
          </div>
        </Card>
      ))}
    </Cards>
  )
}

function Write({ tenantId, beginning }: { tenantId: string; beginning: RuleDraft }) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const navigate = route.useNavigate()
  const [draft, setDraft] = useState(beginning)
  const make = useMutation({
    mutationFn: async () => {
      const { name, senderIds } = draft
      const definition = definitionOf(draft)
      // The button that asks for it is off until the form is whole.
      if (definition === null) throw new Error('the form is not whole')
      return api.createRule({ body: { tenantId, name, senderIds, ...definition } })
    },
    onSuccess({ rule, secrets }) {
      notices.tellDone(t.ruleForm.made)
      void answers.invalidateQueries({ queryKey: ['rules'] })
      // Secrets are shown before the page that cannot show them any more.
      if (secrets.length === 0) void navigate({ to: '/automations/$ruleId', params: { ruleId: rule.ruleId } })
    },
    onError: notices.tellFailed,
  })
  if (make.data !== undefined && make.data.secrets.length > 0) {
    const { ruleId } = make.data.rule
    return <SecretsBeforeRule ruleId={ruleId} name={make.data.rule.name} secrets={make.data.secrets} />
  }
  return (
    <RuleForm
      tenantId={tenantId}
      ruleId={null}
      draft={draft}
      verb={t.ruleForm.make}
      isBusy={make.isPending}
      onChange={setDraft}
      onSave={() => make.mutate()}
    />
  )
}
