/** `npm run fuzz -- day [--runs N] [--seed S]`: N gestures spread over eight hours on a clock set by hand, with what grows. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Command } from './command.ts'
import { day } from './day.ts'
import { grown } from './grown.ts'

export const command: Command = {
  name: 'day',
  doc: 'eight hours of two colorists and a room that comes and goes, with what grows (default 12,000 gestures)',
  runs: 12_000,
  async run({ runs, seed, say }) {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const hours = await day(seed, 480, 8, Math.max(1, Math.round(runs / 400)), collect, (hour) =>
      say(
        `${hour.minutes} minutes, ${hour.gestures} gestures: documents ${hour.documentBytes} bytes, log ${hour.logBytes} bytes, heap ${hour.heapMB.toFixed(1)} MB …`,
      ),
    )
    const { faults, documentBytes, logBytes, heapBytes } = grown(hours)
    for (const fault of faults) say(fault)
    return { failed: faults.length, figures: { gestures: hours.at(-1)!.gestures, documentBytes, logBytes, heapBytes } }
  },
}
