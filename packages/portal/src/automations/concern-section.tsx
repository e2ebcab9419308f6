/** Whom an automation concerns, what must then be so, and how often it acts for one person. */

import { Dropdown, Field, makeStyles, Option } from '@fluentui/react-components'
import { useCampaigns } from '../campaigns/campaign-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FigureField } from '../ui/figure-field.tsx'
import { Section, Words } from './form-parts.tsx'
import { GroupChoice } from './group-choice.tsx'
import { MethodChoice } from './method-choice.tsx'
import { type RuleDraft, ruleBounds } from './rule-draft.ts'

const kinds = ['everybody', 'campaign', 'group'] as const
const userTypes = ['', 'member', 'guest'] as const
const levels = ['', 'phone', 'mfa', 'phishingResistant'] as const
const frequencies = ['oncePerPerson', 'oncePerEvent', 'oncePerPersonInDays'] as const

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gap: '16px',
    alignItems: 'start',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 220px), 1fr))',
  },
})

interface ConcernProps {
  tenantId: string | undefined
  draft: RuleDraft
  onChange(part: Partial<RuleDraft>): void
}

export function ConcernSection({ tenantId, draft, onChange }: ConcernProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const { concern, condition } = draft
  const setOf = (of: RuleDraft['concern']['of']) => onChange({ concern: { ...concern, of } })
  return (
    <Section title={t.ruleForm.concernTitle}>
      <div className={styles.row}>
        <Field label={t.ruleForm.concern}>
          <Dropdown
            value={t.ruleForm.concerns[concern.of.kind]}
            selectedOptions={[concern.of.kind]}
            onOptionSelect={(_, { optionValue }) => {
              if (optionValue === 'campaign') setOf({ kind: 'campaign', campaignId: '' })
              else if (optionValue === 'group') setOf({ kind: 'group', groupId: '' })
              else setOf({ kind: 'everybody' })
            }}
          >
            {kinds.map(kind => (
              <Option key={kind} value={kind}>
                {t.ruleForm.concerns[kind]}
              </Option>
            ))}
          </Dropdown>
        </Field>
        {concern.of.kind === 'campaign' && (
          <CampaignChoice
            tenantId={tenantId}
            campaignId={concern.of.campaignId}
            onChange={campaignId => setOf({ kind: 'campaign', campaignId })}
          />
        )}
        {concern.of.kind === 'group' && (
          <GroupChoice
            tenantId={tenantId}
            groupId={concern.of.groupId}
            isJoined={false}
            onChange={groupId => setOf({ kind: 'group', groupId })}
          />
        )}
      </div>
      <div className={styles.row}>
        <Words
          label={t.ruleForm.departments}
          words={concern.departments}
          onChange={departments => onChange({ concern: { ...concern, departments } })}
        />
        <Field label={t.ruleForm.userType}>
          <Dropdown
            value={t.ruleForm.userTypes[concern.userType ?? '']}
            selectedOptions={[concern.userType ?? '']}
            onOptionSelect={(_, { optionValue }) => {
              const userType = userTypes.find(one => one === optionValue) ?? ''
              onChange({ concern: { ...concern, userType: userType === '' ? null : userType } })
            }}
          >
            {userTypes.map(one => (
              <Option key={one} value={one}>
                {t.ruleForm.userTypes[one]}
              </Option>
            ))}
          </Dropdown>
        </Field>
      </div>
      <div className={styles.row}>
        <Field label={t.ruleForm.level}>
          <Dropdown
            value={t.ruleForm.levels[condition.levelMin ?? '']}
            selectedOptions={[condition.levelMin ?? '']}
            onOptionSelect={(_, { optionValue }) => {
              const level = levels.find(one => one === optionValue) ?? ''
              onChange({ condition: { ...condition, levelMin: level === '' ? null : level } })
            }}
          >
            {levels.map(level => (
              <Option key={level} value={level}>
                {t.ruleForm.levels[level]}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <MethodChoice
          label={t.ruleForm.present}
          chosen={condition.present}
          onChange={present => onChange({ condition: { ...condition, present } })}
        />
        <MethodChoice
          label={t.ruleForm.absent}
          chosen={condition.absent}
          onChange={absent => onChange({ condition: { ...condition, absent } })}
        />
      </div>
      <div className={styles.row}>
        <Field label={t.ruleForm.often}>
          <Dropdown
            value={t.ruleForm.oftens[draft.often]}
            selectedOptions={[draft.often]}
            onOptionSelect={(_, { optionValue }) =>
              onChange({ often: frequencies.find(one => one === optionValue) ?? 'oncePerPerson' })
            }
          >
            {frequencies.map(kind => (
              <Option key={kind} value={kind}>
                {t.ruleForm.oftens[kind]}
              </Option>
            ))}
          </Dropdown>
        </Field>
        {draft.often === 'oncePerPersonInDays' && (
          <FigureField
            label={t.ruleForm.days}
            text={draft.days}
            bounds={ruleBounds.days}
            onChange={days => onChange({ days })}
          />
        )}
      </div>
      <FigureField
        label={t.ruleForm.perHour}
        text={draft.perHour}
        bounds={ruleBounds.perHour}
        onChange={perHour => onChange({ perHour })}
      />
    </Section>
  )
}

interface CampaignChoiceProps {
  tenantId: string | undefined
  campaignId: string
  onChange(campaignId: string): void
}

export function CampaignChoice({ tenantId, campaignId, onChange }: CampaignChoiceProps) {
  const { t } = useTexts()
  const campaigns = (useCampaigns().data ?? []).filter(one => one.tenantId === tenantId)
  return (
    <Field label={t.ruleForm.campaign} required>
      <Dropdown
        value={campaigns.find(one => one.campaignId === campaignId)?.name ?? ''}
        selectedOptions={campaignId === '' ? [] : [campaignId]}
        onOptionSelect={(_, { optionValue }) => onChange(optionValue ?? '')}
      >
        {campaigns.map(one => (
          <Option key={one.campaignId} value={one.campaignId}>
            {one.name}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
