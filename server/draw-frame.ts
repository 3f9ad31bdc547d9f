/** One graded frame in Node: decoded by ffmpeg, drawn by the WASM executor, named by its digest. */
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Entries } from '../shared/doc/grade.ts'
import type { Clip, Media, Session } from '../shared/doc/session.ts'
import { digest, quantise } from '../shared/render/digest.ts'
import { ENGINE_VERSION, lookName } from '../shared/render/name.ts'
import type { Picture, SourceFrame } from '../shared/render/picture.ts'
import { compilePlan, sourceFrame } from '../shared/render/plan.ts'
import type { Plan } from '../shared/render/stage.ts'
import { createWasm } from '../shared/render/wasm.ts'
import { type Decoder, openDecoder } from './decode.ts'
import type { OwnLuts } from './own-luts.ts'
import type { OwnMedia } from './own-media.ts'
import { openRenderPool, type RenderPool } from './render-pool.ts'

export interface DrawnFrame {
  readonly plan: Plan
  /** LUTs that it names and that are not here: they may come. */
  readonly missing: readonly string[]
  readonly look: string
  readonly source: string
  readonly digest: string
  /** R G B, row by row: exactly what the digest is of. */
  readonly pixels: Uint16Array<ArrayBuffer>
  /** The executor's own buffer, which they are made of: to be read before the next frame is drawn. */
  readonly picture: Picture
}

/** Decoders kept open at once. */
const mostOpen = 4

/** Pixels of a picture that threads are worth. */
const large = 500_000

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

export class FrameDrawer {
  readonly engine = ENGINE_VERSION
  readonly #media: OwnMedia
  readonly #luts: OwnLuts | null
  readonly #wasm = createWasm()
  /** All cores, opened for the first large picture. */
  #pool: RenderPool | null = null
  readonly #decoders = new Map<string, Promise<Decoder>>()

  /** Without `luts` a grade that names one lacks it. */
  constructor(media: OwnMedia, luts: OwnLuts | null = null) {
    this.#media = media
    this.#luts = luts
  }

  /** What a frame compiles to, without drawing it. Rejects with one sentence where the clip has no such frame or no media. */
  async plan(
    session: Session,
    entries: Entries,
    clip: Clip,
    frame: number,
  ): Promise<{ plan: Plan; media: Media; missing: readonly string[] }> {
    if (!Number.isInteger(frame) || frame < 0 || frame >= clip.length)
      throw new Error(`Clip ${clip.name} has frames 0 to ${clip.length - 1}; there is no frame ${frame}.`)
    const media = session.media.get(clip.media)
    if (!media) throw new Error(`Clip ${clip.name} points at media ${clip.media}, which the session does not have.`)
    const missing = new Set<string>()
    const luts = (blob: string) => {
      const lut = this.#luts?.get(blob) ?? null
      if (!lut) missing.add(blob)
      return lut
    }
    let plan = compilePlan({ session, entries, clip: clip.id, frame, luts })
    if (this.#luts && missing.size > 0) {
      await Promise.all([...missing].map((blob) => this.#luts!.bring(blob)))
      missing.clear()
      plan = compilePlan({ session, entries, clip: clip.id, frame, luts })
    }
    return { plan, media, missing: [...missing] }
  }

  /** Frame counted from 0 at the clip's first frame in the cut. Rejects with one sentence where media or frame is missing. */
  async draw(session: Session, entries: Entries, clip: Clip, frame: number): Promise<DrawnFrame> {
    const { plan, media, missing } = await this.plan(session, entries, clip, frame)
    const look = lookName(session, entries, clip.id)
    const path = await this.#media.path(media)
    const decoder = await this.#decoder(media, path)
    const source = await decoder.frame(sourceFrame(clip, frame))
    const picture = await this.#render(plan, source)
    const pixels = quantise(picture)
    return {
      plan,
      missing,
      look,
      source: source.source,
      digest: await digest(picture.width, picture.height, pixels, sha256),
      pixels,
      picture,
    }
  }

  async close(): Promise<void> {
    for (const decoder of this.#decoders.values()) (await decoder.catch(() => null))?.close()
    await this.#pool?.close()
    await this.#media.close()
  }

  /** A small picture is drawn before threads have begun. */
  #render(plan: Plan, source: SourceFrame): Picture | Promise<Picture> {
    if (plan.width * plan.height < large || availableParallelism() === 1) return this.#wasm.render(plan, source)
    this.#pool ??= openRenderPool()
    return this.#pool.render(plan, source)
  }

  #decoder(media: Media, path: string): Promise<Decoder> {
    const { id } = media
    const known = this.#decoders.get(id)
    if (known) {
      // The one used last goes last.
      this.#decoders.delete(id)
      this.#decoders.set(id, known)
      return known
    }
    const opened = openDecoder(path, media)
    this.#decoders.set(id, opened)
    opened.catch(() => this.#decoders.delete(id))
    const [oldest] = this.#decoders
    if (this.#decoders.size > mostOpen && oldest) {
      this.#decoders.delete(oldest[0])
      void oldest[1].then((decoder) => decoder.close()).catch(() => {})
    }
    return opened
  }
}

/** The clip of an id, a name, or a number in the cut from 1; a sentence where there is none, or more than one. */
export function findClip(session: Session, asked: string): Clip | string {
  const { clips } = session.timeline
  const byId = clips.find(({ id }) => id === asked)
  if (byId) return byId
  const named = clips.filter(({ name }) => name === asked)
  if (named.length === 1) return named[0]!
  if (named.length > 1)
    return `${named.length} clips are named ${asked}: say which by its id, ${named.map(({ id }) => id).join(' or ')}.`
  const byNumber = /^\d+$/.test(asked) ? clips[Number(asked) - 1] : undefined
  if (byNumber) return byNumber
  const list = clips.slice(0, 8).map(({ name }, i) => `${i + 1} ${name}`)
  return `The timeline has no clip ${asked}; it has ${clips.length === 0 ? 'none' : `${list.join(', ')}${clips.length > 8 ? ', …' : ''}`}.`
}
