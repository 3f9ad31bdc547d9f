/** The finish of pictures for one room's glass: the LUT of its monitor and dither, kept for each person, and nothing else changed by it. */
import { describe, expect, it } from 'vitest'
import { Monitor } from '../../client/state/monitor.ts'
import type { KeptMonitor, MonitorStore } from '../../client/sync/monitors.ts'
import { Drawer } from '../../client/viewer/drawer.ts'
import { GlassFinish } from '../../client/viewer/finish.ts'
import type { Frames } from '../../client/viewer/frames.ts'
import { LutShelf } from '../../client/viewer/lut-shelf.ts'
import type { Rig } from '../../client/viewer/rig.ts'
import { readLut } from '../../shared/lut/read-lut.ts'
import { drawLut } from '../../shared/op/draw-lut.ts'
import { Builder } from '../../shared/op/expr.ts'
import { quantise } from '../../shared/render/digest.ts'
import { executorOf } from '../../shared/render/executor.ts'
import { runKernel } from '../../shared/render/run-kernel.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { CLIP, session, source } from '../render/kit.ts'
import { fakeDesk } from '../ui/kit/demo.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>

/** A lattice of no pattern, whose tetrahedra differ. */
function cube(n: number, of = (r: number, g: number, b: number) => [r * r, (g + b) / 2, 1 - b * g]): string {
  const rows: string[] = []
  for (let b = 0; b < n; b++)
    for (let g = 0; g < n; g++)
      for (let r = 0; r < n; r++)
        rows.push(
          of(r / (n - 1), g / (n - 1), b / (n - 1))
            .map((v) => v.toFixed(6))
            .join(' '),
        )
  return `LUT_3D_SIZE ${n}\n${rows.join('\n')}\n`
}
const finish = (text: string | null, dither = true) => {
  const glass = new GlassFinish()
  const sentence = glass.set({ kind: 'finish', dither, lut: text === null ? null : bytesOf(text) })
  return { glass, sentence }
}

describe('in the worker', () => {
  it('[STAGE8] a monitor LUT is the engine’s own: the bits of the reference, over more pixels than go through at a time', () => {
    const { glass, sentence } = finish(cube(5))
    expect(sentence).toBeNull()
    const count = 70_001
    const frame = Uint16Array.from({ length: count * 3 }, (_, i) => (i * 40503 + (i >> 7) * 977) % 65536)
    const out = glass.lut!(frame, [count, 1])
    const b = new Builder()
    const lut = readLut(bytesOf(cube(5)))
    if (typeof lut === 'string') throw new Error(lut)
    const stage = kernelStage(b, drawLut(b, b.hold3([b.plane(0), b.plane(1), b.plane(2)]), lut))
    const planes = [0, 1, 2].map((c) => Float32Array.from({ length: count }, (_, i) => frame[i * 3 + c]! / 65535))
    const [r, g, blue] = runKernel(stage, planes, count, 1) as [Float32Array, Float32Array, Float32Array]
    expect([...out]).toEqual([...quantise({ width: count, height: 1, planes: [r, g, blue] })])
    expect(out).not.toEqual(frame)
  })

  it('[STAGE8] what is no LUT is a sentence with its line, and then nothing is gone through', () => {
    const bad = finish(cube(3).replace(/\n0\.2[^\n]*/, '\nbroken'))
    expect(bad.sentence).toMatch(/^Line \d+: .*broken/)
    expect(bad.glass.lut).toBeNull()
    expect(finish('hello').sentence).toContain('no LUT file')
    expect(finish(null).sentence).toBeNull()
    const { glass } = finish(cube(3), false)
    expect([glass.dither, glass.lut !== null]).toEqual([false, true])
    glass.set({ kind: 'finish', dither: true, lut: null })
    expect([glass.dither, glass.lut]).toEqual([true, null])
  })
})

/** What is kept outlives the page. */
function shelf(): MonitorStore & { readonly kept: Map<string, KeptMonitor> } {
  const kept = new Map<string, KeptMonitor>()
  return {
    kept,
    load: async (person) => kept.get(person) ?? null,
    save: async (person, value) => void kept.set(person, value),
  }
}

