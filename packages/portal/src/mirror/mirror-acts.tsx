/** What is done to a campaign's SharePoint list: check it now, change what it shows, stop and go on, remove it. */

import { Button, makeStyles } from '@fluentui/react-components'
import {
  ArrowSync20Regular,
  Delete20Regular,
  Pause20Regular,
  Play20Regular,
  Settings20Regular,
} from '@fluentui/react-icons'
import { useState } from 'react'
import { useMay } from '../access/me.ts'
import { api } from '../session.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { type Mirror, type Shown, useMirrorAct } from './mirror-queries.ts'
import { ShownFields } from './shown-fields.tsx'

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
})

export function MirrorActs({ mirror }: { mirror: Mirror }) {
  const styles = useStyles()
  const may = useMay()
  return (
    <div className={styles.acts}>
      {may('checkMirror') && mirror.isOn && <CheckButton mirror={mirror} />}
      {may('updateMirror') && <ChangeButton mirror={mirror} />}
      {may('updateMirror') && <OnButton mirror={mirror} />}
      {may('removeMirror') && <RemoveButton mirror={mirror} />}
    </div>
  )
}

function CheckButton({ mirror: { campaignId, isChecking } }: { mirror: Mirror }) {
  const { t } = useTexts()
  const check = useMirrorAct(campaignId, {
    act: () => api.checkMirror({ params: { campaignId } }),
    told: t.mirror.checkStarted,
  })
  return (
    <Button
      icon={<ArrowSync20Regular />}
      disabled={isChecking || check.isPending}
      onClick={() => check.mutate()}
    >
      {t.mirror.check}
    </Button>
  )
}

function ChangeButton({ mirror }: { mirror: Mirror }) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={<Settings20Regular />} onClick={() => setOpen(true)}>
        {t.mirror.change}
      </Button>
      {isOpen && <ChangeDialog mirror={mirror} onClose={() => setOpen(false)} />}
    </>
  )
}

function ChangeDialog({ mirror, onClose }: { mirror: Mirror; onClose(): void }) {
  const { t } = useTexts()
  const { campaignId, leavers, withToken } = mirror
  const [shown, setShown] = useState<Shown>({ leavers, withToken })
  const change = useMirrorAct<Shown>(campaignId, {
    act: body => api.updateMirror({ params: { campaignId }, body }),
    told: t.mirror.changed,
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t.mirror.changeTitle}
      verb={t.save}
      isBusy={change.isPending}
      isBlocked={false}
      onSubmit={() => change.mutate(shown)}
      onClose={onClose}
    >
      <ShownFields shown={shown} onChange={part => setShown({ ...shown, ...part })} />
    </FormDialog>
  )
}

function OnButton({ mirror: { campaignId, isOn } }: { mirror: Mirror }) {
  const { t } = useTexts()
  const turn = useMirrorAct(campaignId, {
    act: () => api.updateMirror({ params: { campaignId }, body: { isOn: !isOn } }),
    told: isOn ? t.mirror.stopped : t.mirror.wentOn,
  })
  return (
    <Button
      appearance={isOn ? 'secondary' : 'primary'}
      icon={isOn ? <Pause20Regular /> : <Play20Regular />}
      disabled={turn.isPending}
      onClick={() => turn.mutate()}
    >
      {isOn ? t.mirror.stop : t.mirror.goOn}
    </Button>
  )
}

function RemoveButton({ mirror: { campaignId, listName } }: { mirror: Mirror }) {
  const { t } = useTexts()
  const [isAsked, setAsked] = useState(false)
  const remove = useMirrorAct(campaignId, {
    async act() {
      await api.removeMirror({ params: { campaignId } })
      return null
    },
    told: t.mirror.removed,
  })
  return (
    <>
      <Button icon={<Delete20Regular />} onClick={() => setAsked(true)}>
        {t.mirror.remove}
      </Button>
      <Confirm
        isOpen={isAsked}
        title={t.mirror.removeQuestion(listName)}
        verb={t.mirror.removeVerb}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onCancel={() => setAsked(false)}
      >
        {t.mirror.removeMeans}
      </Confirm>
    </>
  )
}
