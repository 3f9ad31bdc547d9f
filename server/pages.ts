/** The reference pages, printed from the definitions alone: equal lists, equal text. */
import type { OpDef } from '../shared/op/define.ts'
import { places, rank } from '../shared/op/order.ts'
import { type DocParam, neutralValue, POINTS, printShown } from '../shared/op/param.ts'
import type { Space } from '../shared/op/space.ts'
import { pointsOf } from '../shared/op/spline.ts'
import { evaluate } from '../shared/op/transfer.ts'

type Row = readonly string[]

/** A table of Markdown; a bar within a cell is written so that it stays in it. */
function table(head: Row, rows: readonly Row[]): string[] {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

const page = (lines: readonly string[]): string => `${lines.join('\n')}\n`
const span = ([low, high]: readonly [number, number]): string => `${low} … ${high}`
/** One number where all are alike. */
const alike = (list: readonly string[]): string => (new Set(list).size === 1 ? list[0]! : list.join(' '))

/** How the stored number becomes the shown one. */
function shown({ shown: { scale, offset, decimals } }: DocParam): string {
  const scaled = scale === 1 ? 'stored' : `stored · ${scale}`
  const moved = offset === 0 ? scaled : `${scaled} ${offset < 0 ? '−' : '+'} ${Math.abs(offset)}`
  return `${moved}, ${decimals} decimals`
}

function printControl(param: DocParam): Row {
  const id = `\`${param.id}\``
  if (param.kind === 'choice')
    return [id, param.title, 'one word', '', param.options[0]!.id, param.options[0]!.title, '', '', 'title', param.doc]
  if (param.kind === 'blob')
    return [id, param.title, 'a file’s SHA-256', '', 'empty', 'none', '64 hex digits', '', 'its first eight', param.doc]
  if (param.course) {
    const { across, rest } = param.course
    const neutral = `(${pointsOf(param.neutral)
      .map(([x, y]) => `${x}, ${y}`)
      .join(') (')})`
    const runs = `x ${span(across)}, y ${span(param.hard)}`
    return [
      id,
      param.title,
      'points',
      param.unit,
      neutral,
      rest === 'itself' ? 'x' : `${rest}`,
      runs,
      `y ${span(param.soft)}`,
      'as a line',
      param.doc,
    ]
  }
  return [
    id,
    param.title,
    param.components.length === 1 ? 'one number' : param.components.join(' ').toUpperCase(),
    param.unit,
    alike(param.neutral.map(String)),
    alike((neutralValue(param) as readonly number[]).map((v) => printShown(param, v))),
    span(param.hard),
    span(param.soft),
    shown(param),
    param.doc,
  ]
}

function printOp(op: OpDef): string[] {
  const params = Object.values(op.params)
  const words = params.filter((param) => param.kind === 'choice')
  return [
    `## ${op.title}`,
    '',
    `\`${op.id}\`, version ${op.version}; place ${rank(op.place) + 1} of ${places.length}, \`${op.place}\`.`,
    '',
    op.doc,
    '',
    op.parts.length > 0
      ? `Its steps, in this order: ${op.parts.map((part) => part.reads.join(', ')).join('; ')}.`
      : 'It leaves the picture and gives the key.',
    '',
    ...table(
      ['key', 'control', 'holds', 'unit', 'neutral, stored', 'neutral, shown', 'accepted', 'reached', 'shown', 'what'],
      params.map(printControl),
    ),
    '',
    ...words.flatMap((param) => [
      `${param.title} is one of:`,
      '',
      ...table(
        ['word', 'title', 'what'],
        param.options.map((o) => [`\`${o.id}\``, o.title, o.doc]),
      ),
      '',
    ]),
  ]
}

/** docs/ops.md: the order within a node, then each operator with all that its definition says. */
export function printOps(ops: readonly OpDef[]): string {
  const order = places.map((place, i) => {
    const here = ops.filter((op) => op.place === place.id).map((op) => op.title)
    const own = place.id === 'key' ? ['the node’s windows and key input'] : []
    const drawn = [...here, ...own].join(', ') || 'none yet'
    return [`${i + 1}`, `\`${place.id}\``, place.doc, drawn]
  })
  const lines = [
    '# Operators',
    '',
    'Written by `npm run docs` from `shared/ops`; a test compares. A stored number is an f32 in the document under `<op>.<control>`; the hub',
    'accepts the range *accepted*, ends included; a wheel or slider goes as far as *reached*. An operator whose controls are all neutral is absent.',
    `A curve holds x and y of ${POINTS.least} to ${POINTS.most} points, x rising; it is neutral where every point lies on its rest.`,
    '',
    '## The order within a node',
    '',
    'A node holds every palette and applies them in this order, whatever order they were touched in.',
    '',
    ...table(['', 'place', 'what', 'operators'], order),
    '',
    ...ops.flatMap(printOp),
  ]
  return page(lines.slice(0, -1))
}

const xy = ([x, y]: readonly [number, number]): string => `${x} ${y}`
const peak = (space: Space): string => (space.referred === 'display' ? `${space.peak ?? 1}` : '')
const code = (space: Space, light: number): string => evaluate(space.fromLight, light).toFixed(4)

/** docs/spaces.md: every colour space, where its numbers come from, its primaries, and the codes of two lights as a check. */
export function printSpaces(spaces: readonly Space[]): string {
  return page([
    '# Colour spaces',
    '',
    'Written by `npm run docs` from `shared/spaces`; a test compares. Light of a *scene* space is relative to the scene, 0.18 is grey; light of a',
    '*display* space is what the screen gives, 1 its white (of PQ: 100 cd/m²; it is brightest at the peak). The codes are those of 18 % and 90 % of light 1.',
    '',
    ...table(
      ['id', 'title', 'light', 'peak', 'code of 18 %', 'code of 90 %', 'source'],
      spaces.map((s) => [`\`${s.id}\``, s.title, s.referred, peak(s), code(s, 0.18), code(s, 0.9), s.source]),
    ),
    '',
    '## Primaries',
    '',
    'CIE 1931 x y. The adaptation is the one its maker’s transform to another white uses; where it has no word in that, the other space decides,',
    'and Bradford where neither has one.',
    '',
    ...table(
      ['id', 'red', 'green', 'blue', 'white', 'adaptation'],
      spaces.map((s) => [`\`${s.id}\``, ...s.primaries.map(xy), xy(s.white), s.adaptation ?? '']),
    ),
  ])
}
