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
import { nameLengthMax } from '@muster/contract/shapes/common'
import { colour } from '@muster/contract/shapes/texts'
import { checkColours, ownPalette, readableOn } from '@muster/core/palette'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { ReadOnlyNote } from '../access/read-only-note.tsx'
import type { TriedBrand } from '../messages/template-queries.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { ChangedMeanwhile, isChangedMeanwhile } from '../ui/changed-meanwhile.tsx'
import { useLimitWords } from '../ui/limited.ts'
import { useNotices } from '../ui/notices.tsx'
import { Card } from '../ui/page.tsx'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: '16px', justifyItems: 'stretch' },
  colours: { display: 'flex', flexWrap: 'wrap', gap: '16px 24px', alignItems: 'start' },
  colour: { width: '64px', '& input': { height: '24px', cursor: 'pointer', padding: 0 } },
  code: { width: '110px' },
  codeField: { maxWidth: '220px' },
  pair: { display: 'flex', gap: '8px', alignItems: 'start' },
})

interface BrandFormProps {
  tenantId: string
  /** As it was when this form was filled, whatever somebody else has saved since. */
  began: TriedBrand
  tried: TriedBrand
  onChange(tried: TriedBrand): void
  onSaved(saved: Output<'getBranding'>): void
}

export function BrandForm({ tenantId, began, tried, onChange, onSaved }: BrandFormProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const may = useMay()
  const limit = useLimitWords()
  const [wrong, setWrong] = useState<readonly ColourName[]>([])
  const isReader = !may('updateBranding')
  const save = useMutation({
    mutationFn: ({ isOver }: { isOver: boolean }) => {
      const body = changesOf(tried, began)
      const replaces = changesOf(began, tried)
      return api.updateBranding({ params: { tenantId }, body: isOver ? body : { ...body, replaces } })
    },
    onSuccess(saved) {
      notices.tellDone(t.branding.saved)
      onSaved(saved)
      void answers.invalidateQueries({ queryKey: ['tenant', tenantId, 'branding'], exact: true })
      void answers.invalidateQueries({ queryKey: ['tenants'] })
    },
    onError: error => isChangedMeanwhile(error) || notices.tellFailed(error),
  })
  const load = useMutation({
    mutationFn: () => api.getBranding({ params: { tenantId } }),
    onSuccess(now) {
      save.reset()
      onSaved(now)
    },
    onError: notices.tellFailed,
  })
  const fields = ['organisationName', 'supportContact', 'accent', 'onAccent'] as const
  const isChanged = fields.some(field => (tried[field] ?? '') !== (began[field] ?? ''))
  const change = (part: Partial<TriedBrand>) => onChange({ ...tried, ...part })
  const isRefused = checksOf(tried).some(check => check.of === 'button' && !check.isEnough)
  const isWhole = wrong.length === 0 && !isRefused && tried.organisationName.trim() !== ''
  const maySave = isChanged && isWhole && !save.isPending
  return (
    <Card title={t.branding.who}>
      <form
        noValidate
        className={styles.fields}
        onSubmit={event => {
          event.preventDefault()
          if (maySave) save.mutate({ isOver: false })
        }}
      >
        {isReader && <ReadOnlyNote />}
        <Field label={t.branding.name} required {...limit(tried.organisationName, nameLengthMax)}>
          <Input
            value={tried.organisationName}
            maxLength={nameLengthMax}
            readOnly={isReader}
            onChange={(_, { value }) => change({ organisationName: value })}
          />
        </Field>
        <Field
          label={t.branding.contact}
          hint={t.branding.contactHint}
          {...limit(tried.supportContact ?? '', nameLengthMax)}
        >
          <Input
            value={tried.supportContact ?? ''}
            maxLength={nameLengthMax}
            readOnly={isReader}
            onChange={(_, { value }) => change({ supportContact: value === '' ? null : value })}
          />
        </Field>
        <Switch
          label={t.branding.ownColour}
          checked={tried.accent !== null}
          disabled={isReader}
          onChange={(_, { checked }) => {
            setWrong([])
            change(checked ? { accent: ownPalette.light.accent } : { accent: null, onAccent: null })
          }}
        />
        {tried.accent !== null && (
          <Colours
            accent={tried.accent}
            onAccent={tried.onAccent}
            isReader={isReader}
            onChange={change}
            onWrong={(name, isWrong) =>
              setWrong(old => [...old.filter(one => one !== name), ...(isWrong ? [name] : [])])
            }
          />
        )}
        <Contrast tried={tried} />
        {isChangedMeanwhile(save.error) && (
          <ChangedMeanwhile
            error={save.error}
            isBusy={save.isPending}
            onLoad={() => load.mutate()}
            onOverwrite={() => save.mutate({ isOver: true })}
          />
        )}
        {!isReader && (
          <div>
            <Button
              type="submit"
              appearance="primary"
              icon={save.isPending ? <Spinner size="tiny" /> : <Save20Regular />}
              // With nothing left to save it keeps the focus of whoever has just saved.
              disabledFocusable={!maySave}
            >
              {t.save}
            </Button>
          </div>
        )}
      </form>
    </Card>
  )
}

