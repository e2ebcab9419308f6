/** A summary by mail: about what, how often and when, to whom, in which language. */

import {
  Dropdown,
  Field,
  makeStyles,
  Option,
  Radio,
  RadioGroup,
  Switch,
  Textarea,
} from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { summaryLanguages } from '@muster/contract/shapes/summaries'
import { weekdays } from '@muster/core/mail-hours'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { useNotices } from '../ui/notices.tsx'
import { useRefusals } from '../ui/refusals.ts'

const hours = Array.from({ length: 24 }, (_, hour) => hour)
const everything = 'all'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gap: '16px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 180px), 1fr))',
  },
})

interface NewScheduleProps {
  tenant: Output<'getTenant'>
  campaigns: readonly Output<'getCampaign'>[]
  /** The campaign that is being read, which a mail is first thought to be about; null: all of them. */
  about: string | null
  onClose(): void
}

export function NewSchedule({ tenant, campaigns, about, onClose }: NewScheduleProps) {
  const styles = useStyles()
  const { t, language: own } = useTexts()
  const notices = useNotices()
  const refusals = useRefusals(['recipients'])
  const answers = useQueryClient()
  const { tenantId } = tenant
  const [campaignId, setCampaign] = useState(about)
  const [isWeekly, setWeekly] = useState(true)
  const [weekday, setWeekday] = useState<(typeof weekdays)[number]>('monday')
  const [hour, setHour] = useState(8)
  const [language, setLanguage] = useState<(typeof summaryLanguages)[number]>(own)
  const [hideSmall, setHideSmall] = useState(true)
  const [text, setText] = useState('')
  const recipients = text.split(/[\s,;]+/).filter(one => one !== '')
  const add = useMutation({
    mutationFn: () =>
      api.addSummarySchedule({
        params: { tenantId },
        body: { campaignId, weekday: isWeekly ? weekday : null, hour, language, hideSmall, recipients },
      }),
    onSuccess() {
      notices.tellDone(t.reports.added)
      void answers.invalidateQueries({ queryKey: ['tenant', tenantId, 'schedules'] })
      onClose()
    },
    onMutate: refusals.forget,
    onError: refusals.tell,
  })
  const clock = (of: number) => `${String(of).padStart(2, '0')}:00`
  return (
    <FormDialog
      title={t.reports.schedule}
      verb={t.reports.scheduleVerb}
      isBusy={add.isPending}
      isBlocked={recipients.length === 0}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <Field label={t.reports.of}>
        <Dropdown
          value={campaigns.find(one => one.campaignId === campaignId)?.name ?? t.reports.allCampaigns}
          selectedOptions={[campaignId ?? everything]}
          onOptionSelect={(_, { optionValue = everything }) =>
            setCampaign(optionValue === everything ? null : optionValue)
          }
        >
          <Option value={everything}>{t.reports.allCampaigns}</Option>
          {campaigns.map(one => (
            <Option key={one.campaignId} value={one.campaignId}>
              {one.name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label={t.reports.every}>
        <RadioGroup
          layout="horizontal"
          value={isWeekly ? 'week' : 'day'}
          onChange={(_, { value }) => setWeekly(value === 'week')}
        >
          <Radio value="week" label={t.reports.everyWeek} />
          <Radio value="day" label={t.reports.everyDay} />
        </RadioGroup>
      </Field>
      <div className={styles.row}>
        {isWeekly && (
          <Field label={t.reports.weekday}>
            <Dropdown
              value={t.weekday[weekday]}
              selectedOptions={[weekday]}
              onOptionSelect={(_, { optionValue }) =>
                setWeekday(weekdays.find(one => one === optionValue) ?? weekday)
              }
            >
              {weekdays.map(one => (
                <Option key={one} value={one}>
                  {t.weekday[one]}
                </Option>
              ))}
            </Dropdown>
          </Field>
        )}
        <Field label={t.reports.hour(tenant.timeZone)}>
          <Dropdown
            value={clock(hour)}
            selectedOptions={[String(hour)]}
            onOptionSelect={(_, { optionValue }) => setHour(Number(optionValue ?? hour))}
          >
            {hours.map(one => (
              <Option key={one} value={String(one)}>
                {clock(one)}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <Field label={t.reports.language}>
          <Dropdown
            value={t.languages[language]}
            selectedOptions={[language]}
            onOptionSelect={(_, { optionValue }) =>
              setLanguage(summaryLanguages.find(one => one === optionValue) ?? language)
            }
          >
            {summaryLanguages.map(one => (
              <Option key={one} value={one}>
                {t.languages[one]}
              </Option>
            ))}
          </Dropdown>
        </Field>
      </div>
      <Field
        label={t.reports.recipients}
        hint={t.reports.recipientsHint}
        required
        {...refusals.at('recipients')}
      >
        <Textarea rows={3} value={text} onChange={(_, { value }) => setText(value)} />
      </Field>
      <Switch
        label={t.reports.hideSmall}
        checked={hideSmall}
        onChange={(_, { checked }) => setHideSmall(checked)}
      />
    </FormDialog>
  )
}
