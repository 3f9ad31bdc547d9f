/** Windows under the fingers: their outlines, their handles, and what a drag of one makes of the stored numbers. Pure; half picture heights. */
import type { Window } from '../../shared/doc/grade.ts'

export type Spot = readonly [x: number, y: number]
/** What of a window is drawn and dragged. */
export type Drawn = Pick<Window, 'kind' | 'shape' | 'soft' | 'path'>
/** Which stored tuple a handle writes. */
export type Part = 'shape' | 'soft' | 'path'

/** A handle: where it stands and what a drag of it writes. `turn` and `soft` are drawn apart from those of size. */
export interface Handle {
  readonly id: string
  readonly at: Spot
  readonly role: 'size' | 'turn' | 'soft' | 'point' | 'tangent'
  readonly part: Part
}

/** Least radius that hands make. */
const LEAST = 0.002
/** How far beyond the outline the handle of turning stands. */
const ARM = 0.12
const keep = (v: number): number => Math.round(v * 1e4) / 1e4 + 0
/** A coordinate as hands write it. */
export const keptAt = (v: number): number => hold(v)
const hold = (v: number, end = 16): number => keep(Math.min(end, Math.max(-end, v)))

const rotate = ([x, y]: Spot, degrees: number): Spot => {
  const turn = (degrees * Math.PI) / 180
  const [c, s] = [Math.cos(turn), Math.sin(turn)]
  return [x * c - y * s, x * s + y * c]
}
const add = ([x, y]: Spot, [dx, dy]: Spot): Spot => [x + dx, y + dy]
const take = ([x, y]: Spot, [dx, dy]: Spot): Spot => [x - dx, y - dy]
const angle = ([x, y]: Spot): number => (Math.atan2(y, x) * 180) / Math.PI

/** Shape of a circle: centre, radii, degrees clockwise. */
const circleOf = ([x = 0, y = 0, rx = 0.5, ry = rx, turn = 0]: readonly number[]) => ({
  centre: [x, y] as Spot,
  rx,
  ry,
  turn,
})
/** Place of a polygon's or curve's path: offset, scales, degrees clockwise. */
const placeOf = ([x = 0, y = 0, sx = 1, sy = 1, turn = 0]: readonly number[]) => ({
  offset: [x, y] as Spot,
  sx,
  sy,
  turn,
})
const corners = (shape: readonly number[]): Spot[] => [0, 2, 4, 6].map((i) => [shape[i]!, shape[i + 1]!])
const middle = (spots: readonly Spot[]): Spot => {
  const sum = spots.reduce(add, [0, 0])
  return [sum[0] / spots.length, sum[1] / spots.length]
}

/** Points of a path as they stand in the picture, each with its two handles. */
export function placedPoints({ shape, path }: Drawn): { readonly at: Spot; readonly from: Spot; readonly to: Spot }[] {
  const { offset, sx, sy, turn } = placeOf(shape)
  const carry = ([x, y]: Spot): Spot => add(rotate([x * sx, y * sy], turn), offset)
  return Array.from({ length: Math.floor(path.length / 6) }, (_, k) => {
    const [x, y, ix, iy, ox, oy] = path.slice(6 * k, 6 * k + 6) as [number, number, number, number, number, number]
    return { at: carry([x, y]), from: carry([x + ix, y + iy]), to: carry([x + ox, y + oy]) }
  })
}

const print = ([x, y]: Spot): string => `${x.toFixed(4)} ${y.toFixed(4)}`
const ring = (spots: readonly Spot[]): string => (spots.length === 0 ? '' : `M${spots.map(print).join('L')}Z`)

/** An ellipse as a path of that many straight pieces: enough for any screen. */
const ellipse = (centre: Spot, rx: number, ry: number, turn: number): string =>
  ring(
    Array.from({ length: 96 }, (_, i) => {
      const t = (i / 96) * 2 * Math.PI
      return add(rotate([Math.cos(t) * rx, Math.sin(t) * ry], turn), centre)
    }),
  )

/** Softness inside and outside the outline. */
export function sides({ kind, soft }: Drawn): readonly [inside: number, outside: number] {
  const [first = 0, second] = soft
  if (kind === 'linear' || second === undefined) return [first / 2, first / 2]
  return [first, second]
}

