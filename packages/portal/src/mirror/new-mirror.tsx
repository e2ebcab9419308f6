/** The form that sets up a campaign's SharePoint list; what keeps it from being made stays in view, with what to grant. */

import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { TableAdd20Regular } from '@fluentui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { tellFailure } from '../ui/failure-words.ts'
import { useNotices } from '../ui/notices.tsx'
import { useOnce } from '../ui/once.ts'
import type { Shown } from './mirror-queries.ts'
import { ShownFields } from './shown-fields.tsx'

/** SharePoint takes no more. */
const nameLettersMax = 255

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    width: '100%',
    maxWidth: '640px',
    marginInline: 'auto',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  button: { justifySelf: 'start' },
})

export function NewMirror({ campaignId, name }: { campaignId: string; name: string }) {
  const styles = useStyles()
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const isOnce = useOnce()
  const [siteUrl, setSiteUrl] = useState('')
  const [listName, setListName] = useState(() => nameOf(name))
  const [shown, setShown] = useState<Shown>({ leavers: 'remove', withToken: true })
  const make = useMutation({
    mutationFn: () =>
      api.createMirror({
        params: { campaignId },
        body: { siteUrl: siteUrl.trim(), listName: listName.trim(), ...shown },
      }),
    onSuccess(mirror) {
      notices.tellDone(t.mirror.made)
      answers.setQueryData(['campaign', campaignId, 'mirror'], { mirror })
    },
  })
  const isBlocked = siteUrl.trim() === '' || listName.trim() === '' || make.isPending
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={event => {
        event.preventDefault()
        if (!isBlocked && isOnce(event)) make.mutate()
      }}
    >
      <Field label={t.mirror.site} hint={t.mirror.siteHint} required>
        <Input
          type="url"
          value={siteUrl}
          placeholder={exampleSite}
          onChange={(_, { value }) => setSiteUrl(value)}
        />
      </Field>
      <Field label={t.mirror.listName} hint={t.mirror.listNameHint} required>
        <Input value={listName} maxLength={nameLettersMax} onChange={(_, { value }) => setListName(value)} />
      </Field>
      <ShownFields shown={shown} onChange={part => setShown({ ...shown, ...part })} />
      <Text className={styles.quiet}>{t.mirror.grant}</Text>
      {make.isError && <Failure error={make.error} />}
      <Button
        type="submit"
        appearance="primary"
        className={styles.button}
        disabled={isBlocked}
        icon={make.isPending ? <Spinner size="tiny" /> : <TableAdd20Regular />}
      >
        {t.mirror.make}
      </Button>
    </form>
  )
}

const exampleSite = 'https://contoso.sharepoint.com/sites/it-security'

function Failure({ error }: { error: unknown }) {
  const { t, format } = useTexts()
  const { title, body } = tellFailure(error, t, format)
  return (
    <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {body}
      </MessageBarBody>
    </MessageBar>
  )
}

/** The campaign's name, without what a list's name must not have. */
function nameOf(campaign: string): string {
  return campaign
    .replaceAll(/["*:<>?/\\|#%]/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
}
