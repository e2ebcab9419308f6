/** The executive summary itself: what is on the screen is what is on the paper and in the mail. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { StopNotice } from '../tenants/panic-stop.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { AdoptionChart } from '../ui/adoption-chart.tsx'
import { tellForecast } from '../ui/forecast-words.ts'
import { Card, Cards } from '../ui/page.tsx'
import { Tile, Tiles } from '../ui/tiles.tsx'
import { BreakDownTable } from './break-down-table.tsx'
import { tellCounted } from './counted-words.ts'
import { SummaryAttention } from './summary-attention.tsx'
import { Expected, Figures, Steps } from './summary-tables.tsx'

type Summary = Output<'tenantSummary'>

const useStyles = makeStyles({
  state: { color: tokens.colorNeutralForeground2, margin: 0 },
})

export function SummaryView({ summary }: { summary: Summary }) {
  const styles = useStyles()
  const words = useTexts()
  const { t, format, language } = words
  const { headline, adoption, dueOn, at, forecastDays, hidesSmall, done, period, campaign } = summary
  const countries = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' })
  const state = campaign === null ? tellCounted(summary, t) : t.reports.status[campaign.status]
  return (
    <Cards layout="stack">
      <StopNotice tenantId={summary.tenantId} stop={summary.stop} />
      <p className={styles.state}>
        <Text>{dueOn === null ? state : `${state} · ${t.campaign.dueIs(format.day(dueOn))}`}</Text>
      </p>
      <Tiles>
        <Tile label={t.tiles.registered} value={headline.registered} whole={headline.asked} />
        <Tile label={t.tiles.open} value={headline.open} whole={null} note={t.tiles.openNote} />
        <Tile
          label={t.reports.phoneOnly}
          value={headline.phoneOnly}
          whole={null}
          note={t.reports.phoneOnlyNote}
        />
        <Tile
          label={t.reports.lastWeek}
          value={headline.registeredLastWeek}
          whole={null}
          note={t.tiles.lastDayNote}
        />
      </Tiles>
      <Card title={t.reports.against}>
        <AdoptionChart
          {...{ adoption, dueOn, at }}
          ahead={forecastDays}
          words={tellForecast(summary.forecast, { dueOn, days: forecastDays }, words)}
        />
      </Card>
      <Cards layout="even">
        <Card title={t.reports.reached}>
          <Steps funnel={summary.funnel} />
        </Card>
        <Card title={t.reports.doneIn[period.kind]}>
          <Figures
            rows={(Object.keys(t.reports.done) as (keyof typeof done)[]).map(name => [
              t.reports.done[name],
              format.number(done[name]),
            ])}
          />
        </Card>
      </Cards>
      <Cards layout="even">
        <Card title={t.reports.byDepartment}>
          <BreakDownTable breakDown={summary.byDepartment} hidesSmall={hidesSmall} nameOf={name => name} />
        </Card>
        <Card title={t.reports.byCountry}>
          <BreakDownTable
            breakDown={summary.byCountry}
            hidesSmall={hidesSmall}
            nameOf={code => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code)}
          />
        </Card>
      </Cards>
      <Cards layout="even">
        <Card title={t.reports.attention}>
          <SummaryAttention summary={summary} />
        </Card>
        <Card title={t.reports.exceptions}>
          <Exceptions summary={summary} />
        </Card>
      </Cards>
      {summary.forecast.kind === 'forecast' && (
        <Card title={t.reports.expected}>
          <Expected forecast={summary.forecast} />
        </Card>
      )}
    </Cards>
  )
}

function Exceptions({ summary }: { summary: Summary }) {
  const styles = useStyles()
  const { t, format } = useTexts()
  if (summary.exceptions.length === 0) return <p className={styles.state}>{t.reports.nobody}</p>
  const nameOf = ({ kind, reason }: Summary['exceptions'][number]) => {
    if (kind === 'excluded' || reason === null) return t.reports.excluded
    const known = t.reasonName(reason) ?? reason
    return kind === 'failed' ? t.reports.failed(known) : capital(known)
  }
  return <Figures rows={summary.exceptions.map(one => [nameOf(one), format.number(one.people)])} />
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
