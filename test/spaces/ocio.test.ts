import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drawPieces } from '../../shared/op/draw.ts'
import { adapt, D65, invert, type Matrix, multiply, rgbToXyz } from '../../shared/op/matrix.ts'
import { gamutMatrix, type Space } from '../../shared/op/space.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { colours, kernel, type Triple } from '../ops/kit.ts'

type Way = 'forward' | 'inverse'
const ocio = JSON.parse(readFileSync(new URL('../truth/colorspaces.json', import.meta.url), 'utf8')) as {
  inputs: Record<'code' | 'linear', Triple[]>
  cases: { builtin: string; direction: Way; inputKind: 'code' | 'linear'; out: Triple[] }[]
}
const space = (id: string): Space => spaces.find((s) => s.id === id)!
const ap0 = space('aces2065-1')

const run = (rows: readonly Triple[], m: Matrix, s: Space, way: 'to light' | 'to code'): Triple[] =>
  colours(
    kernel((b, rgb) => {
      const start = b.hold3(rgb)
      if (way === 'to light') return b.hold3(b.matrix(m, b.hold3(drawPieces(b, s.toLight, 1, start))))
      return b.hold3(drawPieces(b, s.fromLight, 16, b.hold3(b.matrix(m, start))))
    }),
    rows,
  )

/** Whether a channel of OpenColorIO's own answer is to be met. */
type Counts = (out: number) => boolean

/** Worst distance of what counts, absolute below 1 and relative to the largest channel above. */
function worst(builtin: string, direction: Way, got: (rows: readonly Triple[]) => Triple[], counts: Counts): number {
  const c = ocio.cases.find((one) => one.builtin === builtin && one.direction === direction)!
  const rows = ocio.inputs[c.inputKind]
  const out = got(rows)
  let [most, tried] = [0, 0]
  c.out.forEach((want, i) => {
    const size = Math.max(1, ...want.map(Math.abs))
    want.forEach((v, k) => {
      if (!counts(v)) return
      tried++
      most = Math.max(most, Math.abs(out[i]![k]! - v) / size)
    })
  })
  console.log(`${builtin}, ${direction}: worst ${most.toExponential(1)} of ${tried} numbers`)
  expect(tried).toBeGreaterThan(75)
  return most
}

const all: Counts = () => true
/** Where a table of OpenColorIO ends, at code 0 and 1, or light is held to what is not negative. */
const within: Counts = (out) => out > 0 && out !== 1

