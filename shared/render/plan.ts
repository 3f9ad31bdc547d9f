/** One frame of the document, compiled: what every executor runs and what a receipt names. */
import type { Entries, Graph } from '../doc/grade.ts'
import { readGraph } from '../doc/graph.ts'
import { clipGroup, clipVersion } from '../doc/read.ts'
import type { Clip, Media, Session } from '../doc/session.ts'
import { restPipeline } from '../doc/session-read.ts'
import { readBlanking, readOutput, readSizing } from '../doc/sizing.ts'
import { drawConvert } from '../op/convert.ts'
import { Builder, type Rgb } from '../op/expr.ts'
import type { Lut } from '../op/lut.ts'
import type { Space } from '../op/space.ts'
import { spaces } from '../spaces/index.ts'
import { drawBlanking } from './blanking.ts'
import { markPass, nameOf, SOURCE_MARKS } from './content.ts'
import { drawDecoding } from './decoding.ts'
import { sliceDraft, sliceMarked } from './draft.ts'
import { planName } from './name.ts'
import { drawGraph, type Sheet } from './nodes.ts'
import { drawOutput, sizeStage } from './size.ts'
import type { Plan, Stage } from './stage.ts'
import { isBare, type NodeView } from './view.ts'

export interface PlanRequest {
  readonly session: Session
  readonly entries: Entries
  readonly clip: string
  /** Frame of the clip, from 0 at its first frame in the cut. */
  readonly frame: number
  /** Width and height to draw at, for a drag or a small viewer; the timeline's own without it. Never of a receipt then. */
  readonly resolution?: readonly [number, number]
  /** The LUTs that are here, by the names of their blobs; a grade that names another lacks it. */
  readonly luts?: (blob: string) => Lut | null
  /** A node to draw armed (`armOp`), for a picture under the fingers. Never of a receipt then. */
  readonly armed?: { readonly level: string; readonly node: string }
  /** A node of any of the clip's levels that is looked into in place of the picture. Never of a receipt then. */
  readonly view?: NodeView | null
  /**
   * A node under the fingers: the picture is cut before its key and before its operators into planes that an executor keeps, so that a tick
   * draws only what comes after. The bits are those of the plan without it, the name is not: never of a receipt.
   */
  readonly held?: { readonly level: string; readonly node: string }
}

/** The space of that id; one that this engine does not know is told to `lack`, and the rest's stands in for it. */
function spaceOf(id: string, rest: string, lack: (sentence: string) => void): Space {
  const space = spaces.find((s) => s.id === id)
  if (space !== undefined) return space
  lack(`This engine does not know the colour space ${id}.`)
  return spaces.find((s) => s.id === rest)!
}

function find(session: Session, id: string): { clip: Clip; media: Media } {
  const clip = session.timeline.clips.find((c) => c.id === id)
  const media = clip && session.media.get(clip.media)
  if (!clip || !media) throw new Error(`the timeline has no clip ${id} with media`)
  return { clip, media }
}

/** What a plan lacks that names a LUT which is not here. */
export const lutLack = (blob: string): string => `The LUT ${blob.slice(0, 8)} that this grade names is not here.`

/** Source frame, from 0 at the media's first frame, of a clip's frame. */
export const sourceFrame = (clip: Pick<Clip, 'sourceIn' | 'speed'>, frame: number): number =>
  clip.sourceIn + Math.floor((frame * clip.speed.num) / clip.speed.den)

/**
 * Compiles one frame: decode, input space, group pre, clip graph in the source picture, sizing, group post, timeline, output space, output
 * sizing, blanking. A function of the document alone: an operator whose controls are all neutral is absent. `plan.source` is the size of the frame it wants: the
 * media's own, or smaller in proportion where a smaller resolution is asked for (`shrink`). What the grade holds and this engine does
 * not draw is named in `plan.lacks`, one sentence each, and drawn as a wire: no receipt may be given from such a plan.
 */
