/** What is cleared away when the process ends, in the order it was asked for, behind one listener however many ask. */

const acts = new Set<() => void>()

/** Runs `act` when the process ends, unless the returned function is called first. It must not wait for anything. */
export function atExit(act: () => void): () => void {
  if (acts.size === 0 && !process.listeners('exit').includes(runAll)) process.once('exit', runAll)
  acts.add(act)
  return () => {
    acts.delete(act)
  }
}

function runAll(): void {
  for (const act of acts) act()
}