/** Builtin -> space, how far it may be off to light and to code. */
const cameras: readonly (readonly [string, string, number, Counts?])[] = [
  // ARRI's constants are rounded at the toe (6.8e-5 in light), V-Log's at its break (7.7e-5).
  ['ARRI_ALEXA-LOGC-EI800-AWG_to_ACES2065-1', 'logc3-ei800-awg3', 1e-4],
  ['ARRI_LOGC4_to_ACES2065-1', 'logc4-awg4', 2e-5],
  ['SONY_SLOG3-SGAMUT3_to_ACES2065-1', 'slog3-sgamut3', 2e-5],
  ['SONY_SLOG3-SGAMUT3.CINE_to_ACES2065-1', 'slog3-sgamut3-cine', 2e-5],
  ['SONY_SLOG3-SGAMUT3-VENICE_to_ACES2065-1', 'slog3-sgamut3-venice', 2e-5],
  ['SONY_SLOG3-SGAMUT3.CINE-VENICE_to_ACES2065-1', 'slog3-sgamut3-cine-venice', 2e-5],
  ['RED_LOG3G10-RWG_to_ACES2065-1', 'log3g10-rwg', 2e-5],
  // Light below that of code −1 has that code; OpenColorIO goes on to −10 and less.
  ['RED_REDLOGFILM-RWG_to_ACES2065-1', 'redlogfilm-rwg', 2e-5, (out) => out > -1],
  ['PANASONIC_VLOG-VGAMUT_to_ACES2065-1', 'vlog-vgamut', 1e-4],
  ['CANON_CLOG2-CGAMUT_to_ACES2065-1', 'clog2-cgamut', 2e-5, within],
  ['CANON_CLOG3-CGAMUT_to_ACES2065-1', 'clog3-cgamut', 2e-5, within],
  ['APPLE_LOG_to_ACES2065-1', 'apple-log-rec2020', 2e-5],
  ['ACEScct_to_ACES2065-1', 'acescct', 2e-5],
  // It holds AP0 to 0 on the way out and code to −0.36 on the way in, as the Academy's CTL does; neither is part of the curve.
  ['ACEScc_to_ACES2065-1', 'acescc', 2e-5, (out) => out !== 0 && out > -0.359],
  ['ACEScg_to_ACES2065-1', 'acescg', 2e-5],
]
const displays: readonly (readonly [string, string, Counts?])[] = [
  ['DISPLAY - CIE-XYZ-D65_to_REC.1886-REC.709', 'rec709-bt1886'],
  ['DISPLAY - CIE-XYZ-D65_to_REC.1886-REC.2020', 'rec2020-bt1886'],
  // Below black the slope is not IEC's 12.92 there but one that meets the power in slope too; and Display P3 is mirrored.
  ['DISPLAY - CIE-XYZ-D65_to_sRGB', 'srgb', (out) => out >= 0],
  ['DISPLAY - CIE-XYZ-D65_to_DisplayP3', 'display-p3', (out) => out >= 0],
  ['DISPLAY - CIE-XYZ-D65_to_G2.6-P3-D65', 'p3-d65-gamma26'],
  ['DISPLAY - CIE-XYZ-D65_to_G2.6-P3-DCI-BFD', 'p3-dci-gamma26'],
  ['DISPLAY - CIE-XYZ-D65_to_REC.2100-PQ', 'rec2100-pq'],
  ['DISPLAY - CIE-XYZ-D65_to_ST2084-P3-D65', 'p3-d65-pq'],
]

describe('[OP6] whole transforms against OpenColorIO', () => {
  it.each(cameras.map(([a, b, c, d]) => [a, b, c, d ?? all] as const))(
    '[OP6] %s, both ways',
    (builtin, id, most, counts) => {
      const s = space(id)
      const light = worst(builtin, 'forward', (rows) => run(rows, gamutMatrix(s, ap0), s, 'to light'), counts)
      const code = worst(builtin, 'inverse', (rows) => run(rows, gamutMatrix(ap0, s), s, 'to code'), counts)
      expect(light).toBeLessThanOrEqual(most)
      expect(code).toBeLessThanOrEqual(most)
    },
  )

  it.each(displays.map(([a, b, c]) => [a, b, c ?? all] as const))('[OP6] %s, both ways', (builtin, id, counts) => {
    const s = space(id)
    const xyz = multiply(adapt(s.white, D65, s.adaptation ?? 'bradford'), rgbToXyz(s.primaries, s.white))
    const code = worst(builtin, 'forward', (rows) => run(rows, invert(xyz), s, 'to code'), counts)
    const light = worst(builtin, 'inverse', (rows) => run(rows, xyz, s, 'to light'), all)
    expect(code).toBeLessThanOrEqual(2e-5)
    expect(light).toBeLessThanOrEqual(2e-5)
  })

  it('[OP6] HLG’s curve, whose peak is light 3 there and 3.77 here', () => {
    const s = space('rec2100-hlg')
    const k = 1 / (3 * 0.26496256042100724)
    const scale: Matrix = [k, 0, 0, 0, k, 0, 0, 0, k]
    // Below black it is mirrored there.
    const code = worst(
      'CURVE - HLG-OETF',
      'forward',
      (rows) => run(rows, scale, s, 'to code'),
      (out) => out >= 0,
    )
    const light = worst('CURVE - HLG-OETF-INVERSE', 'forward', (rows) => run(rows, invert(scale), s, 'to light'), all)
    expect(code).toBeLessThanOrEqual(2e-5)
    expect(light).toBeLessThanOrEqual(2e-5)
  })
})
