/** Seeded randomness: a failure names its seed, and the seed replays it. */

/** Draws a whole number below n. Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough to shuffle with. */
export type Draw = (below: number) => number

export function seeded(seed: number): Draw {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

export const pick = <T>(draw: Draw, list: readonly T[]): T => list[draw(list.length)]!

/** A copy in random order. */
export function shuffled<T>(draw: Draw, list: readonly T[]): T[] {
  const out = [...list]
  for (let i = out.length - 1; i > 0; i--) {
    const j = draw(i + 1)
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}

/** The seeds of so many runs: `SEED=n` is that one alone, `TIMES=n` so many times as many, for a long run. */
function seedsOf(runs: number, first: number): readonly number[] {
  const { SEED, TIMES = '1' } = process.env
  return SEED === undefined ? Array.from({ length: runs * Number(TIMES) }, (_, i) => first + i) : [Number(SEED)]
}

/** Runs `check` for each seed from `first`; a failure says which seed it was. */
export function forEachSeed(runs: number, check: (draw: Draw, seed: number) => void, first = 1): void {
  for (const seed of seedsOf(runs, first))
    try {
      check(seeded(seed), seed)
    } catch (error) {
      throw new Error(`seed ${seed} (replay with SEED=${seed}): ${(error as Error).message}`, { cause: error })
    }
}

/** The same for checks that wait: one seed after the other. */
export async function forEachSeedInTurn(
  runs: number,
  check: (draw: Draw, seed: number) => Promise<void>,
  first = 1,
): Promise<void> {
  for (const seed of seedsOf(runs, first))
    try {
      await check(seeded(seed), seed)
    } catch (error) {
      throw new Error(`seed ${seed} (replay with SEED=${seed}): ${(error as Error).message}`, { cause: error })
    }
}
