import { describe, expect, it } from 'vitest'
import { type Correction, chooseCorrection, parseCdl, printCdl, restCorrection } from '../../shared/formats/cdl.ts'
import { parseEdlCdl } from '../../shared/formats/edl-cdl.ts'
import { parseF32, printF32 } from '../../shared/op/decimal.ts'
import { forEachSeed } from '../kit/seed.ts'

const read = (text: string) => {
  const file = parseCdl(text)
  if (typeof file === 'string') throw new Error(file)
  return file
}
const only = (text: string) => {
  const one = chooseCorrection(read(text), null)
  if (typeof one === 'string') throw new Error(one)
  return one
}
const f = Math.fround

describe('[FILE1] CDL files', () => {
  it('[FILE1] a .cc: numbers are f32, descriptions are kept, the style is no clamp unless the file claims ASC CDL v1.2', () => {
    const text = `<?xml version="1.0"?>
<ColorCorrection id="shot_010">
  <Description>a look &amp; a half</Description><InputDescription>log</InputDescription><ViewingDescription/>
  <SOPNode><Description>warm</Description>
    <Slope>1.1 1.0
      .9</Slope><Offset>1e-2 0 -0.01</Offset><Power>1 1.05 +1.</Power></SOPNode>
  <SatNode><Saturation> 1.2 </Saturation></SatNode>
</ColorCorrection>`
    expect(only(text)).toEqual({
      ...restCorrection,
      id: 'shot_010',
      slope: [f(1.1), 1, f(0.9)],
      offset: [f(0.01), 0, f(-0.01)],
      power: [1, f(1.05), 1],
      saturation: f(1.2),
      description: ['a look & a half', 'warm'],
      input: ['log'],
    })
    expect(read(text).lost).toEqual([])
    expect(only(text.replace('warm', 'ASC CDL v1.2'))).toMatchObject({
      style: 'asc',
      description: ['a look & a half'],
    })
  })

  it('[FILE1] both SatNode and SATNode, missing parts, any namespace or prefix, a BOM', () => {
    expect(only('<ColorCorrection><SATNode><Saturation>0.5</Saturation></SATNode></ColorCorrection>').saturation).toBe(
      0.5,
    )
    expect(only('<ColorCorrection/>')).toEqual(restCorrection)
    expect(only('<ColorCorrection><SOPNode><Power>2 2 2</Power></SOPNode></ColorCorrection>')).toEqual({
      ...restCorrection,
      power: [2, 2, 2],
    })
    const prefixed = `\uFEFF<a:ColorCorrectionCollection xmlns:a="urn:ASC:CDL:v1.2"><a:ColorCorrection id="x"><a:SOPNode><a:Slope>2 2 2</a:Slope></a:SOPNode></a:ColorCorrection></a:ColorCorrectionCollection>`
    expect(only(prefixed)).toEqual({ ...restCorrection, id: 'x', slope: [2, 2, 2] })
  })

  it('[FILE1] a .ccc and a .cdl hold several: an id chooses, what points elsewhere or means nothing is named', () => {
    const list = read(`<ColorDecisionList xmlns="urn:ASC:CDL:v1.01">
<ColorDecision><MediaRef ref="A001.mov"/><ColorCorrection id="one"/></ColorDecision>
<ColorDecision><ColorCorrectionRef ref="two"/></ColorDecision>
<ColorDecision><ColorCorrection id="three"><Glow>1</Glow></ColorCorrection></ColorDecision>
</ColorDecisionList>`)
    expect(list.corrections.map(({ id, media }) => [id, media])).toEqual([
      ['one', 'A001.mov'],
      ['three', null],
    ])
    expect(list.lost).toEqual([
      'Line 3: the correction two stands in another file and is left out.',
      'Line 4: Glow means nothing to a CDL and is left out.',
    ])
    expect(chooseCorrection(list, 'three')).toMatchObject({ id: 'three' })
    expect(chooseCorrection(list, null)).toBe('It holds 2 corrections; name one by its id: one, three.')
    expect(chooseCorrection(list, 'four')).toBe('It holds no correction four; there are one, three.')
  })

  it('[FILE1] what is written is read again number by number, in each form, at random', () => {
    forEachSeed(60, (draw) => {
      const number = (low: number, high: number) => f(low + ((high - low) * draw(1 << 24)) / (1 << 24)) + 0
      const triple = (low: number, high: number) => [number(low, high), number(low, high), number(low, high)] as const
      const made = (id: string): Correction => ({
        ...restCorrection,
        id,
        slope: triple(0, 16),
        offset: triple(-4, 4),
        power: triple(0.05, 16),
        saturation: number(0, 16),
        style: draw(2) === 0 ? 'asc' : 'noclamp',
        description: ['a "b" <c> & d'],
        viewing: ['BT.1886'],
      })
      const two = [made('a&"b"'), made('c')]
      expect(only(printCdl('cc', [two[0]!]))).toEqual(two[0])
      expect(read(printCdl('ccc', two)).corrections).toEqual(two)
      const cut = two.map((one) => ({ ...one, media: 'B & C.mov' }))
      expect(read(printCdl('cdl', cut)).corrections).toEqual(cut)
    })
  })

  it('[FILE1] an f32 is printed as the shortest decimal that reads as itself', () => {
    expect([0.1, 1, f(1.1), 1e-7, 65504, f(1 / 3), 16777216].map((x) => printF32(f(x)))).toEqual([
      '0.1',
      '1',
      '1.1',
      '1e-7',
      '65504',
      '0.33333334',
      '16777216',
    ])
    forEachSeed(2000, (draw) => {
      const bits = new Uint32Array([draw(2 ** 32)])
      const x = new Float32Array(bits.buffer)[0]!
      if (Number.isFinite(x)) expect(parseF32(printF32(x))).toBe(x + 0)
    })
  })

  it('[FILE1] only what clamps as the specification says claims to be ASC CDL v1.2', () => {
    expect(printCdl('cc', [{ ...restCorrection, style: 'asc' }])).toContain('<Description>ASC CDL v1.2</Description>')
    expect(printCdl('cc', [restCorrection])).not.toContain('v1.2')
  })

  it.each([
    ['', 'Line 1: the file is no well-formed XML (document must contain a root element).'],
    ['<ColorCorrection>', 'Line 1: the file is no well-formed XML (unclosed tag: ColorCorrection).'],
    ['<a>\n<b></a>', 'Line 2: the file is no well-formed XML (unexpected close tag).'],
    [
      '<html/>',
      'Line 1: the root is html; a CDL file has one of ColorCorrection, ColorCorrectionCollection, ColorDecisionList.',
    ],
    ['<ColorCorrectionCollection/>', 'Line 1: the ColorCorrectionCollection holds no ColorCorrection.'],
    [
      '<ColorCorrection>\n<SOPNode><Slope>1 1</Slope></SOPNode></ColorCorrection>',
      'Line 2: Slope takes 3 numbers, not 2.',
    ],
    [
      '<ColorCorrection><SOPNode><Offset>1,0 1 1</Offset></SOPNode></ColorCorrection>',
      'Line 1: Offset holds "1,0", which is no number.',
    ],
    [
      '<ColorCorrection><SOPNode><Power>1 0 1</Power></SOPNode></ColorCorrection>',
      'Line 1: Power is 0; it is above 0.',
    ],
    [
      '<ColorCorrection><SatNode><Saturation>-1</Saturation></SatNode></ColorCorrection>',
      'Line 1: Saturation is -1; it is at least 0.',
    ],
    [
      '<ColorCorrection><SatNode><Saturation>1e99</Saturation></SatNode></ColorCorrection>',
      'Line 1: Saturation holds "1e99", which is no number.',
    ],
    ['<ColorCorrection>\n<SOPNode/>\n<SOPNode/></ColorCorrection>', 'Line 3: a second SOPNode; a correction has one.'],
    [
      '<!DOCTYPE x [<!ENTITY e "1">]><ColorCorrection><SatNode><Saturation>&e;</Saturation></SatNode></ColorCorrection>',
      'Line 1: the file is no well-formed XML (undefined entity).',
    ],
  ])('[FILE1] %s is refused in a sentence with its line', (text, sentence) => expect(parseCdl(text)).toBe(sentence))

  it('[FILE1] elements without end, and deep ones, are given up', () => {
    expect(parseCdl('<a>'.repeat(100_000))).toBe('Line 1: elements stand more than 64 deep.')
  })
})

