import { type Cells, chainCells, drawCells } from '../op/cells.ts'
import { type Controls, defineOp } from '../op/define.ts'
import { drawPieces, memo } from '../op/draw.ts'
import type { Builder, V } from '../op/expr.ts'
import { linToLog, logToLin } from '../op/log-lin.ts'
import { choice, type ParamDraft, scalar, yrgb } from '../op/param.ts'
import {
  blacks,
  type Chain,
  chain,
  highlights,
  midtones,
  sContrast,
  shadows,
  whites,
  type Zone,
  zoneAt,
} from '../op/zones.ts'

/** Places of the zones by style, as OpenColorIO has them at rest, and the ends that midtones and S-contrast leave where they are. */
const styles = {
  code: {
    bottom: 0,
    top: 1,
    topOfS: 1,
    pivot: 0.4,
    zones: { blacks: [0.4, 0.4], shadows: [0.5, 0], midtones: [0.4, 0.6], highlights: [0.3, 1], whites: [0.4, 0.5] },
  },
  lin: {
    bottom: -5.5,
    top: 7.5,
    topOfS: 6.5,
    pivot: 0,
    zones: { blacks: [0, 4], shadows: [2, -7], midtones: [0, 8], highlights: [-2, 9], whites: [0, 8] },
  },
} as const
type ZoneId = keyof (typeof styles)['code']['zones']
const ids: readonly ZoneId[] = ['blacks', 'shadows', 'midtones', 'highlights', 'whites']
/** What the second number of a zone's place is. */
const second = { blacks: 'width', shadows: 'pivot', midtones: 'width', highlights: 'pivot', whites: 'width' } as const
const first = { blacks: 'start', shadows: 'start', midtones: 'centre', highlights: 'start', whites: 'start' } as const

/** Every number of the operator in one order, so that a table's name says all that it was made from. */
const numbersOf = (c: Controls, channel: number): number[] => {
  const lin = c.word('style') === 'lin'
  return ids.flatMap((id) => {
    const amounts = c.numbers(id)
    const place = (part: string) => c.number(`${lin ? 'lin-' : ''}${id}-${part}`)
    return [amounts[channel + 1]!, amounts[0]!, place(first[id]), place(second[id])]
  })
}

/** The zones that change anything of one channel, in OpenColorIO's order. */
function zonesOf(style: (typeof styles)['code' | 'lin'], n: readonly number[], contrast: number): Zone[] {
  const of = (id: ZoneId) => n.slice(4 * ids.indexOf(id), 4 * ids.indexOf(id) + 4) as [number, number, number, number]
  const both = (id: ZoneId, make: (amount: number) => Zone): Zone[] =>
    of(id)
      .slice(0, 2)
      .filter((amount) => amount !== 1)
      .map(make)
  const [, , centre, midWidth] = of('midtones')
  const [, lighter, start, pivot] = of('highlights')
  const [, darker, from, to] = of('shadows')
  const [, , whiteStart, whiteWidth] = of('whites')
  const [, , blackStart, blackWidth] = of('blacks')
  // Whites and blacks stand where the master of highlights and of shadows has moved them.
  const [high, low] = [highlights(lighter, start, pivot), shadows(darker, from, to)]
  const white = zoneAt(high, whiteStart)
  const black = zoneAt(low, blackStart)
  return [
    ...both('midtones', (v) => midtones(v, centre, midWidth, style.bottom, style.top)),
    ...both('highlights', (v) => highlights(v, start, pivot)),
    ...both('whites', (v) => whites(v, white, zoneAt(high, whiteStart + whiteWidth) - white)),
    ...both('shadows', (v) => shadows(v, from, to)),
    ...both('blacks', (v) => blacks(v, black, black - zoneAt(low, blackStart - blackWidth))),
    ...(contrast === 1 ? [] : [sContrast(contrast, style.bottom, style.pivot, style.topOfS)]),
  ]
}

interface Made {
  /** A table for each channel, of the same numbers: equal channels too, so that a drag that parts them keeps the kernel. */
  readonly cells: readonly [Cells, Cells, Cells]
  readonly beyond: Chain['beyond']
}
/** By `style contrast numbers…`; null where nothing changes. */
const made = memo<string, Made | null>(32, (key) => {
  const [style, contrast, ...n] = key.split(' ')
  const zones = zonesOf(style === 'lin' ? styles.lin : styles.code, n.map(Number), Number(contrast))
  if (zones.length === 0) return null
  const all = chain(zones)
  const cells = chainCells(`grading-tone ${key}`, all)
  return { cells: [cells, { ...cells }, { ...cells }], beyond: all.beyond }
})

/** One channel through its chain; above its range along the quadratics, where there are any. */
function drawTone(b: Builder, cells: Cells, beyond: Made['beyond'], x: V): V {
  const inside = drawCells(b, cells, x)
  if (beyond.length === 0) return inside
  const end = b.coef(cells.high)
  let d = b.hold(b.max(b.sub(x, end), b.const(0)))
  for (const [, slope, bend] of beyond) d = b.hold(b.mul(d, b.add(b.coef(slope), b.mul(d, b.coef(bend)))))
  return b.select(b.lt(end, x), b.add(b.coef(beyond.at(-1)![0]), d), inside)
}

