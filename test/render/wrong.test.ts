import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { digest, quantise } from '../../shared/render/digest.ts'
import type { Picture } from '../../shared/render/picture.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { faults, kinds, mixed, spoiled, wrongGrades } from './spoil.ts'

const digestOf = (picture: Picture): Promise<string> =>
  digest(picture.width, picture.height, quantise(picture), (bytes) => createHash('sha256').update(bytes).digest())

/** Whether a value is off by more than a code of 16 bits: what is off by less is nobody's picture. */
const off = (a: Picture, b: Picture): boolean =>
  a.planes.some((plane, c) => plane.some((v, p) => Math.abs(v - b.planes[c]![p]!) > 1 / 65_535))

describe('[ENG21] a wrong stage of any kind', () => {
  const found = new Set<string>()

  it.each(wrongGrades)('[ENG21] is found by the digests of a pair, whichever of it lies: %s', async (_, pairs) => {
    const { plan, source } = mixed(pairs)
    expect(plan.lacks).toEqual([])
    const truth = renderReference(plan, source)
    const right = await digestOf(truth)
    expect(await digestOf(createWasm().render(plan, source))).toBe(right)
    const missed: string[] = []
    for (const [at, { kind }] of plan.stages.entries())
      for (const fault of faults) {
        const other = spoiled(plan, at, fault)
        if (other === null) continue
        // What was kept of the right picture is not to be read: each draws anew.
        const lies = { reference: renderReference(other, source), wasm: createWasm().render(other, source) }
        for (const [who, picture] of Object.entries(lies)) {
          if ((await digestOf(picture)) !== right) found.add(`${fault} ${kind} ${who}`)
          else if (off(picture, truth)) missed.push(`${fault} of stage ${at} (${kind}), ${who}`)
        }
      }
    expect(missed).toEqual([])
  })

  it('[ENG21] each of the three was made and found in each kind of stage', () => {
    const all = kinds.flatMap((kind) =>
      faults.flatMap((fault) => [`${fault} ${kind} reference`, `${fault} ${kind} wasm`]),
    )
    expect(all.filter((one) => !found.has(one))).toEqual([])
  })
})
