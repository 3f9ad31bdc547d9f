/** Draws a scope on its canvas: traces, graticule, and on a canvas above it the rings of the pixel under the pointer. */
import type { Space } from '../../shared/op/space.ts'
import { BINS, COLUMNS, LEVELS, SIDE } from '../../shared/scope/counts.ts'
import { extentsOf } from '../../shared/scope/extents.ts'
import { linesOf, skinLine, targetsOf } from '../../shared/scope/graticule.ts'
import { type Place, placesOf } from '../../shared/scope/place.ts'
import { weightsFor } from '../../shared/scope/weights.ts'
import type { ScopeLook } from '../state/scope-choice.ts'
import type { Pointed } from './pointed.ts'
import type { Scoped } from './scope-loop.ts'
import { type Colour, paintHistogram, paintVectorscope, paintWaveform, type Sheet, sheetOf } from './scope-paint.ts'

/** Where the traces of a scope lie on its canvas, device pixels. */
export interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** CSS pixels: for the numbers of a scale at the left of levels and at the foot of a histogram, and free above and below. */
const numbers = 30
const foot = 14
const air = 6

/** Levels leave room for their numbers, a vectorscope is a square in the middle. */
export function areaOf({ kind }: ScopeLook, width: number, height: number, ratio: number): Area {
  const px = (css: number) => Math.round(css * ratio)
  const held = (left: number, top: number, right: number, bottom: number): Area => ({
    left,
    top,
    width: Math.max(1, width - left - right),
    height: Math.max(1, height - top - bottom),
  })
  if (kind === 'histogram') return held(px(air), px(air), px(air), px(foot))
  if (kind !== 'vectorscope') return held(px(numbers), px(air), px(2), px(air))
  const side = Math.max(1, Math.min(width, height) - 2 * px(2))
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), width: side, height: side }
}

/** Where places lie in an area, device pixels; a vectorscope twice as large shows its inner half only. */
export function ringsOf(
  places: readonly Place[],
  area: Area,
  { zoom, kind }: ScopeLook,
): readonly (readonly [number, number])[] {
  const by = kind === 'vectorscope' ? zoom : 1
  const place = (share: number) => (share - 0.5) * by + 0.5
  return places
    .map(({ x, y }) => [place(x), place(y)] as const)
    .filter(([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1)
    .map(([x, y]) => [area.left + x * area.width, area.top + (1 - y) * area.height])
}

/** Which lines of a scale have room for their number: the ends first, then from the lowest up what is `least` away from its neighbours. */
export function readable(at: readonly number[], least: number): readonly boolean[] {
  const [first, last] = [at[0], at.at(-1)]
  let before = Number.NEGATIVE_INFINITY
  return at.map((place, i) => {
    const end = i === 0 || i === at.length - 1
    const free = place - before >= least && (end || (place - first! >= least && last! - place >= least))
    if (free || end) before = place
    return free || end
  })
}

type Token = (name: string) => string
interface Ground {
  readonly context: CanvasRenderingContext2D
  readonly area: Area
  readonly ratio: number
  readonly token: Token
}

/** The canvas at its size in device pixels, as what is drawn on it needs it; null where it has none. */
function groundOf(canvas: HTMLCanvasElement, look: ScopeLook): Ground | null {
  const ratio = canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)]
  const context = canvas.getContext('2d')
  if (!context || width < 2 || height < 2) return null
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const style = getComputedStyle(canvas)
  context.font = `${Math.round(9 * ratio)}px ${style.fontFamily}`
  return {
    context,
    area: areaOf(look, width, height, ratio),
    ratio,
    token: (name) => style.getPropertyValue(name).trim(),
  }
}

/** Traces are painted no finer than their bins, and stretched from there: a scope that fills a second screen costs no more than that. */
const finest: Readonly<Record<ScopeLook['kind'], readonly [number, number]>> = {
  waveform: [COLUMNS, LEVELS],
  parade: [3 * COLUMNS, LEVELS],
  vectorscope: [SIDE, SIDE],
  histogram: [BINS, LEVELS],
}

