/** Name, contact and colours of an organisation; what the contrast is, while they are being chosen. */

import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  Switch,
} from '@fluentui/react-components'
import { Save20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { checkColours, ownPalette, readableOn } from '@muster/core/palette'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMay } from '../access/me.ts'
import type { TriedBrand } from '../messages/template-queries.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card } from '../ui/page.tsx'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: '16px', justifyItems: 'stretch' },
  colours: { display: 'flex', flexWrap: 'wrap', gap: '16px 24px', alignItems: 'end' },
  colour: { width: '64px', '& input': { height: '24px', cursor: 'pointer', padding: 0 } },
  code: { width: '110px' },
  pair: { display: 'flex', gap: '8px' },
})

interface BrandFormProps {
  tenantId: string
  branding: Output<'getBranding'>
  tried: TriedBrand
  onChange(tried: TriedBrand): void
}

export function BrandForm({ tenantId, branding, tried, onChange }: BrandFormProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const may = useMay()
  const isReader = !may('updateBranding')
  const save = useMutation({
    mutationFn: () => api.updateBranding({ params: { tenantId }, body: bodyOf(tried) }),
    onSuccess() {
      notices.tellDone(t.branding.saved)
      void answers.invalidateQueries({ queryKey: ['tenant', tenantId, 'branding'], exact: true })
      void answers.invalidateQueries({ queryKey: ['tenants'] })
    },
    onError: notices.tellFailed,
  })
  const fields = ['organisationName', 'supportContact', 'accent', 'onAccent'] as const
  const isChanged = fields.some(field => (tried[field] ?? '') !== (branding[field] ?? ''))
  const change = (part: Partial<TriedBrand>) => onChange({ ...tried, ...part })
  const isRefused = checksOf(tried).some(check => check.of === 'button' && !check.isEnough)
  return (
    <Card title={t.branding.who}>
      <form
        noValidate
        className={styles.fields}
        onSubmit={event => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Field label={t.branding.name} required>
          <Input
            value={tried.organisationName}
            maxLength={200}
            readOnly={isReader}
            onChange={(_, { value }) => change({ organisationName: value })}
          />
        </Field>
        <Field label={t.branding.contact} hint={t.branding.contactHint}>
          <Input
            value={tried.supportContact ?? ''}
            maxLength={200}
            readOnly={isReader}
            onChange={(_, { value }) => change({ supportContact: value === '' ? null : value })}
          />
        </Field>
        <Switch
          label={t.branding.ownColour}
          checked={tried.accent !== null}
          disabled={isReader}
          onChange={(_, { checked }) =>
            change(checked ? { accent: ownPalette.light.accent } : { accent: null, onAccent: null })
          }
        />
        {tried.accent !== null && (
          <Colours accent={tried.accent} onAccent={tried.onAccent} isReader={isReader} onChange={change} />
        )}
        <Contrast tried={tried} />
        {!isReader && (
          <div>
            <Button
              type="submit"
              appearance="primary"
              icon={save.isPending ? <Spinner size="tiny" /> : <Save20Regular />}
              disabled={!isChanged || isRefused || save.isPending || tried.organisationName.trim() === ''}
            >
              {t.save}
            </Button>
          </div>
        )}
      </form>
    </Card>
  )
}

function bodyOf({ organisationName, supportContact, accent, onAccent }: TriedBrand) {
  const contact = supportContact?.trim() ?? ''
  return {
    organisationName: organisationName.trim(),
    supportContact: contact === '' ? null : contact,
    accent,
    onAccent: accent === null ? null : onAccent,
  }
}

interface ColoursProps {
  accent: string
  onAccent: string | null
  isReader: boolean
  onChange(part: Partial<TriedBrand>): void
}

function Colours({ accent, onAccent, isReader, onChange }: ColoursProps) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <div className={styles.colours}>
      <ColourField
        label={t.branding.accent}
        value={accent}
        isReader={isReader}
        onChange={value => onChange({ accent: value })}
      />
      <Switch
        label={t.branding.textByItself}
        checked={onAccent === null}
        disabled={isReader}
        onChange={(_, { checked }) => onChange({ onAccent: checked ? null : readableOn(accent) })}
      />
      {onAccent !== null && (
        <ColourField
          label={t.branding.onAccent}
          value={onAccent}
          isReader={isReader}
          onChange={value => onChange({ onAccent: value })}
        />
      )}
    </div>
  )
}

interface ColourFieldProps {
  label: string
  value: string
  isReader: boolean
  onChange(value: string): void
}

/** The browser's own choice of colours; what it gives is always `#rrggbb`. */
function ColourField({ label, value, isReader, onChange }: ColourFieldProps) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <div className={styles.pair}>
      <Field label={label}>
        <Input
          className={styles.colour}
          // Fluent names the sorts of text; a colour is an input like them.
          input={{ type: 'color' } as object}
          value={value}
          disabled={isReader}
          onChange={(_, { value: next }) => onChange(next)}
        />
      </Field>
      <Field label={t.branding.code}>
        <Input
          className={styles.code}
          key={value}
          defaultValue={value}
          readOnly={isReader}
          aria-label={t.branding.codeOf(label)}
          onBlur={({ currentTarget }) => {
            const next = currentTarget.value.trim().toLowerCase()
            if (/^#[0-9a-f]{6}$/.test(next)) onChange(next)
            else currentTarget.value = value
          }}
        />
      </Field>
    </div>
  )
}

function checksOf({ accent, onAccent }: TriedBrand) {
  return accent === null ? [] : checkColours({ accent, onAccent })
}

/** Each verdict in words; a colour alone would say it only to those who see colours. */
function Contrast({ tried }: { tried: TriedBrand }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  return (
    <div className={styles.fields} aria-live="polite">
      {checksOf(tried).map(({ of, ratio, isEnough, used }) => (
        <MessageBar
          key={of}
          layout="multiline"
          intent={isEnough ? 'success' : of === 'button' ? 'error' : 'info'}
        >
          <MessageBarBody>{t.branding.contrast[of](format.number(ratio), isEnough, used)}</MessageBarBody>
        </MessageBar>
      ))}
    </div>
  )
}
