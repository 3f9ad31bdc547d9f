/** `npm run fuzz -- converge [--runs N] [--seed S]`: N seeded sessions over a network in memory, one after the other. */

import type { Command } from './command.ts'
import { converge } from './converge.ts'
import { realNow } from './world.ts'

export const command: Command = {
  name: 'converge',
  doc: 'seeded sessions over a network in memory, held against the invariants (default 10,000 from seed 1)',
  runs: 10_000,
  async run({ runs, seed, say }) {
    const totals: Record<string, number> = {}
    let [failed, events] = [0, 0]
    const began = realNow()
    for (let i = 0; i < runs; i++) {
      try {
        const done = await converge(seed + i)
        events += done.events
        for (const [what, count] of Object.entries(done.counts)) totals[what] = (totals[what] ?? 0) + count
      } catch (error) {
        failed++
        say(`seed ${seed + i} failed: ${error instanceof Error ? error.message : String(error)}`)
        say(`  replay it with: npm run fuzz -- converge --runs 1 --seed ${seed + i}`)
      }
      if ((i + 1) % 250 === 0)
        say(`${i + 1} of ${runs} sessions, ${failed} failed, ${((realNow() - began) / (i + 1)).toFixed(0)} ms each …`)
    }
    return { failed, figures: { sessions: runs, failed, events, ...totals } }
  },
}
