/** Image files on disk: read by content, written by ending, whole or not at all. */
import { open } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Depth, Image, ImageFormat, Levels } from './image.ts'
import { formats } from './index.ts'

/** Bytes a file may have: 16,384 × 8,192 pixels of four floats. */
const MOST_BYTES = 2_200_000_000

const titles = (): string => formats.map(({ title }) => title).join(', ')

/** The bytes of a file, or one sentence: it is not there, no file, or larger than `most`. */
export async function readWhole(path: string, most: number): Promise<Buffer | string> {
  let file: Awaited<ReturnType<typeof open>> | null = null
  try {
    file = await open(path)
    const { size } = await file.stat()
    if (size > most) return `${path} has ${size} bytes; ${most} is the most that is read.`
    return await file.readFile()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return `There is no file ${path}.`
    return `${path} cannot be read: ${code === 'EISDIR' ? 'it is a folder' : (code ?? String(error))}.`
  } finally {
    await file?.close()
  }
}

/** The picture of a file and its format, or one sentence that begins with its path. */
export async function readImage(path: string): Promise<{ image: Image; format: ImageFormat } | string> {
  const bytes = await readWhole(path, MOST_BYTES)
  if (typeof bytes === 'string') return bytes
  const format = formats.find(({ fits }) => fits(bytes))
  if (!format) return `${path} is no picture that is read here (${titles()}).`
  const image = format.read(bytes)
  return typeof image === 'string' ? `${path}: ${image}` : { image, format }
}

/** The format of a file's ending, or one sentence. */
export function formatOf(path: string): ImageFormat | string {
  const ending = extname(path).slice(1).toLowerCase()
  return (
    formats.find(({ endings }) => endings.includes(ending)) ??
    `${path} has no ending of a picture that is written here (${formats.map(({ endings }) => `.${endings[0]}`).join(', ')}).`
  )
}

/**
 * The depth to write in: the asked one, or that of the picture it comes from where the format has it, or the usual one. A sentence where
 * the format does not have what is asked.
 */
export function depthFor(
  { depths, title }: ImageFormat,
  asked: string | undefined,
  from: Depth,
): { readonly depth: Depth } | string {
  if (asked === undefined) return { depth: depths.find((depth) => depth === from) ?? depths[0]! }
  const depth = depths.find((one) => String(one) === asked)
  return depth === undefined ? `A ${title} has a depth of ${depths.join(' or ')}, not ${asked}.` : { depth }
}

/** The levels of a flag, full without one; or one sentence. */
export function levelsOf(asked: string | undefined): { readonly levels: Levels } | string {
  if (asked === undefined || asked === 'full' || asked === 'video') return { levels: asked ?? 'full' }
  return `--levels is full or video, not ${asked}.`
}
