/** The two switches beside a preview: light or dark, desk or phone. */

import { makeStyles, ToggleButton, Toolbar, ToolbarGroup } from '@fluentui/react-components'
import {
  Desktop20Regular,
  Phone20Regular,
  WeatherMoon20Regular,
  WeatherSunny20Regular,
} from '@fluentui/react-icons'
import { useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import type { FrameLook, FrameWidth } from './document-frame.tsx'
import { useLook } from './look.tsx'

const useStyles = makeStyles({ bar: { padding: 0, gap: '12px' }, group: { display: 'flex', gap: '4px' } })

export interface FrameChoice {
  look: FrameLook
  width: FrameWidth
}

/** Begins in the reader's own look. */
export function useFrameChoice(): [FrameChoice, (choice: FrameChoice) => void] {
  const { isDark } = useLook()
  return useState<FrameChoice>({ look: isDark ? 'dark' : 'light', width: 'desktop' })
}

export function FrameChoices({
  choice,
  onChange,
}: {
  choice: FrameChoice
  onChange(choice: FrameChoice): void
}) {
  const styles = useStyles()
  const { t } = useTexts()
  const looks = [
    ['light', <WeatherSunny20Regular key="light" />],
    ['dark', <WeatherMoon20Regular key="dark" />],
  ] as const
  const widths = [
    ['desktop', <Desktop20Regular key="desktop" />],
    ['phone', <Phone20Regular key="phone" />],
  ] as const
  return (
    <Toolbar className={styles.bar} aria-label={t.preview.how}>
      <ToolbarGroup className={styles.group}>
        {looks.map(([look, icon]) => (
          <ToggleButton
            key={look}
            size="small"
            appearance="subtle"
            icon={icon}
            checked={choice.look === look}
            aria-label={t.preview[look]}
            onClick={() => onChange({ ...choice, look })}
          />
        ))}
      </ToolbarGroup>
      <ToolbarGroup className={styles.group}>
        {widths.map(([width, icon]) => (
          <ToggleButton
            key={width}
            size="small"
            appearance="subtle"
            icon={icon}
            checked={choice.width === width}
            aria-label={t.preview[width]}
            onClick={() => onChange({ ...choice, width })}
          />
        ))}
      </ToolbarGroup>
    </Toolbar>
  )
}
