/** `samelight apply`: spaces, what a picture says beside its pixels, and what it refuses. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { command as apply } from '../../server/commands/apply.ts'
import { exr } from '../../server/images/exr.ts'
import { png } from '../../server/images/png.ts'
import { printCdl, restCorrection } from '../../shared/formats/cdl.ts'
import { evaluate } from '../../shared/op/transfer.ts'
import { acescct } from '../../shared/spaces/acescct.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { picture, whole } from '../images/kit.ts'
import { seeded } from '../kit/seed.ts'
import { cdlOf, desk, row, type Triple } from './kit.ts'

const at = desk()
const { folder, put, save, load } = at
const run = (...argv: string[]) => at.run(apply, ...argv)
afterAll(at.close)

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
