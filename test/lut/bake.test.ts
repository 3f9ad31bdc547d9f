/** Baking: what of a grade a lattice can hold, how far it is off, and the command that writes it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Io } from '../../server/command.ts'
import { command } from '../../server/commands/bake.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { readLut } from '../../shared/lut/read-lut.ts'
import { drawLut } from '../../shared/op/draw-lut.ts'
import type { Lut } from '../../shared/op/lut.ts'
import { type BakeShape, bakeLut, compileBake, measureBake, type Planes } from '../../shared/render/bake.ts'
import type { KernelStage } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { acescg } from '../../shared/spaces/acescg.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { rec709Bt1886 } from '../../shared/spaces/rec709-bt1886.ts'
import { stage, until } from '../kit/suite.ts'
import { colours, kernel, randomOf, type Triple } from '../ops/kit.ts'
import { grade } from '../render/kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-bake-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const level = 'c.clip0001'
/** Serial correctors, each with its controls. */
function chain(...nodes: Record<string, Value>[]) {
  const ids = nodes.map((_, i) => `node000${i}`)
  return grade(
    ...nodes.flatMap((controls, i): [string, Value][] => [
      [`${level}/0/${ids[i]}/head`, ['corrector', ids[i + 1] ?? 'out', '0']],
      [`${level}/0/${ids[i]}/in.0`, [ids[i - 1] ?? 'src', 'rgb']],
      ...Object.entries(controls).map(([control, value]): [string, Value] => [
        `${level}/0/${ids[i]}/${control}`,
        value,
      ]),
    ]),
    [`${level}/0/out/in.0`, [ids.at(-1)!, 'rgb']],
  )
}
const request = (entries: ReturnType<typeof grade>, over = {}) => ({
  entries,
  levels: [{ level, version: '0', frame: 0, title: 'the clip' }],
  from: logc3,
  working: logc3,
  to: logc3,
  luts: () => null,
  ...over,
})
const wasm = createWasm()
const run = (stage: KernelStage, planes: Planes): Planes => {
  const n = planes[0].length
  const plan = { name: '', source: [n, 1] as const, width: n, height: 1, stages: [stage], lacks: [] }
  return wasm.render(plan, { width: n, height: 1, kind: 'rgb', planes, source: '' }).planes
}
const shape = (over: Partial<BakeShape> = {}): BakeShape => ({ size: 17, range: [0, 1], shaper: false, ...over })
const primaries = {
  'primaries.gain': [1, 1.2, 1, 0.9],
  'primaries.gamma': [1.1, 1, 1.05, 1],
  'primaries.saturation': [1.2],
}
const contrast = { 'primaries.contrast': [1.3], 'log.offset': [0.02, 0, -0.02] }

