/** A mail or a public page as its reader sees it: in a document of its own, light or dark, as wide as a phone or a desk. */

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { Loading } from './states.tsx'

/** The page of the service that shows what it is handed and can do nothing else (`http/mail-preview.ts`). */
const framePath = '/mail-preview'
/** A phone in the hand (Android's and Apple's middle sizes lie around it). */
const phonePx = 375
const heightMaxPx = 6_000 // a mail is cut off long before; what claims more is broken

export type FrameLook = 'light' | 'dark'
export type FrameWidth = 'desktop' | 'phone'

const useStyles = makeStyles({
  stage: {
    display: 'flex',
    justifyContent: 'center',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    overflow: 'hidden',
  },
  // The frame that waits is as wide as this, and never as the whole page.
  held: { position: 'relative', overflow: 'hidden' },
  frame: { display: 'block', border: 'none', maxWidth: '100%', flexShrink: 0 },
  // Empty, it would be a white sheet, in the dark too.
  waiting: { position: 'absolute', visibility: 'hidden' },
})

interface DocumentFrameProps {
  title: string
  html: string
  look: FrameLook
  width: FrameWidth
}

export function DocumentFrame({ title, html, look, width }: DocumentFrameProps) {
  const styles = useStyles()
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setReady] = useState(false)
  const [height, setHeight] = useState<number | null>(null)
  useEffect(() => {
    const listen = ({ source, data }: MessageEvent<unknown>) => {
      if (source !== frame.current?.contentWindow || typeof data !== 'object' || data === null) return
      if ('height' in data && typeof data.height === 'number') {
        setHeight(Math.min(Math.max(data.height, 1), heightMaxPx))
      }
      if ('kind' in data && data.kind === 'ready') setReady(true)
    }
    addEventListener('message', listen)
    return () => removeEventListener('message', listen)
  }, [])
  useEffect(() => {
    // Its origin is nobody's, so it can only be addressed as anybody; the policy lets no other page into the frame.
    if (isReady) frame.current?.contentWindow?.postMessage({ html: seenIn(look, html), look }, '*')
  }, [isReady, html, look])
  return (
    <div className={height === null ? styles.held : styles.stage}>
      {height === null && <Loading rows={2} height={160} />}
      <iframe
        ref={frame}
        title={title}
        src={framePath}
        sandbox="allow-scripts"
        className={mergeClasses(styles.frame, height === null && styles.waiting)}
        style={{ width: width === 'phone' ? phonePx : '100%', height: height ?? 1 }}
      />
    </div>
  )
}

/** What asks for the dark by itself is answered here, since the frame would be asked by the reader's own system. */
function seenIn(look: FrameLook, html: string): string {
  const answer = look === 'dark' ? '(min-width: 0)' : '(max-width: 0)'
  return html
    .replaceAll(/\(prefers-color-scheme:\s*dark\)/g, answer)
    .replaceAll(/color-scheme:\s*light dark/g, `color-scheme: ${look}`)
    .replaceAll('content="light dark"', `content="${look}"`)
}