/** A line across everything, through a point at an angle. */
const across = (at: Spot, turn: number): string =>
  `M${print(add(rotate([-8, 0], turn), at))}L${print(add(rotate([8, 0], turn), at))}`

/** The outline, and the two where its softness ends (empty where that has no simple line), as SVG paths. */
export function outlineOf(window: Drawn): { readonly line: string; readonly soft: readonly string[] } {
  const { kind, shape } = window
  const [inside, outside] = sides(window)
  if (kind === 'circle') {
    const { centre, rx, ry, turn } = circleOf(shape)
    // The edge is measured in the mean radius: each radius grows by the same share.
    const mean = Math.sqrt(rx * ry)
    const share = (by: number) => Math.max(0, 1 + by / mean)
    const soft = [-inside, outside].map((by) => ellipse(centre, rx * share(by), ry * share(by), turn))
    return { line: ellipse(centre, rx, ry, turn), soft: inside + outside > 0 ? soft : [] }
  }
  if (kind === 'gradient') {
    const [x = 0, y = 0, turn = 0] = shape
    const beside = (by: number) => across(add(rotate([0, by], turn), [x, y]), turn)
    return { line: beside(0), soft: [beside(-inside), beside(outside)] }
  }
  if (kind === 'linear') return { line: ring(corners(shape)), soft: [] }
  const points = placedPoints(window)
  if (points.length === 0) return { line: '', soft: [] }
  const line = points
    .map(({ at, to }, i) => {
      const next = points[(i + 1) % points.length]!
      const end = kind === 'polygon' ? `L${print(next.at)}` : `C${print(to)} ${print(next.from)} ${print(next.at)}`
      return `${i === 0 ? `M${print(at)}` : ''}${end}`
    })
    .join('')
  return { line: `${line}Z`, soft: [] }
}

/** What can be grasped beside the whole, in drawing order. */
export function handlesOf(window: Drawn): readonly Handle[] {
  const { kind, shape } = window
  if (kind === 'circle') {
    const { centre, rx, ry, turn } = circleOf(shape)
    const at = (x: number, y: number): Spot => add(rotate([x, y], turn), centre)
    const mean = Math.sqrt(rx * ry)
    const out = 1 + sides(window)[1] / mean
    const size = (id: string, x: number, y: number): Handle => ({ id, at: at(x, y), role: 'size', part: 'shape' })
    const d = Math.SQRT1_2
    return [
      size('right', rx, 0),
      size('left', -rx, 0),
      size('bottom', 0, ry),
      size('top', 0, -ry),
      size('all', rx * d, ry * d),
      { id: 'turn', at: at(0, -ry - ARM), role: 'turn', part: 'shape' },
      { id: 'soft', at: at(-rx * d * out, ry * d * out), role: 'soft', part: 'soft' },
    ]
  }
  if (kind === 'gradient') {
    const [x = 0, y = 0, turn = 0] = shape
    const at = (dx: number, dy: number): Spot => add(rotate([dx, dy], turn), [x, y])
    const [, outside] = sides(window)
    return [
      { id: 'turn', at: at(0, -ARM * 2), role: 'turn', part: 'shape' },
      { id: 'soft', at: at(0, Math.max(outside, 0.02)), role: 'soft', part: 'soft' },
    ]
  }
  if (kind === 'linear') {
    const list = corners(shape)
    const top = list.reduce((a, b) => (b[1] < a[1] ? b : a))
    return [
      ...list.map((at, i): Handle => ({ id: `corner${i}`, at, role: 'size', part: 'shape' })),
      ...list.map(
        (at, i): Handle => ({ id: `side${i}`, at: middle([at, list[(i + 1) % 4]!]), role: 'size', part: 'shape' }),
      ),
      { id: 'turn', at: [middle(list)[0], top[1] - ARM], role: 'turn', part: 'shape' },
    ]
  }
  const points = placedPoints(window)
  const spots = points.map(({ at }, i): Handle => ({ id: `point${i}`, at, role: 'point', part: 'path' }))
  if (kind === 'polygon') return spots
  const away = (spot: Spot, at: Spot) => Math.hypot(spot[0] - at[0], spot[1] - at[1]) > 1e-4
  // Below the points, so that a handle which lies on one is not in its way.
  const tangents = points.flatMap(({ at, from, to }, i): Handle[] => [
    ...(away(from, at) ? [{ id: `in${i}`, at: from, role: 'tangent', part: 'path' } as const] : []),
    ...(away(to, at) ? [{ id: `out${i}`, at: to, role: 'tangent', part: 'path' } as const] : []),
  ])
  return [...tangents, ...spots]
}

