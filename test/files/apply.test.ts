/** `samelight apply` over files on disk: the numbers of others, order, depths and formats. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { command as apply } from '../../server/commands/apply.ts'
import { codeOf, type Image, topOf } from '../../server/images/image.ts'
import { printCdl, restCorrection } from '../../shared/formats/cdl.ts'
import { readLut } from '../../shared/lut/read-lut.ts'
import type { LutStep } from '../../shared/op/lut.ts'
import { differing, noNotes, picture } from '../images/kit.ts'
import { seeded } from '../kit/seed.ts'
import { cdlOf, desk, row, type Triple } from './kit.ts'

const at = desk()
const { folder, put, save, load } = at
const run = (...argv: string[]) => at.run(apply, ...argv)
afterAll(at.close)

const truth = JSON.parse(readFileSync(new URL('../truth/cdl.json', import.meta.url), 'utf8')) as {
  inputs: Triple[]
  cases: {
    name: string
    style: 'asc' | 'noclamp'
    direction: string
    slope: Triple
    offset: Triple
    power: Triple
    sat: number
    out: Triple[]
  }[]
}

/** What leaves the engine is held to ±65,504. */
const held = (x: number) => Math.min(Math.max(x, -65504), 65504)

/** A lattice in f64, after colour.md 4.3. */
function tetrahedral(step: LutStep, rgb: Triple): number[] {
  if (step.kind !== 'lut3d') throw new Error(`no lattice: ${step.kind}`)
  const [n] = step.size
  const of = rgb.map((x, c) => {
    const [low, high] = step.domain[c]!
    const u = Math.min(Math.max((x - low) / (high - low), 0), 1) * (n - 1)
    const at = Math.min(Math.floor(u), n - 2)
    return { at, rest: u - at }
  })
  const stride = [1, n, n * n]
  const order = [0, 1, 2].sort((a, b) => of[b]!.rest - of[a]!.rest || a - b)
  let vertex = of.reduce((sum, { at }, c) => sum + at * stride[c]!, 0)
  const [f1, f2, f3] = order.map((c) => of[c]!.rest) as Triple
  const sum = [0, 0, 0]
  for (const [k, weight] of [1 - f1, f1 - f2, f2 - f3, f3].entries()) {
    if (k > 0) vertex += stride[order[k - 1]!]!
    for (let c = 0; c < 3; c++) sum[c]! += weight * step.values[3 * vertex + c]!
  }
  return sum
}