describe('[FILE2] CDL in the comments of an edit list', () => {
  const list = `TITLE: CUT 4
FCM: NON-DROP FRAME

001  A001C002 V     C        01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00
* FROM CLIP NAME: A001C002_0412
*ASC_SOP (1.1 1.0 0.9)(0.01 0.0 -0.01)(1.0 1.05 1.0)
*ASC_SAT 0.9
002  A001C003 V     C        01:00:00:00 01:00:02:00 00:00:02:00 00:00:04:00
003  A001C004 V     C        01:00:00:00 01:00:02:00 00:00:04:00 00:00:06:00
* ASC_SOP: (1.1549, 1.1469, 1.0) (0, 0, 0) ( 1e0, 1, 1 )
004  BL       V     C        00:00:00:00 00:00:00:00 00:00:06:00 00:00:06:00
004  A001C005 V     D    024 01:00:00:00 01:00:02:00 00:00:06:00 00:00:08:00
* ASC_SAT: 1.2
`
  it('[FILE2] every spelling in the wild, each under its event; events without one are left out', () => {
    for (const text of [list, list.replaceAll('\n', '\r\n')])
      expect(parseEdlCdl(text)).toEqual([
        {
          event: '001',
          reel: 'A001C002',
          clip: 'A001C002_0412',
          correction: {
            ...restCorrection,
            slope: [f(1.1), 1, f(0.9)],
            offset: [f(0.01), 0, f(-0.01)],
            power: [1, f(1.05), 1],
            saturation: f(0.9),
          },
        },
        {
          event: '003',
          reel: 'A001C004',
          clip: null,
          correction: { ...restCorrection, slope: [f(1.1549), f(1.1469), 1] },
        },
        { event: '004', reel: 'A001C005', clip: null, correction: { ...restCorrection, saturation: f(1.2) } },
      ])
    expect(parseEdlCdl('TITLE: X\n')).toEqual([])
  })

  it.each([
    ['(1 1 1)(0 0 0)', 'Line 2: ASC_SOP takes three groups of three numbers in brackets, not *ASC_SOP (1 1 1)(0 0 0).'],
    [
      '(1 1 x)(0 0 0)(1 1 1)',
      'Line 2: ASC_SOP takes three groups of three numbers in brackets, not *ASC_SOP (1 1 x)(0 0 0)(1 1 1).',
    ],
    ['(1 -1 1)(0 0 0)(1 1 1)', 'Line 2: a slope is at least 0, not -1.'],
    ['(1 1 1)(0 0 0)(1 0 1)', 'Line 2: a power is above 0, not 0.'],
  ])('[FILE2] %s is refused with its line', (groups, sentence) =>
    expect(parseEdlCdl(`001 A V C 1 2 3 4\n*ASC_SOP ${groups}`)).toBe(sentence),
  )

  it('[FILE2] a saturation that is none, and a comment before any event', () => {
    expect(parseEdlCdl('001 A V C\n*ASC_SAT low')).toBe(
      'Line 2: ASC_SAT takes one number, at least 0, not *ASC_SAT low.',
    )
    expect(parseEdlCdl('*ASC_SAT 1')).toBe('Line 1: the comment *ASC_SAT 1 stands before any event.')
  })
})
