/** WGSL in a real Chromium: on SwiftShader, and on llvmpipe where this machine gives it, every value compared bit for bit. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderReference } from '../../shared/render/reference.ts'
import { randomCase } from '../fuzz/grades.ts'
import { printOf, stageOf } from '../fuzz/sameness.ts'
import { scars } from '../fuzz/scars.ts'
import { launchGpu, llvmpipe, software } from '../kit/chromium.ts'
import { CLIP, node } from '../render/kit.ts'
import type { Stack } from '../render/page/page.ts'
import { type Served, servePage } from '../render/page/serve.ts'
import { faults, kinds, wrongGrades } from '../render/spoil.ts'

const L = `c.${CLIP}/0`
let served: Served
let browser: Browser
let page: Page

/** Seed of the first random program; a failing one is printed, and `SEED=n` begins there. */
const first = Number(process.env.SEED ?? 1)
const say = (line: string) => process.stderr.write(`${line}\n`)

async function open(flags: readonly string[]): Promise<Page> {
  browser = await launchGpu(flags)
  page = await served.open(browser)
  return page
}
const stack = (given: Stack) => page.evaluate((s) => window.renderPage.open(s), given)

beforeAll(async () => {
  served = await servePage()
})
afterAll(async () => {
  await browser?.close()
  await served?.close()
})

