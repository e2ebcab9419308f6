/** The logo: which one there is, another, or none. */

import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { ArrowUpload20Regular, Delete20Regular } from '@fluentui/react-icons'
import type { Output } from '@muster/contract/routes'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
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
  hint: { color: tokens.colorNeutralForeground2 },
})

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
  const remove = useMutation({ mutationFn: () => api.removeLogo({ params: { tenantId } }), ...settle })
  return (
    <Card title={t.branding.logo}>
      {logo !== null && (
        <div>
          <img className={styles.logo} src={logo.dataUrl} alt={t.branding.logoAlt} />
          <Text>{t.branding.size(logo.width, logo.height, format.number(Math.ceil(logo.bytes / 1024)))}</Text>
        </div>
      )}
      <Text className={styles.hint}>{t.branding.logoHint}</Text>
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
            accept="image/png,image/jpeg"
            className={styles.hidden}
            aria-label={t.branding.choose}
            onChange={({ currentTarget }) => {
              const [picture] = currentTarget.files ?? []
              if (picture !== undefined) set.mutate(picture)
              currentTarget.value = ''
            }}
          />
        </div>
      )}
    </Card>
  )
}
