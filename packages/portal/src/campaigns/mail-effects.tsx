/** What the invitation and each reminder brought about: whom it reached, and who moved before the next one. */

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Output } from '@muster/contract/routes'
import { useTexts } from '../texts/use-texts.tsx'
import { TableFrame } from '../ui/table-frame.tsx'
import { useTableStyles } from '../ui/table-styles.ts'

type Mail = Output<'campaignEffects'>['mails'][number]

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  note: { color: tokens.colorNeutralForeground2, marginTop: '10px', display: 'block' },
  share: { color: tokens.colorNeutralForeground2, display: 'block', fontSize: '12px' },
})

export function MailEffects({ mails }: { mails: readonly Mail[] }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { t, format } = useTexts()
  if (mails.length === 0) return <Text className={styles.quiet}>{t.effects.nobody}</Text>
  return (
    <>
      <TableFrame>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.effects.mail}</th>
              <th scope="col" data-end>
                {t.effects.reached}
              </th>
              <th scope="col" data-end>
                {t.effects.confirmed}
              </th>
              <th scope="col" data-end>
                {t.effects.registered}
              </th>
              <th scope="col" data-end className={table.wide}>
                {t.effects.soon}
              </th>
            </tr>
          </thead>
          <tbody>
            {mails.map(mail => (
              <tr key={mail.reminders}>
                <th scope="row">
                  {mail.reminders === 0 ? t.effects.invitation : t.effects.reminder(mail.reminders)}
                </th>
                <td className={table.figure} data-end>
                  {format.number(mail.sent)}
                </td>
                <Part part={mail.confirmed} mail={mail} />
                <Part part={mail.registered} mail={mail} />
                <Part part={mail.registeredSoon} mail={mail} isWide />
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <Text size={200} className={styles.note}>
        {t.effects.note}
      </Text>
    </>
  )
}

function Part({ part, mail, isWide = false }: { part: number; mail: Mail; isWide?: boolean }) {
  const table = useTableStyles()
  const styles = useStyles()
  const { format } = useTexts()
  return (
    <td className={isWide ? `${table.figure} ${table.wide}` : table.figure} data-end>
      {format.number(part)}
      <span className={styles.share}>{format.share(part, mail.sent)}</span>
    </td>
  )
}
