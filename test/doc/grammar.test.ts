import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { levelOf, parsePath, printPath } from '../../shared/doc/path.ts'
import { checkEntry, faultOf } from '../../shared/doc/schema.ts'
import { forEachSeed, pick } from '../kit/seed.ts'

const N = 'c.clip0001/0/node0001'
const W = `${N}/w.wind0001`
const win: Value = ['circle', true, false, 'add', 'm', 'face']
const fit: Value = ['fit', 0, 0, 1, 0, false, false]

/** Every form of key of document.md with a value it takes. */
const good: readonly (readonly [string, Value])[] = [
  ['c.clip0001/use', ['vers0001']],
  ['c.clip0001/use', ['0']],
  ['c.clip0001/group', ['group001']],
  ['c.clip0001/colour', ['teal']],
  ['c.clip0001/flag.blue', [true]],
  ['c.clip0001/0/name', ['warm']],
  ['c.clip0001/vers0001/name', ['é']],
  ['g.group001/name', ['day']],
  [`${N}/head`, ['corrector', 'out', '0']],
  [`${N}/head`, ['parallel', 'node0002', 'edge0001']],
  [`${N}/head`, ['layer', null]],
  [`${N}/head`, ['gone', 'out', '0']],
  [`${N}/in.0`, ['src', 'rgb']],
  [`${N}/in.0`, ['node0002', 'key']],
  ['c.clip0001/0/out/in.0', ['node0001', 'rgb']],
  [`${N}/in.edge0001`, ['node0002', 'r', 'm']],
  [`${N}/key`, ['node0002', 'key', true, 'matte', 1, 0, 0]],
  [`${N}/shared`, ['share001']],
  [`${N}/on`, [false]],
  [`${N}/on@12`, ['static', true]],
  [`${N}/key.out`, [0.5, -0.25]],
  [`${N}/matte`, [1, 0, 0.5]],
  [`${N}/label`, ['x'.repeat(120)]],
  [`${N}/colour`, ['teal']],
  [`${N}/at`, [10, -20]],
  [`${N}/primaries.gain`, [1.5, 1, 1, 1]],
  [`${N}/primaries.gain@0`, ['linear', 1.5, 1, 1, 1]],
  [`${N}/primaries.gain@999999999`, ['ease', 1.5, 1, 1, 1]],
  [`${N}/log.offset`, [0, 0.25, 0]],
  ['t/0/node0001/log.offset@86400', ['ease', 0, 0.25, 0]],
  ['g.group001.pre/0/node0001/log.offset', [0, 0.25, 0]],
  ['g.group001.post/0/node0001/head', ['split', 'out', '0']],
  ['s.share001/0/node0001/head', ['join', 'out', '0']],
  [`${W}/head`, win],
  [`${W}/shape`, [0, 0, 0.5, 0.25, 45]],
  [`${W}/shape@7`, ['linear', 0, 0, 0.5, 0.25, 45]],
  [`${W}/soft`, [0.25]],
  [`${W}/opacity`, [0.25]],
  [`${W}/opacity@7`, ['ease', 1]],
  [`${W}/path`, Array.from({ length: 768 }, () => 0.5)],
  [`${W}/path@3`, ['ease', ...Array.from({ length: 768 }, () => 0.5)]],
  [`${W}/track.48`, Array.from({ length: 384 }, () => 0.5)],
  ['c.clip0001/vers0001/sizing/input', fit],
  ['c.clip0001/0/sizing/input@5', ['linear', ...fit]],
  ['c.clip0001/0/sizing/output', fit.slice(1)],
  ['t/0/sizing/output@5', ['ease', ...fit.slice(1)]],
  ['t/0/sizing/blanking', [0, 0.125, 0, 0.125]],
]

