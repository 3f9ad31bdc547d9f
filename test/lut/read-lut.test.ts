import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { printClf } from '../../shared/lut/clf-print.ts'
import { printCube } from '../../shared/lut/cube.ts'
import { printNumber } from '../../shared/lut/print-number.ts'
import { lutFormats, readLut } from '../../shared/lut/read-lut.ts'
import type { Lut, LutStep } from '../../shared/op/lut.ts'
import { randomOf } from '../ops/kit.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const file = (name: string) => new Uint8Array(readFileSync(new URL(`../truth/luts/${name}`, import.meta.url)))
const names = [
  'domain_5.cube',
  'identity_2.cube',
  'iridas1d_9.cube',
  'look_17.cube',
  'look_5.cube',
  'random_9.cube',
  'resolve1d_9_range.cube',
  'resolve3d_5_range.cube',
  'resolve3d_title.cube',
  'resolve_shaper_3d.cube',
  'test.clf',
  'test.csp',
  'test_17.3dl',
  'test_3.spi3d',
  'test_5.spi1d',
]
/** The LUT, or the failure that says why it is none. */
function lut(of: Uint8Array | string): Lut {
  const read = readLut(typeof of === 'string' ? bytes(of) : of)
  if (typeof read === 'string') throw new Error(read)
  return read
}
const step = <K extends LutStep['kind']>(of: Lut, kind: K, at = 0) => {
  const found = of.steps[at]
  expect(found?.kind).toBe(kind)
  return found as Extract<LutStep, { kind: K }>
}
const corners = '0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1'

describe('[LUT1] LUT files are told by their content and read', () => {
  it.each(names)('[LUT1] %s, by the format of its name', (name) => {
    const text = new TextDecoder().decode(file(name))
    expect(lutFormats.filter(({ is }) => is(text)).map(({ extension }) => extension)[0]).toBe(name.split('.').pop())
    expect(lut(file(name)).steps.length).toBeGreaterThan(0)
  })

  it('[LUT1] a lattice of each format has red, green and blue where they belong', () => {
    const want = lut(file('resolve_shaper_3d.cube')).steps[1] as Extract<LutStep, { kind: 'lut3d' }>
    // The samples hold one lattice of three in four formats; one has its shaper before it, one a range and a CDL.
    for (const [name, at] of [
      ['test_3.spi3d', 0],
      ['test.csp', 1],
      ['test.clf', 2],
    ] as const)
      expect(step(lut(file(name)), 'lut3d', at).values, name).toEqual(want.values)
    const whole = step(lut(file('test_17.3dl')), 'lut3d')
    expect(whole.size).toEqual([5, 5, 5])
    // Blue runs fastest in the file; 4,095 is its full scale.
    expect([...whole.values.subarray(3 * 25, 3 * 25 + 3)]).toEqual([75, 0, 923].map((v) => Math.fround(v / 4095)))
  })

  it('[LUT1] .cube of both dialects and their union: title with ranges, tabs, CRLF, exponents, a mark before it, no last line end', () => {
    const own = lut(
      `\ufeff# by hand\r\n\tTITLE\t"One  look"\r\n\r\n  LUT_3D_SIZE 2\r\nLUT_3D_INPUT_RANGE -1e0 +2.\r\n${corners.replaceAll('\n', '\r\n').replace('1 1 1', '.5e1\t1 1')}`,
    )
    expect(own.title).toBe('One  look')
    const cube = step(own, 'lut3d')
    expect(cube.domain).toEqual([
      [-1, 2],
      [-1, 2],
      [-1, 2],
    ])
    expect([...cube.values.subarray(21)]).toEqual([5, 1, 1])
  })

  it('[LUT1] a domain is of the table that is met first; one that agrees with its range is no trouble', () => {
    const text = (head: string) => `LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n${head}\n0 0 0\n1 1 1\n${corners}\n`
    const own = lut(text('DOMAIN_MIN 0 0 -1\nDOMAIN_MAX 2 2 2'))
    expect(step(own, 'lut1d').domain).toEqual([
      [0, 2],
      [0, 2],
      [-1, 2],
    ])
    expect(step(own, 'lut3d', 1).domain[2]).toEqual([0, 1])
    expect(lut(text('DOMAIN_MAX 3 3 3\nLUT_1D_INPUT_RANGE 0 3')).steps.length).toBe(2)
    expect(readLut(bytes(text('DOMAIN_MAX 3 3 3\nLUT_1D_INPUT_RANGE 0 2')))).toMatch(/another range/)
  })

  it('[LUT1] video range of Resolve’s dialect: 64 to 940 of 1,023 before the table, and back behind it', () => {
    const own = lut(`LUT_3D_SIZE 2\nLUT_IN_VIDEO_RANGE\nLUT_OUT_VIDEO_RANGE\n${corners}\n`)
    expect(own.steps.map(({ kind }) => kind)).toEqual(['matrix', 'lut3d', 'matrix'])
    const [before, after] = [step(own, 'matrix'), step(own, 'matrix', 2)]
    expect(before.offset[0] + before.rows[0]!).toBeCloseTo(940 / 1023, 12)
    expect(after.offset[0] + (after.rows[0]! * 940) / 1023).toBeCloseTo(1, 12)
  })

  it('[LUT1] Lustre’s .3dl says its depths; Imageworks’ 1D may have one channel for all', () => {
    const mesh = `3DMESH\nMesh 1 10\n${corners.replaceAll('1', '1023')}\n\nLUT8\ngamma 1.0\n`
    expect([...step(lut(mesh), 'lut3d').values.subarray(21)]).toEqual([1, 1, 1])
    const one = step(lut('Version 1\nFrom 0 2\nLength 3\nComponents 1\n{\n0\n0.25\n1\n}\n'), 'lut1d')
    expect(one.values[2]).toBe(one.values[0])
    expect([...one.values[0]]).toEqual([0, 0.25, 1])
  })

  it('[LUT1] CLF counts in its bit depths, and one depth meets itself', () => {
    const list = (body: string) => `<?xml version="1.0"?><ProcessList compCLFversion="3" id="a">${body}</ProcessList>`
    const own = lut(
      list(
        '<Matrix inBitDepth="10i" outBitDepth="12i"><Array dim="3 4">4 0 0 0 0 4 0 0 0 0 4 4095</Array></Matrix>' +
          '<LUT1D inBitDepth="12i" outBitDepth="8i"><Array dim="2 1">0 255</Array></LUT1D>' +
          '<Range inBitDepth="8i" outBitDepth="16f"><minInValue>0</minInValue><maxInValue>255</maxInValue><minOutValue>0</minOutValue><maxOutValue>2</maxOutValue></Range>',
      ),
    )
    const matrix = step(own, 'matrix')
    expect(matrix.rows[0]).toBeCloseTo((4 * 1023) / 4095, 12)
    expect(matrix.offset).toEqual([0, 0, 1])
    expect([...step(own, 'lut1d', 1).values[0]]).toEqual([0, 1])
    expect(step(own, 'range', 2)).toEqual({ kind: 'range', scale: 2, offset: 0, low: 0, high: 2 })
    const node = (depths: string) => `<Matrix ${depths}><Array dim="3 3">1 0 0 0 1 0 0 0 1</Array></Matrix>`
    expect(
      readLut(bytes(list(node('inBitDepth="8i" outBitDepth="8i"') + node('inBitDepth="10i" outBitDepth="8i"')))),
    ).toBe('Line 1: Matrix is given 10i, but Matrix before it gives 8i.')
  })
})

