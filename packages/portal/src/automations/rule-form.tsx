/** The whole form of an automation, with the test in place. */

import { Button, Field, Input, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { nameLengthMax } from '@muster/contract/shapes/common'
import type { ReactNode } from 'react'
import { useMay } from '../access/me.ts'
import { useSenders } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { useOnce } from '../ui/once.ts'
import { ActionsSection } from './actions-section.tsx'
import { ConcernSection } from './concern-section.tsx'
import { Section } from './form-parts.tsx'
import { isComplete, type RuleDraft } from './rule-draft.ts'
import { TestSection } from './test-section.tsx'
import { WatchSection } from './watch-section.tsx'

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    maxWidth: '820px',
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
  save: { display: 'flex', flexWrap: 'wrap', gap: '12px', alignItems: 'center' },
  quiet: { color: tokens.colorNeutralForeground2 },
})

interface RuleFormProps {
  tenantId: string
  /** Of the rule that is changed; null for a new one. */
  ruleId: string | null
  draft: RuleDraft
  verb: string
  isBusy: boolean
  onChange(draft: RuleDraft): void
  onSave(): void
  /** What is to be said beside the button. */
  children?: ReactNode
}

export function RuleForm(props: RuleFormProps) {
  const { tenantId, ruleId, draft, verb, isBusy, onChange, onSave, children } = props
  const styles = useStyles()
  const { t } = useTexts()
  const may = useMay()
  const senders = useSenders(tenantId)
  const change = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part })
  const isReady = isComplete(draft)
  const isOnce = useOnce()
  const limit = useLimitWords()
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (isReady && !isBusy && isOnce(event)) onSave()
      }}
    >
      <Section title={t.ruleForm.name}>
        <Field label={t.ruleForm.name} required {...limit(draft.name, nameLengthMax)}>
          <Input
            value={draft.name}
            maxLength={nameLengthMax}
            onChange={(_, { value }) => change({ name: value })}
          />
        </Field>
      </Section>
      <WatchSection tenantId={tenantId} watch={draft.watch} onChange={watch => change({ watch })} />
      <ConcernSection tenantId={tenantId} draft={draft} onChange={change} />
      <ActionsSection
        tenantId={tenantId}
        actions={draft.actions}
        senderIds={draft.senderIds}
        senders={senders.data ?? []}
        onActions={actions => change({ actions })}
        onSenders={senderIds => change({ senderIds })}
      />
      {may('testRule') && <TestSection tenantId={tenantId} ruleId={ruleId} draft={draft} />}
      {children}
      <div className={styles.save}>
        <Button
          type="submit"
          appearance="primary"
          disabled={!isReady || isBusy}
          {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}
        >
          {verb}
        </Button>
        {!isReady && <Text className={styles.quiet}>{t.ruleForm.missing}</Text>}
      </div>
    </form>
  )
}
