/** CodeMirror as the template editor uses it: line numbers, colours for markup and placeholders, mistakes at their line. */

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { xml } from '@codemirror/lang-xml'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState } from '@codemirror/state'
import {
  Decoration,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
} from '@codemirror/view'
import { tokens } from '@fluentui/react-components'
import { tags } from '@lezer/highlight'

export interface LineMistake {
  /** From 1; null for the whole text. */
  line: number | null
  text: string
}

export interface EditorOptions {
  parent: HTMLElement
  text: string
  /** What a screen reader calls it. */
  label: string
  /** Markup is coloured; plain text has placeholders alone. */
  isMarkup: boolean
  /** It can be read and copied from, by the keyboard too, and takes nothing. */
  isReadOnly: boolean
  onChange(text: string): void
  onFocus(): void
}

/** The page's policy lets styles in that carry its nonce. */
function readNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}

/** `{{ … }}` and `{% … %}`. */
const placeholders = ViewPlugin.define(
  view => ({
    decorations: marker.createDeco(view),
    update(update) {
      this.decorations = marker.updateDeco(update, this.decorations)
    },
  }),
  { decorations: plugin => plugin.decorations },
)
const marker = new MatchDecorator({
  regexp: /\{\{[^}]*\}\}|\{%[^%]*%\}/g,
  decoration: Decoration.mark({ class: 'cm-placeholder-mark' }),
})

const worn = new Compartment()
/** Two themes that change nothing. */
const alike = [EditorView.theme({}), EditorView.theme({})]

/**
 * Below the edge of the window CodeMirror measures nothing, and until somebody scrolls there the numbers stand as if no
 * line broke and no margin were, up to 160 px beside their lines (view 6.43, Nov 2026). It looks when it is told to stay
 * where it is, and at its lines when it wears another theme; so it is given both whenever it has got another size: at
 * first, and when what stands beside it has taken its place.
 */
const measuredUnseen = [
  worn.of([]),
  ViewPlugin.define(view => {
    let turn = 0
    const observer = new ResizeObserver(() => {
      turn = 1 - turn
      view.dispatch({ effects: [worn.reconfigure(alike[turn] ?? []), view.scrollSnapshot()] })
    })
    observer.observe(view.dom)
    return { destroy: () => observer.disconnect() }
  }),
]

/** Fluent's variables follow the look by themselves. */
const colours = HighlightStyle.define([
  { tag: tags.tagName, color: tokens.colorPaletteBlueForeground2 },
  { tag: [tags.angleBracket, tags.processingInstruction], color: tokens.colorNeutralForeground3 },
  { tag: tags.attributeName, color: tokens.colorPaletteBerryForeground1 },
  { tag: tags.attributeValue, color: tokens.colorPaletteGreenForeground1 },
  { tag: tags.comment, color: tokens.colorNeutralForeground3, fontStyle: 'italic' },
])

const look = EditorView.theme({
  '&': {
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: '13px',
  },
  '&.cm-focused': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  '.cm-scroller': {
    fontFamily: tokens.fontFamilyMonospace,
    lineHeight: '20px',
    minHeight: '160px',
    maxHeight: '520px',
    overflow: 'auto',
  },
  '.cm-content': { caretColor: tokens.colorNeutralForeground1 },
  '.cm-cursor': { borderLeftColor: tokens.colorNeutralForeground1 },
  '.cm-gutters': {
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground3,
    border: 'none',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: tokens.colorBrandBackground2Hover,
  },
  '.cm-placeholder-mark': {
    backgroundColor: tokens.colorPaletteYellowBackground1,
    color: tokens.colorNeutralForeground1,
    borderRadius: '3px',
  },
  '.cm-tooltip': {
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
})

/** Tab is left to the browser: whoever has no mouse must get out of it again. */
export function openEditor(options: EditorOptions): EditorView {
  const { parent, text, label, isMarkup, isReadOnly, onChange, onFocus } = options
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(readNonce()),
        lineNumbers(),
        history(),
        drawSelection(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'true', tabindex: '0' }),
        ...(isReadOnly
          ? [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ 'aria-readonly': 'true' })]
          : []),
        ...(isMarkup ? [xml(), syntaxHighlighting(colours)] : []),
        placeholders,
        lintGutter(),
        measuredUnseen,
        look,
        EditorView.updateListener.of(update => {
          if (update.docChanged) onChange(update.state.doc.toString())
          if (update.focusChanged && update.view.hasFocus) onFocus()
        }),
      ],
    }),
  })
  return view
}

export function showMistakes(view: EditorView, mistakes: readonly LineMistake[]): void {
  const { doc } = view.state
  const found = mistakes.map((mistake): Diagnostic => {
    const { from, to } = doc.line(Math.min(Math.max(mistake.line ?? 1, 1), doc.lines))
    return { from, to, severity: 'error', message: mistake.text }
  })
  view.dispatch(setDiagnostics(view.state, found))
}

export function insertText(view: EditorView, text: string): void {
  view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true })
  view.focus()
}

export function goToLine(view: EditorView, line: number): void {
  const { doc } = view.state
  const { from } = doc.line(Math.min(Math.max(line, 1), doc.lines))
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true })
  view.focus()
}
