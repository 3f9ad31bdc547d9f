/** `npm run fuzz -- kill [--runs N] [--seed S]`: N deaths of a hub by `kill -9` while five suites edit. */
import type { Command } from './command.ts'
import { kill } from './kill.ts'

export const command: Command = {
  name: 'kill',
  doc: 'kill -9 of a hub at random instants while five suites edit (default 1,000 times)',
  runs: 1000,
  async run({ runs, seed, say }) {
    try {
      const done = await kill(seed, runs, (kills, edits) => {
        if (kills % 50 === 0) say(`${kills} of ${runs} kills, ${edits} edits, nothing lost …`)
      })
      return { failed: 0, figures: { ...done } }
    } catch (error) {
      say(`A promise was broken: ${error instanceof Error ? error.message : String(error)}`)
      say(`  try it again with: npm run fuzz -- kill --runs ${runs} --seed ${seed}`)
      return { failed: 1, figures: {} }
    }
  },
}
