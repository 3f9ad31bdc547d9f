/** A clip's grade as a LUT is baked of it: its levels in the order of the picture, and who runs the kernel. */
import type { Entries } from '../doc/grade.ts'
import { clipGroup, clipVersion } from '../doc/read.ts'
import type { Clip } from '../doc/session.ts'
import type { BakeLevel, Planes, Run } from './bake.ts'
import { sourceFrame } from './plan.ts'
import { createWasm } from './wasm.ts'

/** The group's before, the clip's own version in use, the group's after, the timeline's; keyframes at a frame from 0 at the clip's first in the cut. */
export function clipLevels(entries: Entries, clip: Clip, frame: number): readonly BakeLevel[] {
  const group = clipGroup(entries, clip.id)
  const side = (which: 'pre' | 'post', title: string): BakeLevel[] =>
    group === null ? [] : [{ level: `g.${group}.${which}`, version: '0', frame: undefined, title }]
  const own = { level: `c.${clip.id}`, version: clipVersion(entries, clip.id), frame: sourceFrame(clip, frame) }
  return [
    ...side('pre', 'the group before the clip'),
    { ...own, title: 'the clip' },
    ...side('post', 'the group after the clip'),
    { level: 't', version: '0', frame: clip.recordIn + frame, title: 'the timeline' },
  ]
}

/** Kernels over colours, as many as there are, by the executor that rooms prove with. */
export function bakeRunner(): Run {
  const wasm = createWasm()
  return (stage, planes): Planes => {
    const n = planes[0].length
    // In rows, so that no side of the picture is beyond what a kernel may be asked for.
    const width = Math.min(n, 4096)
    const height = Math.ceil(n / width)
    const padded = planes.map((plane) => {
      const out = new Float32Array(width * height)
      out.set(plane)
      return out
    }) as unknown as Planes
    const plan = { name: '', source: [width, height] as const, width, height, stages: [stage], lacks: [] }
    const { planes: made } = wasm.render(plan, { width, height, kind: 'rgb', planes: padded, source: '' })
    return [made[0].subarray(0, n), made[1].subarray(0, n), made[2].subarray(0, n)]
  }
}