function put(context: CanvasRenderingContext2D, sheet: Sheet, { left, top, width, height }: Area): void {
  const image = new ImageData(sheet.pixels, sheet.width, sheet.height)
  if (sheet.width === width && sheet.height === height) {
    context.putImageData(image, left, top)
    return
  }
  const own = new OffscreenCanvas(sheet.width, sheet.height)
  own.getContext('2d')!.putImageData(image, 0, 0)
  context.drawImage(own, left, top, width, height)
}

export function drawScope(canvas: HTMLCanvasElement, scoped: Scoped | null, look: ScopeLook, space: Space): void {
  const ground = groundOf(canvas, look)
  if (!ground) return
  const { context, area, ratio, token } = ground
  context.fillStyle = token('--grey-0')
  context.fillRect(0, 0, canvas.width, canvas.height)
  const [across, up] = finest[look.kind]
  const sheet = sheetOf(Math.min(across, area.width), Math.min(up, area.height), colourOf(token('--grey-0')))
  if (scoped) trace(sheet, scoped, look, (name) => colourOf(token(name)))
  put(context, sheet, area)
  context.lineWidth = Math.max(1, Math.round(ratio))
  context.strokeStyle = token('--grey-4')
  context.fillStyle = token('--text-quiet')
  if (look.kind === 'vectorscope') targets(ground, look.zoom, space)
  else if (look.kind === 'histogram') stakes(ground, look, space)
  else levels(ground, look, space)
}

function levels({ context, area, ratio }: Ground, look: ScopeLook, space: Space): void {
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  const lines = linesOf(look.scale, space)
  const said = readable(
    lines.map(({ at }) => at * area.height),
    11 * ratio,
  )
  lines.forEach(({ at, label }, i) => {
    const y = area.top + Math.round((1 - at) * (area.height - 1)) + 0.5
    line(context, [area.left, y], [area.left + area.width, y])
    if (said[i]) context.fillText(label, area.left - 5 * ratio, y)
  })
}

/** Lines of a histogram stand upright, their numbers at the foot. */
function stakes({ context, area, ratio }: Ground, look: ScopeLook, space: Space): void {
  context.textBaseline = 'bottom'
  const lines = linesOf(look.scale, space)
  const said = readable(
    lines.map(({ at }) => at * area.width),
    34 * ratio,
  )
  lines.forEach(({ at, label }, i) => {
    const x = area.left + Math.round(at * (area.width - 1)) + 0.5
    line(context, [x, area.top], [x, area.top + area.height])
    context.textAlign = i === 0 ? 'left' : i === lines.length - 1 ? 'right' : 'center'
    if (said[i]) context.fillText(label, x, area.top + area.height + (foot - 1) * ratio)
  })
}

/** The brighter of trace and line is seen: a line never darkens a trace. */
function line(context: CanvasRenderingContext2D, a: readonly [number, number], b: readonly [number, number]): void {
  context.globalCompositeOperation = 'lighten'
  context.beginPath()
  context.moveTo(...a)
  context.lineTo(...b)
  context.stroke()
  context.globalCompositeOperation = 'source-over'
}

function targets({ context, area, ratio }: Ground, zoom: 1 | 2, space: Space): void {
  const { left, top, width: side } = area
  /** From a bin to the middle of its square. */
  const at = ([cb, cr]: readonly [number, number]): readonly [number, number] => {
    const place = (bin: number) => ((bin + 0.5 - SIDE / 2) * zoom) / SIDE + 0.5
    return [left + place(cb) * side, top + (1 - place(cr)) * side]
  }
  context.save()
  context.beginPath()
  context.rect(left, top, side, side)
  context.clip()
  const middle = SIDE / 2 - 0.5
  line(context, at([0, middle]), at([SIDE, middle]))
  line(context, at([middle, 0]), at([middle, SIDE]))
  const [from, to] = skinLine()
  line(context, at(from), at(to))
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const { bin, name, percent, cb, cr, radius } of targetsOf(weightsFor(space))) {
    const [x, y] = at(bin)
    const box = (percent === 75 ? 5 : 3) * ratio
    context.globalCompositeOperation = 'lighten'
    context.strokeRect(Math.round(x - box) + 0.5, Math.round(y - box) + 0.5, Math.round(2 * box), Math.round(2 * box))
    context.globalCompositeOperation = 'source-over'
    // Beside its box, across the way that the trace runs outwards.
    if (percent === 75) context.fillText(name, x + (cr / radius) * 13 * ratio, y + (cb / radius) * 13 * ratio)
  }
  context.restore()
}

