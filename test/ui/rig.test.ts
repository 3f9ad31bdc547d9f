import { describe, expect, it } from 'vitest'
import type { DrawnBy } from '../../client/state/desk.ts'
import { type Candidate, Rig } from '../../client/viewer/rig.ts'
import { PROOF_LATE_MS, PROOF_SPAN, Sample } from '../../client/viewer/sample.ts'
import { executorOf } from '../../shared/render/executor.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { codeFrame } from '../../shared/render/trial.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { CLIP, grade, node, session } from '../render/kit.ts'

const wasm = createWasm()
const own = executorOf('wasm', (plan, source) => wasm.render(plan, source))
const plan = (controls: Parameters<typeof node>[2]): Plan =>
  compilePlan({
    session: session(16, 8),
    entries: grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', controls)),
    clip: CLIP,
    frame: 0,
  })
const source = codeFrame(16, 8, 1)

/** A GPU that draws with WASM: `wrong` may change a picture, `make` answers when pipelines are there. */
class FakeGpu implements Candidate {
  readonly id = 'wgsl'
  readonly made = new Set<string>()
  wrong: ((planes: readonly Float32Array[], plan: Plan) => void) | null = null
  make: () => Promise<void> = () => Promise.resolve()
  lose: (sentence: string) => void = () => {}
  closed = 0
  readonly lost = new Promise<string>((lose) => {
    this.lose = lose
  })
  shapes(one: Plan): readonly string[] {
    return one.stages.map((s) => (s.kind === 'kernel' ? s.program.shape : s.kind))
  }
  fits(): boolean {
    return true
  }
  ready(one: Plan): boolean {
    return this.shapes(one).every((shape) => this.made.has(shape))
  }
  async prepare(one: Plan): Promise<void> {
    await this.make()
    for (const shape of this.shapes(one)) this.made.add(shape)
  }
  async render(one: Plan, from: typeof source) {
    const picture = await own.render(one, from)
    this.wrong?.(picture.planes, one)
    return picture
  }
  frame = own.frame
  close(): void {
    this.closed++
  }
}

function room(open: () => Promise<{ gpu: Candidate; adapter: string } | string>) {
  const told: DrawnBy[] = []
  let admitted = 0
  const rig = new Rig({
    wasm: own,
    prover: { picture: own.render },
    open,
    tell: (by) => told.push(by),
    admitted: () => admitted++,
  })
  return { rig, told, count: () => admitted }
}
/** All that was begun has ended. */
const settle = () => new Promise((done) => setTimeout(done, 20))
const onePixel = (planes: readonly Float32Array[]) => {
  planes[1]![7]! += 2 ** -16
}

