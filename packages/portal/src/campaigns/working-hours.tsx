/** When mails of a campaign may go out: at any time, or in hours and on days of the week. */

import { Checkbox, Field, Input, makeStyles, Switch } from '@fluentui/react-components'
import { weekdays } from '@muster/core/mail-hours'
import { useTexts } from '../texts/use-texts.tsx'
import { ChoiceGroup } from '../ui/choice-group.tsx'
import { type CampaignDraft, usualHours } from './campaign-draft.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: '16px' },
})

interface WorkingHoursProps {
  hours: CampaignDraft['workingHours']
  isWrong: boolean
  onChange(hours: CampaignDraft['workingHours']): void
}

export function WorkingHours({ hours, isWrong, onChange }: WorkingHoursProps) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <>
      <Switch
        checked={hours !== null}
        label={t.newCampaign.workingHours}
        onChange={(_, { checked }) => onChange(checked ? usualHours : null)}
      />
      {hours !== null && (
        <>
          <div className={styles.row}>
            {(['from', 'until'] as const).map(end => (
              <Field key={end} label={t.newCampaign[end]}>
                <Input
                  type="time"
                  value={hours[end]}
                  onChange={(_, { value }) => onChange({ ...hours, [end]: value })}
                />
              </Field>
            ))}
          </div>
          <Field
            label={t.newCampaign.days}
            {...(isWrong ? { validationMessage: t.newCampaign.hoursWrong } : {})}
          >
            <ChoiceGroup className={styles.row}>
              {weekdays.map(day => (
                <Checkbox
                  key={day}
                  label={t.weekday[day]}
                  checked={hours.days.includes(day)}
                  onChange={(_, { checked }) =>
                    onChange({
                      ...hours,
                      days: weekdays.filter(one =>
                        one === day ? checked === true : hours.days.includes(one),
                      ),
                    })
                  }
                />
              ))}
            </ChoiceGroup>
          </Field>
        </>
      )}
    </>
  )
}
