/** `samelight apply` over files on disk: the numbers of others, formats, spaces, what it says and what it refuses. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Io } from '../../server/command.ts'
import { command as apply } from '../../server/commands/apply.ts'
import { exr } from '../../server/images/exr.ts'
import { codeOf, type Depth, type Image, topOf } from '../../server/images/image.ts'
import { formats } from '../../server/images/index.ts'
import { png } from '../../server/images/png.ts'
import { type Correction, printCdl, restCorrection } from '../../shared/formats/cdl.ts'
import { evaluate } from '../../shared/op/transfer.ts'
import { acescct } from '../../shared/spaces/acescct.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { differing, noNotes, picture, whole } from '../images/kit.ts'
import { seeded } from '../kit/seed.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samelight-apply-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Triple = [number, number, number]
const truth = JSON.parse(readFileSync(new URL('../truth/cdl.json', import.meta.url), 'utf8')) as {
  inputs: Triple[]
  cases: {
    name: string
    style: 'asc' | 'noclamp'
    direction: string
    slope: Triple
    offset: Triple
    power: Triple
    sat: number
    out: Triple[]
  }[]
}

/** Runs the command; its lines, its status, and the sentence it ended with. */
async function run(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const io: Io = {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    stop: new Promise<void>(() => {}),
    cwd: folder,
    fault: null,
  }
  const refused = await apply.run(argv, io).then(
    (code) => (code === 0 ? null : `status ${code}`),
    (error: Error) => error.message,
  )
  return { out, err, refused }
}

const put = (name: string, bytes: Uint8Array | string): void => writeFileSync(join(folder, name), bytes)
const save = (name: string, image: Image): void => {
  const bytes = formats.find(({ endings }) => endings.includes(name.split('.').at(-1)!))!.write(image)
  if (typeof bytes === 'string') throw new Error(bytes)
  put(name, bytes)
}
const load = (name: string): Image => {
  const bytes = readFileSync(join(folder, name))
  return whole(formats.find(({ fits }) => fits(bytes))!.read(bytes))
}
/** A row of pixels. */
const row = (pixels: readonly Triple[], depth: Depth = 'float'): Image => ({
  width: pixels.length,
  height: 1,
  depth,
  planes: [0, 1, 2].map((c) => Float32Array.from(pixels, (rgb) => rgb[c]!)) as unknown as Image['planes'],
  alpha: null,
  notes: noNotes,
})
const cdlOf = (correction: Partial<Correction>) => printCdl('cc', [{ ...restCorrection, ...correction }])
/** What leaves the engine is held to ±65,504. */
const held = (x: number) => Math.min(Math.max(x, -65504), 65504)

