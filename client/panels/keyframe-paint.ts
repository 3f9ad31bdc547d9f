/** What the lanes and the ruler look like: diamonds are dynamic, circles static, a line joins two that go over into each other. */
import { laneHeight } from '../hand/keyframe.ts'
import { marks, type Timescale, xOf } from '../hand/timescale.ts'
import { printTimecode } from '../keys/timecode-entry.ts'
import type { Row, RowKey } from '../state/keyframe-rows.ts'
import type { Track } from '../state/keyframes.ts'

type Spot = readonly [x: number, y: number]

export interface Look {
  readonly scale: Timescale
  readonly reach: readonly [first: number, last: number]
  /** Pixels of content above the upper edge. */
  readonly scroll: number
  readonly selected: ReadonlySet<string>
  readonly chosen: Track | null
  /** Frame of the playhead; null while it plays: nothing lights up. */
  readonly now: number | null
  readonly box: readonly [Spot, Spot] | null
  readonly ghost: { readonly keys: ReadonlySet<string>; readonly by: number } | null
}

/** A canvas as large as its element in the screen's own pixels, with a context in CSS pixels; null while it has no size. */
function sheet(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)]
  const context = canvas.getContext('2d')
  if (!context || width < 2 || height < 2) return null
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight)
  return context
}

const tokensOf = (canvas: HTMLCanvasElement): ((name: string) => string) => {
  const style = getComputedStyle(canvas)
  return (name) => style.getPropertyValue(name)
}

export function paintLanes(
  canvas: HTMLCanvasElement,
  rows: readonly Row[],
  lanes: readonly (readonly RowKey[])[],
  look: Look,
): void {
  const g = sheet(canvas)
  if (!g) return
  const token = tokensOf(canvas)
  const { clientWidth: width, clientHeight: height } = canvas
  const { scale, scroll, chosen } = look
  const first = Math.max(0, Math.floor(scroll / laneHeight))
  const last = Math.min(rows.length - 1, Math.floor((scroll + height) / laneHeight))
  for (let i = first; i <= last; i++) {
    const row = rows[i]!
    const y = i * laneHeight - scroll
    const own = chosen?.node === row.node && chosen.rest === row.rest
    g.fillStyle = token(own ? '--grey-4' : row.depth === 0 ? '--grey-3' : '--grey-2')
    g.fillRect(0, y, width, laneHeight - 1)
  }
  // What is no part of the clip is darker: a keyframe beyond its ends is still there.
  g.fillStyle = token('--shade')
  const [left, right] = look.reach.map((frame) => xOf(scale, frame)) as [number, number]
  if (left > 0) g.fillRect(0, 0, left - 6, height)
  if (right < width) g.fillRect(right + 6, 0, width - right - 6, height)
  for (let i = first; i <= last; i++)
    lane(g, rows[i]!, lanes[i] ?? [], (i + 0.5) * laneHeight - scroll - 0.5, look, width, token)
  if (look.box) {
    const [[ax, ay], [bx, by]] = look.box
    g.strokeStyle = token('--text-strong')
    g.lineWidth = 1
    g.setLineDash([3, 2])
    g.strokeRect(Math.min(ax, bx) + 0.5, Math.min(ay, by) - scroll + 0.5, Math.abs(bx - ax), Math.abs(by - ay))
    g.setLineDash([])
  }
}

function lane(
  g: CanvasRenderingContext2D,
  row: Row,
  marked: readonly RowKey[],
  y: number,
  look: Look,
  width: number,
  token: (name: string) => string,
): void {
  const lifted = (mark: RowKey) =>
    look.ghost && mark.keys.some((key) => look.ghost!.keys.has(key)) ? look.ghost.by : 0
  const x = (mark: RowKey) => xOf(look.scale, mark.frame + lifted(mark))
  g.lineWidth = 1
  g.strokeStyle = token('--grey-6')
  marked.forEach((mark, i) => {
    const next = marked[i + 1]
    if (!next || mark.still || x(next) < 0 || x(mark) > width) return
    // Dots where it goes slowly: at the end it leaves, at the end it comes to, or both.
    const [from, to] = [x(mark) + 5, x(next) - 5]
    const middle = (from + to) / 2
    line(g, from, middle, y, mark.ease === 'ease' || mark.ease === 'ease-in')
    line(g, middle, to, y, mark.ease === 'ease' || mark.ease === 'ease-out')
  })
  const size = row.depth === 0 ? 4 : 4.5
  for (const mark of marked) {
    const at = x(mark)
    if (at < -6 || at > width + 6) continue
    const chosen = mark.keys.filter((key) => look.selected.has(key)).length
    const here = mark.frame === look.now
    g.beginPath()
    if (mark.still) g.arc(at, y, size - 0.5, 0, 2 * Math.PI)
    else {
      g.moveTo(at, y - size)
      g.lineTo(at + size, y)
      g.lineTo(at, y + size)
      g.lineTo(at - size, y)
      g.closePath()
    }
    g.fillStyle = token(chosen > 0 ? '--accent' : here ? '--text-strong' : row.on ? '--text-quiet' : '--grey-6')
    g.fill()
    // Only some of what stands here is selected.
    if (chosen > 0 && chosen < mark.keys.length) {
      g.strokeStyle = token('--text-quiet')
      g.stroke()
    }
  }
}

function line(g: CanvasRenderingContext2D, from: number, to: number, y: number, dotted: boolean): void {
  if (to <= from) return
  g.beginPath()
  g.setLineDash(dotted ? [1.5, 2.5] : [])
  g.moveTo(from, y)
  g.lineTo(to, y)
  g.stroke()
  g.setLineDash([])
}

/** `zero`: the timeline's timecode, in frames, at the level's frame 0. */
export function paintRuler(canvas: HTMLCanvasElement, look: Look, fps: number, zero: number): void {
  const g = sheet(canvas)
  if (!g) return
  const token = tokensOf(canvas)
  const { clientWidth: width, clientHeight: height } = canvas
  g.font = `10px ${getComputedStyle(canvas).fontFamily}`
  g.textBaseline = 'middle'
  g.strokeStyle = token('--grey-6')
  g.fillStyle = token('--text-quiet')
  g.lineWidth = 1
  for (const frame of marks(look.scale, width, fps, -zero)) {
    const x = Math.round(xOf(look.scale, frame)) + 0.5
    g.beginPath()
    g.moveTo(x, height - 6)
    g.lineTo(x, height)
    g.stroke()
    if (frame >= look.reach[0] && frame <= look.reach[1])
      g.fillText(printTimecode(zero + frame, fps), x + 3, height / 2 - 1)
  }
}