/** Rings of the pixel under the pointer: a light stroke within a dark one, never a hue; upright lines of their channels in a histogram. */
export function drawRings(canvas: HTMLCanvasElement, pointed: Pointed | null, look: ScopeLook, space: Space): void {
  const ground = groundOf(canvas, look)
  if (!ground) return
  const { context, area, ratio, token } = ground
  context.clearRect(0, 0, canvas.width, canvas.height)
  const graded = pointed?.pixel.graded
  if (!pointed || !graded) return
  const places = placesOf(look.kind, graded, pointed.at[0], weightsFor(space))
  ringsOf(places, area, look).forEach(([x, y], i) => {
    context.beginPath()
    if (look.kind === 'histogram') {
      context.moveTo(x, area.top)
      context.lineTo(x, area.top + area.height)
    } else context.arc(x, y, 5 * ratio, 0, 2 * Math.PI)
    context.strokeStyle = token('--stroke-dark')
    context.lineWidth = 3 * ratio
    context.stroke()
    context.strokeStyle = token(look.kind === 'histogram' ? `--trace-${places[i]!.trace}` : '--stroke-light')
    context.lineWidth = 1.25 * ratio
    context.stroke()
  })
}

function trace(
  sheet: Sheet,
  { counts, width, height }: Scoped,
  look: ScopeLook,
  colour: (name: string) => Colour,
): void {
  const pixels = width * height
  const rgb = ['--trace-red', '--trace-green', '--trace-blue'].map(colour)
  if (look.kind === 'parade')
    counts.parade?.forEach((one, i) => {
      const third = sheet.width / 3
      const [from, to] = [Math.ceil(i * third), Math.floor((i + 1) * third) - 2]
      paintWaveform(sheet, one, pixels, rgb[i]!, from, to)
      if (look.extents) reach(sheet, one, rgb[i]!, from, to)
    })
  else if (look.kind === 'waveform' && counts.waveform) {
    paintWaveform(sheet, counts.waveform, pixels, colour('--trace-luma'))
    if (look.extents) reach(sheet, counts.waveform, colour('--text-strong'), 0, sheet.width)
  } else if (look.kind === 'vectorscope' && counts.vectorscope)
    paintVectorscope(sheet, counts.vectorscope, pixels, colour('--trace-luma'), 0, sheet.width, look.zoom)
  else if (look.kind === 'histogram')
    counts.histogram?.slice(0, 3).forEach((one, i) => {
      paintHistogram(sheet, one, rgb[i]!)
    })
}

/** The lowest and the highest level of each column, as a line of pixels over columns `from` to `to` of the sheet. */
function reach(sheet: Sheet, waveform: Uint32Array, [r, g, b]: Colour, from: number, to: number): void {
  const { low, high } = extentsOf(waveform)
  for (let x = from; x < to; x++) {
    const column = Math.floor(((x - from) * low.length) / (to - from))
    for (const level of [low[column]!, high[column]!]) {
      if (level < 0) continue
      const y = Math.min(sheet.height - 1, Math.floor((1 - (level + 0.5) / LEVELS) * sheet.height))
      sheet.pixels.set([r, g, b], 4 * (y * sheet.width + x))
    }
  }
}

/** `#rrggbb`. */
const colourOf = (text: string): Colour => {
  const n = Number.parseInt(text.slice(1), 16)
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255]
}
