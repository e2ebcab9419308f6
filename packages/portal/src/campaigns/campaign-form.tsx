/** The fields of a new campaign, in the order in which one thinks of them. */

import {
  Checkbox,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  Radio,
  RadioGroup,
  Switch,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { nameLengthMax } from '@muster/contract/shapes/common'
import { goals } from '@muster/core/methods'
import type { ReactNode } from 'react'
import { GroupPicker } from '../tenants/group-picker.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { ChoiceGroup } from '../ui/choice-group.tsx'
import { FigureField } from '../ui/figure-field.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { TextLink } from '../ui/links.tsx'
import type { Refusals } from '../ui/refusals.ts'
import { type CampaignDraft, type DraftProblems, draftBounds } from './campaign-draft.ts'
import { LeftOutFields } from './left-out.tsx'
import { TextsChoice } from './texts-choice.tsx'
import { WorkingHours } from './working-hours.tsx'

const audiences = ['sent', 'notActive'] as const

const useStyles = makeStyles({
  sections: { display: 'grid', gap: tokens.spacingVerticalL, maxWidth: '720px' },
  section: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    margin: 0,
    padding: '16px 20px 20px',
    display: 'grid',
    gap: tokens.spacingVerticalL,
    minInlineSize: 0,
  },
  // Floating keeps the words inside of the frame, where a legend by itself sits on its line.
  legend: { ...typographyStyles.subtitle2, padding: 0, float: 'left', width: '100%' },
  row: { display: 'grid', gap: '16px', gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))' },
})

/** As the API calls the fields that say what was refused of them. */
export const refusedHere = ['name', 'senderIds', 'dueOn'] as const

interface CampaignFormProps {
  draft: CampaignDraft
  tenants: readonly Output<'getTenant'>[]
  senders: readonly Output<'addSender'>[]
  problems: DraftProblems
  refusals: Refusals
  /** Null for one that is not there yet; after the launch goal and group are settled. */
  status: Output<'getCampaign'>['status'] | null
  onChange(part: Partial<CampaignDraft>): void
}

export function CampaignForm(props: CampaignFormProps) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <div className={styles.sections}>
      <What {...props} />
      <Senders {...props} />
      <Schedule {...props} />
      {props.status === null && (
        <Section title={t.leftOut.title}>
          <LeftOutFields
            tenantId={props.draft.tenantId ?? undefined}
            leftOut={props.draft.leftOut}
            begun={props.draft.leftOutBegun}
            isHalf={props.problems.leftOut === true}
            onChange={props.onChange}
          />
        </Section>
      )}
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles()
  return (
    <fieldset className={styles.section}>
      <legend className={styles.legend}>{title}</legend>
      {children}
    </fieldset>
  )
}

function What({ draft, tenants, problems, refusals, status, onChange }: CampaignFormProps) {
  const { t } = useTexts()
  const limit = useLimitWords()
  const isOpen = status === null || status === 'draft'
  return (
    <Section title={t.newCampaign.what}>
      {status === null && tenants.length > 1 && (
        <Field label={t.newCampaign.tenant}>
          <Dropdown
            value={tenants.find(one => one.tenantId === draft.tenantId)?.name ?? ''}
            selectedOptions={draft.tenantId === null ? [] : [draft.tenantId]}
            onOptionSelect={(_, { optionValue }) =>
              onChange({
                tenantId: optionValue ?? null,
                senderIds: null,
                textSetId: null,
                group: null,
                leftOut: [],
                leftOutBegun: null,
              })
            }
          >
            {tenants.map(tenant => (
              <Option key={tenant.tenantId} value={tenant.tenantId}>
                {tenant.name}
              </Option>
            ))}
          </Dropdown>
        </Field>
      )}
      <Field
        label={t.newCampaign.name}
        required
        {...limit(draft.name, nameLengthMax)}
        {...(problems.name === true ? { validationMessage: t.newCampaign.nameMissing } : refusals.at('name'))}
      >
        <Input
          value={draft.name}
          maxLength={nameLengthMax}
          onChange={(_, { value }) => onChange({ name: value })}
        />
      </Field>
      {isOpen && (
        <Field label={t.newCampaign.goal}>
          <RadioGroup
            value={draft.goal}
            onChange={(_, { value }) => onChange({ goal: goals.find(goal => goal === value) ?? draft.goal })}
          >
            {goals.map(goal => (
              <Radio key={goal} value={goal} label={t.goal[goal]} />
            ))}
          </RadioGroup>
        </Field>
      )}
      {isOpen && (
        <GroupPicker
          tenantId={draft.tenantId ?? undefined}
          group={draft.group}
          label={t.newCampaign.group}
          hint={t.newCampaign.groupHint}
          isJoined
          isUnchosen={problems.groupUnchosen === true}
          onChange={group => onChange({ group, groupText: '' })}
          onType={groupText => onChange({ groupText })}
        />
      )}
      <Switch
        checked={draft.inviteGuests}
        label={t.newCampaign.guests}
        onChange={(_, { checked }) => onChange({ inviteGuests: checked })}
      />
    </Section>
  )
}