describe('who draws', () => {
  it('[UI70] WASM, until a GPU has passed the trials; then each new shape only when it has been made and tried', async () => {
    const gpu = new FakeGpu()
    const { rig, told, count } = room(async () => ({ gpu, adapter: 'fake' }))
    const gain = plan({ 'primaries.gain': [1.1, 1, 1, 1] })
    const starting = rig.start()
    expect(rig.of(gain).id).toBe('wasm')
    await starting
    expect(told).toEqual([{ id: 'wgsl', adapter: 'fake', sentence: null, alarm: false }])
    expect(rig.of(gain).id).toBe('wasm')
    let made: () => void = () => {}
    gpu.make = () =>
      new Promise((done) => {
        made = done
      })
    rig.admit(gain, source)
    rig.admit(gain, source)
    await settle()
    expect([rig.of(gain).id, count(), rig.settled(gain, 'wasm')]).toEqual(['wasm', 0, true])
    made()
    await settle()
    expect([rig.of(gain).id, count()]).toEqual(['wgsl', 1])
    // Drawn by WASM before, it is worth drawing again; other values are the same shape, other controls are not.
    expect([rig.settled(gain, 'wasm'), rig.settled(gain, 'wgsl')]).toEqual([false, true])
    expect(rig.of(plan({ 'primaries.gain': [1.7, 1, 1, 1] })).id).toBe('wgsl')
    expect(rig.of(plan({ 'log.offset': [0.1, 0, 0] })).id).toBe('wasm')
  })

  it('[UI70] a GPU that fails a trial, or has none of its pipelines, is never used and a sentence says why', async () => {
    const gpu = new FakeGpu()
    gpu.wrong = onePixel
    const { rig, told } = room(async () => ({ gpu, adapter: 'fake' }))
    await rig.start()
    expect(told.map(({ id, alarm }) => [id, alarm])).toEqual([['wasm', true]])
    expect(told[0]!.sentence).toMatch(
      /^The GPU draws other bits than WebAssembly \(\d+ values, G 7: .*WebAssembly draws/,
    )
    expect(gpu.closed).toBe(1)
    const broken = new FakeGpu()
    broken.make = () => Promise.reject(new Error('no pipeline'))
    const second = room(async () => ({ gpu: broken, adapter: 'fake' }))
    await second.rig.start()
    expect(second.told[0]!.sentence).toBe('The GPU failed: no pipeline WebAssembly draws from now on.')
    const none = room(async () => 'This browser has no WebGPU.')
    await none.rig.start()
    expect(none.told).toEqual([
      { id: 'wasm', adapter: null, sentence: 'This browser has no WebGPU. WebAssembly draws.', alarm: false },
    ])
  })

  it('[UI70] a kernel that draws one pixel otherwise on the tried frame ends the GPU’s use', async () => {
    const gpu = new FakeGpu()
    const { rig, told, count } = room(async () => ({ gpu, adapter: 'fake' }))
    await rig.start()
    gpu.wrong = onePixel
    const gain = plan({ 'primaries.gain': [1.1, 1, 1, 1] })
    rig.admit(gain, source)
    await settle()
    expect([rig.of(gain).id, count(), told.at(-1)!.id, told.at(-1)!.alarm]).toEqual(['wasm', 0, 'wasm', true])
    rig.admit(gain, source)
    await settle()
    expect(told).toHaveLength(2)
  })

  it('[UI74] a proof that differs, and a device that is lost, leave WASM to draw for the rest of the session, said once', async () => {
    for (const end of [(rig: Rig) => rig.disproved('wgsl'), (_: Rig, gpu: FakeGpu) => gpu.lose('The GPU was lost.')]) {
      const gpu = new FakeGpu()
      const { rig, told } = room(async () => ({ gpu, adapter: 'fake' }))
      await rig.start()
      const gain = plan({ 'primaries.gain': [1.1, 1, 1, 1] })
      rig.admit(gain, source)
      await settle()
      expect(rig.of(gain).id).toBe('wgsl')
      end(rig, gpu)
      end(rig, gpu)
      await settle()
      expect(rig.of(gain).id).toBe('wasm')
      expect(told).toHaveLength(2)
      expect(told[1]).toMatchObject({ id: 'wasm', adapter: 'fake', alarm: true })
      expect(told[1]!.sentence).toMatch(/^The GPU .*\. WebAssembly draws from now on\.$/)
      rig.admit(gain, source)
      await settle()
      expect(rig.of(gain).id).toBe('wasm')
    }
  })

  it('[UI74] when WASM itself draws one plan in two ways, that is said too', () => {
    const { rig, told } = room(async () => '')
    rig.disproved('wasm')
    rig.disproved('wasm')
    expect(told.map(({ alarm, sentence }) => [alarm, sentence])).toEqual([
      [true, 'WebAssembly drew one plan twice and the pictures differ: do not trust this machine.'],
    ])
  })
})

describe('which frames of playing are proved', () => {
  /** Of frames drawn one every `ms`, those that are due. */
  const due = (frames: readonly number[], ms = 1000 / 24) => {
    const sample = new Sample()
    return frames.filter((frame, i) => sample.due(frame, i * ms))
  }
  const run = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

  it('[UI73] every 48th of the timeline, whenever playing began and whichever way it goes: the same in all rooms', () => {
    expect(due(run(0, 150))).toEqual([0, 48, 96, 144])
    expect(due(run(31, 150))).toEqual([48, 96, 144])
    expect(due(run(0, 100).reverse())).toEqual([96, 48, 0])
    expect(PROOF_SPAN).toBe(48)
  })

  it('[UI73] where that one is left out, the next that is drawn after two and a half seconds, however short the loop', () => {
    expect(due([1, 13, 25, 37, 49, 61, 73], 500)).toEqual([61])
    expect(due([...run(10, 20), ...run(10, 20), ...run(10, 20)], 100)).toEqual([15])
    const late = due([5, 9, 2, 30, 7, 11], 700)
    expect([late, PROOF_LATE_MS]).toEqual([[7], 2500])
  })
})
