/** One automation: what it is, whether it is on, and whom it has met. */

import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
} from '@fluentui/react-components'
import {
  ArrowDownload20Regular,
  Delete20Regular,
  Edit20Regular,
  Play20Regular,
  Power20Regular,
} from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { ButtonLink, TextLink } from '../ui/links.tsx'
import { useNotices } from '../ui/notices.tsx'
import { tellOfAct } from '../ui/outcome-words.ts'
import { Card, Cards, Page } from '../ui/page.tsx'
import { saveFile } from '../ui/save-file.ts'
import { Answered } from '../ui/states.tsx'
import { RuleStateBadge } from './automations-page.tsx'
import { RuleHistory } from './rule-history.tsx'
import { useRule } from './rule-queries.ts'
import { RuleSecrets } from './rule-secrets.tsx'
import { tellActions, tellConcern, tellCondition, tellFrequency, tellWatch } from './rule-words.ts'
import { SwitchOn } from './switch-on.tsx'

type Rule = Output<'getRule'>

const route = getRouteApi('/automations/$ruleId')

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gap: '10px 24px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 240px), 1fr))',
    margin: 0,
  },
  fact: { display: 'grid', alignContent: 'start', gap: '2px', overflowWrap: 'anywhere' },
  value: { margin: 0 },
})

export function RulePage() {
  const { t } = useTexts()
  const { ruleId } = route.useParams()
  const rule = useRule(ruleId)
  const found = rule.data
  return (
    <Page
      title={found?.name ?? t.rules.title}
      above={
        <TextLink to="/automations" search={rule.data === undefined ? {} : { tenant: rule.data.tenantId }}>
          {t.rules.title}
        </TextLink>
      }
      {...(found === undefined ? {} : { lead: <RuleStateBadge state={found.state} /> })}
      actions={found !== undefined && <Acts rule={found} />}
    >
      <Answered query={rule}>
        {one => (
          <Cards layout="stack">
            <Held rule={one} />
            <Card title={t.rulePage.about}>
              <Facts rule={one} />
              <RuleSecrets rule={one} />
            </Card>
            <RuleHistory ruleId={ruleId} />
          </Cards>
        )}
      </Answered>
    </Page>
  )
}

function Facts({ rule }: { rule: Rule }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const facts = [
    [t.rulePage.watches, tellWatch(rule)],
    [t.rulePage.result, t.ruleForm.results[rule.watch.result]],
    [t.rulePage.concerns, tellConcern(rule, t)],
    [t.rulePage.asks, tellCondition(rule, t)],
    [t.rulePage.often, tellFrequency(rule, t)],
    [t.rulePage.does, tellActions(rule, t)],
    [t.rulePage.limit, t.rulePage.perHour(rule.peoplePerHourMax, format.number(rule.peoplePerHourMax))],
    [t.rulePage.since, rule.since === null ? t.rules.never : format.moment(rule.since)],
  ] as const
  return (
    <dl className={styles.facts}>
      {facts.map(([term, value]) => (
        <div key={term} className={styles.fact}>
          <dt>
            <Text size={200}>{term}</Text>
          </dt>
          <dd className={styles.value}>
            <Text>{value}</Text>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Held({ rule }: { rule: Rule }) {
  const { t, format } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const may = useMay()
  const release = useMutation({
    mutationFn: (waiting: 'act' | 'drop') =>
      api.releaseRule({ params: { ruleId: rule.ruleId }, body: { waiting } }),
    onSuccess() {
      notices.tellDone(t.rulePage.released)
      void answers.invalidateQueries()
    },
    onError: notices.tellFailed,
  })
  if (rule.hold === null) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t.rulePage.heldTitle}</MessageBarTitle>
        {t.rulePage.heldBody(
          tellOfAct(rule.hold.reason, t) ?? rule.hold.reason,
          format.number(rule.counts.waiting),
        )}
      </MessageBarBody>
      {may('releaseRule') && (
        <MessageBarActions>
          <Button disabled={release.isPending} onClick={() => release.mutate('act')}>
            {t.rulePage.act}
          </Button>
          <Button disabled={release.isPending} onClick={() => release.mutate('drop')}>
            {t.rulePage.drop}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}

function Acts({ rule }: { rule: Rule }) {
  const { t } = useTexts()
  const may = useMay()
  const notices = useNotices()
  const answers = useQueryClient()
  const [isSwitching, setSwitching] = useState(false)
  const { ruleId } = rule
  const switchOff = useMutation({
    mutationFn: () => api.switchRuleOff({ params: { ruleId } }),
    onSuccess() {
      notices.tellDone(t.rulePage.switchedOff)
      void answers.invalidateQueries()
    },
    onError: notices.tellFailed,
  })
  const download = useMutation({
    mutationFn: async () =>
      saveFile(await api.downloadRuleList({ params: { ruleId }, query: { shape: 'full' } })),
    onError: notices.tellFailed,
  })
  return (
    <>
      {may('switchRuleOn') &&
        (rule.state === 'off' ? (
          <Button appearance="primary" icon={<Play20Regular />} onClick={() => setSwitching(true)}>
            {t.rulePage.on}
          </Button>
        ) : (
          <Button icon={<Power20Regular />} disabled={switchOff.isPending} onClick={() => switchOff.mutate()}>
            {t.rulePage.off}
          </Button>
        ))}
      {may('updateRule') && (
        <ButtonLink to="/automations/$ruleId/edit" params={{ ruleId }} icon={<Edit20Regular />}>
          {t.rulePage.edit}
        </ButtonLink>
      )}
      <Button
        icon={<ArrowDownload20Regular />}
        disabled={download.isPending}
        onClick={() => download.mutate()}
      >
        {t.rulePage.download}
      </Button>
      {may('removeRule') && rule.state === 'off' && <Remove rule={rule} />}
      {isSwitching && <SwitchOn ruleId={ruleId} onClose={() => setSwitching(false)} />}
    </>
  )
}

function Remove({ rule }: { rule: Rule }) {
  const { t } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const navigate = route.useNavigate()
  const [isAsked, setAsked] = useState(false)
  const remove = useMutation({
    mutationFn: () => api.removeRule({ params: { ruleId: rule.ruleId } }),
    onSuccess() {
      notices.tellDone(t.rulePage.removed)
      void navigate({ to: '/automations' })
      void answers.invalidateQueries({ queryKey: ['rules'] })
    },
    onError: notices.tellFailed,
  })
  return (
    <>
      <Button icon={<Delete20Regular />} onClick={() => setAsked(true)}>
        {t.rulePage.remove}
      </Button>
      <Confirm
        isOpen={isAsked}
        title={t.rulePage.removeQuestion(rule.name)}
        verb={t.rulePage.remove}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onCancel={() => setAsked(false)}
      >
        {t.rulePage.removeMeans}
      </Confirm>
    </>
  )
}
