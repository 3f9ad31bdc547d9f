/**
 * `npm run fuzz -- sameness [--shapes N] [--values N] [--seed S] [--from N] [--only N]`: random grades on tiles of 64 × 64, compared as f32:
 * the reference and WASM here, WASM and WGSL (SwiftShader) in Chromium. `--from` begins at a shape, `--only` draws one set of values.
 */
import type { Browser, Page } from 'playwright-core'
import { createWasm } from '../../shared/render/wasm.ts'
import { launchGpu } from '../kit/chromium.ts'
import { servePage } from '../render/page/serve.ts'
import type { Asked, Command } from './command.ts'
import { type Case, randomCase } from './grades.ts'
import { asScar, drawn, shrink } from './sameness.ts'
import { realNow } from './world.ts'

/** A browser is begun anew after so many grades, so that what it keeps of them stays bounded. */
const FRESH = 250

/** A page with the GPU open, or the sentence why there is none. */
async function browse(): Promise<{ page(): Promise<Page | string>; close(): Promise<void> }> {
  const served = await servePage()
  let browser: Browser | null = null
  let page: Page | string = 'not begun'
  let used = FRESH
  return {
    async page() {
      if (used++ < FRESH) return page
      used = 0
      await browser?.close()
      browser = await launchGpu()
      page = await served.open(browser)
      const adapter = await page.evaluate(() => window.renderPage.open({ feature: 'core', barriers: true }))
      if (/^(This browser|The GPU)/.test(adapter)) page = adapter
      return page
    },
    async close() {
      await browser?.close()
      await served.close()
    },
  }
}

async function run({ runs, seed, flags, say }: Asked): ReturnType<Command['run']> {
  const values = flags['--values'] ?? 10
  const [from, shapes] = [flags['--from'] ?? 1, flags['--shapes'] ?? Math.ceil(runs / values)]
  const sets = flags['--only'] === undefined ? Array.from({ length: values }, (_, v) => v) : [flags['--only']]
  const there = await browse()
  const wasm = createWasm()
  const began = realNow()
  let [grades, failed, without, stages, lacking] = [0, 0, 0, 0, 0]
  /** What is wrong with a grade, in words, or null. */
  const faultOf = async (one: Case): Promise<string | null> => {
    const here = drawn(one, wasm)
    stages += here.plan.stages.length
    if (here.plan.lacks.length > 0) lacking++
    if (here.wasm !== 0) return `WASM in Node has ${here.wasm} values other than the reference`
    const page = await there.page()
    if (typeof page === 'string') {
      if (without++ === 0) say(`no WGSL: ${page}`)
      return null
    }
    const { print, wgsl } = await page.evaluate((c) => window.renderPage.grade(c), one)
    if (print !== here.print) return `WASM in the browser gives ${print}, the reference in Node ${here.print}`
    return wgsl === 0 ? null : `WGSL has ${wgsl} values other than WASM`
  }
  const told = (one: Case): Promise<string | null> =>
    faultOf(one).catch((error: unknown) => `it broke off: ${error instanceof Error ? error.message : String(error)}`)
  try {
    for (let shape = from; shape < from + shapes; shape++) {
      for (const set of sets) {
        const one = randomCase(seed, shape, set)
        const fault = await told(one)
        grades++
        if (fault === null) continue
        failed++
        say(`${one.name}: ${fault}`)
        say(`  replay it with: npm run fuzz -- sameness --shapes 1 --from ${shape} --only ${set} --seed ${seed}`)
        const small = await shrink(one, async (smaller) => (await told(smaller)) !== null, 120)
        say(`  as small as it fails, for test/fuzz/scars.ts (${small.pairs.length} keys, ${await told(small)}):`)
        say(asScar(small))
      }
      if ((shape - from + 1) % 10 === 0)
        say(
          `${shape - from + 1} of ${shapes} shapes, ${grades} grades, ${failed} failed, ${((realNow() - began) / grades).toFixed(0)} ms each …`,
        )
    }
  } finally {
    await there.close()
  }
  return {
    failed,
    figures: { seed, shapes, grades, failed, stages, 'without-wgsl': without, 'not-all-drawn': lacking },
  }
}

export const command: Command = {
  name: 'sameness',
  doc: 'random grades by reference, WASM and WGSL, bit for bit (default 1,000 shapes of 10 values from seed 1)',
  runs: 10_000,
  more: ['--shapes', '--values', '--from', '--only'],
  run,
}
