/** The automations of a tenant with what they have done, how the log is read, and what has failed. */

import {
  Badge,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
} from '@fluentui/react-components'
import { Add20Regular, DocumentText20Regular, FlashRegular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { getRouteApi } from '@tanstack/react-router'
import { useMay } from '../access/me.ts'
import { OfTenant } from '../tenants/of-tenant.tsx'
import { StoppedTenant } from '../tenants/panic-stop.tsx'
import { TenantPicker } from '../tenants/tenant-picker.tsx'
import { useTenants } from '../tenants/tenant-queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { ButtonLink, TextLink } from '../ui/links.tsx'
import { tellActOutcome } from '../ui/outcome-words.ts'
import { Card, Cards, Page } from '../ui/page.tsx'
import { Answered, Empty } from '../ui/states.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'
import { FailedActs } from './failed-acts.tsx'
import { useAutomationSettings, useRules } from './rule-queries.ts'

type Rule = Output<'getRule'>

const route = getRouteApi('/automations')

// A badge of two lines is none.
const useStyles = makeStyles({ badge: { whiteSpace: 'nowrap', flexShrink: 0 } })

export function AutomationsPage() {
  const { t } = useTexts()
  const { tenant: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const tenants = useTenants()
  const tenant = tenants.data?.find(one => one.tenantId === asked) ?? tenants.data?.[0]
  const rules = useRules(tenant?.tenantId)
  const may = useMay()
  return (
    <Page
      title={t.rules.title}
      lead={tenant === undefined ? t.rules.lead : `${tenant.name} · ${t.rules.lead}`}
      actions={
        tenant !== undefined && (
          <>
            <TenantPicker
              tenants={tenants.data ?? []}
              tenantId={tenant.tenantId}
              onChange={next => void navigate({ search: { tenant: next } })}
            />
            <ButtonLink
              to="/automations/log"
              search={{ tenant: tenant.tenantId }}
              icon={<DocumentText20Regular />}
            >
              {t.auditLog.open}
            </ButtonLink>
            {may('createRule') && (
              <ButtonLink
                to="/automations/new"
                search={{ tenant: tenant.tenantId }}
                appearance="primary"
                icon={<Add20Regular />}
              >
                {t.rules.make}
              </ButtonLink>
            )}
          </>
        )
      }
    >
      <StoppedTenant tenantId={tenant?.tenantId} />
      <OfTenant tenants={tenants} none={<Empty icon={<FlashRegular />} title={t.rules.unknownTenant} />}>
        <Cards layout="stack">
          <LogState tenantId={tenant?.tenantId} />
          <Card title={t.rules.all}>
            <Answered query={rules}>
              {items =>
                items.length === 0 ? (
                  <Empty icon={<FlashRegular />} title={t.rules.none}>
                    {t.rules.noneBody}
                  </Empty>
                ) : (
                  <RuleTable rules={items} />
                )
              }
            </Answered>
          </Card>
          <FailedActs tenantId={tenant?.tenantId} />
        </Cards>
      </OfTenant>
    </Page>
  )
}

/** How the log is read, and what is wrong with it. */
function LogState({ tenantId }: { tenantId: string | undefined }) {
  const { t, format } = useTexts()
  const settings = useAutomationSettings(tenantId)
  if (settings.data === undefined) return null
  const { pollMinutes, polledAt, refusal, gap } = settings.data
  const minutes = format.number(pollMinutes)
  if (refusal !== null) {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t.rules.refused}</MessageBarTitle>
          {tellActOutcome({ kind: '', detail: refusal }, t)}
        </MessageBarBody>
      </MessageBar>
    )
  }
  return (
    <>
      {gap !== null && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t.rules.gapTitle}</MessageBarTitle>
            {t.rules.gap(format.moment(gap.from), format.moment(gap.until))}
          </MessageBarBody>
        </MessageBar>
      )}
      <Text>
        {polledAt === null ? t.rules.notPolled(minutes) : t.rules.polled(minutes, format.moment(polledAt))}
      </Text>
    </>
  )
}

export function RuleStateBadge({ state }: { state: Rule['state'] }) {
  const styles = useStyles()
  const { t } = useTexts()
  const look = {
    on: { color: 'success', appearance: 'tint' },
    off: { color: 'informative', appearance: 'outline' },
    held: { color: 'warning', appearance: 'tint' },
  } as const
  return (
    <Badge className={styles.badge} {...look[state]}>
      {t.ruleState[state]}
    </Badge>
  )
}

function RuleTable({ rules }: { rules: readonly Rule[] }) {
  const table = useTableStyles()
  const { t, format } = useTexts()
  return (
    <TableFrame>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.rules.rule}</th>
            <th scope="col">{t.rules.state}</th>
            <th scope="col" data-end>
              {t.rules.listed}
            </th>
            <th scope="col" data-end className={table.wide}>
              {t.rules.waiting}
            </th>
            <th scope="col" data-end className={table.wide}>
              {t.rules.done}
            </th>
            <th scope="col" data-end>
              {t.rules.failed}
            </th>
            <th scope="col" className={table.wide}>
              {t.rules.last}
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ ruleId, name, state, counts, lastFoundAt }) => (
            <tr key={ruleId}>
              <td className={table.name}>
                <TextLink to="/automations/$ruleId" params={{ ruleId }}>
                  {name}
                </TextLink>
              </td>
              <td>
                <RuleStateBadge state={state} />
              </td>
              <td className={table.figure} data-end>
                {format.number(counts.listed)}
              </td>
              <td className={`${table.figure} ${table.wide}`} data-end>
                {format.number(counts.waiting)}
              </td>
              <td className={`${table.figure} ${table.wide}`} data-end>
                {format.number(counts.done)}
              </td>
              <td className={table.figure} data-end>
                {format.number(counts.failed + counts.uncertain)}
              </td>
              <td className={`${table.figure} ${table.wide}`}>
                {lastFoundAt === null ? t.rules.never : format.moment(lastFoundAt)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
