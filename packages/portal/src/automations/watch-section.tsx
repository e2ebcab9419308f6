/** What an automation watches: activities from Entra's list or typed, how they ended, and conditions for those who know. */

import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Combobox,
  Field,
  Input,
  InteractionTag,
  InteractionTagPrimary,
  InteractionTagSecondary,
  makeStyles,
  Option,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Section, Words } from './form-parts.tsx'
import type { RuleDraft } from './rule-draft.ts'
import { useActivities } from './rule-queries.ts'

/** A list that can be looked over; typing on narrows it. */
const shownMax = 40
const results = ['success', 'failure', 'any'] as const

const useStyles = makeStyles({
  tags: { display: 'flex', flexWrap: 'wrap', gap: '6px', listStyleType: 'none', margin: 0, padding: 0 },
  tag: { maxWidth: '100%', height: 'auto', minHeight: '28px' },
  words: { whiteSpace: 'normal', overflowWrap: 'anywhere', textAlign: 'start' },
  service: { color: tokens.colorNeutralForeground3, marginInlineStart: '8px' },
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

interface ActivitiesProps {
  tenantId: string | undefined
  chosen: readonly string[]
  onChange(activities: string[]): void
}

function Activities({ tenantId, chosen, onChange }: ActivitiesProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const known = useActivities(tenantId)
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const names = new Map((known.data?.activities ?? []).map(one => [one.name, one.service]))
  for (const one of known.data?.seen ?? []) names.set(one.name, one.service)
  const shown = [...names]
    .filter(([name]) => !chosen.includes(name) && name.toLowerCase().includes(wanted))
    .slice(0, shownMax)
  const add = (name: string) => {
    if (name !== '' && !chosen.includes(name)) onChange([...chosen, name])
    setText('')
  }
  return (
    <>
      <Field label={t.ruleForm.activities} hint={t.ruleForm.activitiesHint}>
        <Combobox
          freeform
          value={text}
          selectedOptions={[]}
          onChange={event => setText(event.target.value)}
          onOptionSelect={(_, { optionValue }) => add(optionValue ?? text.trim())}
          onKeyDown={event => {
            // What is on no list is taken as it is typed.
            if (event.key === 'Enter' && shown.length === 0 && wanted !== '') {
              event.preventDefault()
              add(text.trim())
            }
          }}
        >
          {shown.map(([name, service]) => (
            <Option key={name} value={name} text={name}>
              <span>
                {name}
                <span className={styles.service}>{service}</span>
              </span>
            </Option>
          ))}
        </Combobox>
      </Field>
      {chosen.length > 0 && (
        <ul className={styles.tags}>
          {chosen.map(name => (
            <li key={name}>
              <InteractionTag className={styles.tag} size="small">
                <InteractionTagPrimary hasSecondaryAction className={styles.words}>
                  {name}
                </InteractionTagPrimary>
                <InteractionTagSecondary
                  aria-label={t.ruleForm.removeOne(name)}
                  onClick={() => onChange(chosen.filter(one => one !== name))}
                />
              </InteractionTag>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