describe('on the page', () => {
  const person = 'Test Hand'
  /** A monitor of a fresh page, and all that it puts. */
  function page(store: MonitorStore) {
    const { desk, suite } = fakeDesk('colorist')
    const glass = new GlassFinish()
    const put: [boolean, number | null][] = []
    const monitor = new Monitor(desk, store)
    const begun = monitor.begin(async (dither, lut) => {
      put.push([dither, lut?.length ?? null])
      return glass.set({ kind: 'finish', dither, lut })
    })
    return { desk, suite, glass, put, monitor, begun }
  }

  it('[STAGE8] a file is taken, switched past, replaced and removed; what is kept is in force after a reload, for its own person', async () => {
    const store = shelf()
    const first = page(store)
    await first.begun
    expect(first.put).toEqual([])
    const before = [...first.suite.entries]
    const text = bytesOf(cube(3))
    await first.monitor.take('Glass.cube', text)
    expect(first.desk.said?.sentence).toContain('Glass.cube')
    expect(first.glass.lut).not.toBeNull()
    await first.monitor.turn(false)
    expect([first.glass.lut, store.kept.get(person)?.lut?.on]).toEqual([null, false])
    await first.monitor.turn(true)
    await first.monitor.take('Other.cube', bytesOf(cube(5)))
    await first.monitor.setDither(false)
    const second = page(store)
    await second.begun
    expect(second.put).toEqual([[false, bytesOf(cube(5)).length]])
    expect([second.glass.dither, second.glass.lut !== null, second.monitor.lut?.name]).toEqual([
      false,
      true,
      'Other.cube',
    ])
    await second.monitor.remove()
    expect([second.glass.lut, store.kept.get(person)?.lut]).toEqual([null, null])
    store.kept.set('Somebody else', { dither: true, lut: { name: 'x', bytes: text, on: true } })
    const third = page(store)
    await third.begun
    expect([third.monitor.lut, third.monitor.dither]).toEqual([null, false])
    // Nothing of it is in the document.
    expect([...first.suite.entries]).toEqual(before)
  })

  it('[STAGE8] a bad file is refused by its name and line, and what was there stays in force', async () => {
    const { monitor, glass, desk, begun } = page(shelf())
    await begun
    await monitor.take('Good.cube', bytesOf(cube(3)))
    await monitor.take('Bad.cube', bytesOf(cube(3).replace('LUT_3D_SIZE 3', 'LUT_3D_SIZE x')))
    expect(monitor.sentence).toBe('Bad.cube: Line 1: LUT_3D_SIZE is a whole number 2 … 256, not "x".')
    expect(desk.said?.sentence).toBe(monitor.sentence)
    expect([monitor.lut?.name, monitor.lut?.on, glass.lut !== null]).toEqual(['Good.cube', true, true])
    await monitor.take('Good.cube', bytesOf(cube(3)))
    expect(monitor.sentence).toBeNull()
  })

  it('[STAGE8] a browser that keeps nothing says so, and the feed goes through it all the same', async () => {
    const store: MonitorStore = {
      load: async () => null,
      save: async () => {
        throw new Error("The monitor's settings cannot be kept in this browser: full.")
      },
    }
    const { monitor, glass, desk, begun } = page(store)
    await begun
    await monitor.take('Glass.cube', bytesOf(cube(3)))
    await Promise.resolve()
    await Promise.resolve()
    expect(glass.lut).not.toBeNull()
    expect(desk.said?.sentence).toContain('cannot be kept')
  })
})

describe('on its way to the canvas', () => {
  it('[STAGE8] another finish has the very picture that lies there put anew, without drawing it again, even where the order came from before', async () => {
    const wasm = createWasm()
    let drawn = 0
    const own = executorOf('wasm', wasm.render, (plan, frame) => {
      drawn++
      return wasm.frame(plan, frame)
    })
    const frame = source(32, 16, (x, y) => [x * 30, 512 + y, 500])
    const frames = { small: async () => frame, full: async () => frame } as unknown as Frames
    const rig = { of: () => own, admit: () => undefined, settled: () => true } as unknown as Rig
    const drawer = new Drawer(frames, rig, own, new LutShelf(() => undefined))
    drawer.session = session(32, 16)
    const canvas = [32, 16, 0, 0, 32, 16, 32, 16] as const
    const plain = { bypass: false, moment: null, view: null, still: false, prove: false, armed: null, held: null }
    const order = { ...plain, id: 1, kind: 'full', clip: CLIP, frame: 0, canvas, version: 1, again: false } as const
    const first = await drawer.draw(order, async () => false)
    expect((await drawer.draw(order, async () => false))!.pixels).toBeNull()
    const { glass } = finish(
      cube(3, (r, g, b) => [1 - r, 1 - g, 1 - b]),
      false,
    )
    drawer.finish = glass
    const second = await drawer.draw(order, async () => false)
    const [was, now] = [first!.pixels!, second!.pixels!]
    const half = was.length / 2
    expect([...now.subarray(0, half)]).toEqual([...was.subarray(0, half)])
    // A negative, each side rounded to eight bits by itself.
    const off = [...now.subarray(half)].map((v, i) => (i % 4 === 3 ? 0 : Math.abs(255 - v - was[half + i]!)))
    expect(Math.max(...off)).toBeLessThanOrEqual(1)
    // The same names and digest, and nothing drawn for it.
    const { decodeMs: _, drawMs: __, ...made } = second!.made
    expect(first!.made).toMatchObject(made)
    expect([drawn, (await drawer.draw(order, async () => false))!.pixels]).toEqual([1, null])
  })
})
