/** The page of templates: which text, then its editor with the mail that it makes beside it. */

import { Button, Dropdown, Field, Input, makeStyles, Option, Tab, tokens } from '@fluentui/react-components'
import { Add20Regular, MailTemplateRegular } from '@fluentui/react-icons'
import { nameLengthMax } from '@muster/contract/shapes/common'
import { mailKinds } from '@muster/core/placeholders'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { OfTenant } from '../tenants/of-tenant.tsx'
import { StoppedTenant } from '../tenants/panic-stop.tsx'
import { useTenants } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { Page } from '../ui/page.tsx'
import { useRefusals } from '../ui/refusals.ts'
import { Answered, Empty } from '../ui/states.tsx'
import { TabRow } from '../ui/tab-row.tsx'
import { InOpeningLanguage } from './in-opening-language.tsx'
import { TemplateEditor } from './template-editor.tsx'
import { useTemplate, useTemplates, useTextSets, type WhichTemplate } from './template-queries.ts'
import type { TemplateSearch } from './template-search.ts'

const route = getRouteApi('/templates')

/** Those that come with Muster are always there; these are offered besides. */
const otherLanguages = [
  'cs',
  'da',
  'es',
  'fi',
  'fr',
  'hu',
  'it',
  'ja',
  'nl',
  'nb',
  'pl',
  'pt',
  'ro',
  'sv',
  'tr',
  'uk',
  'zh',
]
/** An option that is no set. */
const noSet = 'none'

const useStyles = makeStyles({
  choice: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: '12px 24px',
    marginBottom: tokens.spacingVerticalL,
  },
  dropdown: { minWidth: '200px' },
})

export function TemplatesPage() {
  const { t } = useTexts()
  const search = route.useSearch()
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === search.tenant) ?? tenants.data?.[0]
  return (
    <Page
      title={t.templates.title}
      lead={tenant === undefined ? t.templates.lead : `${tenant.name} · ${t.templates.lead}`}
    >
      <StoppedTenant tenantId={tenant?.tenantId} />
      <OfTenant tenants={tenants} none={<Empty icon={<MailTemplateRegular />} title={t.overview.noTenant} />}>
        {tenant !== undefined && (
          <InOpeningLanguage key={tenant.tenantId} tenant={tenant}>
            {opening => (
              <Templates
                which={{
                  tenantId: tenant.tenantId,
                  setId: search.set ?? null,
                  kind: search.kind ?? 'invitation',
                  language: search.language ?? opening,
                }}
              />
            )}
          </InOpeningLanguage>
        )}
      </OfTenant>
    </Page>
  )
}

function Templates({ which }: { which: WhichTemplate }) {
  const navigate = useNavigate()
  const { tenantId, setId, kind, language } = which
  const template = useTemplate(which)
  const go = (change: Partial<TemplateSearch>) =>
    void navigate({ to: '/templates', search: old => ({ ...readable(old), ...change }), replace: true })
  return (
    <>
      <Choice which={which} onChange={go} />
      <Answered query={template} rows={4} height={80}>
        {found => (
          <TemplateEditor
            key={[tenantId, setId, kind, language, found.templateId].join(' ')}
            which={which}
            template={found}
          />
        )}
      </Answered>
    </>
  )
}

/** The router hands over what any page may have in its address. */
function readable(search: TemplateSearch): TemplateSearch {
  return search
}

interface ChoiceProps {
  which: WhichTemplate
  onChange(change: Partial<TemplateSearch>): void
}

function Choice({ which, onChange }: ChoiceProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const may = useMay()
  const { tenantId, setId, kind, language } = which
  const sets = useTextSets(tenantId)
  const [isAdding, setAdding] = useState(false)
  const set = sets.data?.find(one => one.textSetId === setId)
  return (
    <div className={styles.choice}>
      <TabRow
        selectedValue={kind}
        aria-label={t.templates.kind}
        onTabSelect={(_, { value }) => {
          const chosen = mailKinds.find(one => one === value)
          if (chosen !== undefined) onChange({ kind: chosen })
        }}
      >
        {mailKinds.map(one => (
          <Tab key={one} value={one}>
            {t.templates.kinds[one]}
          </Tab>
        ))}
      </TabRow>
      <Languages which={which} language={language} onChange={chosen => onChange({ language: chosen })} />
      <Field label={t.templates.set}>
        <Dropdown
          className={styles.dropdown}
          value={set?.name ?? t.templates.forAll}
          selectedOptions={[setId ?? noSet]}
          onOptionSelect={(_, { optionValue }) =>
            onChange({ set: optionValue === noSet ? undefined : optionValue } as Partial<TemplateSearch>)
          }
        >
          <Option value={noSet}>{t.templates.forAll}</Option>
          {(sets.data ?? []).map(one => (
            <Option key={one.textSetId} value={one.textSetId}>
              {one.name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {may('createTextSet') && (
        <Button appearance="subtle" icon={<Add20Regular />} onClick={() => setAdding(true)}>
          {t.templates.addSet}
        </Button>
      )}
      {isAdding && (
        <NewTextSet
          tenantId={tenantId}
          onMade={made => onChange({ set: made })}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  )
}

function Languages({
  which,
  language,
  onChange,
}: {
  which: WhichTemplate
  language: string
  onChange(language: string): void
}) {
  const styles = useStyles()
  const { t, language: reader } = useTexts()
  const templates = useTemplates(which.tenantId, which.setId)
  const names = new Intl.DisplayNames(reader, { type: 'language' })
  const own = (templates.data?.items ?? []).filter(one => one.kind === which.kind)
  const there = own.map(one => one.language)
  const all = [...new Set([...there, language, ...otherLanguages])]
  const told = (one: string) => {
    const origin = own.find(template => template.language === one)?.origin
    const name = names.of(one) ?? one
    return origin === undefined ? name : `${name} · ${t.templates.origin[origin]}`
  }
  return (
    <Field label={t.templates.language}>
      <Dropdown
        className={styles.dropdown}
        value={told(language)}
        selectedOptions={[language]}
        onOptionSelect={(_, { optionValue }) => onChange(optionValue ?? language)}
      >
        {all.map(one => (
          <Option key={one} value={one}>
            {told(one)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}

function NewTextSet({
  tenantId,
  onMade,
  onClose,
}: {
  tenantId: string
  onMade(setId: string): void
  onClose(): void
}) {
  const { t } = useTexts()
  const answers = useQueryClient()
  const limit = useLimitWords()
  const refusals = useRefusals(['name'])
  const [name, setName] = useState('')
  const make = useMutation({
    mutationFn: () => api.createTextSet({ params: { tenantId }, body: { name: name.trim() } }),
    async onSuccess({ textSetId }) {
      await answers.invalidateQueries({ queryKey: ['tenant', tenantId, 'texts'] })
      onMade(textSetId)
      onClose()
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  return (
    <FormDialog
      title={t.templates.addSet}
      verb={t.templates.addSetVerb}
      isBusy={make.isPending}
      isBlocked={name.trim() === ''}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      <Field
        label={t.templates.setName}
        hint={t.templates.setHint}
        required
        {...limit(name, nameLengthMax)}
        {...refusals.at('name')}
      >
        <Input value={name} maxLength={nameLengthMax} onChange={(_, { value }) => setName(value)} />
      </Field>
    </FormDialog>
  )
}