describe('[LUT2] what a file gets wrong is one sentence with its line', () => {
  const list = (body: string) => `<ProcessList compCLFversion="3" id="a">\n${body}\n</ProcessList>`
  const d = 'inBitDepth="32f" outBitDepth="32f"'
  it.each([
    ['', 'This is no LUT file of .clf, .csp, .spi3d, .cube, .spi1d, .3dl.'],
    ['\0\0', 'This is no text, as every LUT file is.'],
    ['LUT_3D_SIZE 2\n0 0 0\n', 'The file ends after 1 of the 8 rows of its 3D LUT.'],
    [
      `LUT_3D_SIZE 2\n${corners}\n2 2 2\n`,
      'Line 10: after the last row of its tables the file ends, not with "2 2 2".',
    ],
    [`LUT_3D_SIZE 2\n0 0 nan\n`, 'Line 2: a row of the 3D LUT holds 3 numbers, not "0 0 nan".'],
    ['LUT_3D_SIZE 2\n0 0 1e39\n', 'Line 2: a row of the 3D LUT holds 3 numbers, not "0 0 1e39".'],
    ['LUT_3D_SIZE 257\n', 'Line 1: LUT_3D_SIZE is a whole number 2 … 256, not "257".'],
    [
      'LUT_1D_SIZE 99999999999999999999\n',
      'Line 1: LUT_1D_SIZE is a whole number 2 … 65536, not "99999999999999999999".',
    ],
    ['TITLE "x"\n0 0 0\n', 'The file has neither LUT_1D_SIZE nor LUT_3D_SIZE.'],
    ['LUT_3D_SIZE 2\nLUT_3D_SIZE 2\n', 'Line 2: LUT_3D_SIZE stands in a file once.'],
    ['LUT_3D_SIZE 2\nLUT_4D_SIZE 2\n', 'Line 2: "LUT_4D_SIZE" is no keyword of a .cube file.'],
    ['LUT_3D_SIZE 2\nDOMAIN_MIN 0 1 0\n', 'DOMAIN_MAX lies above DOMAIN_MIN in every channel: in green it is 1 to 1.'],
    [
      'LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 1 0\n',
      'Line 2: LUT_1D_INPUT_RANGE takes two numbers, the second one greater, not "1 0".',
    ],
    ['SPILUT 1.0\n3 3\n2 2 300\n', 'Line 3: sizes are three whole numbers 2 … 256, not "2 2 300".'],
    ['SPILUT 1.0\n3 3\n256 256 256\n0 0 0 0 0 0\n', 'The file ends before the 16777216 vertices its sizes ask for.'],
    [`SPILUT 1.0\n3 3\n2 2 2\n${'0 0 0 0 0.000000 0\n'.repeat(8)}`, 'Line 5: vertex 0 0 0 stands in the file twice.'],
    ['Version 1\nFrom 0 1\nLength 3\nComponents 2\n{\n', 'Components is 1 or 3, not 2.'],
    [
      'Version 1\nLength 2\nComponents 1\n{\n0\n1\n2\n}\n',
      'Line 7: after 2 rows the table ends with a brace, not with "2".',
    ],
    ['CSPLUTV100\n3D\n\n2\n0 1\n1 x\n', 'Line 6: the outputs of a prelut are 2 numbers, not "1 x".'],
    ['CSPLUTV100\n1D\n\n2\n1 0\n0 1\n', 'Line 6: the inputs of a prelut rise: 0 stands after 1.'],
    ['0 512 1023 1023\n0 0 0\n', 'A lattice of 1 rows has no whole number of vertices each way.'],
    [list(''), 'Line 1: the ProcessList has no process node.'],
    [list('<Blur/>'), 'Line 2: "Blur" is no process node of CLF.'],
    [list('<constructor/>'), 'Line 2: "constructor" is no process node of CLF.'],
    [
      list('<Matrix inBitDepth="toString" outBitDepth="32f"/>'),
      'Line 2: Matrix says inBitDepth and outBitDepth out of 8i, 10i, 12i, 16i, 16f, 32f.',
    ],
    [list('<Matrix>'), 'Line 3: the file is no well-formed XML (unexpected close tag).'],
    [
      list(`<LUT3D ${d}><Array dim="9 9 9 3">0 0 0</Array></LUT3D>`),
      'Line 2: Array holds 2187 numbers; its text is too short for them.',
    ],
    [list(`<LUT1D ${d}>\n<Array dim="2 1">0 one</Array></LUT1D>`), 'Line 3: Array holds numbers, not "one".'],
    [
      list(`<Log ${d} style="log3"/>`),
      'Line 2: the style of a Log is log10, log2, linToLog, cameraLinToLog or an inverse, not "log3".',
    ],
    [
      '<!DOCTYPE a [<!ENTITY b "c">]>\n<ProcessList compCLFversion="3" id="&b;"/>',
      'Line 2: the file is no well-formed XML (undefined entity).',
    ],
  ])('[LUT2] %j', (text, sentence) => {
    expect(readLut(bytes(text))).toBe(sentence)
  })

  it('[LUT2] bytes changed at random never throw, and what is read has the sizes it says', () => {
    const counts = { read: 0, refused: 0 }
    for (const [n, name] of names.entries()) {
      const whole = file(name)
      for (let seed = 1; seed <= 60; seed++) {
        const random = randomOf(1000 * n + seed)
        let own = whole.slice()
        // Half of them change one digit, so that much is read too.
        for (let k = 0; k < (seed <= 30 ? 1 : seed / 10); k++) {
          // Mostly in the head, where the words are.
          const at = Math.floor(random() * Math.min(own.length, random() < 0.7 ? 300 : own.length))
          const kind = seed <= 30 ? 0.5 : random()
          if (kind < 0.4) own[at] = Math.floor(random() * 256)
          else if (kind < 0.7)
            own[at] = '0123456789 .-\n<>"ex'.charCodeAt(Math.floor(random() * (seed <= 30 ? 10 : 19)))
          else if (kind < 0.85)
            own = Uint8Array.from([...own.subarray(0, at), ...own.subarray(at + Math.floor(random() * 20))])
          else own = own.slice(0, at + 1)
        }
        const read = readLut(own)
        if (typeof read === 'string') {
          counts.refused++
          expect(read, `${name}, seed ${seed}`).toMatch(/^[^\n]{10,300}\.$/)
          continue
        }
        counts.read++
        for (const one of read.steps)
          if (one.kind === 'lut3d') expect(one.values.length).toBe(3 * one.size[0] * one.size[1] * one.size[2])
          else if (one.kind === 'lut1d') expect(Math.min(...one.values.map((v) => v.length))).toBeGreaterThan(1)
      }
    }
    expect(counts.read).toBeGreaterThan(50)
    expect(counts.refused).toBeGreaterThan(50)
  })
})

