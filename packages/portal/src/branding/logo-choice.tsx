/** The logo: which one there is, another, or none. */

import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { ArrowUpload20Regular, Delete20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { logoBytesMax } from '@muster/contract/shapes/texts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { useNotices } from '../ui/notices.tsx'
import { Card } from '../ui/page.tsx'

const useStyles = makeStyles({
  logo: {
    display: 'block',
    boxSizing: 'border-box',
    maxWidth: '100%',
    maxHeight: '96px',
    padding: '12px',
    backgroundColor: '#ffffff',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    marginBottom: '10px',
  },
  bar: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '14px' },
  hidden: { display: 'none' },
  problem: { display: 'block', marginTop: '8px', color: tokens.colorPaletteRedForeground1 },
  hint: { color: tokens.colorNeutralForeground2 },
})

const pictureTypes = ['image/png', 'image/jpeg']
const kilobyte = 1024

interface LogoChoiceProps {
  tenantId: string
  logo: Output<'getBranding'>['logo']
}

export function LogoChoice({ tenantId, logo }: LogoChoiceProps) {
  const styles = useStyles()
  const { t, format } = useTexts()
  const notices = useNotices()
  const answers = useQueryClient()
  const may = useMay()
  const file = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const inKilobytes = (bytes: number) => format.number(Math.ceil(bytes / kilobyte))
  const settle = {
    onSuccess(branding: Output<'getBranding'>) {
      notices.tellDone(t.branding.saved)
      answers.setQueryData(['tenant', tenantId, 'branding'], branding)
      // What is shown of mails and pages has the picture in it.
      void answers.invalidateQueries({ queryKey: ['tenant', tenantId, 'texts', 'preview'] })
      void answers.invalidateQueries({ queryKey: ['tenant', tenantId, 'branding', 'page'] })
    },
    onError: notices.tellFailed,
  }
  const set = useMutation({
    mutationFn: async (picture: File) =>
      api.setLogo({ params: { tenantId }, body: new Uint8Array(await picture.arrayBuffer()) }),
    ...settle,
  })
  const choose = (picture: File | undefined) => {
    if (picture === undefined) return
    const found = pictureTypes.includes(picture.type)
      ? picture.size > logoBytesMax && t.branding.tooLarge(inKilobytes(picture.size))
      : t.branding.noPicture
    setProblem(found === false ? null : found)
    if (found === false) set.mutate(picture)
  }
  const remove = useMutation({ mutationFn: () => api.removeLogo({ params: { tenantId } }), ...settle })
  return (
    <Card title={t.branding.logo}>
      {logo !== null && (
        <div>
          <img className={styles.logo} src={logo.dataUrl} alt={t.branding.logoAlt} />
          <Text>{t.branding.size(logo.width, logo.height, inKilobytes(logo.bytes))}</Text>
        </div>
      )}
      <Text className={styles.hint}>{t.branding.logoHint}</Text>
      {problem !== null && (
        <Text role="alert" className={styles.problem}>
          {problem}
        </Text>
      )}
      {may('setLogo') && (
        <div className={styles.bar}>
          <Button
            icon={set.isPending ? <Spinner size="tiny" /> : <ArrowUpload20Regular />}
            disabled={set.isPending}
            onClick={() => file.current?.click()}
          >
            {logo === null ? t.branding.choose : t.branding.another}
          </Button>
          {logo !== null && (
            <Button icon={<Delete20Regular />} disabled={remove.isPending} onClick={() => remove.mutate()}>
              {t.branding.remove}
            </Button>
          )}
          <input
            ref={file}
            type="file"
            accept={pictureTypes.join(',')}
            className={styles.hidden}
            aria-label={t.branding.choose}
            onChange={({ currentTarget }) => {
              choose(currentTarget.files?.[0])
              currentTarget.value = ''
            }}
          />
        </div>
      )}
    </Card>
  )
}
