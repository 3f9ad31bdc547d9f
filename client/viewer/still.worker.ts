/** In a worker of its own: frames of stops become PNGs for the rooms without the media, and those of others are read and proved. */

import { encodeStill, readStill } from '../../shared/render/still.ts'
import type { StillOf } from '../../shared/suite/stills.ts'
import { deflate } from './deflate.ts'
import { GlassFinish, type ToFinish } from './finish.ts'
import { fitCodes, mean } from './fit.ts'
import { sha256 } from './hash.ts'
import type { Pane } from './pane.ts'

export type ToStill =
  | ToFinish
  | {
      readonly kind: 'write'
      readonly of: StillOf
      readonly width: number
      readonly height: number
      readonly pixels: Uint16Array<ArrayBuffer>
    }
  | {
      readonly kind: 'read'
      readonly of: StillOf
      readonly width: number
      readonly height: number
      readonly png: Uint8Array<ArrayBuffer>
      readonly canvas: Pane
    }

export type FromStill =
  /** The PNG and its SHA-256, the name of its blob. */
  | { readonly kind: 'written'; readonly of: StillOf; readonly png: Uint8Array<ArrayBuffer>; readonly blob: string }
  /** RGBA of the canvas, of pixels that have the digest their sender promised. */
  | {
      readonly kind: 'read'
      readonly of: StillOf
      readonly pixels: ArrayBuffer
      readonly canvas: Pane
      readonly mean: readonly [number, number, number]
    }
  | { readonly kind: 'failed'; readonly of: StillOf; readonly sentence: string }

const finish = new GlassFinish()
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

async function work(message: Exclude<ToStill, ToFinish>): Promise<[FromStill, Transferable[]]> {
  const { of, width, height } = message
  if (message.kind === 'write') {
    const png = await encodeStill({ width, height, pixels: message.pixels }, deflate)
    return [{ kind: 'written', of, png, blob: hex(await sha256(png)) }, [png.buffer]]
  }
  const still = await readStill(message.png, { width, height, digest: of.digest }, sha256)
  if (typeof still === 'string') return [{ kind: 'failed', of, sentence: still }, []]
  const pixels = fitCodes(still.pixels, [width, height], message.canvas, false, finish).buffer
  return [{ kind: 'read', of, pixels, canvas: message.canvas, mean: mean(still.pixels) }, [pixels]]
}

self.onmessage = ({ data }: MessageEvent<ToStill>) => {
  if (data.kind === 'finish') {
    // The picture worker says what is wrong with a file.
    finish.set(data)
    return
  }
  const failed = (error: unknown): [FromStill, Transferable[]] => [
    {
      kind: 'failed',
      of: data.of,
      sentence: `A still cannot be made: ${error instanceof Error ? error.message : error}.`,
    },
    [],
  ]
  void work(data)
    .catch(failed)
    .then(([message, transfer]) => self.postMessage(message, { transfer }))
}
