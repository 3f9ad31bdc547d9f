/** One type for all that turn a plan into pixels: the reference, WASM and the GPU give the same bits through it. */
import { quantise } from './digest.ts'
import type { ExecutorId, Picture, SourceFrame } from './picture.ts'
import type { Plan } from './stage.ts'

export interface Executor {
  readonly id: ExecutorId
  /** The executor's own buffer, f32. The planes are the caller's until the next call. */
  render(plan: Plan, source: SourceFrame): Promise<Picture>
  /** The 16-bit frame that is digested and shown (`quantise`), R G B row by row; the caller's to keep. It may be written to `into`, where that is of its length. */
  frame(plan: Plan, source: SourceFrame, into?: Uint16Array<ArrayBuffer>): Promise<Uint16Array<ArrayBuffer>>
}

/** An executor that draws at once, on the thread that asks; `frame` where it has codes without planes. */
export function executorOf(
  id: ExecutorId,
  render: (plan: Plan, source: SourceFrame) => Picture,
  frame = (plan: Plan, source: SourceFrame, _into?: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> =>
    quantise(render(plan, source)),
): Executor {
  return {
    id,
    render: async (plan, source) => render(plan, source),
    frame: async (plan, source, into) => frame(plan, source, into),
  }
}

/** Planes of a size kept and written again, so that a drag allocates nothing: the same picture comes back for the same size. */
export function pictureOf(most: number): (width: number, height: number) => Picture {
  const kept = new Map<string, Picture>()
  return (width, height) => {
    const key = `${width}x${height}`
    const plane = () => new Float32Array(width * height)
    const picture = kept.get(key) ?? { width, height, planes: [plane(), plane(), plane()] as const }
    kept.delete(key)
    kept.set(key, picture)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return picture
  }
}