export function compilePlan({
  session,
  entries,
  clip: id,
  frame,
  resolution,
  luts,
  armed,
  held,
  view = null,
}: PlanRequest): Plan {
  const { clip, media } = find(session, id)
  const { timeline, pipeline } = session
  const [width, height] = resolution ?? [timeline.width, timeline.height]
  const reduced = Math.min(1, Math.max(width / timeline.width, height / timeline.height))
  const source: readonly [number, number] = [
    Math.max(1, Math.floor(media.width * reduced + 0.5)),
    Math.max(1, Math.floor(media.height * reduced + 0.5)),
  ]
  const lacks = new Set<string>()
  const lack = (sentence: string): void => void lacks.add(sentence)
  const working = spaceOf(pipeline.working, restPipeline.working, lack)
  const output = spaceOf(pipeline.output, restPipeline.output, lack)
  const at = sourceFrame(clip, frame)
  const group = clipGroup(entries, id)
  const lut = (blob: string): Lut | null => {
    const own = luts?.(blob) ?? null
    if (own === null) lack(lutLack(blob))
    return own
  }
  const sheet = (b: Builder, size: readonly [number, number], scale: number, sharedAt: number): Sheet => ({
    b,
    ground: { working, lut, raster: { width: size[0], height: size[1], scale, frame: sharedAt } },
    size,
    shared: (shared) => readGraph(entries, `s.${shared}`, '0', sharedAt),
    lack,
    armed: null,
    held: null,
  })
  const stages: Stage[] = []
  let marks = SOURCE_MARKS

  let b = new Builder()
  let rgb: Rgb = drawDecoding(b, media, [b.plane(0), b.plane(1), b.plane(2)])
  rgb = drawConvert(b, spaceOf(media.space, restPipeline.output, lack), working, rgb)
  const before = sheet(b, source, source[0] / media.width, at)
  /** The view, once its node has been come to: nothing after it is drawn. */
  let into: NodeView | null = null
  const grade = (on: Sheet, graph: Graph): void => {
    if (into !== null) return
    const there = view?.level === graph.level && (view.node === 'out' || graph.nodes.some(({ id }) => id === view.node))
    if (there) into = view
    const here = (one: PlanRequest['armed']) => (one?.level === graph.level ? one.node : null)
    rgb = drawGraph({ ...on, armed: here(armed), held: here(held), view: into }, graph, rgb)
  }
  if (group !== null) grade(before, readGraph(entries, `g.${group}.pre`, '0'))
  grade(before, readGraph(entries, `c.${id}`, clipVersion(entries, id), at))

  const one = (media.width / source[0]) * (height / timeline.height)
  const size = sizeStage(readSizing(entries, id, at), source, [width, height], one)
  if (size !== null) {
    const before = sliceMarked(b, rgb, 'a', SOURCE_MARKS)
    marks = before.marks.map((mark) => markPass(size, mark))
    stages.push(...before.stages, { ...size, marks: marks.map(nameOf) })
    b = new Builder()
    rgb = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
  }

  const on = clip.recordIn + frame
  const after = sheet(b, [width, height], height / timeline.height, on)
  if (group !== null) grade(after, readGraph(entries, `g.${group}.post`, '0'))
  grade(after, readGraph(entries, 't', '0', on))
  const bareView = into !== null && isBare(into)
  if (!bareView) rgb = drawConvert(b, working, output, rgb)
  // A view stands where the picture would.
  rgb = drawOutput(b, readOutput(entries, `c.${id}`, at), readOutput(entries, 't', on), [width, height], rgb)
  if (!bareView)
    rgb = drawBlanking(b, [readBlanking(entries, `c.${id}`, at), readBlanking(entries, 't', on)], [width, height], rgb)
  const whole = stages.length === 0 && b.passes.length === 0
  stages.push(...(whole ? sliceDraft(b, rgb, 'b') : sliceMarked(b, rgb, 'b', marks).stages))

  const plan = { source, width, height, stages, lacks: [...lacks] }
  // A cut plan is nobody's receipt: what its picture holds names it well enough.
  const name = held ? `held ${stages.at(-1)!.marks?.join(' ') ?? planName(plan)}` : planName(plan)
  return { name, ...plan }
}
