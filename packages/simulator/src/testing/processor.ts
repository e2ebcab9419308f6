/** Processor time of this process, which other work on the machine does not lengthen as it does the wall's. */

/** Milliseconds of processor time that `act` took. */
export function processorMs(act: () => void): number {
  const before = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
