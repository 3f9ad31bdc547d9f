/** Where windows stand on the picture on show. */
import type { OutputSizing, Sizing } from '../../shared/doc/grade.ts'
import type { Media, Timeline } from '../../shared/doc/session.ts'
import { readOutput, readSizing } from '../../shared/doc/sizing.ts'
import { outputResampling, resampling } from '../../shared/op/resampling.ts'
import { type Affine, after, inverse, still } from '../../shared/render/affine.ts'
import type { Desk } from './desk.ts'

/** What moves the picture at a frame: `input` is null for the levels after the clip's own, which work on the timeline's picture. */
export interface Places {
  readonly input: { readonly media: string; readonly sizing: Sizing } | null
  readonly clip: OutputSizing
  readonly timeline: OutputSizing
}

/** Of the level on show, at the playhead; null where no clip is under it. */
export function placesOf({ clip, level, frame, suite }: Desk): Places | null {
  if (!clip) return null
  const at = frame - clip.recordIn + clip.sourceIn
  const first = level?.startsWith('c.') || level?.endsWith('.pre')
  return {
    input: first ? { media: clip.media, sizing: readSizing(suite.drawn, clip.id, at) } : null,
    clip: readOutput(suite.drawn, `c.${clip.id}`, at),
    timeline: readOutput(suite.drawn, 't', frame),
  }
}

/** From the place a window works in to the picture on show, in half heights of each. */
export function placeOf(
  places: Places | null,
  { width, height }: Pick<Timeline, 'width' | 'height'>,
  media: ReadonlyMap<string, Pick<Media, 'width' | 'height'>>,
): Affine {
  if (places === null) return still
  const own = places.input ? media.get(places.input.media) : { width, height }
  if (!own) return still
  const pixels = (w: number, h: number): Affine => [h / 2, 0, w / 2, 0, h / 2, h / 2]
  const put = outputResampling(places.clip, places.timeline, [width, height])
  const size =
    places.input && resampling(places.input.sizing, [own.width, own.height], [width, height], height / own.height)
  // Each pass says where in its source a pixel of its output comes from.
  const passes = [put, size].flatMap((pass) => (pass ? [pass.affine as unknown as Affine] : []))
  const back = passes.reduce<Affine>((from, pass) => after(pass, from), pixels(width, height))
  return inverse(after(inverse(pixels(own.width, own.height)), back))
}