/** Keys outside the grammar. */
const strange = [
  'x',
  'grade',
  '__proto__',
  'c.clip0001',
  'c.clip0001/',
  'c.clip0001/name',
  'c.clip001/use',
  'c.CLIP0001/use',
  'c.clip0001/use/x',
  'c.clip0001/colour/x',
  'c.clip0001/flag',
  'c.clip0001/flag.mauve',
  'c.clip0001/flag.blue/x',
  'c.clip0001/flag.blue@1',
  'c.clip0001/0/flag.blue',
  'g.group001/flag.blue',
  't/flag.blue',
  'g.group001/use',
  'g.group001/0/name',
  'g.group001/0/node0001/head',
  'g.group001.mid/0/node0001/head',
  'g.group001.pre/vers0001/node0001/head',
  't/vers0001/node0001/head',
  't.clip0001/0/node0001/head',
  's.share001/vers0001/node0001/head',
  'c.clip0001/1/node0001/head',
  'c.clip0001/0/src/in.0',
  'c.clip0001/0/src/head',
  'c.clip0001/0/out/head',
  'c.clip0001/0/out/primaries.gain',
  'c.clip0001/0/out/in.edge0001',
  'c.clip0001/0/sizing/head',
  'c.clip0001/0/sizing/zoom',
  'c.clip0001/0/Node0001/head',
  `${N}/`,
  `${N}/head/`,
  `${N}/in.1`,
  `${N}/in.`,
  `${N}/head@1`,
  `${N}/in.0@1`,
  `${N}/key@1`,
  `${N}/label@1`,
  `${N}/at@1`,
  `${W}/head@1`,
  `${W}/track.1@1`,
  `${W}/track.01`,
  `${W}/edge`,
  `${N}/w.wind0001`,
  `${N}/w.win/head`,
  `${N}/primaries.gain@`,
  `${N}/primaries.gain@-1`,
  `${N}/primaries.gain@01`,
  `${N}/primaries.gain@1.5`,
  `${N}/primaries.gain@1@2`,
  `${N}/primaries.gain@9999999999`,
  `${N}/primaries.gain/x`,
  `${N}/Primaries.gain`,
  `${N}/primaries.`,
  `${N}/primaries.gain\n`,
  'g.group001.pre/0/node0001/log.offset@1',
  'g.group001.post/0/node0001/w.wind0001/track.1',
  'c.clip0001/0/node0001/w.wind0001/shape/x',
]

describe('the closed world of keys', () => {
  it.each(good)('[DOC1] %s takes %j', (key, value) => {
    expect(checkEntry('grade', key, value)).toBeNull()
  })

  it.each(strange)('[DOC1] %j is no key', (key) => {
    expect(parsePath(key)).toBeNull()
    expect(faultOf('grade', key, [0])).toMatchObject({ rule: 'grammar' })
    expect(checkEntry('grade', key, [0])).toContain(JSON.stringify(key).slice(0, 70))
  })

  it('[DOC5] a tuple of a clip or the timeline takes keyframes; a group takes none, nor do heads, links, labels', () => {
    const takes = (level: string, control: string, at: number) =>
      parsePath(`${level}/0/node0001/${control}@${at}`) !== null
    const moving = [
      'primaries.gain',
      'on',
      'key.out',
      'matte',
      'w.wind0001/shape',
      'w.wind0001/soft',
      'w.wind0001/path',
    ]
    for (const control of moving) {
      for (const level of ['c.clip0001', 't', 's.share001']) expect(takes(level, control, 12), control).toBe(true)
      for (const level of ['g.group001.pre', 'g.group001.post']) expect(takes(level, control, 12), control).toBe(false)
    }
    for (const control of ['head', 'in.0', 'in.edge0001', 'key', 'shared', 'label', 'colour', 'at', 'w.wind0001/head'])
      expect(takes('c.clip0001', control, 12), control).toBe(false)
    expect(parsePath('c.clip0001/0/node0001/w.wind0001/track.1')).not.toBeNull()
    expect(parsePath('g.group001.pre/0/node0001/w.wind0001/track.1')).toBeNull()
  })

  it('[DOC1] an operator or control that is not in the list is refused with its name', () => {
    expect(faultOf('grade', `${N}/glow.amount`, [1])).toEqual({
      rule: 'range',
      sentence: `${N}/glow.amount may not be: There is no operator "glow".`,
    })
    expect(checkEntry('grade', `${N}/primaries.glow`, [1])).toContain('no control "glow"')
    expect(checkEntry('grade', `${N}/constructor.name`, [1])).toContain('no operator')
  })

  it('[DOC1] a path printed is the key it was parsed from', () => {
    for (const [key] of good) {
      const path = parsePath(key)!
      if (path.kind !== 'control') continue
      expect(printPath(path.level, path.version, path.node, path.control, path.frame ?? undefined)).toBe(key)
      expect(levelOf(key)).toBe(path.level)
    }
  })

  it('[DOC1] one character more, less or other: refused, or a key that the grammar has', () => {
    const keys = good.map(([key]) => key)
    forEachSeed(20_000, (draw) => {
      const key = pick(draw, keys)
      const at = draw(key.length)
      const by = '0az.@/-A_ \u0000é'
      const changed = key.slice(0, at) + pick(draw, ['', ...by]) + key.slice(at + draw(2))
      const path = parsePath(changed)
      if (path?.kind === 'control')
        expect(printPath(path.level, path.version, path.node, path.control, path.frame ?? undefined)).toBe(changed)
      if (path) expect(changed).toMatch(/^[0-9a-z.@/-]+$/)
    })
  })
})

