/** The signing secrets of an automation's webhooks: a new one is shown once, and the old one is worthless. */

import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { KeyReset20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { ButtonLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Cards } from '../ui/page.tsx'

type Rule = Output<'getRule'>

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '14px' },
  secret: {
    fontFamily: tokens.fontFamilyMonospace,
    overflowWrap: 'anywhere',
    userSelect: 'all',
    display: 'block',
  },
})

type Secret = Output<'renewRuleSecret'>

/** Secrets that were made a moment ago; there is no other place where they can be seen. */
export function ShownSecrets({ secrets }: { secrets: readonly Secret[] }) {
  const styles = useStyles()
  const { t } = useTexts()
  return (
    <div role="status">
      {secrets.length > 0 && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t.rulePage.secretOnce}</MessageBarTitle>
            {secrets.map(({ key, secret }) => (
              <div key={key}>
                {`${key}: `}
                <code className={styles.secret}>{secret}</code>
              </div>
            ))}
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  )
}

/** After a rule was saved: its new secrets, and the way on to its page, which cannot show them any more. */
export function SecretsBeforeRule({ ruleId, name, secrets }: RuleWithSecrets) {
  return (
    <Cards layout="stack">
      <ShownSecrets secrets={secrets} />
      <div>
        <ButtonLink to="/automations/$ruleId" params={{ ruleId }} appearance="primary">
          {name}
        </ButtonLink>
      </div>
    </Cards>
  )
}

interface RuleWithSecrets {
  ruleId: string
  name: string
  secrets: readonly Secret[]
}

export function RuleSecrets({ rule }: { rule: Rule }) {
  const styles = useStyles()
  const { t } = useTexts()
  const may = useMay()
  const notices = useNotices()
  const [asked, setAsked] = useState<string | null>(null)
  const [made, setMade] = useState<readonly Secret[]>([])
  const renew = useMutation({
    mutationFn: (key: string) => api.renewRuleSecret({ params: { ruleId: rule.ruleId, key } }),
    onSuccess(secret) {
      setMade([secret])
      setAsked(null)
    },
    onError: notices.tellFailed,
  })
  const hooks = rule.actions.filter(action => action.kind === 'webhook')
  if (hooks.length === 0 || !may('renewRuleSecret')) return null
  return (
    <>
      <div className={styles.list}>
        {hooks.map(({ key }) => (
          <Button key={key} size="small" icon={<KeyReset20Regular />} onClick={() => setAsked(key)}>
            {`${t.rulePage.secret}: ${key}`}
          </Button>
        ))}
      </div>
      <ShownSecrets secrets={made} />
      <Confirm
        isOpen={asked !== null}
        title={t.rulePage.secret}
        verb={t.rulePage.secret}
        isBusy={renew.isPending}
        onConfirm={() => asked !== null && renew.mutate(asked)}
        onCancel={() => setAsked(null)}
      >
        {t.rulePage.secretMeans}
      </Confirm>
    </>
  )
}