describe('[LUT3] what is printed is read back as it was', () => {
  const text = (printed: ReturnType<typeof printCube>): string => {
    if (typeof printed !== 'string') throw new Error(printed.refusal)
    return printed
  }

  it.each(names.filter((name) => name.endsWith('.cube')))('[LUT3] %s as .cube', (name) => {
    const own = lut(file(name))
    const again = lut(text(printCube(own)))
    expect(again.steps).toEqual(own.steps)
  })

  it.each(names)('[LUT3] %s as CLF', (name) => {
    const own = lut(file(name))
    const again = lut(text(printClf(own, name)))
    // A domain that CLF has not is brought to 0 … 1 by a matrix before the table.
    const plain = own.steps.flatMap((one): LutStep[] => {
      if (!('domain' in one) || one.domain.every(([a, b]) => a === 0 && b === 1)) return [one]
      return [
        { kind: 'matrix', rows: [], offset: [0, 0, 0] },
        { ...one, domain: again.steps.find((s) => 'domain' in s)!.domain },
      ] as LutStep[]
    })
    expect(again.steps.map(({ kind }) => kind)).toEqual(plain.map(({ kind }) => kind))
    again.steps.forEach((one, i) => {
      if (one.kind === 'lut3d' || one.kind === 'lut1d') expect(one).toEqual(plain[i])
    })
  })

  it('[LUT3] each formula of CLF comes back with its numbers', () => {
    const channel = {
      base: 10,
      logSlope: 0.25,
      logOffset: 0.38,
      linSlope: 5.5,
      linOffset: 0.05,
      linBreak: 0.01,
      linearSlope: 5.3,
    }
    const other = { ...channel, linearSlope: null }
    const steps: LutStep[] = [
      { kind: 'log', reverse: false, channels: [channel, other, channel] },
      { kind: 'log', reverse: true, channels: [channel, channel, channel] },
      {
        kind: 'exponent',
        style: 'curve',
        reverse: false,
        channels: [1, 2, 3].map((exponent) => ({ exponent, offset: 0.055 })) as never,
      },
      {
        kind: 'exponent',
        style: 'mirror',
        reverse: true,
        channels: [2, 2, 2].map((exponent) => ({ exponent, offset: 0 })) as never,
      },
      { kind: 'range', scale: 1, offset: 0, low: 0, high: 1 },
      { kind: 'range', scale: 1, offset: 0, low: null, high: 1 },
      { kind: 'matrix', rows: [1, 0, 0.5, 0, 1, 0, 0, 0, 1], offset: [0, 0.25, 0] },
      {
        kind: 'cdl',
        style: 'noclamp-reverse',
        slope: [1, 2, 0.5],
        offset: [0, 0.5, -1],
        power: [1, 2, 3],
        saturation: 0.5,
      },
    ]
    expect(lut(text(printClf({ title: 'a < b & "c"', steps }, 'x'))).title).toBe('a < b & "c"')
    expect(lut(text(printClf({ title: '', steps }, 'x'))).steps).toEqual(steps)
  })

  it('[LUT3] what a format cannot hold is refused in a sentence', () => {
    expect(printCube(lut(file('test.clf')))).toEqual({
      refusal: 'A .cube file holds a 1D table, a lattice, or both in this order, not range, cdl, lut3d, matrix.',
    })
  })

  it('[LUT3] a number is printed in the fewest digits that come back as the same f32, without an exponent', () => {
    expect([0, -0, 1, 0.1, 1 / 3, 1e-7, 123456789, -2.5].map(printNumber)).toEqual([
      '0',
      '0',
      '1',
      '0.1',
      '0.33333334',
      '0.0000001',
      '123456790',
      '-2.5',
    ])
    const random = randomOf(4)
    for (let i = 0; i < 20000; i++) {
      const x = Math.fround((random() - 0.5) * 2 ** Math.floor(random() * 60 - 40))
      expect(Math.fround(Number(printNumber(x)))).toBe(x)
    }
  })
})
