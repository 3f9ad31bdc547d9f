/** A slice of `npm run fuzz -- converge`, and the seeds that failed once, by name. */
import './world.ts'
import { describe, expect, it } from 'vitest'
import { converge } from './converge.ts'

const slice = 40

describe('convergence', () => {
  it(`[INV1] [INV2] [INV3] [INV4] [INV5] [INV6] [INV7] [INV8] [INV10] [INV11] [INV12] [INV13] [INV14] [INV15] ${slice} seeded sessions over a network in memory: every invariant holds, and what they are about has happened`, async () => {
    const first = Number(process.env.SEED ?? 1)
    const totals: Record<string, number> = {}
    for (let seed = first; seed < first + (process.env.SEED === undefined ? slice : 1); seed++) {
      const { counts } = await converge(seed).catch((error: unknown) => {
        throw new Error(`seed ${seed} (replay with npm run fuzz -- converge --runs 1 --seed ${seed}): ${error}`)
      })
      for (const [what, count] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + count
    }
    if (process.env.SEED !== undefined) return
    for (const what of [
      'edit',
      'flag',
      'note',
      'cut',
      'kill',
      'close',
      'lock',
      'lift',
      'role',
      'revisit',
      'refused',
      'reset',
      'mixed',
      'parted',
      'live',
      'hard',
      'readOnly',
    ])
      expect(totals[what] ?? 0, what).toBeGreaterThan(0)
  }, 120_000)

  it('[INV1] a seed replays event by event', async () => expect(await converge(7)).toEqual(await converge(7)))
})