/** Only what differs: what somebody else has changed meanwhile beside it stays. */
function changesOf(tried: TriedBrand, began: TriedBrand): Partial<TriedBrand> {
  const now = fieldsOf(tried)
  const before = fieldsOf(began)
  const isColoured = now.accent !== before.accent || now.onAccent !== before.onAccent
  return {
    ...(now.organisationName === before.organisationName ? {} : { organisationName: now.organisationName }),
    ...(now.supportContact === before.supportContact ? {} : { supportContact: now.supportContact }),
    // The two are judged together.
    ...(isColoured ? { accent: now.accent, onAccent: now.onAccent } : {}),
  }
}

function fieldsOf({ organisationName, supportContact, accent, onAccent }: TriedBrand) {
  const contact = supportContact?.trim() ?? ''
  return {
    organisationName: organisationName.trim(),
    supportContact: contact === '' ? null : contact,
    accent,
    onAccent: accent === null ? null : onAccent,
  }
}

type ColourName = 'accent' | 'onAccent'

interface ColoursProps {
  accent: string
  onAccent: string | null
  isReader: boolean
  onChange(part: Partial<TriedBrand>): void
  /** Whether what was typed is no colour, so that nothing is saved that nobody sees. */
  onWrong(name: ColourName, isWrong: boolean): void
}

function Colours({ accent, onAccent, isReader, onChange, onWrong }: ColoursProps) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <div className={styles.colours}>
      <ColourField
        label={t.branding.accent}
        value={accent}
        isReader={isReader}
        onChange={value => onChange({ accent: value })}
        onWrong={isWrong => onWrong('accent', isWrong)}
      />
      <Switch
        label={t.branding.textByItself}
        checked={onAccent === null}
        disabled={isReader}
        onChange={(_, { checked }) => {
          onWrong('onAccent', false)
          onChange({ onAccent: checked ? null : readableOn(accent) })
        }}
      />
      {onAccent !== null && (
        <ColourField
          label={t.branding.onAccent}
          value={onAccent}
          isReader={isReader}
          onChange={value => onChange({ onAccent: value })}
          onWrong={isWrong => onWrong('onAccent', isWrong)}
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
  onWrong(isWrong: boolean): void
}

/** The browser's own choice of colours, or its code; what is no colour stays where it was typed and is said. */
function ColourField({ label, value, isReader, onChange, onWrong }: ColourFieldProps) {
  const styles = useStyles()
  const { t } = useTexts()
  // Null once what stands in both fields is the same.
  const [typed, setTyped] = useState<string | null>(null)
  const type = (text: string | null) => {
    setTyped(text)
    const code = text === null ? null : colour.safeParse(text.trim())
    onWrong(code?.success === false)
    if (code?.success) onChange(code.data)
  }
  const isWrong = typed !== null && !colour.safeParse(typed.trim()).success
  return (
    <div className={styles.pair}>
      <Field label={label}>
        <Input
          className={styles.colour}
          // Fluent names the sorts of text; a colour is an input like them.
          input={{ type: 'color' } as object}
          value={value}
          disabled={isReader}
          onChange={(_, { value: next }) => {
            type(null)
            onChange(next)
          }}
        />
      </Field>
      <Field
        className={styles.codeField}
        label={t.branding.code}
        {...(isWrong ? { validationMessage: t.fields.colourCode } : {})}
      >
        <Input
          className={styles.code}
          value={typed ?? value}
          readOnly={isReader}
          aria-label={t.branding.codeOf(label)}
          onChange={(_, { value: next }) => type(next)}
          onBlur={() => !isWrong && setTyped(null)}
        />
      </Field>
    </div>
  )
}

function checksOf({ accent, onAccent }: TriedBrand) {
  return accent === null ? [] : checkColours({ accent, onAccent })
}

/** Only a text that nobody can read is refused. */
const lacks = { button: 'error', shape: 'warning', link: 'info' } as const

/** Each verdict in words; a colour alone would say it only to those who see colours. */
function Contrast({ tried }: { tried: TriedBrand }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  return (
    <div className={styles.fields} aria-live="polite">
      {checksOf(tried).map(({ of, ratio, isEnough, used }) => (
        <MessageBar key={of} layout="multiline" intent={isEnough ? 'success' : lacks[of]}>
          <MessageBarBody>{t.branding.contrast[of](format.number(ratio), isEnough, used)}</MessageBarBody>
        </MessageBar>
      ))}
    </div>
  )
}