const amount = (id: ZoneId, range: readonly [number, number], doc: string): ParamDraft =>
  yrgb({
    title: id[0]!.toUpperCase() + id.slice(1),
    unit: 'ratio',
    neutral: 1,
    hard: range,
    soft: range,
    shown: { decimals: 3 },
    doc,
  })

/** Start or centre, and width or pivot, of each zone in one style. */
function places(style: 'code' | 'lin'): [string, ParamDraft][] {
  const prefix = style === 'lin' ? 'lin-' : ''
  const unit = style === 'lin' ? 'stop' : 'code'
  const hard = style === 'lin' ? ([-10, 16] as const) : ([-1, 3] as const)
  const narrow = style === 'lin' ? 0.25 : 0.0625
  return ids.flatMap((id): [string, ParamDraft][] => {
    const at = styles[style].zones[id]
    const word = `${id[0]!.toUpperCase()}${id.slice(1)}`
    const width = second[id] === 'width'
    const make = (
      part: string,
      neutral: number,
      range: readonly [number, number],
      doc: string,
    ): [string, ParamDraft] => [
      `${prefix}${id}-${part}`,
      scalar({
        title: `${word} ${part}${style === 'lin' ? ', linear' : ''}`,
        unit,
        neutral,
        hard: range,
        soft: range,
        shown: { decimals: 3 },
        doc,
      }),
    ]
    return [
      make(
        first[id],
        at[0],
        hard,
        `Where ${id} ${first[id] === 'centre' ? 'have their middle' : 'begin'}; it changes nothing while they are at 1.`,
      ),
      make(
        second[id],
        at[1],
        width ? [narrow, style === 'lin' ? 16 : 2] : hard,
        width
          ? `How wide ${id} are; it changes nothing while they are at 1.`
          : `From where on ${id} move all alike; it changes nothing while they are at 1.`,
      ),
    ]
  })
}

/** OpenColorIO's GradingTone, forward, in its three styles. */
export const gradingTone = defineOp({
  id: 'grading-tone',
  version: 1,
  title: 'Grading Tone',
  place: 'grading',
  arms: false,
  doc:
    'OpenColorIO’s GradingTone, forward: midtones, highlights, whites, shadows, blacks, each of R, G, B and then of all by Y, then S-contrast. ' +
    'Whites and blacks stand where the master of highlights and of shadows has moved them. The linear style works in stops from 0.18, with places of its own; log and video have the same numbers. ' +
    'A channel is read through one table of 8,192 even cells from the lowest to the highest place where anything bends: off by f″ · w² / 8 at most, w being the width of a cell. ' +
    'Declared different: a zone is at least 1/16 of the code range wide (a quarter of a stop in the linear style), where OpenColorIO’s is 0.01.',
  params: {
    style: choice({
      title: 'Style',
      doc: 'What the places of the zones are.',
      options: [
        { id: 'log', title: 'Log', doc: 'Code values; the same numbers as video.' },
        { id: 'lin', title: 'Linear', doc: 'Stops from 0.18, and the picture is scene light.' },
        { id: 'video', title: 'Video', doc: 'Code values; the same numbers as log.' },
      ],
    }),
    blacks: amount('blacks', [0.1, 1.9], 'Bends the blacks: 1 changes nothing, above it brighter.'),
    shadows: amount('shadows', [0.2, 1.8], 'Bends the shadows: 1 changes nothing, above it brighter.'),
    midtones: amount('midtones', [0.1, 1.9], 'Bends the middle: 1 changes nothing, above it brighter.'),
    highlights: amount('highlights', [0.2, 1.8], 'Bends the highlights: 1 changes nothing, above it brighter.'),
    whites: amount('whites', [0.1, 1.9], 'Bends the whites: 1 changes nothing, above it brighter.'),
    's-contrast': scalar({
      title: 'S-contrast',
      unit: 'ratio',
      neutral: 1,
      hard: [0.015625, 1.984375],
      soft: [0.015625, 1.984375],
      shown: { decimals: 3 },
      doc: 'Contrast about 0.4 (0.18 in the linear style) that leaves both ends: 1 changes nothing.',
    }),
    ...Object.fromEntries(places('code')),
    ...Object.fromEntries(places('lin')),
  },
  parts: [
    {
      reads: ['style', ...ids, 's-contrast'],
      draw: (b, rgb, c) => {
        const style = c.word('style') === 'lin' ? 'lin' : 'code'
        const own = [0, 1, 2].map((channel) =>
          made([style, c.number('s-contrast'), ...numbersOf(c, channel)].join(' ')),
        )
        if (own.every((one) => one === null)) return null
        const start = style === 'lin' ? b.hold3(drawPieces(b, linToLog, 1, rgb)) : rgb
        const out = b.each(start, (x, i) => (own[i] ? b.hold(drawTone(b, own[i]!.cells[i], own[i]!.beyond, x)) : x))
        return style === 'lin' ? drawPieces(b, logToLin, 1, out) : out
      },
    },
  ],
})