describe('[LUT13] a grade as a lattice', () => {
  it('[LUT13] its measured error is that of other colours too, and falls as the lattice grows', () => {
    const made = compileBake(request(chain(primaries, contrast)))
    expect([made.left, made.lacks]).toEqual([[], []])
    const random = randomOf(77)
    const others: Triple[] = Array.from(
      { length: 4000 },
      () => [random(), random(), random()].map(Math.fround) as unknown as Triple,
    )
    const graded = colours(made.stage, others)
    let before = Infinity
    for (const size of [17, 33, 65]) {
      const lut = bakeLut(made, shape({ size }), 'x', run)
      const error = measureBake(made, lut, shape({ size }), run)
      const own = colours(
        kernel((b, rgb) => drawLut(b, b.hold3(rgb), lut)),
        others,
      )
      const off = own.flatMap((rgb, i) => rgb.map((x, c) => Math.abs(x - graded[i]![c]!) * 1023))
      const mean = off.reduce((sum, x) => sum + x, 0) / off.length
      console.log(
        `bake ${size}³: off by ${error.mean.toFixed(3)} ten-bit codes on average, ${error.max.toFixed(2)} at worst (${error.count} colours)`,
      )
      expect(Math.max(...off)).toBeLessThanOrEqual(error.max * 1.05)
      expect(Math.abs(mean / error.mean - 1)).toBeLessThan(0.1)
      expect(error.max).toBeLessThan(before)
      expect(error.max).toBeGreaterThan(error.mean)
      before = error.max
      // At its vertices a lattice is the grade.
      const vertices: Triple[] = [
        [0, 0, 0],
        [1, 1, 1],
        [0.5, 0.25, 0.75],
        [1, 0, 0.5],
      ]
      expect(
        colours(
          kernel((b, rgb) => drawLut(b, b.hold3(rgb), lut)),
          vertices,
        ),
      ).toEqual(colours(made.stage, vertices))
    }
  })

  it('[LUT13] a node with a window, a qualifier, a key input or an operator that sees neighbours is left out whole, and named', () => {
    const window = {
      'w.wind0001/head': ['circle', true, false, 'add', 'a', ''],
      'w.wind0001/shape': [0, 0, 1, 1, 0],
      'w.wind0001/soft': [0.1],
    }
    const nodes: Record<string, Value>[] = [
      primaries,
      { ...contrast, ...window, label: ['vignette'] },
      { ...contrast, 'qualifier.mode': ['hsl'], 'qualifier.hue-width': [0.2] },
      { ...contrast, key: ['node0001', 'key', true, 'matte', 1, 0, 0] },
      { ...contrast, 'sharpen.amount': [1] },
      { ...contrast, 'grain.amount': [1] },
      { ...contrast, 'sizing.zoom': [1.5] },
      contrast,
    ]
    const made = compileBake(request(chain(...nodes)))
    expect(made.left).toEqual([
      'Node 2 “vignette” of the clip is left out: it has a window.',
      'Node 3 of the clip is left out: it has a qualifier.',
      'Node 4 of the clip is left out: it has a key input.',
      'Node 5 of the clip is left out: its Sharpen sees neighbours.',
      'Node 6 of the clip is left out: its Grain depends on the place.',
      'Node 7 of the clip is left out: it moves the picture.',
    ])
    const plain = compileBake(request(chain(primaries, contrast)))
    const inputs: Triple[] = [
      [0.1, 0.5, 0.9],
      [0.4, 0.4, 0.4],
      [0.7, 0.2, 0.3],
    ]
    expect(colours(made.stage, inputs)).toEqual(colours(plain.stage, inputs))
    expect(made.stage.program.positioned).toBe(false)
    const off = chain(primaries, { ...contrast, ...window, on: [false] }, contrast)
    expect(compileBake(request(off)).left).toEqual([])
  })

  it('[LUT13] a layer of a node that is left out is no layer', () => {
    const at = (rest: string) => `${level}/0/${rest}`
    const entries = grade(
      [at('base0001/head'), ['corrector', 'mixer001', 'edge0001']],
      [at('base0001/in.0'), ['src', 'rgb']],
      [at('base0001/log.offset'), [0.1, 0.1, 0.1]],
      [at('over0001/head'), ['corrector', 'mixer001', 'edge0002']],
      [at('over0001/in.0'), ['src', 'rgb']],
      [at('over0001/log.offset'), [0.3, 0, 0]],
      [at('over0001/w.wind0001/head'), ['gradient', true, false, 'add', 'a', '']],
      [at('over0001/w.wind0001/shape'), [0, 0, 0]],
      [at('over0001/w.wind0001/soft'), [0.1]],
      [at('mixer001/head'), ['layer', 'out', '0']],
      [at('mixer001/in.edge0001'), ['base0001', 'rgb', 'a']],
      [at('mixer001/in.edge0002'), ['over0001', 'rgb', 'b']],
      [at('out/in.0'), ['mixer001', 'rgb']],
    )
    const made = compileBake(request(entries))
    expect(made.left.length).toBe(1)
    const grey = (stage: KernelStage) => colours(stage, [[0.5, 0.5, 0.5]])[0]!.map((x) => x.toFixed(4))
    expect(grey(made.stage)).toEqual(['0.6000', '0.6000', '0.6000'])
    // One that is off is not named, and the place where it would work is not in the lattice either.
    const off = compileBake(request(grade(...entries, [at('over0001/on'), [false]])))
    expect([off.left, off.stage.program.positioned, grey(off.stage)]).toEqual([[], false, grey(made.stage)])
  })

  it('[LUT13] a shaper before the lattice serves light: nearer near black, and its own vertices are the grade', () => {
    const made = compileBake(request(chain(contrast), { from: acescg, to: rec709Bt1886 }))
    const range = [0, 16] as const
    const [plain, shaped] = [false, true].map((shaper) => bakeLut(made, shape({ size: 33, range, shaper }), 'x', run))
    const dark: Triple[] = Array.from({ length: 200 }, (_, i) => [
      0.18 * 2 ** (-i / 40),
      0.18 * 2 ** (-i / 50),
      0.18 * 2 ** (-i / 60),
    ])
    const want = colours(made.stage, dark)
    const off = (lut: Lut) =>
      Math.max(
        ...colours(
          kernel((b, rgb) => drawLut(b, b.hold3(rgb), lut)),
          dark,
        ).flatMap((rgb, i) => rgb.map((x, c) => Math.abs(x - want[i]![c]!))),
      )
    expect(off(shaped!)).toBeLessThan(off(plain!) / 20)
    console.log(
      `bake of light, near black: ${(off(plain!) * 1023).toFixed(1)} ten-bit codes off without a shaper, ${(off(shaped!) * 1023).toFixed(1)} with one`,
    )
    expect(shaped!.steps.map(({ kind }) => kind)).toEqual(['lut1d', 'lut3d'])
  })
})

function io() {
  const [out, err]: [string[], string[]] = [[], []]
  const made: Io = {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    stop: new Promise(() => {}),
    cwd: folder,
    fault: null,
  }
  return { out, err, io: made }
}
const cc =
  '<ColorCorrection id="a"><SOPNode><Slope>1.1 1 0.9</Slope><Offset>0.01 0 -0.01</Offset><Power>1 1.05 1.2</Power></SOPNode><SatNode><Saturation>1.2</Saturation></SatNode></ColorCorrection>'