/** A place of the picture as a path counts it, before the window's own scale, turn and place. */
export function intoPath({ shape }: Drawn, to: Spot): Spot {
  const { offset, sx, sy, turn } = placeOf(shape)
  const [x, y] = rotate(take(to, offset), -turn)
  return [x / sx, y / sy]
}

/** The whole moved: the tuple that says where it stands. */
export function moveWindow({ kind, shape }: Drawn, [dx, dy]: Spot): readonly number[] {
  if (kind === 'linear') return shape.map((v, i) => hold(v + (i % 2 === 0 ? dx : dy)))
  const full =
    kind === 'circle' || kind === 'gradient'
      ? shape
      : (() => {
          const { offset, sx, sy, turn } = placeOf(shape)
          return [...offset, sx, sy, turn]
        })()
  return full.map((v, i) => (i === 0 ? hold(v + dx) : i === 1 ? hold(v + dy) : v))
}

/** A handle dragged from where it stood to a place: the tuple of its part. */
export function dragHandle(window: Drawn, handle: Handle, to: Spot): readonly number[] {
  const { kind, shape } = window
  if (kind === 'circle') return dragCircle(window, handle, to)
  if (kind === 'gradient') {
    const [x = 0, y = 0, turn = 0] = shape
    const off = take(to, [x, y])
    if (handle.id === 'turn') return [x, y, keep(angle(off) + 90)]
    const outside = Math.max(0, rotate(off, -turn)[1])
    return soften(window, outside)
  }
  if (kind === 'linear') return dragLinear(shape, handle, to)
  const [x, y] = intoPath(window, to)
  const k = 6 * Number(handle.id.slice('point'.length))
  return window.path.map((v, i) => (i === k ? hold(x) : i === k + 1 ? hold(y) : v))
}

/** Softness so wide outside: of one number half of it lies inside, of two the inner stays. */
function soften({ soft }: Drawn, outside: number): readonly number[] {
  const width = keep(Math.min(8, outside))
  return soft.length === 2 ? [soft[0]!, width] : [keep(Math.min(16, 2 * width))]
}

function dragCircle(window: Drawn, { id }: Handle, to: Spot): readonly number[] {
  const { centre, rx, ry, turn } = circleOf(window.shape)
  const off = rotate(take(to, centre), -turn)
  const write = (x: number, y: number, degrees = turn) => [
    ...centre,
    hold(Math.max(LEAST, x)),
    hold(Math.max(LEAST, y)),
    keep(degrees),
  ]
  switch (id) {
    case 'right':
    case 'left':
      return write(Math.abs(off[0]), ry)
    case 'top':
    case 'bottom':
      return write(rx, Math.abs(off[1]))
    case 'all': {
      // Both radii by the same share: the aspect stays.
      const share = Math.hypot(off[0] / rx, off[1] / ry)
      return write(rx * share, ry * share)
    }
    case 'turn':
      return write(rx, ry, angle(take(to, centre)) + 90)
    default: {
      const share = Math.hypot(off[0] / rx, off[1] / ry)
      return soften(window, Math.max(0, share - 1) * Math.sqrt(rx * ry))
    }
  }
}

function dragLinear(shape: readonly number[], { id, at }: Handle, to: Spot): readonly number[] {
  const list = corners(shape)
  const by = take(to, at)
  if (id === 'turn') {
    const centre = middle(list)
    const degrees = angle(take(to, centre)) - angle(take(at, centre))
    return list.flatMap((spot) => add(rotate(take(spot, centre), degrees), centre).map((v) => hold(v)))
  }
  const k = Number(id.at(-1))
  const moved = id.startsWith('corner') ? [k] : [k, (k + 1) % 4]
  return list.flatMap((spot, i) => (moved.includes(i) ? add(spot, by) : spot).map((v) => hold(v)))
}

/** Without one of its points; null where it would no longer encircle anything. */
export const removeCorner = ({ path }: Drawn, point: number): readonly number[] | null =>
  path.length <= 18 ? null : path.toSpliced(6 * point, 6)
