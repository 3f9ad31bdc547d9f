/** The truth: every stage of a plan in plain numbers, each step rounded to f32. Slow; for tests. */
import type { Picture, SourceFrame } from './picture.ts'
import { runKernel } from './run-kernel.ts'
import { runPass } from './run-pass.ts'
import { PICTURE, type Plan } from './stage.ts'

export { runKernel, runPass }

/** Renders a plan. Throws when the source is not of the size the plan was compiled for (a bug of ours). */
export function renderReference(plan: Plan, source: SourceFrame): Picture {
  checkSize(plan, source)
  const planes = new Map(PICTURE.map((name, i) => [name, source.planes[i]!]))
  const get = (name: string): Float32Array => {
    const plane = planes.get(name)
    if (!plane) throw new Error(`a stage reads ${name}, which no stage before it wrote`)
    return plane
  }
  let [width, height] = plan.source
  for (const stage of plan.stages) {
    const from = stage.reads.map(get)
    const made =
      stage.kind === 'kernel'
        ? runKernel(stage, from, width, height)
        : stage.kind === 'field'
          ? [Float32Array.from(stage.field.data.subarray(0, width * height))]
          : runPass(stage, from, width, height)
    stage.writes.forEach((name, i) => {
      planes.set(name, made[i]!)
    })
    if (stage.kind === 'size') [width, height] = stage.to
  }
  const [r, g, b] = PICTURE
  return { width, height, planes: [get(r), get(g), get(b)] }
}

export function checkSize(plan: Plan, source: SourceFrame): void {
  if (source.width !== plan.source[0] || source.height !== plan.source[1])
    throw new Error(`plan for ${plan.source.join('×')} given a frame of ${source.width}×${source.height}`)
}
