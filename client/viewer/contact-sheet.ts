/** Pictures with their labels on one sheet, as a 16-bit PNG by the writer that stills have: greys of the interface, nothing of the browser's colour. */
import { encodeStill } from '../../shared/render/still.ts'
import { deflate } from './deflate.ts'

export interface SheetCell {
  readonly label: string
  /** RGBA of exactly `size`; null where there is no picture. */
  readonly pixels: ArrayBuffer | null
  readonly size: readonly [width: number, height: number]
  /** What stands in place of a picture. */
  readonly sentence: string | null
}

export interface SheetLook {
  /** Cells in a row. */
  readonly columns: number
  readonly labels: boolean
}

/** Pixels round each cell, and of a line of words. */
const gap = 16
const line = 28

/** Places of the cells, row by row, and the sheet's size; all cells are as large as the first. */
export function sheetLayout(count: number, [width, height]: readonly [number, number], { columns, labels }: SheetLook) {
  const edge = labels ? gap : 0
  const [stepX, stepY] = [width + edge, height + (labels ? line : 0) + edge]
  const rows = Math.ceil(count / columns)
  return {
    size: [edge + columns * stepX, edge + rows * stepY] as const,
    places: Array.from(
      { length: count },
      (_, i) => [edge + (i % columns) * stepX, edge + Math.floor(i / columns) * stepY] as const,
    ),
  }
}

/** Cells on a sheet: `cells` has one at least. */
export async function composeSheet(cells: readonly SheetCell[], look: SheetLook): Promise<Blob> {
  const { size, places } = sheetLayout(cells.length, cells[0]!.size, look)
  const [width, height] = size
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { alpha: false, colorSpace: 'srgb', willReadFrequently: true })
  if (!context) throw new Error('This browser gives no canvas to lay a sheet out on.')
  context.fillStyle = '#1d1d1d'
  context.fillRect(0, 0, width, height)
  context.font = '15px "Inter Variable", Inter, system-ui, sans-serif'
  context.textBaseline = 'middle'
  cells.forEach(({ label, pixels, size: [w, h], sentence }, i) => {
    const [x, y] = places[i]!
    if (pixels) context.putImageData(new ImageData(new Uint8ClampedArray(pixels), w, h), x, y)
    else {
      context.fillStyle = '#262626'
      context.fillRect(x, y, w, h)
      context.fillStyle = '#9e9e9e'
      context.fillText(sentence ?? '', x + gap, y + h / 2, w - 2 * gap)
    }
    if (!look.labels) return
    context.fillStyle = '#cccccc'
    context.fillText(label, x, y + h + line / 2, w)
  })
  const { data } = context.getImageData(0, 0, width, height)
  const codes = new Uint16Array(width * height * 3)
  // Eight bits of a picture are the same step of sixteen: 255 is 65,535.
  for (let i = 0, o = 0; o < codes.length; i += 4) for (let c = 0; c < 3; c++) codes[o++] = data[i + c]! * 257
  return new Blob([await encodeStill({ width, height, pixels: codes }, deflate)], { type: 'image/png' })
}