const gain = `${N}/primaries.gain`
const label = `${N}/label`

describe('values', () => {
  const bad: readonly (readonly [string, unknown, string])[] = [
    [label, 'warm', 'is not a plain array'],
    [label, { 0: 'warm', length: 1 }, 'is not a plain array'],
    [label, null, 'is not a plain array'],
    [label, [['warm']], 'holds an object'],
    [label, [{}], 'holds an object'],
    [label, [undefined], 'holds undefined'],
    [label, [1n], 'holds bigint'],
    [label, new Array(2), 'holds undefined'],
    [gain, [Number.NaN, 1, 1, 1], 'holds NaN'],
    [gain, [Number.POSITIVE_INFINITY, 1, 1, 1], 'holds Infinity'],
    [gain, [0.1, 1, 1, 1], 'holds 0.1; numbers are finite, f32-exact and no -0'],
    [gain, [-0, 1, 1, 1], 'holds -0'],
    [label, ['x'.repeat(121)], '121 characters; 120 is the most'],
    [label, ['e\u0301'], 'NFC'],
    [label, ['\ud800'], 'NFC'],
    [`${N}/matte`, Array.from({ length: 1025 }, () => 0), '1025 items; 1024 is the most'],
  ]
  it.each(bad)('[DOC2] %s refuses form %#', (key, value, words) => {
    expect(faultOf('grade', key, value)).toMatchObject({ rule: 'grammar', sentence: expect.stringContaining(words) })
  })

  it('[DOC2] 1,024 numbers and 2,000 characters of a note are 4 kB; 35 labels’ worth of text is not', () => {
    expect(
      faultOf(
        'grade',
        `${W}/path`,
        Array.from({ length: 1024 }, () => 0.5),
      )?.rule,
    ).toBe('range')
    expect(checkEntry('notes', 'seat0001/note0001/text', ['に'.repeat(2000)])).toBeNull()
    const long = Array.from({ length: 35 }, () => 'x'.repeat(120))
    expect(checkEntry('grade', label, long)).toContain('takes 8400 bytes; 4096 is the most')
  })

  it('[DOC2] a key has 1 to 120 characters', () => {
    expect(checkEntry('grade', '', [true])).toContain('1 to 120 characters')
    expect(checkEntry('grade', 'x'.repeat(121), [true])).toContain('not 121')
    expect(checkEntry('notes', 'x'.repeat(121), [true])).toContain('not 121')
  })

  const wrong: readonly (readonly [string, Value])[] = [
    ['c.clip0001/use', ['1']],
    ['c.clip0001/group', ['']],
    ['c.clip0001/colour', ['mauve']],
    ['c.clip0001/colour', []],
    ['c.clip0001/flag.blue', [false]],
    ['c.clip0001/flag.blue', ['blue']],
    ['c.clip0001/0/name', [3]],
    [`${N}/head`, ['corrector']],
    [`${N}/head`, ['blend', 'out', '0']],
    [`${N}/head`, ['corrector', 'src', '0']],
    [`${N}/head`, ['corrector', 'out', 'rgb']],
    [`${N}/head`, ['corrector', null, '0']],
    [`${N}/in.0`, ['out', 'rgb']],
    [`${N}/in.0`, ['node0002', 'a']],
    [`${N}/in.0`, ['node0002', 'rgb', 'm']],
    [`${N}/in.edge0001`, ['node0002', 'rgb', 'M']],
    [`${N}/key`, ['node0002', 'key', true, 'both', 1, 0, 0]],
    [`${N}/shared`, ['share1']],
    [`${N}/on`, [1]],
    [`${N}/key.out`, [3, 0]],
    [`${N}/primaries.gain`, [1, 1, 1]],
    [`${N}/primaries.gain`, ['1', 1, 1, 1]],
    [`${N}/primaries.gain`, [1, 1, 1, 65_000]],
    [`${N}/primaries.gain@1`, [1, 1, 1, 1]],
    [`${N}/primaries.gain@1`, ['bounce', 1, 1, 1, 1]],
    [`${N}/primaries.gain@1`, []],
    [`${N}/cdl.style`, ['loud']],
    [`${W}/head`, ['star', true, false, 'add', 'm', '']],
    [`${W}/shape`, []],
    [`${W}/soft`, [-1]],
    [`${W}/path`, [1, 2, 3]],
    [`${W}/track.0`, Array.from({ length: 390 }, () => 0)],
    ['c.clip0001/0/sizing/input', ['fit', 0, 0, 0, 0, false, false]],
    ['c.clip0001/0/sizing/output', [1, 0]],
    ['c.clip0001/0/sizing/output', [0, 0, 1, 400, false, false]],
    ['c.clip0001/0/sizing/blanking', [0, 0, 0, 2]],
  ]
  it.each(wrong)('[DOC3] %s refuses %j in one sentence with key, rule and value', (key, value) => {
    const fault = faultOf('grade', key, value)
    expect(fault?.rule).toBe('range')
    const { sentence } = fault!
    expect(sentence.startsWith(`${key} `)).toBe(true)
    expect(sentence.endsWith('.')).toBe(true)
    expect(sentence).toMatch(/takes|may not be/)
  })

  it('[DOC3] the sentence shows what was given, and no more of it than fits', () => {
    expect(checkEntry('grade', `${N}/on`, [1])).toBe(`${N}/on takes [true or false], not [1].`)
    const most = Array.from({ length: 100 }, () => 0.5)
    expect(checkEntry('grade', `${N}/on`, most)!.length).toBeLessThan(200)
  })
})

