/** A secret that is shown this once, with a button that copies it. */

import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { Checkmark20Regular, Copy20Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

const useStyles = makeStyles({
  bar: { marginBottom: '16px' },
  secret: {
    fontFamily: tokens.fontFamilyMonospace,
    overflowWrap: 'anywhere',
    userSelect: 'all',
    display: 'block',
  },
})

interface ShownOnceProps {
  title: string
  /** Nothing is shown while there is none. */
  secret: string | null
  note?: string
}

export function ShownOnce({ title, secret, note }: ShownOnceProps) {
  const styles = useStyles()
  return (
    <div role="status">
      {secret !== null && (
        <MessageBar intent="success" layout="multiline" className={styles.bar}>
          <MessageBarBody>
            <MessageBarTitle>{title}</MessageBarTitle>
            <code className={styles.secret}>{secret}</code>
            {note}
          </MessageBarBody>
          <MessageBarActions>
            <CopyButton text={secret} />
          </MessageBarActions>
        </MessageBar>
      )}
    </div>
  )
}

export function CopyButton({ text }: { text: string }) {
  const { t } = useTexts()
  const [copied, setCopied] = useState<string | null>(null)
  const isCopied = copied === text
  return (
    <Button
      icon={isCopied ? <Checkmark20Regular /> : <Copy20Regular />}
      // Without the right to the clipboard the text can still be marked and copied by hand.
      onClick={() =>
        void navigator.clipboard.writeText(text).then(
          () => setCopied(text),
          () => undefined,
        )
      }
    >
      {isCopied ? t.copied : t.copy}
    </Button>
  )
}
