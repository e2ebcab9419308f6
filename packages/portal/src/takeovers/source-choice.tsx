/** Where the list to be taken over is: in a site, or as its CSV export; and what to mind when it is read. */

import {
  Button,
  Field,
  Input,
  makeStyles,
  Spinner,
  Tab,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { DocumentArrowUpRegular } from '@fluentui/react-icons'
import { takeoverBytesMax } from '@muster/contract/shapes/takeovers'
import { useRef, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { TabRow } from '../ui/tab-row.tsx'
import { readDays, readMapping } from './run-draft.ts'
import type { NewRun } from './takeover-queries.ts'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '16px', gridTemplateColumns: 'minmax(0, 1fr)', justifyItems: 'start' },
  full: { width: '100%' },
  file: { display: 'flex', flexWrap: 'wrap', gap: '12px', alignItems: 'center' },
  hidden: { display: 'none' },
  problem: { color: tokens.colorPaletteRedForeground1 },
})

type Way = 'list' | 'file'
const megabyte = 1024 * 1024

interface ChoiceProps {
  isBusy: boolean
  /** The campaign's own interval of reminders. */
  daysDefault: number
  onRehearse(run: NewRun): void
}

export function SourceChoice({ isBusy, daysDefault, onRehearse }: ChoiceProps) {
  const styles = useStyles()
  const { t } = useTexts()
  const [way, setWay] = useState<Way>('list')
  const [site, setSite] = useState('')
  const [list, setList] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [days, setDays] = useState(String(daysDefault))
  const [columns, setColumns] = useState('')
  const restDays = readDays(days)
  const mapping = readMapping(columns)
  const isSiteWrong = site.trim() !== '' && !/^https:\/\/[^\s/]+/.test(site.trim())
  const isThere = way === 'list' ? site.trim() !== '' && !isSiteWrong && list.trim() !== '' : file !== null
  const rehearse = async () => {
    if (restDays === null || mapping === null) return
    const common = { real: false, restDays, columns: mapping }
    if (way === 'list') {
      const from = { kind: 'list' as const, site: site.trim(), list: list.trim() }
      onRehearse({ body: { from, ...common }, bytes: null })
    } else if (file !== null) {
      const bytes = new Uint8Array(await file.arrayBuffer())
      onRehearse({ body: { from: { kind: 'file', fileName: file.name }, ...common }, bytes })
    }
  }
  return (
    <div className={styles.form}>
      <TabRow
        selectedValue={way}
        aria-label={t.takeOver.ways}
        onTabSelect={(_, { value }) => setWay(value === 'file' ? 'file' : 'list')}
      >
        <Tab value="list">{t.takeOver.way.list}</Tab>
        <Tab value="file">{t.takeOver.way.file}</Tab>
      </TabRow>
      {way === 'list' ? (
        <>
          <Field
            className={styles.full}
            label={t.takeOver.site}
            hint={t.takeOver.siteHint}
            {...(isSiteWrong ? { validationMessage: t.takeOver.siteWrong } : {})}
          >
            <Input type="url" value={site} onChange={(_, { value }) => setSite(value)} />
          </Field>
          <Field className={styles.full} label={t.takeOver.list} hint={t.takeOver.listHint}>
            <Input value={list} onChange={(_, { value }) => setList(value)} />
          </Field>
        </>
      ) : (
        <FileField file={file} onFile={setFile} />
      )}
      <Field
        label={t.takeOver.days}
        hint={t.takeOver.daysHint}
        {...(restDays === null ? { validationMessage: t.takeOver.daysWrong } : {})}
      >
        <Input inputMode="numeric" value={days} onChange={(_, { value }) => setDays(value)} />
      </Field>
      <Field
        className={styles.full}
        label={t.takeOver.columns}
        hint={t.takeOver.columnsHint}
        {...(mapping === null ? { validationMessage: t.takeOver.columnsWrong } : {})}
      >
        <Textarea value={columns} resize="vertical" onChange={(_, { value }) => setColumns(value)} />
      </Field>
      <Button
        appearance="primary"
        disabled={isBusy || !isThere || restDays === null || mapping === null}
        onClick={() => void rehearse()}
        {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}
      >
        {t.takeOver.rehearse}
      </Button>
    </div>
  )
}

function FileField({ file, onFile }: { file: File | null; onFile(file: File | null): void }) {
  const styles = useStyles()
  const { t } = useTexts()
  const input = useRef<HTMLInputElement>(null)
  const [isTooLarge, setTooLarge] = useState(false)
  const take = (chosen: File | undefined) => {
    if (chosen === undefined) return
    setTooLarge(chosen.size > takeoverBytesMax)
    onFile(chosen.size > takeoverBytesMax ? null : chosen)
  }
  return (
    <div className={styles.form}>
      <div className={styles.file}>
        <Button icon={<DocumentArrowUpRegular />} onClick={() => input.current?.click()}>
          {t.takeOver.choose}
        </Button>
        {file !== null && <Text role="status">{t.takeOver.chosen(file.name)}</Text>}
        <input
          ref={input}
          type="file"
          className={styles.hidden}
          accept=".csv,text/csv"
          aria-label={t.takeOver.file}
          onChange={event => {
            take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      <Text size={200}>{t.takeOver.fileHint}</Text>
      {isTooLarge && (
        <Text role="alert" className={styles.problem}>
          {t.takeOver.tooLarge(takeoverBytesMax / megabyte)}
        </Text>
      )}
    </div>
  )
}
