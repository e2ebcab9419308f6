/** Checking the whole log of acts, with the mark of an earlier check, and the mark that this one gives. */

import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { ShieldCheckmark20Regular } from '@fluentui/react-icons'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card } from '../ui/page.tsx'
import { CopyButton } from '../ui/shown-once.tsx'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '14px', justifyItems: 'start', maxWidth: '640px' },
  full: { width: '100%' },
  mark: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap', marginTop: '8px' },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere', userSelect: 'all' },
})

export function ActivityCheck() {
  const styles = useStyles()
  const { t, format } = useTexts()
  const notices = useNotices()
  const [mark, setMark] = useState('')
  const check = useMutation({
    mutationFn: () => api.verifyActivity({ query: mark.trim() === '' ? {} : { mark: mark.trim() } }),
    onError: notices.tellFailed,
  })
  const verdict = check.data
  return (
    <Card title={t.activity.check}>
      <form
        className={styles.form}
        onSubmit={event => {
          event.preventDefault()
          check.mutate()
        }}
      >
        <Text>{t.activity.checkLead}</Text>
        <Field label={t.activity.mark} hint={t.activity.markHint} className={styles.full}>
          <Input
            value={mark}
            maxLength={100}
            spellCheck={false}
            onChange={(_, { value }) => setMark(value)}
          />
        </Field>
        <Button
          type="submit"
          disabled={check.isPending}
          icon={check.isPending ? <Spinner size="tiny" /> : <ShieldCheckmark20Regular />}
        >
          {t.activity.check}
        </Button>
        <div role="status" className={styles.full}>
          {verdict !== undefined && (
            <MessageBar intent={verdict.isWhole ? 'success' : 'error'} layout="multiline">
              <MessageBarBody>
                {verdict.isWhole
                  ? t.activity.whole(verdict.entries, format.number(verdict.entries))
                  : t.activity.broken(verdict.detail)}
                {verdict.mark !== null && (
                  <>
                    <br />
                    {t.activity.keepMark}
                    <span className={styles.mark}>
                      <code className={styles.code}>{verdict.mark}</code>
                      <CopyButton text={verdict.mark} />
                    </span>
                  </>
                )}
              </MessageBarBody>
            </MessageBar>
          )}
        </div>
      </form>
    </Card>
  )
}
