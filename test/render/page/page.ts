/** What the tests of the GPU drive in a real Chromium: the executor beside WASM and the reference, on planes compared bit for bit. */
import type { Gpu } from '../../../client/viewer/gpu.ts'
import { openGpu } from '../../../client/viewer/gpu-open.ts'
import type { Sizing, Value } from '../../../shared/doc/grade.ts'
import { SOURCE_MARKS } from '../../../shared/render/content.ts'
import { quantise } from '../../../shared/render/digest.ts'
import { sliceDraft, sliceMarked } from '../../../shared/render/draft.ts'
import { compilePlan } from '../../../shared/render/plan.ts'
import { renderReference } from '../../../shared/render/reference.ts'
import { sizeStage } from '../../../shared/render/size.ts'
import type { Plan } from '../../../shared/render/stage.ts'
import { adapterTrials, codeFrame } from '../../../shared/render/trial.ts'
import { createWasm } from '../../../shared/render/wasm.ts'
import type { Case } from '../../fuzz/grades.ts'
import { printOf, stageOf } from '../../fuzz/sameness.ts'
import { differing, draft, frame, plan, program, randomOf } from '../hostile.ts'
import { CLIP, grade, session } from '../kit.ts'
import { faults, mixed, spoiled, wrongGrades } from '../spoil.ts'

export interface Stack {
  readonly feature: 'core' | 'compatibility'
  readonly barriers: boolean
}

let opened: { readonly gpu: Gpu; readonly adapter: string } | null = null
const wasm = createWasm()

async function gpuOf(): Promise<Gpu> {
  if (opened === null) throw new Error('open a GPU first')
  return opened.gpu
}

/** Values that differ between GPU and WASM; and in the 16-bit frame. */
async function tried(p: Plan, source: Parameters<typeof wasm.render>[1]) {
  const gpu = await gpuOf()
  await gpu.prepare(p)
  const truth = wasm.render(p, source)
  const picture = await gpu.render(p, source)
  const codes = await gpu.frame(p, source)
  const right = quantise(truth)
  let wrong = codes.length === right.length ? 0 : Number.NaN
  for (let i = 0; i < right.length; i++) if (codes[i] !== right[i]) wrong++
  return { planes: differing(truth, picture), codes: wrong, all: 3 * p.width * p.height }
}

const lengthOf = ({ stages }: Plan): number =>
  stages.reduce((sum, stage) => sum + (stage.kind === 'kernel' ? stage.program.list.length : 0), 0)