function Senders({ draft, senders, problems, refusals, onChange }: CampaignFormProps) {
  const { t, format } = useTexts()
  const chosen = draft.senderIds ?? []
  return (
    <Section title={t.newCampaign.senders}>
      {senders.length === 0 ? (
        <TextLink to="/settings/senders">{t.newCampaign.noSender}</TextLink>
      ) : (
        <Field
          hint={t.newCampaign.sendersHint}
          {...(problems.senderIds === true
            ? { validationMessage: t.newCampaign.senderMissing }
            : refusals.at('senderIds'))}
        >
          <ChoiceGroup label={t.newCampaign.senders}>
            {senders.map(sender => (
              <div key={sender.senderId}>
                <Checkbox
                  checked={chosen.includes(sender.senderId)}
                  label={t.newCampaign.senderOf(
                    sender.address,
                    format.number(sender.perMinuteMax),
                    format.number(sender.perDayMax),
                  )}
                  onChange={(_, { checked }) =>
                    onChange({
                      senderIds:
                        checked === true
                          ? [...chosen, sender.senderId]
                          : chosen.filter(id => id !== sender.senderId),
                    })
                  }
                />
              </div>
            ))}
          </ChoiceGroup>
        </Field>
      )}
      <TextsChoice
        tenantId={draft.tenantId}
        textSetId={draft.textSetId}
        onChange={textSetId => onChange({ textSetId })}
      />
    </Section>
  )
}

const figures = ['remindAfterDays', 'remindEveryDays', 'remindersMax', 'escalateAfterReminders'] as const

function Schedule({ draft, problems, refusals, onChange }: CampaignFormProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const labels = {
    remindAfterDays: t.newCampaign.remindAfter,
    remindEveryDays: t.newCampaign.remindEvery,
    remindersMax: t.newCampaign.reminders,
    escalateAfterReminders: t.newCampaign.escalate,
  }
  return (
    <Section title={t.newCampaign.schedule}>
      <Field label={t.newCampaign.due} hint={t.newCampaign.dueHint} {...refusals.at('dueOn')}>
        <Input type="date" value={draft.dueOn} onChange={(_, { value }) => onChange({ dueOn: value })} />
      </Field>
      <div className={styles.row}>
        {figures.map(name => (
          <FigureField
            key={name}
            label={labels[name]}
            text={draft[name]}
            bounds={draftBounds[name]}
            {...(name === 'escalateAfterReminders' ? { hint: t.newCampaign.escalateHint } : {})}
            onChange={text => onChange({ [name]: text })}
          />
        ))}
      </div>
      <Field label={t.newCampaign.audience}>
        <RadioGroup
          value={draft.remindAudience}
          onChange={(_, { value }) =>
            onChange({ remindAudience: audiences.find(one => one === value) ?? draft.remindAudience })
          }
        >
          {audiences.map(audience => (
            <Radio key={audience} value={audience} label={t.audiences[audience]} />
          ))}
        </RadioGroup>
      </Field>
      <WorkingHours
        hours={draft.workingHours}
        isWrong={problems.workingHours === true}
        onChange={workingHours => onChange({ workingHours })}
      />
    </Section>
  )
}
