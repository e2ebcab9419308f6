/** How often the log is read for automations, and how long what was read is kept; administrators may change both. */

import { Button, makeStyles } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { FigureField } from '../ui/figure-field.tsx'
import { figureOf } from '../ui/figures.ts'
import { useNotices } from '../ui/notices.tsx'
import { Card } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'
import { useAutomationSettings } from './rule-queries.ts'

type Settings = Output<'getAutomationSettings'>

/** As the API takes them. */
const limits = { pollMinutes: { min: 1, max: 120 }, keepDays: { min: 1, max: 3650 } } as const

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gap: '16px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 240px), 1fr))',
    alignItems: 'start',
  },
  // As far down as the fields beside it, whose labels stand above them.
  save: { justifySelf: 'start', marginTop: '26px', '@media (max-width: 700px)': { marginTop: 0 } },
})

export function LogSettings({ tenantId }: { tenantId: string }) {
  const { t } = useTexts()
  const settings = useAutomationSettings(tenantId)
  return (
    <Card title={t.auditLog.settings}>
      <Answered query={settings}>
        {found => <SettingsForm key={`${found.pollMinutes} ${found.keepDays}`} settings={found} />}
      </Answered>
    </Card>
  )
}

function SettingsForm({ settings }: { settings: Settings }) {
  const styles = useStyles()
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const may = useMay()
  const { tenantId } = settings
  const [draft, setDraft] = useState({
    pollMinutes: String(settings.pollMinutes),
    keepDays: String(settings.keepDays),
  })
  const pollMinutes = figureOf(draft.pollMinutes, limits.pollMinutes)
  const keepDays = figureOf(draft.keepDays, limits.keepDays)
  const body = pollMinutes === null || keepDays === null ? null : { pollMinutes, keepDays }
  const save = useMutation({
    mutationFn: (body: { pollMinutes: number; keepDays: number }) =>
      api.updateAutomationSettings({ params: { tenantId }, body }),
    onSuccess(saved) {
      answers.setQueryData(['automation settings', tenantId], saved)
      notices.tellDone(t.auditLog.saved)
    },
    onError: notices.tellFailed,
  })
  const isChanged = body !== null && (pollMinutes !== settings.pollMinutes || keepDays !== settings.keepDays)
  const field = (name: keyof typeof limits, label: string, hint: string) => (
    <FigureField
      label={label}
      hint={hint}
      text={draft[name]}
      bounds={limits[name]}
      isDisabled={!may('updateAutomationSettings')}
      onChange={text => setDraft({ ...draft, [name]: text })}
    />
  )
  return (
    <form
      className={styles.row}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (isChanged && !save.isPending) save.mutate(body)
      }}
    >
      {field('pollMinutes', t.auditLog.pollMinutes, t.auditLog.pollHint)}
      {field('keepDays', t.auditLog.keepDays, t.auditLog.keepHint)}
      {may('updateAutomationSettings') && (
        <Button className={styles.save} type="submit" disabled={!isChanged || save.isPending}>
          {t.auditLog.save}
        </Button>
      )}
    </form>
  )
}
