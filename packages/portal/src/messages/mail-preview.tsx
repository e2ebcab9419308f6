/** The mail that a draft makes, as a mail program shows it or as plain text, of somebody known well or hardly at all. */

import { MessageBar, MessageBarBody, makeStyles, Switch, Tab, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { DocumentFrame } from '../ui/document-frame.tsx'
import { FrameChoices, useFrameChoice } from '../ui/frame-choice.tsx'
import { Card } from '../ui/page.tsx'
import { Answered } from '../ui/states.tsx'
import { TabRow } from '../ui/tab-row.tsx'
import type { PreviewFacts } from './template-queries.ts'

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px',
    alignItems: 'center',
    justifyContent: 'space-between',
  },
  subject: { padding: '10px 0 14px', overflowWrap: 'anywhere' },
  notice: { marginBottom: '12px' },
  missing: { padding: '24px 0', color: tokens.colorNeutralForeground2 },
})

interface MailPreviewProps {
  query: UseQueryResult<Output<'previewTemplate'>>
  facts: PreviewFacts
  onFacts(facts: PreviewFacts): void
}

export function MailPreview({ query, facts, onFacts }: MailPreviewProps) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <Card
      title={t.preview.title}
      aside={
        <Switch
          label={t.preview.sparse}
          checked={facts === 'sparse'}
          onChange={(_, { checked }) => onFacts(checked ? 'sparse' : 'full')}
        />
      }
    >
      <Answered query={query} rows={3} height={120}>
        {({ subject, html, text, mistakes }) =>
          html === null ? (
            <Text className={styles.missing}>{t.preview.none}</Text>
          ) : (
            <>
              {mistakes.length > 0 && (
                <MessageBar intent="warning" layout="multiline" className={styles.notice}>
                  <MessageBarBody>{t.preview.mistaken}</MessageBarBody>
                </MessageBar>
              )}
              <MailViews subject={subject ?? ''} html={html} text={text ?? ''} />
            </>
          )
        }
      </Answered>
    </Card>
  )
}

/** A mail with its subject, in both its forms. */
export function MailViews({ subject, html, text }: { subject: string; html: string; text: string }) {
  const styles = useStyles()
  const { t } = useTexts()
  const [choice, setChoice] = useFrameChoice()
  const [form, setForm] = useState<'html' | 'text'>('html')
  return (
    <>
      <div className={styles.head}>
        <TabRow
          size="small"
          selectedValue={form}
          aria-label={t.preview.form}
          onTabSelect={(_, { value }) => setForm(value === 'text' ? 'text' : 'html')}
        >
          <Tab value="html">{t.preview.html}</Tab>
          <Tab value="text">{t.preview.text}</Tab>
        </TabRow>
        {form === 'html' && <FrameChoices choice={choice} onChange={setChoice} />}
      </div>
      <Text as="p" block weight="semibold" size={400} className={styles.subject}>
        {subject}
      </Text>
      {form === 'html' ? (
        <DocumentFrame title={t.preview.frame} html={html} {...choice} />
      ) : (
        <PlainText text={text} />
      )}
    </>
  )
}

const usePlainStyles = makeStyles({
  text: {
    margin: 0,
    padding: '16px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: '20px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
  },
})

function PlainText({ text }: { text: string }) {
  const styles = usePlainStyles()
  return <pre className={styles.text}>{text}</pre>
}