describe('[LUT14] samelight bake', () => {
  it('[LUT14] of a grade file: .cube and CLF of one LUT, read back and measured; the line says by how much it is off', async () => {
    writeFileSync(join(folder, 'a.cc'), cc)
    const [cube, clf] = [io(), io()]
    expect(await command.run(['a.cc', 'a.cube', '--size', '17'], cube.io)).toBe(0)
    expect(cube.out[0]).toMatch(
      /^a\.cube: 17³, logc3-ei800-awg3 to logc3-ei800-awg3; off by 0\.\d{3} ten-bit code values on average, by \d+\.\d\d at worst, at [\d. e-]+\.$/,
    )
    expect(await command.run(['a.cc', 'a.clf', '--size', '17', '--json'], clf.io)).toBe(0)
    const said = JSON.parse(clf.out[0]!) as { error: { mean: number; max: number }; left: string[] }
    expect(said.left).toEqual([])
    expect(cube.out[0]).toContain(
      `off by ${said.error.mean.toFixed(3)} ten-bit code values on average, by ${said.error.max.toFixed(2)} at worst`,
    )
    const [one, two] = ['a.cube', 'a.clf'].map((name) => readLut(new Uint8Array(readFileSync(join(folder, name)))))
    if (typeof one === 'string' || typeof two === 'string') throw new Error(`${one} ${two}`)
    expect(two!.steps).toEqual(one!.steps)
    expect(one!.title).toBe('a')
  })

  it('[LUT14] what it cannot do is one sentence, and nothing is written', async () => {
    writeFileSync(join(folder, 'b.cc'), cc)
    writeFileSync(join(folder, 'lut.json'), '{}')
    for (const [argv, sentence] of [
      [['b.cc', 'b.3dl'], 'bake writes .cube and .clf, not .3dl.'],
      [['b.cc', 'b.cube', '--size', '20'], '--size is 17, 33, 65, not 20.'],
      [
        ['b.cc', 'b.cube', '--range', '1,0'],
        '--range is two numbers within ±65504, the second one greater, such as 0,1; not 1,0.',
      ],
      [['b.cc', 'b.cube', '--from', 'film'], '--from film is no colour space'],
      [['none.cc', 'b.cube'], 'none.cc'],
      [['b.cube'], 'bake takes a grade and where to write the LUT.'],
      [['b.cc', 'b.cc', 'b.cube', '--clip', '1'], '--clip goes with one link or data folder'],
    ] as const)
      await expect(command.run(argv, io().io), argv.join(' ')).rejects.toThrow(sentence)
    expect(existsSync(join(folder, 'b.cube'))).toBe(false)
  })

  it('[LUT14] of a clip of a session, from a link and from a data folder the same file; nodes left out are named', async () => {
    const data = join(folder, 'data')
    const at = await stage({ dataDir: data })
    try {
      const ann = await at.join('Ann')
      ann.edit(level, 'Nodes', (g) => {
        const first = g.append(level, '0')!
        g.control(level, '0', first, 'primaries.gain', [1, 1.2, 1, 1])
        const second = g.append(level, '0')!
        g.control(level, '0', second, 'qualifier.mode', ['luma'])
        g.control(level, '0', second, 'qualifier.lum-low', [0.5])
        g.control(level, '0', second, 'primaries.gain', [1, 1, 1, 2])
      })
      await until('it is saved', () => ann.link.kind === 'live' && ann.revision > 1)
      await ann.command('snapshot', { name: 'On disk' })
      const [link, disk] = [io(), io()]
      const asked = ['--clip', 'shot 1', '--size', '17', '--range=-0.1,1.2']
      expect(await command.run([at.hub.links.client, 'l.cube', ...asked], link.io)).toBe(0)
      expect(await command.run([data, 'd.cube', ...asked], disk.io)).toBe(0)
      expect(readFileSync(join(folder, 'l.cube'), 'utf8')).toBe(readFileSync(join(folder, 'd.cube'), 'utf8'))
      for (const { err, out } of [link, disk]) {
        expect(err).toContain('Node 2 of the clip is left out: it has a qualifier.')
        expect(out[0]).toContain('logc3-ei800-awg3 to rec709-bt1886')
        expect(out[0]).toContain('; 1 node is left out.')
      }
      expect(readFileSync(join(folder, 'd.cube'), 'utf8')).toMatch(
        /^TITLE "shot 1"\nLUT_3D_SIZE 17\nDOMAIN_MIN -0\.1 -0\.1 -0\.1\nDOMAIN_MAX 1\.2 1\.2 1\.2\n/,
      )
      await expect(command.run([data, 'x.cube', '--clip', '9'], io().io)).rejects.toThrow('The timeline has no clip 9')
    } finally {
      await at.close()
    }
  })
})
