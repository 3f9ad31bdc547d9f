/** One grade drawn by several executors and compared bit for bit; and a failing one made as small as it still fails. */
import { sha256 } from '@noble/hashes/sha2.js'
import type { Picture, SourceFrame } from '../../shared/render/picture.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { createWasm, type WasmExecutor } from '../../shared/render/wasm.ts'
import { randomOf } from '../ops/kit.ts'
import { differing, frame } from '../render/hostile.ts'
import { grade, session } from '../render/kit.ts'
import { type Case, TILE } from './grades.ts'
import { lutOf } from './luts.ts'

/** The plan of a case, and the frame it is drawn from: a third of it hostile (`frame`), the rest code values of its depth. */
export function stageOf(one: Case): { readonly plan: Plan; readonly source: SourceFrame } {
  const cut = session(TILE, TILE, one.media)
  const plan = compilePlan({
    session: { ...cut, pipeline: one.pipeline },
    entries: grade(...one.pairs.map(([key, value]): [string, typeof value] => [key, value])),
    clip: 'clip0001',
    frame: one.frame,
    luts: lutOf,
  })
  const [width, height] = plan.source
  const random = randomOf(one.source)
  const hostile = frame(width, height, random)
  const most = 2 ** (one.media.depth ?? 10) // reason: a test's own whole power
  for (const plane of hostile.planes)
    for (let p = 0; p < plane.length; p++) if (random() < 0.67) plane[p] = Math.floor(random() * most * 4) / 4
  return { plan, source: hostile }
}

/** The bits of a picture in few characters. */
export function printOf({ planes }: Picture): string {
  const hash = sha256.create()
  for (const plane of planes) hash.update(new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength))
  return [...hash.digest().subarray(0, 16)].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/** What the reference makes of a case, and how many of its values WASM has otherwise. */
export function drawn(one: Case, wasm: WasmExecutor = createWasm()): { print: string; wasm: number; plan: Plan } {
  const { plan, source } = stageOf(one)
  const truth = renderReference(plan, source)
  return { print: printOf(truth), wasm: differing(truth, wasm.render(plan, source)), plan }
}

/** The case without what it does not need to fail: nodes, then controls, then what is left, while `fails` says so. */
export async function shrink(one: Case, fails: (smaller: Case) => Promise<boolean>, most = 400): Promise<Case> {
  let [now, tries] = [one, 0]
  const without = async (gone: (key: string) => boolean): Promise<boolean> => {
    const pairs = now.pairs.filter(([key]) => !gone(key))
    if (pairs.length === now.pairs.length || tries++ >= most) return false
    const smaller = { ...now, pairs }
    if (!(await fails(smaller))) return false
    now = smaller
    return true
  }
  /** Beginnings of keys, the longest first: a level, a node, one control with its keyframes. */
  const heads = (depth: number): string[] => [
    ...new Set(now.pairs.map(([key]) => key.split('/').slice(0, depth).join('/'))),
  ]
  for (let again = true; again; ) {
    again = false
    for (const depth of [2, 3, 4, 5])
      for (const head of heads(depth))
        if (await without((key) => key === head || key.startsWith(`${head}/`))) again = true
    for (const [key] of [...now.pairs]) if (await without((other) => other === key)) again = true
  }
  return now
}

/** A failing case as a line of `scars.ts`. */
export const asScar = (one: Case): string => `  ${JSON.stringify(one)},`