describe('[FILE8] apply', () => {
  it('[FILE8] a CDL over the vectors is OpenColorIO’s, in both styles', async () => {
    save('in.exr', row(truth.inputs))
    const forward = truth.cases.filter(({ direction }) => direction === 'forward')
    expect(forward.length).toBe(32)
    let worst = 0
    for (const [i, { style, slope, offset, power, sat, out }] of forward.entries()) {
      const form = (['cc', 'ccc', 'cdl'] as const)[i % 3]!
      const own = { ...restCorrection, slope, offset, power, saturation: Math.fround(sat), style, id: 'shot' }
      put(
        `a.${form}`,
        printCdl(form, form === 'cc' ? [own] : [{ ...restCorrection, id: 'other', power: [2, 2, 2] }, own]),
      )
      expect((await run(`a.${form}`, 'in.exr', 'out.exr', '--id', 'shot')).refused).toBeNull()
      const image = load('out.exr')
      expect(image.depth).toBe('float')
      out.forEach((rgb, p) => {
        for (const [c, x] of rgb.entries()) {
          const error = Math.abs(image.planes[c]![p]! - held(x)) / Math.max(1, Math.abs(x))
          worst = Math.max(worst, error)
        }
      })
    }
    console.log(
      `apply of ${forward.length} CDL files over ${truth.inputs.length} vectors: worst ${worst.toExponential(1)} from OpenColorIO`,
    )
    expect(worst).toBeLessThan(2e-5)
  })

  it('[FILE8] grades are applied in their order, and two commands in a row are one', async () => {
    put('a.cc', cdlOf({ slope: [1.5, 1, 0.75], offset: [0.0625, 0, 0] }))
    put(
      'b.json',
      JSON.stringify({
        format: 'samelight grade 1',
        nodes: [{ 'cdl.power': [1.25, 1, 1] }, { 'cdl.saturation': 0.5 }],
      }),
    )
    save('in.exr', picture(seeded(3), 40, 20, 'float', true))
    expect((await run('a.cc', 'b.json', 'in.exr', 'both.exr')).refused).toBeNull()
    await run('a.cc', 'in.exr', 'half.exr')
    await run('b.json', 'half.exr', 'then.exr')
    await run('b.json', 'a.cc', 'in.exr', 'turned.exr')
    const [both, then, turned] = [load('both.exr'), load('then.exr'), load('turned.exr')]
    both.planes.forEach((plane, c) => {
      expect(differing(plane, then.planes[c]!)).toBe(0)
    })
    expect(differing(both.planes[0], turned.planes[0])).toBeGreaterThan(100)
    expect(differing(both.alpha!, load('in.exr').alpha!)).toBe(0)
  })

  it('[FILE8] a CDL and a LUT in a row are the vectors composed', async () => {
    const of = truth.cases.filter(({ direction, style }) => direction === 'forward' && style === 'noclamp')
    const bytes = readFileSync(new URL('../truth/luts/look_17.cube', import.meta.url))
    const lut = readLut(bytes)
    if (typeof lut === 'string') throw new Error(lut)
    put('b.cube', bytes)
    save('in.exr', row(truth.inputs))
    let [worst, steepest] = [0, 0]
    for (const { slope, offset, power, sat, out } of of) {
      put('a.cdl', printCdl('cdl', [{ ...restCorrection, slope, offset, power, saturation: Math.fround(sat) }]))
      expect((await run('a.cdl', 'b.cube', 'in.exr', 'out.exr')).refused).toBeNull()
      const image = load('out.exr')
      out.forEach((rgb, p) => {
        const want = tetrahedral(lut.steps[0]!, rgb.map(held) as Triple)
        for (const [c, x] of want.entries()) worst = Math.max(worst, Math.abs(image.planes[c]![p]! - x))
        for (const c of [0, 1, 2]) {
          const moved = tetrahedral(lut.steps[0]!, rgb.map((x, i) => held(x + (i === c ? 1e-4 : 0))) as Triple)
          for (const [i, x] of moved.entries()) steepest = Math.max(steepest, Math.abs(x - want[i]!) / 1e-4)
        }
      })
    }
    console.log(
      `apply a.cdl b.cube over the vectors: worst ${worst.toExponential(1)}, the LUT's steepest slope ${steepest.toFixed(1)}`,
    )
    // What the CDL may be off by, grown by the slope of the LUT, and what the LUT may be off by.
    expect(worst).toBeLessThan(2e-6 * Math.max(1, steepest) + 1e-6)
    await run('a.cdl', 'in.exr', 'then.exr')
    await run('b.cube', 'then.exr', 'then.exr')
    load('then.exr').planes.forEach((plane, c) => {
      expect(differing(plane, load('out.exr').planes[c]!)).toBe(0)
    })
  })

  it('[FILE8] LUTs of other formats are grades too, and one that a JSON names is found by its hash', async () => {
    const cube = readFileSync(new URL('../truth/luts/look_5.cube', import.meta.url))
    put('look.cube', cube)
    for (const name of ['test.clf', 'test.csp', 'test_5.spi1d', 'test_3.spi3d', 'test_17.3dl'])
      put(name, readFileSync(new URL(`../truth/luts/${name}`, import.meta.url)))
    save('in.exr', picture(seeded(3), 20, 20, 'half', false))
    for (const name of ['test.clf', 'test.csp', 'test_5.spi1d', 'test_3.spi3d', 'test_17.3dl'])
      expect((await run(name, 'in.exr', 'out.exr')).refused).toBeNull()
    const hash = createHash('sha256').update(cube).digest('hex')
    put('named.json', JSON.stringify({ format: 'samelight grade 1', nodes: [{ 'lut.table': hash }] }))
    expect((await run('named.json', 'in.exr', 'named.exr')).refused).toBe(
      `The LUT ${hash.slice(0, 8)} that this grade names is not here.`,
    )
    expect((await run('named.json', 'in.exr', 'named.exr', '--lut', 'look.cube')).refused).toBeNull()
    await run('look.cube', 'in.exr', 'plain.exr')
    expect(load('named.exr').planes).toEqual(load('plain.exr').planes)
    put('bad.cube', 'LUT_3D_SIZE 2\n0 0 0\n')
    expect((await run('bad.cube', 'in.exr', 'x.exr')).refused).toMatch(/bad\.cube: .*\.$/)
  })

  it('[FILE8] float keeps what lies outside 0 … 1, held to ±65,504, NaN as 0, unless an operator clamps; whole codes are clamped and rounded', async () => {
    const wild: Triple[] = [
      [-2, 0.5, 7],
      [1e6, -1e6, Number.NaN],
      [Infinity, -Infinity, 0],
      [0.25, 1.00001, -0.00001],
    ]
    save('wild.exr', row(wild))
    await run('wild.exr', 'same.exr')
    expect([...load('same.exr').planes.map((plane) => [...plane])]).toEqual(
      [
        [-2, 65504, 65504, 0.25],
        [0.5, -65504, -65504, 1.00001],
        [7, 0, 0, -0.00001],
      ].map((plane) => plane.map((x) => Math.fround(x))),
    )
    put('asc.cc', cdlOf({ style: 'asc' }))
    await run('asc.cc', 'wild.exr', 'asc.exr')
    for (const plane of load('asc.exr').planes) for (const x of plane) expect(x >= 0 && x <= 1).toBe(true)
    put('free.cc', cdlOf({}))
    await run('free.cc', 'wild.exr', 'asc2.exr', '--style', 'asc')
    expect(load('asc2.exr').planes).toEqual(load('asc.exr').planes)
    for (const [name, depth] of [
      ['w.png', 16],
      ['w.png', 8],
      ['w.tif', 16],
      ['w.dpx', 10],
      ['w.dpx', 12],
    ] as const) {
      expect((await run('wild.exr', name, '--depth', String(depth))).refused).toBeNull()
      const image = load(name)
      expect(image.depth).toBe(depth)
      load('same.exr').planes.forEach((plane, c) => {
        expect([...image.planes[c]!]).toEqual([...plane].map((x) => codeOf(x, topOf(depth))))
      })
    }
  })

  it('[FILE8] under no grade every code of every depth comes out as it went in, alpha too', async () => {
    for (const [name, depth] of [
      ['p.png', 16],
      ['p.png', 8],
      ['p.tif', 16],
      ['p.tif', 8],
      ['p.dpx', 8],
      ['p.dpx', 10],
      ['p.dpx', 12],
      ['p.dpx', 16],
    ] as const) {
      const top = topOf(depth)
      const all = Float32Array.from({ length: 65536 }, (_, i) => i % (top + 1))
      const image: Image = {
        width: 256,
        height: 256,
        depth,
        planes: [all, all.toReversed(), all],
        alpha: all,
        notes: noNotes,
      }
      save(name, image)
      expect((await run(name, `out-${name}`)).refused).toBeNull()
      const again = load(`out-${name}`)
      expect(again.depth).toBe(depth)
      again.planes.forEach((plane, c) => {
        expect(differing(plane, image.planes[c]!)).toBe(0)
      })
      expect(differing(again.alpha!, all)).toBe(0)
    }
  })

  it('[FILE8] legal range comes to 0 and 1 and back at each depth; what lies outside it goes as far as codes may', async () => {
    for (const [name, depth] of [
      ['v.png', 8],
      ['v.dpx', 10],
      ['v.dpx', 12],
      ['v.png', 16],
      ['v.dpx', 16],
      ['v.tif', 16],
    ] as const) {
      const step = 1 << (depth - 8)
      const codes = [16, 235, 125.5, 1, 254, 16 + 219 / 4].map((x) => Math.floor(x * step))
      save(
        name,
        row(
          codes.map((x) => [x, codes[0]!, codes[1]!] as Triple),
          depth,
        ),
      )
      expect((await run(name, 'v.exr', '--levels', 'video', '--depth', 'float')).refused).toBeNull()
      const light = load('v.exr')
      expect(light.planes[1][0]).toBe(0)
      // Its scale is 1/219 (of 8 bits) rounded to f32 once: white is 1 or the number next to it.
      expect(Math.abs(light.planes[2][0]! - 1)).toBeLessThanOrEqual(2 ** -23)
      for (const [p, code] of codes.entries())
        expect(Math.abs(light.planes[0][p]! - (code - 16 * step) / (219 * step))).toBeLessThan(2e-7)
      await run(name, `back-${name}`, '--levels', 'video')
      expect([...load(`back-${name}`).planes[0]]).toEqual(codes)
      save('wild.exr', row([[-9, 9, 0.5]]))
      await run('wild.exr', `wild-${name}`, '--levels', 'video', '--depth', String(depth))
      expect(load(`wild-${name}`).planes.map((plane) => plane[0])).toEqual([
        step,
        255 * step - 1,
        Math.floor(125.5 * step + 0.5),
      ])
    }
    expect((await run('v.png', 'x.png', '--levels', 'legal')).refused).toBe('--levels is full or video, not legal.')
  })

  it('[FILE8] --json says what was done; equal pictures and grades have equal plans and digests whatever they are stored in', async () => {
    put('a.cc', cdlOf({ slope: [1.5, 1, 0.75] }))
    const image = picture(seeded(9), 30, 20, 16, true)
    save('in.png', image)
    save('in.tif', image)
    const [one, two] = await Promise.all([
      run('a.cc', 'in.png', 'o.tif', '--json'),
      run('a.cc', 'in.tif', 'o.dpx', '--json'),
    ])
    const [a, b] = [one, two].map(({ out }) => JSON.parse(out[0]!) as Record<string, unknown>)
    expect(Object.keys(a!)).toEqual(['in', 'out', 'grades', 'levels', 'spaces', 'plan', 'digest', 'engine', 'seconds'])
    expect(a).toMatchObject({
      in: { path: join(folder, 'in.png'), format: 'png', width: 30, height: 20, depth: 16 },
      out: { path: join(folder, 'o.tif'), format: 'tiff', width: 30, height: 20, depth: 16, alpha: true, left: [] },
      grades: [{ path: join(folder, 'a.cc'), kind: 'cdl', operators: ['cdl'] }],
      spaces: null,
    })
    expect(a!.digest).toMatch(/^[0-9a-f]{32}$/)
    expect([b!.plan, b!.digest]).toEqual([a!.plan, a!.digest])
    expect(differing(load('o.tif').planes[0], load('o.dpx').planes[0])).toBe(0)
  })
})