describe('notes', () => {
  const M = 'seat0001/note0001'
  it.each([
    [`${M}/text`, ['Too green']],
    [`${M}/clip`, ['clip0001']],
    [`${M}/frame`, [86_400]],
    [`${M}/revision`, [2184]],
    [`${M}/at`, [27_000, 65_535]],
    [`${M}/look`, ['0'.repeat(32)]],
    [`${M}/spot`, [0.5, -0.25]],
    [`${M}/drawing.mark0001`, ['pen', 0, 0, 0.5, 0.5]],
    [`${M}/drawing.mark0002`, ['ellipse', -0.5, 0.25, 0.125, 0]],
    [`${M}/drawing.mark0003`, ['arrow', 0, 0, 0.5, 0.5]],
    [`${M}/done`, [true, 2184]],
    ['seat0002/note0001/answer.answ0001', ['Agreed', 2184, 27000, 12]],
  ] as const)('[DOC6] %s takes %j', (key, value) => expect(checkEntry('notes', key, value)).toBeNull())

  it.each([
    [`${M}/title`, ['x']],
    [`${M}/text.answ0001`, ['x']],
    [`${M}/answer`, ['x']],
    [`${M}/answer.x`, ['x']],
    [`${M}/constructor`, ['x']],
    ['seat0001/text', ['x']],
    ['seat001/note0001/text', ['x']],
    [`${N}/label`, ['x']],
  ] as const)('[DOC6] %s is no key of notes', (key, value) =>
    expect(faultOf('notes', key, value)?.rule).toBe('grammar'),
  )

  it.each([
    [`${M}/text`, [3]],
    [`${M}/clip`, ['clip']],
    [`${M}/frame`, [0.5]],
    [`${M}/frame`, [-1]],
    [`${M}/at`, [1]],
    [`${M}/at`, [0.5, 65_536]],
    [`${M}/spot`, [9, 0]],
    [`${M}/drawing.mark0001`, ['pen', 1]],
    [`${M}/drawing.mark0001`, ['ellipse', 0, 0, -1, 1]],
    [`${M}/drawing.mark0001`, ['star', 0, 0, 1, 1]],
  ] as const)('[DOC6] %s refuses %j', (key, value) => expect(faultOf('notes', key, value)?.rule).toBe('range'))

  it('[DOC6] a text has up to 2,000 characters', () =>
    expect(checkEntry('notes', `${M}/text`, ['x'.repeat(2001)])).toContain('2000 is the most'))
})
