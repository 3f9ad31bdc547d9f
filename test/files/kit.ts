/** A folder to run commands in, and pictures and CDL files in it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command, Io } from '../../server/command.ts'
import type { Depth, Image } from '../../server/images/image.ts'
import { formats } from '../../server/images/index.ts'
import { type Correction, printCdl, restCorrection } from '../../shared/formats/cdl.ts'
import { noNotes, whole } from '../images/kit.ts'

export type Triple = [number, number, number]

/** What a command printed, and the sentence it ended with or null. */
export interface Ran {
  readonly out: string[]
  readonly err: string[]
  readonly refused: string | null
}

export interface Desk {
  readonly folder: string
  readonly run: (command: Command, ...argv: string[]) => Promise<Ran>
  readonly put: (name: string, bytes: Uint8Array | string) => void
  /** Writes a picture in the format of the name's ending. */
  readonly save: (name: string, image: Image) => void
  readonly load: (name: string) => Image
  readonly close: () => void
}

export function desk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'samelight-files-'))
  const put = (name: string, bytes: Uint8Array | string): void => writeFileSync(join(folder, name), bytes)
  return {
    folder,
    put,
    close: () => rmSync(folder, { recursive: true, force: true }),
    async run(command, ...argv) {
      const [out, err]: [string[], string[]] = [[], []]
      const io: Io = {
        out: (line) => void out.push(line),
        err: (line) => void err.push(line),
        stop: new Promise<void>(() => {}),
        cwd: folder,
        fault: null,
      }
      const refused = await command.run(argv, io).then(
        (code) => (code === 0 ? null : `status ${code}`),
        (error: Error) => error.message,
      )
      return { out, err, refused }
    },
    save(name, image) {
      const ending = name.split('.').at(-1)!
      const bytes = formats.find(({ endings }) => endings.includes(ending))!.write(image)
      if (typeof bytes === 'string') throw new Error(bytes)
      put(name, bytes)
    },
    load(name) {
      const bytes = readFileSync(join(folder, name))
      return whole(formats.find(({ fits }) => fits(bytes))!.read(bytes))
    },
  }
}

/** A row of pixels. */
export const row = (pixels: readonly Triple[], depth: Depth = 'float'): Image => ({
  width: pixels.length,
  height: 1,
  depth,
  planes: [0, 1, 2].map((c) => Float32Array.from(pixels, (rgb) => rgb[c]!)) as unknown as Image['planes'],
  alpha: null,
  notes: noNotes,
})

export const cdlOf = (correction: Partial<Correction>): string => printCdl('cc', [{ ...restCorrection, ...correction }])