describe('[FILE8] apply', () => {
  it('[FILE8] a CDL over the vectors is OpenColorIO’s, in both styles', async () => {
    save('in.exr', row(truth.inputs))
    const forward = truth.cases.filter(({ direction }) => direction === 'forward')
    expect(forward.length).toBe(32)
    let worst = 0
    for (const [i, { style, slope, offset, power, sat, out }] of forward.entries()) {
      const form = (['cc', 'ccc', 'cdl'] as const)[i % 3]!
      const own = { ...restCorrection, slope, offset, power, saturation: Math.fround(sat), style, id: 'shot' }
      put(
        `a.${form}`,
        printCdl(form, form === 'cc' ? [own] : [{ ...restCorrection, id: 'other', power: [2, 2, 2] }, own]),
      )
      expect((await run(`a.${form}`, 'in.exr', 'out.exr', '--id', 'shot')).refused).toBeNull()
      const image = load('out.exr')
      expect(image.depth).toBe('float')
      out.forEach((rgb, p) => {
        for (const [c, x] of rgb.entries()) {
          const error = Math.abs(image.planes[c]![p]! - held(x)) / Math.max(1, Math.abs(x))
          worst = Math.max(worst, error)
        }
      })
    }
    console.log(
      `apply of ${forward.length} CDL files over ${truth.inputs.length} vectors: worst ${worst.toExponential(1)} from OpenColorIO`,
    )
    expect(worst).toBeLessThan(2e-5)
  })

  it('[FILE8] grades are applied in their order, and two commands in a row are one', async () => {
    put('a.cc', cdlOf({ slope: [1.5, 1, 0.75], offset: [0.0625, 0, 0] }))
    put(
      'b.json',
      JSON.stringify({
        format: 'samelight grade 1',
        nodes: [{ 'cdl.power': [1.25, 1, 1] }, { 'cdl.saturation': 0.5 }],
      }),
    )
    save('in.exr', picture(seeded(3), 40, 20, 'float', true))
    expect((await run('a.cc', 'b.json', 'in.exr', 'both.exr')).refused).toBeNull()
    await run('a.cc', 'in.exr', 'half.exr')
    await run('b.json', 'half.exr', 'then.exr')
    await run('b.json', 'a.cc', 'in.exr', 'turned.exr')
    const [both, then, turned] = [load('both.exr'), load('then.exr'), load('turned.exr')]
    both.planes.forEach((plane, c) => {
      expect(differing(plane, then.planes[c]!)).toBe(0)
    })
    expect(differing(both.planes[0], turned.planes[0])).toBeGreaterThan(100)
    expect(differing(both.alpha!, load('in.exr').alpha!)).toBe(0)
  })

  it('[FILE8] float keeps what lies outside 0 … 1, held to ±65,504, NaN as 0, unless an operator clamps; whole codes are clamped and rounded', async () => {
    const wild: Triple[] = [
      [-2, 0.5, 7],
      [1e6, -1e6, Number.NaN],
      [Infinity, -Infinity, 0],
      [0.25, 1.00001, -0.00001],
    ]
    save('wild.exr', row(wild))
    await run('wild.exr', 'same.exr')
    expect([...load('same.exr').planes.map((plane) => [...plane])]).toEqual(
      [
        [-2, 65504, 65504, 0.25],
        [0.5, -65504, -65504, 1.00001],
        [7, 0, 0, -0.00001],
      ].map((plane) => plane.map((x) => Math.fround(x))),
    )
    put('asc.cc', cdlOf({ style: 'asc' }))
    await run('asc.cc', 'wild.exr', 'asc.exr')
    for (const plane of load('asc.exr').planes) for (const x of plane) expect(x >= 0 && x <= 1).toBe(true)
    put('free.cc', cdlOf({}))
    await run('free.cc', 'wild.exr', 'asc2.exr', '--style', 'asc')
    expect(load('asc2.exr').planes).toEqual(load('asc.exr').planes)
    for (const [name, depth] of [
      ['w.png', 16],
      ['w.png', 8],
      ['w.tif', 16],
      ['w.dpx', 10],
      ['w.dpx', 12],
    ] as const) {
      expect((await run('wild.exr', name, '--depth', String(depth))).refused).toBeNull()
      const image = load(name)
      expect(image.depth).toBe(depth)
      load('same.exr').planes.forEach((plane, c) => {
        expect([...image.planes[c]!]).toEqual([...plane].map((x) => codeOf(x, topOf(depth))))
      })
    }
  })

  it('[FILE8] under no grade every code of every depth comes out as it went in, alpha too', async () => {
    for (const [name, depth] of [
      ['p.png', 16],
      ['p.png', 8],
      ['p.tif', 16],
      ['p.tif', 8],
      ['p.dpx', 8],
      ['p.dpx', 10],
      ['p.dpx', 12],
      ['p.dpx', 16],
    ] as const) {
      const top = topOf(depth)
      const all = Float32Array.from({ length: 65536 }, (_, i) => i % (top + 1))
      const image: Image = {
        width: 256,
        height: 256,
        depth,
        planes: [all, all.toReversed(), all],
        alpha: all,
        notes: noNotes,
      }
      save(name, image)
      expect((await run(name, `out-${name}`)).refused).toBeNull()
      const again = load(`out-${name}`)
      expect(again.depth).toBe(depth)
      again.planes.forEach((plane, c) => {
        expect(differing(plane, image.planes[c]!)).toBe(0)
      })
      expect(differing(again.alpha!, all)).toBe(0)
    }
  })

  it('[FILE8] --json says what was done; equal pictures and grades have equal plans and digests whatever they are stored in', async () => {
    put('a.cc', cdlOf({ slope: [1.5, 1, 0.75] }))
    const image = picture(seeded(9), 30, 20, 16, true)
    save('in.png', image)
    save('in.tif', image)
    const [one, two] = await Promise.all([
      run('a.cc', 'in.png', 'o.tif', '--json'),
      run('a.cc', 'in.tif', 'o.dpx', '--json'),
    ])
    const [a, b] = [one, two].map(({ out }) => JSON.parse(out[0]!) as Record<string, unknown>)
    expect(Object.keys(a!)).toEqual(['in', 'out', 'grades', 'spaces', 'plan', 'digest', 'engine', 'seconds'])
    expect(a).toMatchObject({
      in: { path: join(folder, 'in.png'), format: 'png', width: 30, height: 20, depth: 16 },
      out: { path: join(folder, 'o.tif'), format: 'tiff', width: 30, height: 20, depth: 16, alpha: true, left: [] },
      grades: [{ path: join(folder, 'a.cc'), kind: 'cdl', operators: ['cdl'] }],
      spaces: null,
    })
    expect(a!.digest).toMatch(/^[0-9a-f]{32}$/)
    expect([b!.plan, b!.digest]).toEqual([a!.plan, a!.digest])
    expect(differing(load('o.tif').planes[0], load('o.dpx').planes[0])).toBe(0)
  })
})

