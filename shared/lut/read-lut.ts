/** Any LUT file, told by what stands in it and not by its name: a blob has none. */
import { LUT_LIMITS, type Lut } from '../op/lut.ts'
import { isClf, readClf } from './clf.ts'
import { isCsp, readCsp } from './csp.ts'
import { isCube, readCube } from './cube.ts'
import { isSpi1d, isSpi3d, readSpi1d, readSpi3d } from './spi.ts'
import { isThreeDl, readThreeDl } from './three-dl.ts'

/** A format of LUT files: how it is told, and how it is read; `extension` without its dot. */
export interface LutFormat {
  readonly extension: string
  readonly title: string
  readonly is: (text: string) => boolean
  /** The LUT, or one sentence that names the line and the rule. */
  readonly read: (text: string) => Lut | string
}

/** In the order in which they are tried. */
export const lutFormats: readonly LutFormat[] = [
  { extension: 'clf', title: 'Common LUT Format', is: isClf, read: readClf },
  { extension: 'csp', title: 'cineSpace', is: isCsp, read: readCsp },
  { extension: 'spi3d', title: 'Imageworks 3D', is: isSpi3d, read: readSpi3d },
  { extension: 'cube', title: 'Adobe and Resolve', is: isCube, read: readCube },
  { extension: 'spi1d', title: 'Imageworks 1D', is: isSpi1d, read: readSpi1d },
  { extension: '3dl', title: 'Autodesk', is: isThreeDl, read: readThreeDl },
]

/** The LUT that the bytes of a file are, or one sentence that says why they are none, with the line where it is of one. */
export function readLut(bytes: Uint8Array): Lut | string {
  if (bytes.length > LUT_LIMITS.bytes)
    return `A LUT file has at most ${LUT_LIMITS.bytes / 1e6} MB, not ${Math.ceil(bytes.length / 1e6)} MB.`
  if (bytes.subarray(0, 4096).includes(0)) return 'This is no text, as every LUT file is.'
  const text = new TextDecoder().decode(bytes)
  const format = lutFormats.find(({ is }) => is(text))
  if (!format) return `This is no LUT file of ${lutFormats.map(({ extension }) => `.${extension}`).join(', ')}.`
  return format.read(text)
}
