/** A grade taken by a clip: in the place of its own, or after it. */
import { describe, expect, it } from 'vitest'
import type { Entries } from '../../shared/doc/grade.ts'
import { appendGrade, chainGrades, placeGrade, shiftGrade } from '../../shared/doc/grade-chain.ts'
import type { Grade } from '../../shared/doc/grade-json.ts'
import { parseGrade } from '../../shared/doc/grade-parse.ts'
import { printGrade } from '../../shared/doc/grade-print.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { type Hand, hand } from '../kit/grade.ts'
import { CLIP, session } from '../render/kit.ts'

const LEVEL = `c.${CLIP}`
const plan = (entries: Entries) => compilePlan({ session: session(), entries, clip: CLIP, frame: 5 }).name
const gradeIn = (own: Hand): Grade => {
  const grade = parseGrade(printGrade(own.entries, LEVEL, '0', null))
  if (typeof grade === 'string') throw new Error(grade)
  return grade
}
const gain = (own: Hand, ...values: readonly number[]) =>
  own.edit((grade) => {
    for (const value of values)
      grade.control(LEVEL, '0', grade.append(LEVEL, '0'), 'primaries.gain', [value, 1, value, 1])
  })

describe('a grade in the place of another', () => {
  it('[GAL5] is all of it and nothing else; sizing and the version’s name stay', () => {
    const [one, two] = [hand(1), hand(2)]
    gain(one, 1.5, 0.8)
    gain(two, 1.1, 1.2, 1.3)
    for (const own of [one, two])
      own.edit((grade) => {
        grade.put(`${LEVEL}/0/name`, [own === one ? 'One' : 'Two'])
        grade.sizing(CLIP, '0', {
          fit: 'fit',
          pan: [0, own === one ? 0.2 : 0],
          zoom: 1,
          rotate: 0,
          flipX: false,
          flipY: false,
        })
      })
    const kept = [`${LEVEL}/0/name`, `${LEVEL}/0/sizing/input`]
    const before = kept.map((key) => two.entries.get(key))
    two.write(placeGrade(two.entries, LEVEL, '0', gradeIn(one), two.draw, 'colour'))
    expect(kept.map((key) => two.entries.get(key))).toEqual(before)
    expect(readGraph(two.entries, LEVEL, '0').nodes.map(({ controls }) => controls.get('primaries.gain')?.[0])).toEqual(
      readGraph(one.entries, LEVEL, '0').nodes.map(({ controls }) => controls.get('primaries.gain')?.[0]),
    )
    two.write(placeGrade(two.entries, LEVEL, '0', gradeIn(one), two.draw, 'all'))
    expect(plan(two.entries)).toBe(plan(one.entries))
  })

  it('[GAL5] has its keyframes as far into the clip’s source; what would lie before its media is left out', () => {
    const one = hand(3)
    gain(one, 1.5)
    const node = readGraph(one.entries, LEVEL, '0').nodes[0]!.id
    one.edit((grade) => {
      for (const frame of [3, 12]) grade.keyframe(LEVEL, '0', node, 'primaries.gain', frame, 'ease', [2, 1, 2, 1])
    })
    const frames = (grade: Grade) => [...grade.body.keys()].flatMap((rest) => /@(\d+)$/.exec(rest)?.[1] ?? [])
    expect(frames(shiftGrade(gradeIn(one), 40))).toEqual(['43', '52'])
    expect(frames(shiftGrade(gradeIn(one), -5))).toEqual(['7'])
  })
})

describe('a grade after another', () => {
  it('[GAL6] reads what that gave, under ids of its own, and draws what both draw one after the other', () => {
    const [one, two] = [hand(4), hand(5)]
    gain(one, 1.5, 0.8)
    gain(two, 1.1, 1.2)
    const wanted = chainGrades([gradeIn(two), gradeIn(one)], LEVEL, '0')
    if (typeof wanted === 'string') throw new Error(wanted)
    const had = readGraph(two.entries, LEVEL, '0').nodes.map(({ id }) => id)
    two.write(appendGrade(two.entries, LEVEL, '0', gradeIn(one), two.draw))
    const { nodes } = readGraph(two.entries, LEVEL, '0')
    expect(nodes.slice(0, 2).map(({ id }) => id)).toEqual(had)
    expect(nodes.map(({ controls }) => Math.round(10 * Number(controls.get('primaries.gain')?.[0])))).toEqual([
      11, 12, 15, 8,
    ])
    expect(plan(two.entries)).toBe(plan(wanted))
    // Appended once more, nothing of it takes the place of the first.
    two.write(appendGrade(two.entries, LEVEL, '0', gradeIn(one), two.draw))
    expect(readGraph(two.entries, LEVEL, '0').nodes).toHaveLength(6)
  })

  it('[GAL6] after nothing it is the whole, and an empty one changes no picture', () => {
    const [one, none] = [hand(6), hand(7)]
    gain(one, 1.5)
    const before = plan(one.entries)
    one.write(appendGrade(one.entries, LEVEL, '0', gradeIn(none), one.draw))
    expect(plan(one.entries)).toBe(before)
    none.write(appendGrade(none.entries, LEVEL, '0', gradeIn(one), none.draw))
    expect(plan(none.entries)).toBe(before)
  })
})
