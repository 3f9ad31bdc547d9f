/** One clip's grade as one DCTL: what can be carried, and by name what is left out of it. */
import type { Entries, Graph, Node, Value } from '../doc/grade.ts'
import { readGraph } from '../doc/graph.ts'
import { clipEntries, leansOn } from '../doc/lean.ts'
import { clipVersion } from '../doc/read.ts'
import type { Session } from '../doc/session.ts'
import { readBlanking, readOutput } from '../doc/sizing.ts'
import type { Lut } from '../op/lut.ts'
import { isNeutral } from '../op/param.ts'
import { outputResampling } from '../op/resampling.ts'
import { ops } from '../ops/index.ts'
import { spaces } from '../spaces/index.ts'
import { type Dctl, printDctl, TEXT_MOST } from './dctl.ts'
import { compilePlan, sourceFrame } from './plan.ts'
import type { Plan } from './stage.ts'

export interface DctlRequest {
  readonly session: Session
  readonly entries: Entries
  readonly clip: string
  /** Frame of the clip, from 0 at its first frame in the cut: keyframes and tracks stand as they do there. */
  readonly frame: number
  /** Id of the space it leaves in; the session's output without it. */
  readonly to?: string
  /** The LUTs that are here, by the names of their blobs. */
  readonly luts?: (blob: string) => Lut | null
}

export interface ClipDctl {
  readonly text: string
  /** The name of the plan that it says. */
  readonly plan: string
  /** What is left out, one sentence each; empty where it is the whole look. */
  readonly left: readonly string[]
  /** Constants in its arrays. */
  readonly constants: number
}

const places = {
  pre: ' of the group before the clip',
  clip: '',
  post: ' of the group after the clip',
  timeline: ' of the timeline',
}

/** Titles of the operators that a node moves. */
const movesOf = (node: Node): string[] =>
  ops
    .filter((op) =>
      Object.values(op.params).some((param) => {
        const value = node.controls.get(`${op.id}.${param.id}`)
        return value !== undefined && !isNeutral(param, value)
      }),
    )
    .map((op) => op.title)

/**
 * The clip's grade with its group's and the timeline's, from the code values of its media's space to those of the output. A node that a
 * line of one pixel cannot say is left out whole, and so is one that takes its key from it. Null where the clip or its media is missing.
 */
export function clipDctl({ session, entries, clip: id, frame, to, luts }: DctlRequest): ClipDctl | null {
  const clip = session.timeline.clips.find((one) => one.id === id)
  const media = clip && session.media.get(clip.media)
  if (!clip || !media) return null
  const output = to ?? session.pipeline.output
  const coded: Session = {
    ...session,
    pipeline: { ...session.pipeline, output },
    // Windows stand on the clip's own picture; what is a fit of that to the timeline is the host's.
    timeline: { ...session.timeline, width: media.width, height: media.height },
    media: new Map([[media.id, { ...media, matrix: 'rgb', range: 'full', depth: 32 }]]),
  }
  const compile = (grade: Entries): Plan =>
    compilePlan({ session: coded, entries: grade, clip: id, frame, ...(luts && { luts }) })

  const own: Map<string, Value> = new Map(clipEntries(entries, id))
  const left: string[] = []
  const graphs = leansOn(entries, id).flatMap((lean): { graph: Graph; place: string }[] => {
    if (lean.role === 'shared') return []
    const at =
      lean.role === 'clip' ? sourceFrame(clip, frame) : lean.role === 'timeline' ? clip.recordIn + frame : undefined
    return [{ graph: readGraph(entries, lean.level, lean.version, at), place: places[lean.role] }]
  })
  const key = (graph: Graph, node: Node): string => `${graph.level}/${graph.version}/${node.id}/on`
  const all = graphs.flatMap(({ graph, place }) => graph.nodes.map((node) => ({ graph, node, place })))
  const only = (kept: Node | null): Map<string, Value> =>
    new Map([
      ...own,
      ...all.filter(({ node }) => node !== kept).map(({ graph, node }): [string, Value] => [key(graph, node), [false]]),
    ])
  const lacksOf = (plan: Plan): readonly string[] => [...plan.lacks, ...printDctl(plan, []).lacks]

  // Lines of the timeline's picture are other lines of the clip's own.
  const blanked = [
    readBlanking(entries, `c.${id}`, sourceFrame(clip, frame)),
    readBlanking(entries, 't', clip.recordIn + frame),
  ]
  const put = outputResampling(
    readOutput(entries, `c.${id}`, sourceFrame(clip, frame)),
    readOutput(entries, 't', clip.recordIn + frame),
    [session.timeline.width, session.timeline.height],
  )
  for (const one of own.keys()) if (/\/sizing\/(?:output|blanking)(?:@\d+)?$/.test(one)) own.delete(one)
  if (put !== null) left.push('Output sizing, which reads neighbours.')
  if (blanked.flat().some((share) => share > 0)) left.push('Output blanking, which stands on the timeline’s picture.')
  const sizing = `c.${id}/${clipVersion(entries, id)}/sizing/`
  const sized = lacksOf(compile(only(null)))
  if (sized.length > 0) {
    for (const one of own.keys()) if (one.startsWith(sizing)) own.delete(one)
    left.push(`The sizing of the clip: ${sized.join('; ')}.`)
  }
  const nameOf = (node: Node, place: string): string =>
    `Node ${node.number}${place}${node.label === '' ? '' : ` (${node.label})`}`
  const out = new Set<Node>()
  const leave = ({ graph, node, place }: (typeof all)[number], lacks: readonly string[]): void => {
    out.add(node)
    own.set(key(graph, node), [false])
    left.push(`${nameOf(node, place)}: ${lacks.map((lack) => lack.replace(/[.]$/, '')).join('; ')}.`)
  }
  const sizes = new Map<Node, number>()
  for (const one of all) {
    const { graph, node } = one
    if (!node.on) continue
    const plan = compile(only(node))
    const source = node.key && graph.nodes.find(({ id }) => id === node.key!.node)
    const lacks = source && out.has(source) ? [`its key comes from node ${source.number}`] : lacksOf(plan)
    if (lacks.length > 0) leave(one, lacks)
    else sizes.set(node, printDctl(plan, []).constants)
  }
  // Each fits by itself; what is too much together goes from the largest on.
  const printed = (): Dctl => printDctl(compile(own), head())
  const head = (): string[] => {
    const title = (space: string): string => spaces.find((one) => one.id === space)?.title ?? space
    const moved = all.filter(({ node }) => node.on && !out.has(node) && movesOf(node).length > 0)
    return [
      `Samelight, clip ${clip.name}, frame ${frame}: plan ${compile(own).name}.`,
      `Takes ${title(media.space)}, gives ${title(output)}.`,
      ...moved.map(({ node, place }) => `${nameOf(node, place)}: ${movesOf(node).join(', ')}.`),
      ...left.map((sentence) => `Left out. ${sentence}`),
      'The same expression as the engine draws, to within what powers and fused sums of a device differ by: no equal bits.',
    ]
  }
  for (let made = printed(); ; made = printed()) {
    if (made.text !== null) return { text: made.text, plan: compile(own).name, left, constants: made.constants }
    const largest = all
      .filter(({ node }) => sizes.has(node) && !out.has(node))
      .sort((a, b) => sizes.get(b.node)! - sizes.get(a.node)!)[0]
    if (largest === undefined)
      throw new Error(`no DCTL of the way from ${media.space} to ${output}: ${made.lacks.join('; ')}`)
    leave(largest, [
      `its ${sizes.get(largest.node)} constants are too many beside the others’; a text holds ${TEXT_MOST}`,
    ])
  }
}
