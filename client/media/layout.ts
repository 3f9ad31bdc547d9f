/** The planes of a WebCodecs frame, tight and named as ffmpeg names them, so that a frame's name is the same in Node and browser. */
import { deinterleave, layoutOf, planeSizes } from '../../shared/media/planes.ts'

export interface PlaneFormat {
  /** ffmpeg's name without byte order: yuv422p10. */
  readonly name: string
  /** Cb and Cr in one plane, sample by sample. */
  readonly paired: boolean
}

/** Null for a format without planes of Y, Cb and Cr. */
export function formatOf(format: string | null): PlaneFormat | null {
  if (format === 'NV12') return { name: 'yuv420p', paired: true }
  const m = /^I(420|422|444)(?:P(10|12))?$/.exec(format ?? '')
  return m ? { name: `yuv${m[1]}p${m[2] ?? ''}`, paired: false } : null
}

/** Three tight planes from what `copyTo` wrote. */
export function planesOf(
  { name, paired }: PlaneFormat,
  width: number,
  height: number,
  buffer: Uint8Array<ArrayBuffer>,
  layouts: readonly { readonly offset: number; readonly stride: number }[],
): readonly (Uint8Array | Uint16Array)[] {
  const layout = layoutOf(name)!
  const wide = layout.depth > 8 ? 2 : 1
  const tight = (i: number, w: number, h: number): Uint8Array | Uint16Array => {
    const { offset, stride } = layouts[i]!
    const row = w * wide
    // As Chromium lays them out: nothing to copy.
    if (stride === row && offset % wide === 0)
      return wide === 1 ? buffer.subarray(offset, offset + row * h) : new Uint16Array(buffer.buffer, offset, w * h)
    const out = new Uint8Array(row * h)
    for (let y = 0; y < h; y++) out.set(buffer.subarray(offset + y * stride, offset + y * stride + row), y * row)
    return wide === 1 ? out : new Uint16Array(out.buffer)
  }
  const sizes = planeSizes(layout, width, height)
  const [y, chroma] = [tight(0, width, height), sizes[1]!]
  if (paired) return [y, ...deinterleave(tight(1, chroma[0] * 2, chroma[1]) as Uint8Array)]
  return [y, tight(1, ...chroma), tight(2, ...chroma)]
}
