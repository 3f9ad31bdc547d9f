/**
 * Fleeting and kept, never shared: what this pair of hands is on. Which clip lies under the playhead, which node is selected (each clip
 * remembers its own), whether the grade is bypassed for these eyes only. React hears of it through `use-desk.ts`.
 */
import type { Graph, Level, Node, NodeId } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { clipVersion } from '../../shared/doc/read.ts'
import type { Clip } from '../../shared/doc/session.ts'
import type { Suite } from '../../shared/suite/suite.ts'

/** What can change on a desk. `frame` fires on every new timeline frame, the others far more seldom. */
export type DeskKind = 'frame' | 'clip' | 'node' | 'view' | 'hint' | 'compose' | 'sheet' | 'typed'

/** Calls back once before the next picture; answers what stops it. */
export type Tick = (call: () => void) => () => void

const browserTick: Tick = (call) => {
  const id = requestAnimationFrame(call)
  return () => cancelAnimationFrame(id)
}

export class Desk {
  readonly suite: Suite
  /** Own view: the grade is not drawn, and no receipt is given for it. */
  bypass = false
  loop = false
  /** One line in the foot about what lies under the pointer; empty at rest. */
  hint = ''
  /** The list of keys is open. */
  sheet = false
  /** Timecode being typed over the picture. */
  typed = ''
  #frame = -1
  #clip: Clip | null = null
  #graph: { readonly drawn: unknown; readonly level: Level; readonly graph: Graph } | null = null
  readonly #nodes = new Map<string, NodeId>()
  readonly #ears = new Map<DeskKind, Set<() => void>>()
  readonly #stops: (() => void)[]
  readonly #tick: Tick
  #ticking: (() => void) | null = null

  constructor(suite: Suite, tick: Tick = browserTick) {
    this.suite = suite
    this.#tick = tick
    this.#stops = [suite.on('cue', () => this.#look()), suite.on('session', () => this.#look())]
    this.#look()
  }

  on(kind: DeskKind, hear: () => void): () => void {
    const ears = this.#ears.get(kind) ?? new Set()
    this.#ears.set(kind, ears.add(hear))
    return () => void ears.delete(hear)
  }
  #tell(kind: DeskKind): void {
    for (const hear of [...(this.#ears.get(kind) ?? [])]) hear()
  }

  /** Reads the playhead; while it moves, again before each picture. */
  #look(): void {
    this.#ticking?.()
    this.#ticking = this.suite.playing ? this.#tick(() => this.#look()) : null
    const frame = this.suite.frameNow()
    const clip = clipAt(this.suite.session.timeline.clips, frame)
    const other = clip?.id !== this.#clip?.id
    this.#clip = clip
    if (frame !== this.#frame) {
      this.#frame = frame
      this.#tell('frame')
    }
    if (other) {
      this.#tell('clip')
      this.#tell('node')
    }
  }

  /** Timeline frame on show. */
  get frame(): number {
    return this.#frame
  }
  get clip(): Clip | null {
    return this.#clip
  }
  get level(): Level | null {
    return this.#clip && `c.${this.#clip.id}`
  }
  get version(): string {
    return this.#clip ? clipVersion(this.suite.drawn, this.#clip.id) : '0'
  }
  /** The clip's graph as drawn; the same object until something of the grade changes. */
  get graph(): Graph | null {
    const level = this.level
    if (!level) return null
    const drawn = this.suite.drawn
    if (this.#graph?.drawn !== drawn || this.#graph.level !== level)
      this.#graph = { drawn, level, graph: readGraph(drawn, level, this.version) }
    return this.#graph.graph
  }
  /** The selected node: the one chosen for this clip, else the last on the path. */
  get node(): Node | null {
    const graph = this.graph
    if (!graph || !this.#clip) return null
    const all = [...graph.nodes, ...graph.loose]
    const chosen = this.#nodes.get(this.#clip.id)
    return all.find((n) => n.id === chosen) ?? graph.nodes.findLast((n) => n.kind === 'corrector') ?? null
  }

  select(node: NodeId): void {
    if (this.#clip) this.#nodes.set(this.#clip.id, node)
    this.#tell('node')
  }
  setBypass(on: boolean): void {
    this.bypass = on
    this.#tell('view')
  }
  setLoop(on: boolean): void {
    this.loop = on
    this.#tell('view')
  }
  setHint(text: string): void {
    if (text === this.hint) return
    this.hint = text
    this.#tell('hint')
  }
  setSheet(open: boolean): void {
    this.sheet = open
    this.#tell('sheet')
  }
  setTyped(text: string): void {
    this.typed = text
    this.#tell('typed')
  }
  /** Puts the caret in the note's field, where there is one. */
  compose(): void {
    this.#tell('compose')
  }

  close(): void {
    this.#ticking?.()
    for (const stop of this.#stops) stop()
  }
}

/** The clip under a timeline frame: the last that begins at or before it and reaches it; in a gap, none. */
export function clipAt(clips: readonly Clip[], frame: number): Clip | null {
  let found: Clip | null = null
  for (const clip of clips) {
    if (clip.recordIn > frame) break
    if (frame < clip.recordIn + clip.length) found = clip
  }
  return found
}
