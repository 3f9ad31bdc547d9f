import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../client/state/graph-layout.ts'
import { shapeOf } from '../../client/state/graph-shape.ts'
import type { GradeWriter } from '../../shared/doc/edit.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { CLIP, hand } from '../kit/grade.ts'
import { forEachSeed, pick } from '../kit/seed.ts'

const shapeAfter = (write: (grade: GradeWriter) => void) => {
  const h = hand(7)
  h.edit(write)
  return shapeOf(readGraph(h.entries, CLIP, '0'), null)
}

describe('[UI90] the boxes of a node graph', () => {
  it('[UI90] a path without branches turns after four boxes', () => {
    const shape = shapeAfter((grade) => {
      for (let i = 0; i < 6; i++) grade.append(CLIP, '0')
    })
    const { spots, rows } = layoutOf(shape)
    expect(shape.nodes.map(({ id }) => spots.get(id))).toEqual(
      [1, 2, 3, 4, 1, 2].map((column, i) => ({ column, lane: i < 4 ? 0 : 1 })),
    )
    expect([spots.get('src'), spots.get('out'), rows]).toEqual([{ column: 0, lane: 0 }, { column: 3, lane: 1 }, 2])
  })

  it('[UI90] a branch has a lane of its own, and what it goes into stands right of all of them', () => {
    const shape = shapeAfter((grade) => {
      const a = grade.append(CLIP, '0')
      const b = grade.after(CLIP, '0', a)
      grade.append(CLIP, '0')
      grade.beside(CLIP, '0', b, 'parallel')
    })
    const { spots } = layoutOf(shape)
    const at = shape.nodes.map(({ id, kind }) => [kind, spots.get(id)!.column, spots.get(id)!.lane])
    expect(at).toEqual([
      ['corrector', 1, 0],
      ['corrector', 2, 0],
      ['corrector', 2, 1],
      ['parallel', 3, 0],
      ['corrector', 4, 0],
    ])
    expect(spots.get('out')).toEqual({ column: 5, lane: 0 })
  })

  it('[UI90] of any graph no two boxes lie on each other, and each stands right of what it reads where it branches', () => {
    forEachSeed(300, (draw) => {
      const shape = shapeAfter((grade) => {
        const ids = [grade.append(CLIP, '0')]
        for (let i = draw(14); i > 0; i--) {
          const id = pick(draw, ids)
          const made = pick(draw, [
            () => grade.after(CLIP, '0', id),
            () => grade.beside(CLIP, '0', id, 'parallel'),
            () => grade.beside(CLIP, '0', id, 'layer'),
            () => grade.outside(CLIP, '0', id),
            () => {
              grade.extract(CLIP, '0', id)
              return null
            },
          ])()
          if (made !== null) ids.push(made)
        }
      })
      const { spots, rows } = layoutOf(shape)
      const places = [...spots.values()].map(({ column, lane }) => `${column} ${lane}`)
      expect(new Set(places).size).toBe(places.length)
      expect(Math.max(...[...spots.values()].map(({ lane }) => lane))).toBeLessThan(rows)
      if (!shape.nodes.some((n) => !n.loose && n.inputs.length > 1)) return
      for (const { id, inputs, loose } of shape.nodes)
        if (!loose) for (const input of inputs) expect(spots.get(id)!.column).toBeGreaterThan(spots.get(input)!.column)
    })
  })
})
