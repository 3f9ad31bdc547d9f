import { describe, expect, it } from 'vitest'
import type { Sizing } from '../../shared/doc/grade.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { sizeStage } from '../../shared/render/size.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, plan, randomOf } from './hostile.ts'

const rest: Sizing = { fit: 'fit', pan: [0, 0], zoom: 1, rotate: 0, flipX: false, flipY: false }

function picture(width: number, height: number, at: (x: number, y: number) => number): SourceFrame {
  const plane = Float32Array.from({ length: width * height }, (_, p) => at(p % width, Math.floor(p / width)))
  return { width, height, kind: 'rgb', planes: [plane, plane.map((v) => v / 2), plane.map((v) => -v)], source: '' }
}

/** The sized red plane as a function of the pixel. */
function sized(source: SourceFrame, sizing: Partial<Sizing>, to: [number, number], one = 1) {
  const from = [source.width, source.height] as const
  const stage = sizeStage({ ...rest, ...sizing }, from, to, one)
  const out = renderReference(plan(from, to, stage ? [stage] : []), source)
  return (x: number, y: number) => out.planes[0][y * to[0] + x]!
}

describe('[ENG6] sizing that does not filter', () => {
  const source = picture(24, 16, (x, y) => Math.fround(Math.sin(x * 3 + y * 7)))
  const red = (x: number, y: number) => source.planes[0][y * 24 + x]!

  it('[ENG6] what moves nothing is no stage', () => {
    expect(sizeStage(rest, [24, 16], [24, 16], 1)).toBeNull()
    expect(sizeStage({ ...rest, fit: 'fill' }, [24, 16], [24, 16], 1)).toBeNull()
    expect(sizeStage({ ...rest, fit: 'one', rotate: 360 }, [24, 16], [24, 16], 1)).toBeNull()
  })

  it('[ENG6] flips and whole-pixel pans are copies, bit for bit, with black outside', () => {
    const flipped = sized(source, { flipX: true, flipY: true }, [24, 16])
    // A pan is in half heights, right and down: 3/8 of 8 pixels right, 1/8 up.
    const panned = sized(source, { pan: [3 / 8, -1 / 8] }, [24, 16])
    for (let y = 0; y < 16; y++)
      for (let x = 0; x < 24; x++) {
        expect(flipped(x, y)).toBe(red(23 - x, 15 - y))
        expect(panned(x, y)).toBe(x < 3 || y > 14 ? 0 : red(x - 3, y + 1))
      }
  })

  it('[ENG6] 1:1 in a larger timeline stands in its middle, black around', () => {
    const at = sized(source, { fit: 'one' }, [32, 20])
    expect(at(4, 2)).toBe(red(0, 0))
    expect(at(27, 17)).toBe(red(23, 15))
    expect([at(3, 2), at(28, 10), at(10, 1), at(10, 18)]).toEqual([0, 0, 0, 0])
  })
})

describe('[ENG7] sizing that filters', () => {
  it('[ENG7] weights are whole 1/4,096 and sum to one; where they are equal to a constant, the picture stays it', () => {
    for (const sizing of [{ zoom: 1.37 }, { zoom: 0.31 }, { rotate: 7 }, { zoom: 0.4, rotate: -31 }]) {
      const { taps } = sizeStage({ ...rest, ...sizing }, [50, 40], [50, 40], 1)!
      const lists = 'turn' in taps ? [taps.turn] : [taps.across, taps.down]
      for (const { weights, count } of lists)
        for (let p = 0; p < weights.length; p += count) {
          const whole = [...weights.subarray(p, p + count)].map((w) => w * 4096)
          expect(whole.every((w) => w === Math.floor(w))).toBe(true)
          expect(whole.reduce((sum, w) => sum + w, 0)).toBe(4096)
        }
    }
    expect(
      sized(
        picture(50, 40, () => 0.7),
        { zoom: 1.37, rotate: 3 },
        [50, 40],
      )(25, 20),
    ).toBeCloseTo(0.7, 6)
  })

  it('[ENG7] a ramp stays a ramp where it is enlarged, reduced and turned', () => {
    const ramp = picture(64, 64, (x, y) => (x + 2 * y) / 256)
    const truth = (x: number, y: number) => (x + 2 * y) / 256
    const zoomed = sized(ramp, { zoom: 2 }, [64, 64])
    expect(zoomed(20, 30)).toBeCloseTo(truth((20.5 - 32) / 2 + 31.5, (30.5 - 32) / 2 + 31.5), 3)
    const halved = sized(ramp, {}, [32, 32])
    expect(halved(10, 12)).toBeCloseTo(truth(20.5, 24.5), 3)
    const turned = sized(ramp, { rotate: 30 }, [64, 64])
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)]
    const [u, v] = [25.5 - 32, 36.5 - 32]
    expect(turned(25, 36)).toBeCloseTo(truth(c * u + s * v + 31.5, -s * u + c * v + 31.5), 3)
  })

  it('[ENG7] fit shows all, fill leaves no black, rotation is clockwise', () => {
    const wide = picture(40, 20, () => 1)
    expect([sized(wide, { fit: 'fit' }, [20, 20])(10, 2), sized(wide, { fit: 'fit' }, [20, 20])(10, 10)]).toEqual([
      0, 1,
    ])
    expect(sized(wide, { fit: 'fill' }, [20, 20])(10, 0)).toBeCloseTo(1, 6)
    const dot = picture(21, 21, (x, y) => (x === 10 && y === 2 ? 1 : 0))
    const turned = sized(dot, { rotate: 90 }, [21, 21])
    expect(turned(18, 10)).toBeGreaterThan(0.7)
    expect(turned(2, 10)).toBe(0)
    // One is how many output pixels a source pixel has at 1:1.
    expect(sized(wide, { fit: 'one' }, [40, 20], 0.5)(20, 2)).toBe(0)
  })
})

describe('[ENG8] sizing on every executor', () => {
  it('[ENG8] the same bits for fits, zooms, turns and flips, into any size', () => {
    const wasm = createWasm()
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomOf(seed)
      const between = (low: number, high: number) => low + random() * (high - low)
      const size = (): [number, number] => [1 + Math.floor(random() * 60), 1 + Math.floor(random() * 40)]
      const [from, to] = [size(), size()]
      const sizing: Sizing = {
        fit: (['fit', 'fill', 'one'] as const)[seed % 3]!,
        pan: [between(-1.5, 1.5), between(-1.5, 1.5)],
        zoom: 2 ** between(-4, 5),
        rotate: seed % 2 ? between(-200, 200) : (seed % 4) * 45,
        flipX: random() < 0.5,
        flipY: random() < 0.5,
      }
      const stage = sizeStage(sizing, from, to, 1)
      const p = plan(from, to, stage ? [stage] : [])
      if (!stage) continue
      const source = picture(from[0], from[1], () => Math.fround(between(-1, 2)))
      expect(
        differing(renderReference(p, source), wasm.render(p, source)),
        `seed ${seed} ${JSON.stringify(sizing)}`,
      ).toBe(0)
    }
  })
})
