/** What an automation does: its acts in order, each with what it needs, and who sends its mails. */

import {
  Button,
  Checkbox,
  Field,
  Input,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Radio,
  RadioGroup,
  Subtitle2,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { Add20Regular, Delete20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { CampaignChoice } from './concern-section.tsx'
import { Section, Words } from './form-parts.tsx'
import { GroupChoice } from './group-choice.tsx'
import { type DraftAction, newAction } from './rule-draft.ts'

const kinds = ['mail', 'mailAddresses', 'teams', 'webhook', 'addToGroup', 'removeFromGroup', 'enrol'] as const

const useStyles = makeStyles({
  action: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    gridTemplateColumns: 'minmax(0, 1fr)',
    paddingBlock: tokens.spacingVerticalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: '12px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  add: { justifySelf: 'start' },
  senders: { border: 'none', margin: 0, padding: 0, display: 'grid', minInlineSize: 0 },
  legend: { padding: 0 },
})

interface ActionsProps {
  tenantId: string | undefined
  actions: readonly DraftAction[]
  senderIds: readonly string[]
  senders: readonly Output<'addSender'>[]
  onActions(actions: DraftAction[]): void
  onSenders(senderIds: string[]): void
}

export function ActionsSection(props: ActionsProps) {
  const { tenantId, actions, onActions } = props
  const styles = useStyles()
  const { t, language } = useTexts()
  const replace = (key: string, next: DraftAction) =>
    onActions(actions.map(action => (action.key === key ? next : action)))
  return (
    <Section title={t.ruleForm.actionsTitle}>
      {actions.length === 0 && <Text className={styles.quiet}>{t.ruleForm.actionsNone}</Text>}
      {actions.map(action => (
        <div key={action.key} className={styles.action}>
          <div className={styles.head}>
            <Subtitle2 as="h3">{t.actionKind[action.kind]}</Subtitle2>
            <Button
              appearance="subtle"
              icon={<Delete20Regular />}
              aria-label={t.ruleForm.removeAction(action.key)}
              onClick={() => onActions(actions.filter(other => other.key !== action.key))}
            />
          </div>
          <ActionFields tenantId={tenantId} action={action} onChange={next => replace(action.key, next)} />
        </div>
      ))}
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button className={styles.add} icon={<Add20Regular />}>
            {t.ruleForm.add}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {kinds.map(kind => (
              <MenuItem
                key={kind}
                onClick={() => onActions([...actions, newAction(kind, actions, language)])}
              >
                {t.actionKind[kind]}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {actions.some(action => 'mails' in action) && <Senders {...props} />}
    </Section>
  )
}

function Senders({ senders, senderIds, onSenders }: ActionsProps) {
  const styles = useStyles()
  const { t } = useTexts()
  if (senders.length === 0) return <Text>{t.ruleForm.sendersNone}</Text>
  return (
    <fieldset className={styles.senders}>
      <legend className={styles.legend}>{t.ruleForm.senders}</legend>
      {senders.map(({ senderId, address }) => (
        <Checkbox
          key={senderId}
          label={address}
          checked={senderIds.includes(senderId)}
          onChange={(_, { checked }) =>
            onSenders(
              checked === true ? [...senderIds, senderId] : senderIds.filter(other => other !== senderId),
            )
          }
        />
      ))}
    </fieldset>
  )
}

interface FieldsProps {
  tenantId: string | undefined
  action: DraftAction
  onChange(action: DraftAction): void
}

function ActionFields({ tenantId, action, onChange }: FieldsProps) {
  const { t } = useTexts()
  switch (action.kind) {
    case 'mail':
      return (
        <>
          <Field label={t.ruleForm.to}>
            <RadioGroup
              layout="horizontal"
              value={action.to}
              onChange={(_, { value }) =>
                onChange({ ...action, to: value === 'manager' ? 'manager' : 'person' })
              }
            >
              <Radio value="person" label={t.ruleForm.tos.person} />
              <Radio value="manager" label={t.ruleForm.tos.manager} />
            </RadioGroup>
          </Field>
          <MailWords mails={action.mails} onChange={mails => onChange({ ...action, mails })} />
        </>
      )
    case 'mailAddresses':
      return (
        <>
          <Words
            label={t.ruleForm.addresses}
            words={action.addresses}
            onChange={addresses => onChange({ ...action, addresses })}
          />
          <MailWords mails={action.mails} onChange={mails => onChange({ ...action, mails })} />
        </>
      )
    case 'teams':
      return (
        <>
          <Address action={action} onChange={onChange} />
          <Field label={t.ruleForm.cardTitle} required>
            <Input value={action.title} onChange={(_, { value }) => onChange({ ...action, title: value })} />
          </Field>
          <Field label={t.ruleForm.cardText} hint={t.ruleForm.placeholders} required>
            <Textarea
              value={action.text}
              resize="vertical"
              onChange={(_, { value }) => onChange({ ...action, text: value })}
            />
          </Field>
        </>
      )
    case 'webhook':
      return <Address action={action} onChange={onChange} />
    case 'addToGroup':
    case 'removeFromGroup':
      return (
        <>
          <GroupChoice
            tenantId={tenantId}
            groupId={action.groupId}
            isJoined={action.kind === 'addToGroup'}
            onChange={groupId => onChange({ ...action, groupId })}
          />
          {action.kind === 'removeFromGroup' && (
            <Checkbox
              label={t.ruleForm.evenIfEnforced}
              checked={action.evenIfEnforced ?? false}
              onChange={(_, { checked }) => onChange({ ...action, evenIfEnforced: checked === true })}
            />
          )}
        </>
      )
    case 'enrol':
      return (
        <CampaignChoice
          tenantId={tenantId}
          campaignId={action.campaignId}
          onChange={campaignId => onChange({ ...action, campaignId })}
        />
      )
    default:
      return action satisfies never
  }
}

interface AddressProps {
  action: Extract<DraftAction, { kind: 'teams' | 'webhook' }>
  onChange(action: DraftAction): void
}

function Address({ action, onChange }: AddressProps) {
  const { t } = useTexts()
  const host = action.host ?? null
  return (
    <Field
      label={t.ruleForm.url}
      hint={host === null ? t.ruleForm.urlHint : t.ruleForm.urlKept(host)}
      required={host === null}
    >
      <Input
        type="url"
        autoComplete="off"
        value={action.url ?? ''}
        onChange={(_, { value }) => onChange({ ...action, url: value.trim() })}
      />
    </Field>
  )
}

type Mail = Extract<DraftAction, { kind: 'mail' }>['mails'][number]

function MailWords({ mails, onChange }: { mails: readonly Mail[]; onChange(mails: Mail[]): void }) {
  const styles = useStyles()
  const { t } = useTexts()
  const replace = (index: number, part: Partial<Mail>) =>
    onChange(mails.map((mail, at) => (at === index ? { ...mail, ...part } : mail)))
  const missing = (['en', 'de', 'fr', 'es', 'it', 'nl'] as const).filter(
    code => !mails.some(mail => mail.language === code),
  )
  return (
    <>
      <Text className={styles.quiet}>{t.ruleForm.placeholders}</Text>
      {mails.map((mail, index) => (
        <div key={mail.language} className={styles.action}>
          <Field label={t.ruleForm.subject(mail.language)} required>
            <Input
              value={mail.subject}
              maxLength={200}
              onChange={(_, { value }) => replace(index, { subject: value })}
            />
          </Field>
          <Field label={t.ruleForm.text(mail.language)} required>
            <Textarea
              value={mail.text}
              rows={7}
              resize="vertical"
              onChange={(_, { value }) => replace(index, { text: value })}
            />
          </Field>
        </div>
      ))}
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button className={styles.add} size="small" disabled={missing.length === 0}>
            {t.ruleForm.addLanguage}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {missing.map(code => (
              <MenuItem
                key={code}
                onClick={() => onChange([...mails, { language: code, subject: '', text: '', mjml: null }])}
              >
                {code}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
    </>
  )
}
