/**
 * Processor time of this thread so far, milliseconds. What a socket is charged: on a machine that has other work to do a message may take long
 * by the clock and cost little.
 */
export function spentMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
