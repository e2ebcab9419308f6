/** How every plain table looks: quiet lines, figures under one another, scrolling by itself where it is too wide. */

import { makeStyles, tokens } from '@fluentui/react-components'

export const useTableStyles = makeStyles({
  // Positioned, so that what is only there for screen readers is cut off here and widens no page.
  scroll: { position: 'relative', overflowX: 'auto', paddingInline: '20px' },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    '& th:not([data-end])': { textAlign: 'start' },
    '& [data-end]': { textAlign: 'end' },
    '& th': {
      fontWeight: 600,
      fontSize: '12px',
      color: tokens.colorNeutralForeground2,
      padding: '6px 12px 6px 0',
      borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
      whiteSpace: 'nowrap',
    },
    '& td': {
      padding: '10px 12px 10px 0',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
      verticalAlign: 'middle',
      '@media print': { paddingBlock: '5px' },
    },
    // A cell with a ground of its own keeps its words off the edge.
    '& [data-inset]': { paddingInlineStart: '12px' },
    '& th:last-child, & td:last-child': { paddingInlineEnd: 0 },
    // A row's own name is ruled off like its figures.
    '& tbody th': { borderBottomColor: tokens.colorNeutralStroke2 },
    '& tbody tr:last-child th, & tr:last-child td': { borderBottomStyle: 'none' },
  },
  figure: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground2 },
  strong: { fontWeight: 600, overflowWrap: 'anywhere', minWidth: '12ch' },
  // Names that people give may be one long word, and must not push the figures out of sight.
  name: { fontWeight: 600, overflowWrap: 'anywhere', minWidth: '16ch' },
  wide: { '@media (max-width: 700px)': { '&&': { display: 'none' } } },
})
