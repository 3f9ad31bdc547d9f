import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describe as words } from '../../shared/doc/diff.ts'
import { faultOf } from '../../shared/doc/schema.ts'
import { readLut } from '../../shared/lut/read-lut.ts'
import type { Lut } from '../../shared/op/lut.ts'
import { lookName } from '../../shared/render/name.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing } from '../render/hostile.ts'
import { CLIP, grade, node, session, source } from '../render/kit.ts'

const lut = (name: string): Lut => {
  const read = readLut(new Uint8Array(readFileSync(new URL(`../truth/luts/${name}`, import.meta.url))))
  if (typeof read === 'string') throw new Error(read)
  return read
}
const [A, B] = ['a'.repeat(64), 'b'.repeat(64)]
const here = new Map([
  [A, lut('look_17.cube')],
  [B, lut('resolve_shaper_3d.cube')],
])
const level = `c.${CLIP}/0`
const of = (blob: string, more = {}) => grade(...node(level, 'aaaaaaaa', { 'lut.table': [blob], ...more }))
const plan = (entries: ReturnType<typeof grade>, luts = (blob: string) => here.get(blob) ?? null) =>
  compilePlan({ session: session(), entries, clip: CLIP, frame: 0, luts })
const picture = source(16, 8, (x, y) => [64 + (876 * x) / 15, 512 + 8 * (y - 4), 512 - 6 * (y - 4)])

describe('[LUT7] a LUT in a grade', () => {
  it('[LUT7] is drawn last in its node, the same bits by both, and is another plan and another look than another file', () => {
    const [none, a, b] = [plan(grade()), plan(of(A)), plan(of(B))]
    expect([a.lacks, b.lacks]).toEqual([[], []])
    expect(new Set([none.name, a.name, b.name]).size).toBe(3)
    const drawn = [none, a, b].map((p) => renderReference(p, picture))
    expect(differing(drawn[0]!, drawn[1]!)).toBeGreaterThan(300)
    expect(differing(drawn[1]!, drawn[2]!)).toBeGreaterThan(300)
    ;[a, b].forEach((p, i) => {
      expect(differing(createWasm().render(p, picture), drawn[i + 1]!)).toBe(0)
    })
    const look = (blob: string) => lookName(session(), of(blob), CLIP)
    expect(new Set([look(''), look(A), look(B)]).size).toBe(3)
    expect(look('')).toBe(lookName(session(), grade(...node(level, 'aaaaaaaa', {})), CLIP))
  })

  it('[LUT7] one that is not here is named, drawn as a wire, and no receipt comes of it', () => {
    const missing = plan(of('c'.repeat(64)))
    expect(missing.lacks).toEqual(['The LUT cccccccc that this grade names is not here.'])
    expect(differing(renderReference(missing, picture), renderReference(plan(grade()), picture))).toBe(0)
    expect(missing.name).not.toBe(plan(grade()).name)
    expect(compilePlan({ session: session(), entries: of(A), clip: CLIP, frame: 0 }).lacks.length).toBe(1)
  })

  it('[LUT7] a drag beside it keeps its kernel, its tables and the table’s own name', () => {
    const [one, two] = [0.1, 0.2].map((v) => plan(of(A, { 'log.offset': [v, v, v] })))
    const [first, second] = [one!.stages[0]!, two!.stages[0]!]
    if (first.kind !== 'kernel' || second.kind !== 'kernel') throw new Error('no kernel')
    expect(second.program.shape).toBe(first.program.shape)
    const own = first.tables.filter(({ name }) => name === `lut ${A} 0 0`)
    expect(own.length).toBe(1)
    expect(second.tables).toContain(own[0])
  })

  it('[LUT7] names 64 hex digits or nothing, holds still at its keyframes, and reads by its first eight', () => {
    const key = `${level}/aaaaaaaa/lut.table`
    expect([faultOf('grade', key, [A]), faultOf('grade', key, [''])]).toEqual([null, null])
    for (const wrong of [['x'], [A.toUpperCase()], [1], [A, A], []])
      expect(faultOf('grade', key, wrong)?.rule).toBe('range')
    expect(words(key, [A])).toContain('aaaaaaaa')
    const keyed = grade(...node(level, 'aaaaaaaa', {}), [`${key}@10`, ['linear', A]], [`${key}@14`, ['linear', B]])
    const at = (frame: number) =>
      compilePlan({ session: session(), entries: keyed, clip: CLIP, frame, luts: (blob) => here.get(blob) ?? null })
        .name
    expect([at(0), at(3)]).toEqual([plan(of(A)).name, plan(of(A)).name])
    expect(at(4)).toBe(plan(of(B)).name)
  })
})
