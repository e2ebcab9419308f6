/** A row of tabs that breaks into further rows where there is no room, so that none stands beyond the edge of a phone. */

import { makeStyles, mergeClasses, TabList, type TabListProps } from '@fluentui/react-components'

const useStyles = makeStyles({
  // Fluent's own list neither shrinks nor breaks; what it has too many of is cut off without a sign.
  row: { flexWrap: 'wrap', flexShrink: 1, minWidth: 0 },
})

export function TabRow({ className, ...list }: TabListProps) {
  const styles = useStyles()
  return <TabList {...list} className={mergeClasses(styles.row, className)} />
}