const page = {
  async open({ feature, barriers }: Stack): Promise<string> {
    opened?.gpu.close()
    const found = await openGpu({ barriers }, [feature])
    if (typeof found === 'string') return found
    opened = found
    return found.adapter
  },
  /** Pipelines made so far. */
  compiled: async () => (await gpuOf()).compiled,
  /** The trials of a start: values that differ of all. */
  async adapter() {
    const out = []
    for (const { plan: p, source } of adapterTrials()) out.push(await tried(p, source))
    return out
  },
  /** One random program on hostile planes: values that differ from the reference and from WASM. */
  async program(seed: number) {
    const random = randomOf(seed)
    const [w, h] = [1 + Math.floor(random() * 70), 1 + Math.floor(random() * 9)]
    const one = plan([w, h], [w, h], [program(random, 1 + Math.floor(random() * 120))])
    const source = frame(w, h, random)
    const { planes, codes } = await tried(one, source)
    return { reference: differing(renderReference(one, source), wasm.render(one, source)), wgsl: planes, codes }
  },
  /** One random draft with passes and fields, cut into stages. */
  async draft(seed: number) {
    const random = randomOf(seed)
    const size = [1 + Math.floor(random() * 70), 1 + Math.floor(random() * 40)] as const
    const b = draft(random, 1 + Math.floor(random() * 60), size)
    const one = plan(size, size, sliceDraft(b, b.outputs, 'a'))
    const source = frame(...size, random)
    const { planes, codes } = await tried(one, source)
    const reference = differing(renderReference(one, source), wasm.render(one, source))
    return { differing: { reference, wgsl: planes, codes }, stages: one.stages.length }
  },
  /** A random grade (`test/fuzz/grades.ts`): what WASM makes of it here, and how many of its values WGSL has otherwise. */
  async grade(one: Case) {
    const { plan: p, source } = stageOf(one)
    const gpu = await gpuOf()
    await gpu.prepare(p)
    const truth = wasm.render(p, source)
    return { print: printOf(truth), wgsl: differing(truth, await gpu.render(p, source)) }
  },
  /** A random draft drawn some times over, a few coefficients moving: what stands of the picture before is not drawn again. */
  async kept(seed: number) {
    const gpu = await gpuOf()
    const size = [33, 17] as const
    const source = frame(...size, randomOf(1000 + seed))
    const performed: number[] = []
    let wrong = 0
    for (let tick = 0; tick < 4; tick++) {
      const b = draft(randomOf(seed), 60, size)
      for (const n of b.coefs.keys()) if (n % 3 === 0) b.coefs[n] = Math.fround(b.coefs[n]! + tick / 8)
      const one = plan(size, size, sliceMarked(b, b.outputs, 'a', SOURCE_MARKS).stages)
      await gpu.prepare(one)
      wrong += differing(renderReference(one, source), await gpu.render(one, source))
      performed.push(gpu.performed)
    }
    return { wrong, performed }
  },
  /**
   * A grade with one stage after the other made wrong, on the GPU and on WASM: what is found of it beside the right frame of the other, and
   * what is not though it is off. `alike`: the right frames of the GPU, WASM and the reference are the same codes, so that a reference that
   * lies is found beside the GPU wherever it is beside WASM (`wrong.test.ts`), and a GPU that lies beside the reference as beside WASM.
   */
  async wrong(n: number) {
    const { plan: p, source } = mixed(wrongGrades[n]![1])
    const gpu = await gpuOf()
    await gpu.prepare(p)
    const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
      for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
      return a.length === b.length
    }
    const right = { gpu: (await gpu.frame(p, source)).slice(), wasm: wasm.frame(p, source) }
    const truth = quantise(renderReference(p, source))
    const [found, missed]: [string[], string[]] = [[], []]
    for (const [at, { kind }] of p.stages.entries())
      for (const fault of faults) {
        const other = spoiled(p, at, fault)
        if (other === null) continue
        await gpu.prepare(other)
        const lies = { gpu: await gpu.frame(other, source), wasm: wasm.frame(other, source) }
        // A wrong that moves no code is nobody's picture.
        const hidden = same(lies.wasm, right.wasm)
        for (const [liar, beside] of [
          ['gpu', 'wasm'],
          ['wasm', 'gpu'],
        ] as const)
          if (!same(lies[liar], right[beside])) found.push(`${fault} ${kind}, ${liar}`)
          else if (!hidden) missed.push(`${fault} of stage ${at} (${kind}), ${liar}`)
      }
    return { alike: same(right.gpu, truth) && same(right.wasm, truth), found, missed }
  },
  async sized(seed: number) {
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
    if (!stage) return null
    const plane = () => Float32Array.from({ length: from[0] * from[1] }, () => between(-1, 2))
    const source = {
      width: from[0],
      height: from[1],
      kind: 'rgb',
      planes: [plane(), plane(), plane()],
      source: '',
    } as const
    return tried(plan(from, to, [stage]), source)
  },
  /** A plan compiled from a session and a grade, on a frame of code values: values that differ, and milliseconds of each way. */
  async graded(pairs: readonly [string, Value][], resolution: readonly [number, number], seed: number) {
    const [width, height] = [1920, 1080]
    const one = compilePlan({
      session: session(width, height),
      entries: grade(...pairs),
      clip: CLIP,
      frame: 0,
      resolution,
    })
    const source = codeFrame(...one.source, seed)
    const gpu = await gpuOf()
    const began = performance.now()
    await gpu.prepare(one)
    const compileMs = performance.now() - began
    const counts = await tried(one, source)
    const time = async (run: () => unknown) => {
      const start = performance.now()
      await run()
      return performance.now() - start
    }
    const ms = {
      compile: compileMs,
      codes: await time(() => gpu.frame(one, source)),
      planes: await time(() => gpu.render(one, source)),
      wasm: await time(() => wasm.render(one, source)),
      quantise: await time(() => quantise(wasm.render(one, source))),
    }
    return { ...counts, stages: one.stages.length, instructions: lengthOf(one), ms }
  },
}
export type RenderPage = typeof page

declare global {
  interface Window {
    renderPage: RenderPage
  }
}
window.renderPage = page
