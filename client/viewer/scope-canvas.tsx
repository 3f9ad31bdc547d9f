/** A scope's canvas: traces and graticule of what the picture worker counted, painted outside React. */
import { createContext, useContext, useEffect, useRef } from 'react'
import { type ScopeKind, SIDE } from '../../shared/scope/counts.ts'
import { extentsOf } from '../../shared/scope/extents.ts'
import { linesOf, type Scale, skinLine, targetsOf } from '../../shared/scope/graticule.ts'
import { weightsFor } from '../../shared/scope/weights.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { useSuiteValue } from '../state/use-desk.ts'
import type { Scoped, ScopeLoop } from './scope-loop.ts'
import { type Colour, paintHistogram, paintVectorscope, paintWaveform, type Sheet, sheetOf } from './scope-paint.ts'

export const ScopeContext = createContext<ScopeLoop | null>(null)

/** How a scope is looked at. */
export interface ScopeLook {
  readonly kind: ScopeKind
  readonly scale: Scale
  readonly lowPass: boolean
  readonly extents: boolean
  readonly zoom: 1 | 2
}

export interface ScopeCanvasProps {
  readonly look: ScopeLook
  readonly title: string
  readonly className?: string | undefined
}

export function ScopeCanvas({ look, title, className }: ScopeCanvasProps) {
  const loop = useContext(ScopeContext)
  const output = useSuiteValue(['session'], (s) => s.session.pipeline.output)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => loop?.want(look.kind, look.lowPass), [loop, look.kind, look.lowPass])
  useEffect(() => {
    const element = canvas.current
    if (!loop || !element) return undefined
    let due = 0
    const paint = () => {
      due = 0
      paintScope(element, loop.scoped, look, output)
    }
    const soon = () => {
      if (due === 0) due = requestAnimationFrame(paint)
    }
    const size = new ResizeObserver(soon)
    size.observe(element)
    const stop = loop.on(soon)
    soon()
    return () => {
      stop()
      size.disconnect()
      cancelAnimationFrame(due)
    }
  }, [loop, look, output])
  return <canvas ref={canvas} className={className} role="img" aria-label={title} data-testid="scope" />
}

/** Room for the numbers of the scale, CSS pixels. */
const margin = 30

function paintScope(canvas: HTMLCanvasElement, scoped: Scoped | null, look: ScopeLook, output: string): void {
  const ratio = devicePixelRatio
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)]
  const context = canvas.getContext('2d')
  if (!context || width < 2 || height < 2) return
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const style = getComputedStyle(canvas)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const space = spaces.find(({ id }) => id === output) ?? spaces[0]!
  context.fillStyle = token('--grey-0')
  context.fillRect(0, 0, width, height)
  context.font = `${Math.round(9 * ratio)}px ${style.fontFamily}`
  const levels = look.kind === 'parade' || look.kind === 'waveform'
  const inset = levels ? Math.round(margin * ratio) : 0
  const [top, foot] = levels ? [Math.round(6 * ratio), Math.round(6 * ratio)] : [0, 0]
  const sheet = sheetOf(Math.max(1, width - inset), Math.max(1, height - top - foot))
  if (scoped) trace(sheet, scoped, look, (name) => colourOf(token(name)))
  context.putImageData(new ImageData(sheet.pixels, sheet.width, sheet.height), inset, top)
  context.lineWidth = ratio
  context.strokeStyle = token('--grey-4')
  context.fillStyle = token('--text-quiet')
  if (levels) {
    context.textAlign = 'right'
    context.textBaseline = 'middle'
    for (const { at, label } of linesOf(look.scale, space)) {
      const y = top + Math.round((1 - at) * (sheet.height - 1)) + 0.5
      context.globalCompositeOperation = 'lighten'
      context.beginPath()
      context.moveTo(inset, y)
      context.lineTo(width, y)
      context.stroke()
      context.globalCompositeOperation = 'source-over'
      context.fillText(label, inset - 5 * ratio, y)
    }
  }
  if (look.kind === 'vectorscope') targets(context, sheet, look.zoom, space, ratio)
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
      paintWaveform(sheet, one, pixels, rgb[i]!, Math.ceil(i * third), Math.floor((i + 1) * third) - 2)
    })
  else if (look.kind === 'waveform' && counts.waveform) {
    paintWaveform(sheet, counts.waveform, pixels, colour('--trace-luma'))
    if (look.extents) reach(sheet, counts.waveform, colour('--text-strong'))
  } else if (look.kind === 'vectorscope' && counts.vectorscope) {
    const side = Math.min(sheet.width, sheet.height)
    const left = Math.floor((sheet.width - side) / 2)
    paintVectorscope(sheet, counts.vectorscope, pixels, colour('--trace-luma'), left, side, look.zoom)
  } else if (look.kind === 'histogram')
    counts.histogram?.slice(0, 3).forEach((one, i) => {
      paintHistogram(sheet, one, rgb[i]!)
    })
}

/** The lowest and the highest level of each column, as a line of pixels. */
function reach(sheet: Sheet, waveform: Uint32Array, [r, g, b]: Colour): void {
  const { low, high } = extentsOf(waveform)
  for (let x = 0; x < sheet.width; x++) {
    const column = Math.floor((x * low.length) / sheet.width)
    for (const level of [low[column]!, high[column]!]) {
      if (level < 0) continue
      const y = Math.min(sheet.height - 1, Math.floor((1 - (level + 0.5) / 512) * sheet.height))
      sheet.pixels.set([r, g, b], 4 * (y * sheet.width + x))
    }
  }
}

function targets(
  context: CanvasRenderingContext2D,
  { width, height }: Sheet,
  zoom: 1 | 2,
  space: (typeof spaces)[number],
  ratio: number,
): void {
  const side = Math.min(width, height)
  const left = (width - side) / 2
  /** From a bin to the middle of its square. */
  const at = ([cb, cr]: readonly [number, number]): readonly [number, number] => {
    const place = (bin: number) => ((bin + 0.5 - SIDE / 2) * zoom) / SIDE + 0.5
    return [left + place(cb) * side, (1 - place(cr)) * side]
  }
  const middle = SIDE / 2 - 0.5
  const line = (a: readonly [number, number], b: readonly [number, number]) => {
    context.beginPath()
    context.moveTo(...at(a))
    context.lineTo(...at(b))
    context.stroke()
  }
  line([0, middle], [SIDE, middle])
  line([middle, 0], [middle, SIDE])
  line(...skinLine())
  context.textAlign = 'center'
  context.textBaseline = 'bottom'
  const box = 5 * ratio
  for (const { bin, name, percent } of targetsOf(weightsFor(space))) {
    const [x, y] = at(bin)
    context.strokeRect(x - box, y - box, 2 * box, 2 * box)
    if (percent === 75) context.fillText(name, x, y - box - ratio)
  }
}

/** `#rrggbb`. */
const colourOf = (text: string): Colour => {
  const n = Number.parseInt(text.slice(1), 16)
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255]
}
