import { describe, expect, it } from 'vitest'
import { describeChange, diff, isRest, describe as words } from '../../shared/doc/diff.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { neutralValue } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'
import { CLIP, grade, id, serial } from '../kit/grade.ts'

const at = (control: string, node = 'a') => `${CLIP}/0/${id(node)}/${control}`

describe('what differs', () => {
  it('[DOC14] changes are by key, in key order; equal documents have none', () => {
    const [from, to] = [grade(serial('a')), grade(serial('a'))]
    expect(diff(from, to)).toEqual([])
    from.set(at('label'), ['skin'])
    to.set(at('primaries.gain'), [2, 1, 1, 1])
    to.set(at('cdl.slope'), [2, 1, 1])
    expect(diff(from, to)).toEqual([
      { key: at('cdl.slope'), from: null, to: [2, 1, 1] },
      { key: at('label'), from: ['skin'], to: null },
      { key: at('primaries.gain'), from: null, to: [2, 1, 1, 1] },
    ])
    expect(diff(to, from).map((c) => [c.from, c.to])).toEqual(diff(from, to).map((c) => [c.to, c.from]))
  })

  it('[DOC14] a neutral that is stored and one that is not are the same, of every control there is', () => {
    const plain = grade(serial('a'))
    const stored = grade(serial('a'))
    for (const op of ops)
      for (const param of Object.values(op.params)) stored.set(at(`${op.id}.${param.id}`), neutralValue(param))
    const rests: [string, Value][] = [
      [at('on'), [true]],
      [at('key.out'), [1, 0]],
      [at('label'), ['']],
      [at('w.wind0001/opacity'), [1]],
      [`t/0/sizing/blanking`, [0, 0, 0, 0]],
      [`${CLIP}/0/sizing/input`, ['fit', 0, 0, 1, 0, false, false]],
      [`${CLIP}/use`, ['0']],
      [`${CLIP}/0/name`, ['']],
    ]
    for (const [key, value] of rests) stored.set(key, value)
    expect(diff(plain, stored)).toEqual([])
    stored.set(at('on'), [false])
    expect(diff(stored, plain)).toEqual([{ key: at('on'), from: [false], to: null }])
  })

  it('[DOC14] a neutral at a keyframe is no rest: it holds the others beside it', () => {
    expect(isRest(at('log.offset'), [0, 0, 0])).toBe(true)
    expect(isRest(at('log.offset@3'), ['linear', 0, 0, 0])).toBe(false)
    expect(isRest('no key', [0])).toBe(false)
  })
})

describe('in words', () => {
  it.each([
    [at('primaries.gain'), [1.25, 1, 1, 1], 'Gain 1.25 1.00 1.00 1.00'],
    [at('primaries.gain'), null, 'Gain at rest'],
    [at('log.offset'), [0, 0, 0], 'Offset 25.00 25.00 25.00'],
    [at('log.offset@12'), ['linear', 0, 0, 0], 'Offset at frame 12 25.00 25.00 25.00'],
    [at('log.offset@12'), null, 'No Offset at frame 12'],
    [at('on'), [false], 'Node off'],
    [at('on'), null, 'Node on'],
    [at('head'), ['corrector', 'out', '0'], 'Node corrector'],
    [at('head'), ['gone', 'out', '0'], 'Node gone'],
    [at('head'), ['corrector', null], 'Node out of the picture'],
    [at('head'), null, 'No node'],
    [at('in.0'), ['src', 'rgb'], 'Link src rgb'],
    [at('label'), ['skin'], 'Label skin'],
    [at('w.wind0001/soft'), [Math.fround(0.2)], 'Window softness 0.2'],
    [at('w.wind0001/opacity'), [0.5], 'Window opacity 0.5'],
    [at('w.wind0001/path'), Array.from({ length: 18 }, () => 0.5), 'Window outline of 3 points'],
    [
      at('w.wind0001/path@7'),
      ['ease', ...Array.from({ length: 18 }, () => 0.5)],
      'Window outline at frame 7 of 3 points',
    ],
    [at('w.wind0001/track.64'), Array.from({ length: 12 }, () => 0.5), 'Window track of 2 frames from 64'],
    [`${CLIP}/0/sizing/input`, ['fill', 0, 0, 1, 0, false, false], 'Input sizing fill 0 0 1 0 false false'],
    [`${CLIP}/use`, ['vers0001'], 'Version vers0001'],
    ['g.group001/name', ['day'], 'Group name day'],
    [`${CLIP}/colour`, ['teal'], 'Clip colour teal'],
    [`${CLIP}/colour`, null, 'No clip colour'],
    [`${CLIP}/flag.blue`, [true], 'Flag blue'],
    [`${CLIP}/flag.blue`, null, 'No flag blue'],
    ['strange', [1], 'strange'],
  ] as [string, Value | null, string][])('[DOC15] %s %j is “%s”', (key, value, text) =>
    expect(words(key, value)).toBe(text),
  )

  it('[DOC15] a change says what was and what is, with the numbers of the panel', () => {
    expect(describeChange({ key: at('log.offset'), from: null, to: [1, 0, 0] })).toMatch(
      /^Offset at rest → Offset \S+ 25\.00 25\.00$/,
    )
  })
})
