/** `npm run fuzz -- attack [--runs N] [--seed S]`: N hostile updates and a tenth as many hostile messages, with the memory and the time they take. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { attack } from './attack.ts'
import type { Command } from './command.ts'

/** No message may cost the hub more (hub.md, invariant 9). */
const mostMs = 100
/** What may be left of all attacks, megabytes: the noise of a collected heap. */
const mostLeft = 24

export const command: Command = {
  name: 'attack',
  doc: 'hostile updates that know the format, and a tenth as many hostile messages (default 1,000,000)',
  runs: 1_000_000,
  async run({ runs, seed, say }) {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const heap = (): number => {
      collect()
      return process.memoryUsage().heapUsed / 1e6
    }
    const heaps: number[] = []
    let blocks = 0
    try {
      const done = await attack(
        seed,
        { updates: runs, words: Math.ceil(runs / 10) },
        ({ updates, words, slowestMs }) => {
          if (blocks++ % 20 !== 0) return
          heaps.push(heap())
          say(
            `${updates} updates, ${words} messages, the slowest ${slowestMs.toFixed(1)} ms, heap ${heaps.at(-1)!.toFixed(0)} MB …`,
          )
        },
      )
      heaps.push(heap())
      // The first reading is taken while the engine still warms up.
      const left = Math.max(0, heaps.at(-1)! - (heaps[1] ?? heaps[0]!))
      if (done.slowestMs > mostMs) say(`One message took ${done.slowestMs.toFixed(0)} ms; ${mostMs} is the most.`)
      if (left > mostLeft) say(`${left.toFixed(0)} MB are left of the attacks; ${mostLeft} is the most.`)
      return {
        failed: Number(done.slowestMs > mostMs) + Number(left > mostLeft),
        figures: { ...done, heapMB: Math.round(heaps.at(-1)!), leftMB: Math.round(left) },
      }
    } catch (error) {
      say(`An attack succeeded: ${error instanceof Error ? error.message : String(error)}`)
      say(`  replay it with: npm run fuzz -- attack --runs ${runs} --seed ${seed}`)
      return { failed: 1, figures: {} }
    }
  },
}
