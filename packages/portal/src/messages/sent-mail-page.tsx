/** One mail as it was sent to somebody: who, when, whose words, and the mail itself without the person's code. */

import { makeStyles, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api } from '../session.ts'
import { tellCaller } from '../texts/caller-words.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { AnsweredPage } from '../ui/answered-page.tsx'
import { TextLink } from '../ui/links.tsx'
import { Card, Cards, Page } from '../ui/page.tsx'
import { MailBadge } from '../ui/status-look.tsx'
import { MailViews } from './mail-preview.tsx'

const route = getRouteApi('/people/$enrolmentId/mails/$messageId')

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(90px, max-content) minmax(0, 1fr)',
    gap: '8px 20px',
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
})

export function SentMailPage() {
  const { enrolmentId, messageId } = route.useParams()
  const { t } = useTexts()
  const mail = useQuery({
    queryKey: ['mail', messageId],
    queryFn: () => api.showMail({ params: { messageId } }),
    // What was sent does not change.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <AnsweredPage
      query={mail}
      title={t.mails.mail}
      above={
        <TextLink to="/people/$enrolmentId" params={{ enrolmentId }}>
          {t.sentMail.toPerson}
        </TextLink>
      }
      rows={4}
      height={96}
    >
      {found => (
        <Page
          title={found.rule === null ? t.mailKind[found.kind](found.number) : t.ruleMail(found.rule)}
          above={
            <TextLink to="/people/$enrolmentId" params={{ enrolmentId }}>
              {found.kind === 'escalation' || found.kind === 'automation'
                ? t.sentMail.toPerson
                : found.toName}
            </TextLink>
          }
          lead={<MailBadge state={found.state} />}
        >
          <Cards layout="wide">
            <Card title={t.sentMail.asSent}>
              <MailViews subject={found.subject} html={found.html} text={found.text} />
            </Card>
            <Cards layout="stack">
              <Facts mail={found} />
            </Cards>
          </Cards>
        </Page>
      )}
    </AnsweredPage>
  )
}

function Facts({ mail }: { mail: Output<'showMail'> }) {
  const styles = useStyles()
  const { t, format, language } = useTexts()
  const { template } = mail
  const words =
    mail.rule !== null
      ? t.sentMail.ofRule(mail.rule)
      : template === null
        ? t.templates.origin.builtIn
        : [
            template.textSet ?? t.templates.origin.tenant,
            t.templates.by(tellCaller(template.madeBy, t), format.moment(template.madeAt)),
          ].join(', ')
  const facts = [
    [t.sentMail.from, named(mail.fromName, mail.from)],
    [t.sentMail.to, named(mail.toName, mail.to ?? t.none)],
    [t.sentMail.when, mail.madeAt === null ? t.none : format.moment(mail.madeAt)],
    [
      t.templates.language,
      new Intl.DisplayNames(language, { type: 'language' }).of(mail.language) ?? mail.language,
    ],
    [t.sentMail.words, words],
    // The mail of a rule, and a digest, hold no link of anybody's.
    ...(mail.kind === 'automation' ? [] : [[t.sentMail.link, t.sentMail.linkHidden] as const]),
  ] as const
  return (
    <Card title={t.sentMail.about}>
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term} style={{ display: 'contents' }}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function named(name: string | null, address: string): string {
  return name === null ? address : `${name} <${address}>`
}
