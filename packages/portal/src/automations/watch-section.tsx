/** What an automation watches: activities from Entra's list or typed, how they ended, and conditions for those who know. */

import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components'
import { useTexts } from '../texts/use-texts.tsx'
import { Activities } from './activity-choice.tsx'
import { Section, Words } from './form-parts.tsx'
import type { RuleDraft } from './rule-draft.ts'

const results = ['success', 'failure', 'any'] as const

const useStyles = makeStyles({
  more: { display: 'grid', gap: tokens.spacingVerticalL, paddingTop: tokens.spacingVerticalM },
})

interface WatchProps {
  tenantId: string | undefined
  watch: RuleDraft['watch']
  onChange(watch: RuleDraft['watch']): void
}

export function WatchSection({ tenantId, watch, onChange }: WatchProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const change = (part: Partial<RuleDraft['watch']>) => onChange({ ...watch, ...part })
  const line = (name: 'initiator' | 'target' | 'odata', label: string, hint: string) => (
    <Field label={label} hint={hint}>
      <Input
        value={watch[name] ?? ''}
        onChange={(_, { value }) => change({ [name]: value === '' ? null : value })}
      />
    </Field>
  )
  return (
    <Section title={t.ruleForm.watchTitle}>
      <Activities
        tenantId={tenantId}
        chosen={watch.activities}
        onChange={activities => change({ activities })}
      />
      <Field label={t.ruleForm.result}>
        <RadioGroup
          layout="horizontal"
          value={watch.result}
          onChange={(_, { value }) => change({ result: results.find(one => one === value) ?? 'success' })}
        >
          {results.map(one => (
            <Radio key={one} value={one} label={t.ruleForm.results[one]} />
          ))}
        </RadioGroup>
      </Field>
      <Accordion collapsible>
        <AccordionItem value="more">
          <AccordionHeader>{t.ruleForm.more}</AccordionHeader>
          <AccordionPanel>
            <div className={styles.more}>
              <Words
                label={t.ruleForm.services}
                words={watch.services}
                onChange={services => change({ services })}
              />
              <Words
                label={t.ruleForm.categories}
                words={watch.categories}
                onChange={categories => change({ categories })}
              />
              {line('initiator', t.ruleForm.initiator, t.ruleForm.initiatorHint)}
              {line('target', t.ruleForm.target, t.ruleForm.targetHint)}
              {line('odata', t.ruleForm.odata, t.ruleForm.odataHint)}
            </div>
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
    </Section>
  )
}
