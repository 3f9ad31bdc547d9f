import { dpx } from './dpx.ts'
import { exr } from './exr.ts'
import type { ImageFormat } from './image.ts'
import { png } from './png.ts'
import { tiff } from './tiff.ts'

/** The image formats, in the order they are named. `./image.ts` says what one is, `./files.ts` reads and writes by them. */
export const formats: readonly ImageFormat[] = [png, tiff, exr, dpx]