describe('[FILE9] spaces', () => {
  it('[FILE9] --from, --working and --to: into the space the grades work in, and out of it; without them code values are graded as they are', async () => {
    const light = [0.02, 0.18, 1, 8]
    const codes = (curve: typeof acescct.fromLight): Triple[] =>
      light.map((x) => Array(3).fill(evaluate(curve, x)) as Triple)
    save('log.exr', row(codes(logc3.fromLight)))
    put('up.cc', cdlOf({ offset: [0.05, 0.05, 0.05] }))
    const grey = async (...argv: string[]) => {
      const { refused } = await run('up.cc', 'log.exr', 'out.exr', ...argv)
      if (refused !== null) throw new Error(refused)
      return [...load('out.exr').planes[1]]
    }
    const near = (got: number[], want: number[]) => {
      got.forEach((x, i) => {
        expect(Math.abs(x - want[i]!)).toBeLessThan(2e-5 * Math.max(1, Math.abs(want[i]!)))
      })
    }
    const own = light.map((x) => evaluate(logc3.fromLight, x) + Math.fround(0.05))
    near(await grey(), own)
    near(await grey('--from', logc3.id), own)
    // A grey stays one in the other's primaries, whose whites are adapted.
    const cct = light.map((x) => evaluate(acescct.fromLight, x) + Math.fround(0.05))
    near(await grey('--from', logc3.id, '--working', 'acescct', '--to', 'acescct'), cct)
    near(
      await grey('--from', logc3.id, '--working', 'acescct'),
      cct.map((y) => evaluate(logc3.fromLight, evaluate(acescct.toLight, y))),
    )
    near(
      await grey('--from', logc3.id, '--to', 'acescct'),
      own.map((y) => evaluate(acescct.fromLight, evaluate(logc3.toLight, y))),
    )
  })

  it('[FILE9] a grade that says its working space works in it', async () => {
    const grade = (working: string) =>
      JSON.stringify({ format: 'samelight grade 1', working, nodes: [{ 'cdl.offset': [0.05, 0, 0] }] })
    put('cct.json', grade('acescct'))
    put('log.json', grade(logc3.id))
    save('log.exr', picture(seeded(4), 20, 10, 'half', false))
    const digest = async (...argv: string[]) => {
      const { out, refused } = await run(...argv, '--json')
      return refused ?? (JSON.parse(out[0]!) as { digest: string }).digest
    }
    const said = await digest('cct.json', 'log.exr', 'o.exr', '--from', logc3.id)
    expect(said).toBe(await digest('cct.json', 'log.exr', 'o.exr', '--from', logc3.id, '--working', 'acescct'))
    expect(said).not.toBe(await digest('log.json', 'log.exr', 'o.exr', '--from', logc3.id))
    expect(await digest('cct.json', 'log.json', 'log.exr', 'o.exr')).toBe(
      `The grades were made in acescct and ${logc3.id}; say with --working which one they work in here.`,
    )
  })
})

describe('[FILE6] what a file says beside its pixels', () => {
  it('[FILE6] is kept from format to format of one kind, and named where it is not; what says colour goes with a conversion', async () => {
    const note = (name: string, type: string, bytes: Uint8Array, colour: boolean) => ({ name, type, bytes, colour })
    save('n.exr', {
      ...picture(seeded(2), 8, 8, 'half', false),
      notes: {
        format: 'exr',
        list: [
          note('owner', 'string', Buffer.from('me'), false),
          note('chromaticities', 'chromaticities', new Uint8Array(32), true),
        ],
        dropped: [],
      },
    })
    expect((await run('n.exr', 'n2.exr')).err).toEqual([])
    const names = (name: string) => load(name).notes.list.map((one) => one.name)
    expect(names('n2.exr')).toEqual(['owner', 'chromaticities'])
    expect((await run('n.exr', 'n3.exr', '--from', 'acescg', '--to', 'acescct')).err).toEqual([
      `Not in ${join(folder, 'n3.exr')}: chromaticities.`,
    ])
    expect(names('n3.exr')).not.toContain('chromaticities')
    const { err } = await run('n.exr', 'n.png')
    expect(err[0]).toMatch(/^Not in .*n\.png: owner, chromaticities\.$/)
  })
})

