/** An editor of code as a field of a form: what it holds, what is wrong in it, and a hand to put something in. */

import { Label, makeStyles } from '@fluentui/react-components'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { goToLine, insertText, type LineMistake, openEditor, showMistakes } from './code-mirror.ts'

const useStyles = makeStyles({ field: { display: 'grid', gap: '4px', minWidth: 0 } })

export interface EditorHand {
  insert(text: string): void
  goTo(line: number): void
}

interface CodeEditorProps {
  ref: Ref<EditorHand>
  label: string
  /** To begin with; afterwards the editor says what it holds. */
  text: string
  isMarkup: boolean
  isReadOnly: boolean
  mistakes: readonly LineMistake[]
  onChange(text: string): void
  onFocus(): void
}

export function CodeEditor(props: CodeEditorProps) {
  const { ref, label, text, isMarkup, isReadOnly, mistakes, onChange, onFocus } = props
  const styles = useStyles()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<ReturnType<typeof openEditor> | null>(null)
  const tell = useRef({ onChange, onFocus })
  useEffect(() => {
    tell.current = { onChange, onFocus }
  })
  const begin = useRef(text)
  useEffect(() => {
    const parent = place.current
    if (parent === null) return
    const opened = openEditor({
      parent,
      text: begin.current,
      label,
      isMarkup,
      isReadOnly,
      onChange: now => {
        begin.current = now
        tell.current.onChange(now)
      },
      onFocus: () => tell.current.onFocus(),
    })
    view.current = opened
    return () => {
      opened.destroy()
      view.current = null
    }
  }, [label, isMarkup, isReadOnly])
  useEffect(() => {
    if (view.current !== null) showMistakes(view.current, mistakes)
  }, [mistakes])
  useImperativeHandle(ref, () => ({
    insert: what => {
      if (view.current !== null) insertText(view.current, what)
    },
    goTo: line => {
      if (view.current !== null) goToLine(view.current, line)
    },
  }))
  return (
    <div className={styles.field}>
      <Label aria-hidden weight="semibold">
        {label}
      </Label>
      <div ref={place} />
    </div>
  )
}