describe('on SwiftShader', () => {
  beforeAll(async () => {
    await open(software)
    expect(await stack({ feature: 'core', barriers: true })).toBe('google swiftshader')
  })

  it('[ENG14] an adapter’s trials: all values as WASM has them', async () => {
    const tried = await page.evaluate(() => window.renderPage.adapter())
    expect(tried.map(({ planes, codes }) => [planes, codes])).toEqual(tried.map(() => [0, 0]))
    expect(tried[0]!.all).toBeGreaterThan(300_000)
  })

  it('[ENG12] random programs on hostile planes: reference, WASM and WGSL give the same bits', async () => {
    for (let seed = first; seed < first + 120; seed++) {
      const differing = await page.evaluate((s) => window.renderPage.program(s), seed)
      expect(differing, `SEED=${seed}`).toEqual({ reference: 0, wgsl: 0, codes: 0 })
    }
  })

  it('[ENG12] random drafts with passes and fields, cut into stages', async () => {
    let stages = 0
    for (let seed = first; seed < first + 40; seed++) {
      const tried = await page.evaluate((s) => window.renderPage.draft(s), seed)
      stages += tried.stages
      expect(tried.differing, `SEED=${seed}`).toEqual({ reference: 0, wgsl: 0, codes: 0 })
    }
    expect(stages).toBeGreaterThan(80)
  })

  it('[ENG18] what stands of the picture before is not drawn again, and the bits are those of one drawn anew', async () => {
    let [first, last] = [0, 0]
    for (let seed = 1; seed <= 30; seed++) {
      const { wrong, performed } = await page.evaluate((s) => window.renderPage.kept(s), seed)
      expect(wrong, `seed ${seed}`).toBe(0)
      first += performed[0]!
      last += performed[3]!
    }
    expect(last).toBeLessThan(first * 0.9)
  })

  it('[ENG12] sizings of all kinds, from any size to any size', async () => {
    let tried = 0
    for (let seed = 1; seed <= 40; seed++) {
      const differing = await page.evaluate((s) => window.renderPage.sized(s), seed)
      if (differing) tried++
      expect(differing ? [differing.planes, differing.codes] : [0, 0], `seed ${seed}`).toEqual([0, 0])
    }
    expect(tried).toBeGreaterThan(30)
  })

  it('[ENG12] plans of a grade, sized or not, and their 16-bit frames', async () => {
    const controls = {
      'primaries.gain': [1.1, 1, 1.05, 1],
      'primaries.lift': [0.01, 0, -0.02, 0],
      'primaries.gamma': [1.1, 1, 1, 0.9],
      'primaries.exposure': [0.3],
      'primaries.saturation': [1.2],
      'primaries.temperature': [300],
      'log.offset': [0.01, 0, 0],
      'cdl.power': [1.1, 1, 0.9],
    }
    const all = node(L, 'aaaaaaaa', controls)
    const window = [
      [`${L}/aaaaaaaa/w.wwwwwwww/head`, ['circle', true, false, 'add', 'a', '']],
      [`${L}/aaaaaaaa/w.wwwwwwww/shape`, [0.1, 0, 0.4, 0.3, 10]],
      [`${L}/aaaaaaaa/w.wwwwwwww/soft`, [0.2]],
    ] as typeof all
    const turn = [[`${L}/sizing/input`, ['fit', 0.1, 0, 1.2, 3, false, true]]] as typeof all
    for (const pairs of [[], all, [...all, ...window], [...all, ...turn]])
      for (const size of [
        [320, 180],
        [333, 187],
      ] as const) {
        const got = await page.evaluate(([p, s]) => globalThis.window.renderPage.graded(p, s, 5), [
          pairs,
          size,
        ] as const)
        expect([got.planes, got.codes], JSON.stringify(size)).toEqual([0, 0])
      }
  })

  it.each(['log', 'lin', 'video'])(
    '[ENG12] every operator at once, in the style %s, with a qualifier and windows of each kind',
    async (style) => {
      const bend = [0, 0, 0.3, 0.25, 0.7, 0.8, 1, 1]
      const level = [0, 1, 0.3, 1.4, 0.6, 0.8]
      const controls = {
        'primaries.contrast': [1.3],
        'primaries.contrast-shape': ['s-curve'],
        'primaries.boost': [40],
        'primaries.shadows': [20],
        'primaries.highlights': [-30],
        'log.shadow': [0.05, 0, -0.05],
        'log.highlight': [0, 0.05, 0],
        'cdl.slope': [1.1, 1, 0.9],
        'grading-primary.style': [style],
        'grading-primary.contrast': [1.1, 1, 0.9, 1],
        'grading-primary.gamma': [1.1, 1, 0.9, 1],
        'grading-primary.gain': [1.1, 1, 0.9, 1],
        'grading-tone.style': [style],
        'grading-tone.midtones': [1.2, 1, 0.9, 1],
        'grading-tone.whites': [1.2, 1, 1, 0.9],
        'grading-tone.s-contrast': [1.2],
        'grading-rgb-curve.style': [style],
        'grading-rgb-curve.y': bend,
        'grading-hue-curve.style': [style],
        'grading-hue-curve.hue-sat': level,
        'grading-hue-curve.lum-lum': bend,
        'mixer.red': [0.9, 0.1, 0],
        'curves.y': bend,
        'curves.r': bend,
        'curves.high-soft': [30],
        'hue-curves.hue-hue': [0, 0, 0.3, 0.1, 0.6, 0],
        'hue-curves.sat-lum': level,
        'qualifier.mode': ['hsl'],
        'qualifier.hue-width': [0.5],
        'qualifier.hue-soft': [0.2],
        'qualifier.lum-low': [0.1],
        'w.wwwwwwww/head': ['linear', true, false, 'add', 'a', ''],
        'w.wwwwwwww/shape': [-1.2, -0.8, 1.2, -0.7, 1.1, 0.8, -1, 0.9],
        'w.wwwwwwww/soft': [0.2, 0.3, 0.1, 0],
        'w.gggggggg/head': ['gradient', true, false, 'intersect', 'b', ''],
        'w.gggggggg/shape': [0, 0.2, 30],
        'w.gggggggg/soft': [0.5],
      }
      const got = await page.evaluate(([p, s]) => globalThis.window.renderPage.graded(p, s, 6), [
        node(L, 'aaaaaaaa', controls),
        [160, 90],
      ] as const)
      expect([got.planes, got.codes]).toEqual([0, 0])
    },
  )

  // WASM in Node against the reference: the same cases in test/fuzz/sameness.test.ts.
  it('[ENG12] random grades of forty shapes: reference in Node, WASM and WGSL in the browser', async () => {
    const wrong: unknown[] = []
    const cases = [...scars, ...Array.from({ length: 40 }, (_, i) => randomCase(first, i + 1, i % 10))]
    for (const one of cases) {
      const { plan, source } = stageOf(one)
      const print = printOf(renderReference(plan, source))
      const there = await page.evaluate((c) => window.renderPage.grade(c), one)
      if (there.wgsl !== 0 || there.print !== print) wrong.push([one.name, there, print])
    }
    expect(wrong).toEqual([])
  })

  it('[ENG21] each of three wrongs in each kind of stage is found where the GPU is one of a pair, whichever lies', async () => {
    const found = new Set<string>()
    for (const [n, [name]] of wrongGrades.entries()) {
      const tried = await page.evaluate((i) => window.renderPage.wrong(i), n)
      expect([tried.alike, tried.missed], name).toEqual([true, []])
      for (const one of tried.found) found.add(one)
    }
    const all = kinds.flatMap((kind) => faults.flatMap((fault) => [`${fault} ${kind}, gpu`, `${fault} ${kind}, wasm`]))
    expect(all.filter((one) => !found.has(one))).toEqual([])
  })

  it('[ENG13] a drag makes no pipeline: other coefficients, other tables and other frames run on the same ones', async () => {
    const compiled: number[] = []
    for (const gamma of [1.1, 1.2, 1.3])
      compiled.push(
        await page.evaluate(
          async ([p]) => {
            await window.renderPage.graded(p, [96, 54], 3)
            return window.renderPage.compiled()
          },
          [node(L, 'aaaaaaaa', { 'primaries.gamma': [gamma, 1, 1.1, 0.9] })] as const,
        ),
      )
    expect(compiled[1]).toBe(compiled[0])
    expect(compiled[2]).toBe(compiled[0])
  })

  it('[ENG12] figures of the same without barriers, for the note', async () => {
    expect(await stack({ feature: 'core', barriers: false })).toBe('google swiftshader')
    const [every] = await page.evaluate(() => window.renderPage.adapter())
    say(`WGSL without barriers on SwiftShader: ${every!.planes} of ${every!.all} values differ.`)
    expect(every!.all).toBe(393_216)
  })
})

describe('on llvmpipe', () => {
  it('[ENG12] the same bits on a second stack, where this machine has one', async () => {
    await browser.close()
    await open(llvmpipe)
    const adapter = await stack({ feature: 'compatibility', barriers: true })
    if (/^(This browser|The GPU)/.test(adapter) || adapter.includes('swiftshader')) {
      say(`No llvmpipe under WebGPU here (${adapter}): not tried.`)
      expect(adapter).not.toBe('')
      return
    }
    const tried = await page.evaluate(() => window.renderPage.adapter())
    expect(tried.map(({ planes, codes }) => [planes, codes])).toEqual(tried.map(() => [0, 0]))
    for (let seed = first; seed < first + 30; seed++) {
      const differing = await page.evaluate((s) => window.renderPage.program(s), seed)
      expect(differing, `SEED=${seed}`).toEqual({ reference: 0, wgsl: 0, codes: 0 })
    }
    await stack({ feature: 'compatibility', barriers: false })
    const [every] = await page.evaluate(() => window.renderPage.adapter())
    say(`WGSL without barriers on llvmpipe: ${every!.planes} of ${every!.all} values differ.`)
  })
})