describe('[FILE10] what is wrong', () => {
  const wrong: [string, string[], string][] = [
    ['no grade file', ['none.cc', 'in.png', 'x.png'], 'There is no file {}/none.cc.'],
    ['no picture', ['none.png', 'x.png'], 'There is no file {}/none.png.'],
    [
      'a picture that is none',
      ['bad.cc', 'x.png'],
      '{}/bad.cc is no picture that is read here (PNG, TIFF, OpenEXR, DPX).',
    ],
    ['a grade that is none', ['in.png', 'in.png', 'x.png'], '{}/in.png is no grade: it is no text.'],
    ['a broken grade', ['bad.cc', 'in.png', 'x.png'], '{}/bad.cc: Line 2: Slope takes 3 numbers, not 2.'],
    [
      'a grade outside the operator',
      ['far.cc', 'in.png', 'x.png'],
      '{}/far.cc: cdl.slope r lies between 0 and 16, not at 20.',
    ],
    [
      'a JSON that is no grade',
      ['bad.json', 'in.png', 'x.png'],
      '{}/bad.json: nodes[0].slope is no field of a node; it has id, kind, in, key, shared, windows, keyframes, on, mode, key.out, matte, label, colour, at and <operator>.<control>.',
    ],
    [
      'several corrections',
      ['two.ccc', 'in.png', 'x.png'],
      '{}/two.ccc: It holds 2 corrections; name one by its id: one, two.',
    ],
    [
      'another id',
      ['two.ccc', 'in.png', 'x.png', '--id', 'six'],
      '{}/two.ccc: It holds no correction six; there are one, two.',
    ],
    ['a cut picture', ['cut.png', 'x.png'], '{}/cut.png: The PNG is cut off within its IDAT at byte 33.'],
    [
      'no such ending',
      ['in.png', 'x.jpg'],
      '{}/x.jpg has no ending of a picture that is written here (.png, .tif, .exr, .dpx).',
    ],
    ['no such depth', ['in.png', 'x.png', '--depth', '10'], 'A PNG has a depth of 16 or 8, not 10.'],
    [
      'no such space',
      ['in.png', 'x.png', '--from', 'rec', '--to', 'srgb'],
      '--from rec is no colour space; there are ',
    ],
    [
      'a space to go to only',
      ['in.png', 'x.png', '--to', 'srgb'],
      '--to converts from the space of the picture: say it with --from.',
    ],
    ['no such style', ['in.png', 'x.png', '--style', 'soft'], '--style is asc or noclamp, not soft.'],
    ['no place to write', ['in.png', 'nowhere/x.png'], '{}/nowhere/x.png cannot be written: ENOENT.'],
    ['one file', ['in.png'], 'apply takes grades, a picture and where to write the result.'],
  ]
  it.each(wrong)('[FILE10] %s is one sentence, and nothing is written', async (_, argv, sentence) => {
    save('in.png', picture(seeded(1), 12, 9, 16, false))
    put('bad.cc', '<ColorCorrection>\n<SOPNode><Slope>1 1</Slope></SOPNode></ColorCorrection>')
    put('far.cc', cdlOf({ slope: [20, 1, 1] }))
    put('bad.json', '{"format":"samelight grade 1","nodes":[{"slope":1}]}')
    put(
      'two.ccc',
      printCdl('ccc', [
        { ...restCorrection, id: 'one' },
        { ...restCorrection, id: 'two' },
      ]),
    )
    put('cut.png', readFileSync(join(folder, 'in.png')).subarray(0, 120))
    const before = readdirSync(folder).sort()
    const { refused, out } = await run(...argv)
    expect(refused?.startsWith(sentence.replaceAll('{}', folder))).toBe(true)
    expect(out).toEqual([])
    expect(readdirSync(folder).sort()).toEqual(before)
  })

  it('[FILE10] a result that stood there before stays as it was', async () => {
    save('in.png', picture(seeded(1), 12, 9, 16, false))
    put('keep.png', 'what stood here')
    put('broken.cc', '<ColorCorrection>')
    expect((await run('broken.cc', 'in.png', 'keep.png')).refused).not.toBeNull()
    expect(readFileSync(join(folder, 'keep.png'), 'utf8')).toBe('what stood here')
    // A picture may be graded in its own place: it is read whole before.
    put('up.cc', cdlOf({ slope: [0.5, 0.5, 0.5] }))
    expect((await run('up.cc', 'in.png', 'in.png')).refused).toBeNull()
    expect(whole(png.read(readFileSync(join(folder, 'in.png')))).width).toBe(12)
    expect(exr.fits(readFileSync(join(folder, 'in.png')))).toBe(false)
  })
})
