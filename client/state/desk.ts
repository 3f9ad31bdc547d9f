/**
 * Fleeting and kept, never shared: what this pair of hands is on. Which clip lies under the playhead, which node is selected (each clip
 * remembers its own), whether the grade is bypassed for these eyes only. React hears of it through `use-desk.ts`.
 */
import type { Graph, Level, Node, NodeId } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { clipGroup, clipVersion } from '../../shared/doc/read.ts'
import type { Clip } from '../../shared/doc/session.ts'
import type { NodeView } from '../../shared/render/view.ts'
import { Listeners } from '../../shared/suite/listeners.ts'
import type { Note } from '../../shared/suite/notes.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import { clipAt } from './clip-at.ts'
import { Compare } from './compare.ts'
import type { DeskKind, DrawnBy, LevelKind, PastView } from './desk-kind.ts'
import { Framing } from './framing.ts'
import { GraphChoice } from './graph-choice.ts'
import { type GraphShape, shapeOf } from './graph-shape.ts'
import type { Keyframes, KeyframesOf } from './keyframes.ts'
import { Layout } from './layout.ts'
import type { Place } from './lock-at.ts'
import { Marks } from './marks.ts'
import { PaletteView } from './palette-view.ts'
import { nameOf, Pen } from './pen.ts'
import { Strip } from './strip.ts'
import { browserTick, type Tick } from './tick.ts'
import { Tracking } from './tracking.ts'

export type { DeskKind, DrawnBy, LevelKind, LivePreview, PastView } from './desk-kind.ts'

export class Desk {
  readonly suite: Suite
  /** What the review screen looks at. */
  readonly compare: Compare
  /** Own view: the grade is not drawn, and no receipt is given for it. */
  bypass = false
  /** Own view: what the selected node selects, or its matte, is drawn in place of the picture, and no receipt is given for it. */
  highlight: 'off' | 'highlight' | 'matte' = 'off'
  /** Own view: a past moment is drawn instead of now, and no receipt is given for it. */
  past: PastView | null = null
  /** Own view: many small pictures in place of the one. */
  cover: 'split' | 'lightbox' | null = null
  /** The note being made, and the one that is open. */
  readonly pen = new Pen(() => this.#tell('pen'))
  /** How large the picture stands, and what stands round it. */
  readonly framing = new Framing(() => this.#tell('framing'))
  loop = false
  readonly marks = new Marks(() => this.#tell('view'))
  /** The level of the grade that is worked on. */
  levelKind: LevelKind = 'clip'
  /** Id of the shared node that is open, or was last. */
  shared: string | null = null
  /** One line in the foot about what lies under the pointer; empty at rest. */
  hint = ''
  /** A whole sentence in the foot about what lies under the pointer or has the focus; empty at rest. */
  about = ''
  /** The form that names a snapshot is open. */
  naming = false
  /** What the right palette shows. */
  aside: 'scopes' | 'keys' | 'receipt' = 'scopes'
  /** What is to be locked once it is said why; null: nothing. */
  locking: Place | null = null
  /** The verdict that a key has asked for last. */
  judging: 'approve' | 'changes' = 'approve'
  /** The list of keys is open. */
  sheet = false
  /** The keypad is printer lights. */
  lights = false
  /** The list of all commands is open. */
  commands = false
  /** The sheet of control surfaces is open. */
  surfaces = false
  /** Which panels show, and how large. */
  readonly layout = new Layout(() => this.#tell('layout'))
  /** Timecode being typed over the picture. */
  typed = ''
  /** The palettes on show, and what is chosen in them. */
  readonly palettes = new PaletteView(() => this.#tell('palette'))
  readonly tracking = new Tracking(() => this.#tell('track'))
  /** Which clips the strip shows, and which are picked. */
  readonly strip: Strip
  /** What is chosen in the node graph beside the selected node. */
  readonly choice = new GraphChoice(() => this.#tell('node'))
  /** What these hands were last told by themselves, e.g. why a control did not move. */
  said: { readonly at: number; readonly sentence: string } | null = null
  /** The last receipt of this suite's own picture, or null. */
  receipt: Receipt | null = null
  drawnBy: DrawnBy = { id: 'wasm', adapter: null, sentence: null, alarm: false }
  /** Own playhead was stopped for the note that is being made. */
  #paused = false
  #frame = -1
  #playing = false
  #clip: Clip | null = null
  #graph: { readonly of: readonly unknown[]; readonly graph: Graph } | null = null
  #shape: { readonly text: string; readonly shape: GraphShape } | null = null
  readonly #keyframes: Keyframes | null
  readonly #nodes = new Map<string, NodeId>()
  readonly #ears = new Listeners<DeskKind>()
  readonly #stops: (() => void)[]
  readonly #tick: Tick
  #ticking: (() => void) | null = null

  constructor(suite: Suite, tick: Tick = browserTick, Keys: KeyframesOf | null = null) {
    this.suite = suite
    this.#keyframes = Keys && new Keys(this, () => this.#tell('keyframes'))
    this.compare = new Compare(suite)
    this.strip = new Strip(this, () => this.#tell('strip'))
    this.#tick = tick
    this.#stops = [
      suite.on('cue', () => this.#look()),
      suite.on('session', () => this.#look()),
      suite.on('drawn', () => this.#regrade()),
    ]
    for (const kind of ['view', 'clip'] as const) this.on(kind, () => suite.ownView(this.ownView))
    this.on('node', () => suite.inNode(this.hands))
    this.compare.on('view', () => this.#tell('view'))
    this.#look()
  }

  on(kind: DeskKind, hear: () => void): () => void {
    return this.#ears.on(kind, hear)
  }
  #tell(kind: DeskKind): void {
    this.#ears.tell(kind)
    if (kind === 'node') this.#regrade()
  }

  /** The grade is drawn otherwise than before. */
  #regrade(): void {
    this.#tell('graph')
    this.#tell('keyed')
  }

  /** Reads the playhead; while it moves, again before each picture. */
  #look(): void {
    this.#ticking?.()
    this.#ticking = this.suite.playing ? this.#tick(() => this.#look()) : null
    const frame = this.suite.frameNow()
    if (this.suite.playing !== this.#playing) {
      this.#playing = this.suite.playing
      this.#tell('play')
    }
    const clip = clipAt(this.suite.session.timeline.clips, frame)
    const other = clip?.id !== this.#clip?.id
    this.#clip = clip
    const moved = frame !== this.#frame
    this.#frame = frame
    const turned = this.#keyframes?.turn(this.#playing)
    if (moved) this.#tell('frame')
    if (turned && !other) this.#regrade()
    if (other) {
      this.strip.turned()
      this.choice.clear()
      this.#tell('clip')
      this.#tell('node')
    }
  }

  /** Timeline frame on show. */
  get frame(): number {
    return this.#frame
  }
  /** Whether the playhead moves: told of the end of the timeline too, which no message announces. */
  get playing(): boolean {
    return this.#playing
  }
  get clip(): Clip | null {
    return this.#clip
  }
  /** What the hands write to: the clip's own grade, or what it shares with others; a clip of no group has no group's. */
  get level(): Level | null {
    const { levelKind: kind, clip } = this
    if (!clip) return null
    if (kind === 'timeline') return 't'
    if (kind === 'shared') return this.shared === null ? `c.${clip.id}` : `s.${this.shared}`
    const group = kind === 'clip' ? null : this.group
    return group === null ? `c.${clip.id}` : `g.${group}.${kind as 'pre' | 'post'}`
  }
  /** The group of the clip on show. */
  get group(): string | null {
    return this.#clip && clipGroup(this.suite.drawn, this.#clip.id)
  }
  get version(): string {
    return this.#clip && this.level?.startsWith('c.') ? clipVersion(this.suite.drawn, this.#clip.id) : '0'
  }
  /** The keyframes of the level on show, and what is chosen among them. Throws on a screen that grades nothing. */
  get keyframes(): Keyframes {
    if (!this.#keyframes) throw new Error('the keyframes of a desk that grades nothing were asked for')
    return this.#keyframes
  }
  /** Turns to what a shared node stands for. */
  openShared(id: string): void {
    this.shared = id
    this.setLevelKind('shared')
  }
  /** Turns to another level of the clip on show. */
  setLevelKind(kind: LevelKind): void {
    this.levelKind = kind
    this.#keyframes?.turn(this.#playing)
    this.choice.clear()
    this.#tell('node')
  }
  /** The clip's graph as drawn, at the frame on show where its controls move; the same object until something of the grade changes. */
  get graph(): Graph | null {
    const { level, version } = this
    if (!level) return null
    const { drawn } = this.suite
    const at = this.#keyframes?.moves ? this.#keyframes.frame : undefined
    const of = [drawn, level, version, at]
    if (!this.#graph || of.some((v, i) => v !== this.#graph!.of[i]))
      this.#graph = { of, graph: readGraph(drawn, level, version, at) }
    return this.#graph.graph
  }
  /** The graph as it is drawn in a panel; the same object until a box, a line or a badge changes, so that a drag draws none of it. */
  get shape(): GraphShape | null {
    const graph = this.graph
    if (!graph) return null
    const next = shapeOf(graph, this.node?.id ?? null, this.suite.drawn, this.choice.nodes)
    const text = JSON.stringify(next)
    if (this.#shape?.text !== text) this.#shape = { text, shape: next }
    return this.#shape.shape
  }
  /** The selected node: the one chosen for this clip, else the last on the path. */
  get node(): Node | null {
    const graph = this.graph
    if (!graph || !this.#clip) return null
    const all = [...graph.nodes, ...graph.loose]
    const chosen = this.#nodes.get(graph.level)
    return all.find((n) => n.id === chosen) ?? graph.nodes.findLast((n) => n.kind === 'corrector') ?? null
  }

  /** `<level>/<version>/<node>` of the selected node: where others see these hands. */
  get hands(): string | null {
    const { level, version, node } = this
    return level && node ? `${level}/${version}/${node.id}` : null
  }

  select(node: NodeId): void {
    if (this.level) this.#nodes.set(this.level, node)
    this.choice.clear()
    this.#tell('node')
    if (this.highlight !== 'off') this.#tell('view')
  }
  setBypass(on: boolean): void {
    this.bypass = on
    this.#tell('view')
  }
  setHighlight(highlight: Desk['highlight']): void {
    this.highlight = highlight
    this.#tell('view')
  }
  /** The node that is looked into in place of the picture, or null. */
  get viewInto(): NodeView | null {
    const { level, node, highlight } = this
    return highlight !== 'off' && level && node ? { level, node: node.id, show: highlight } : null
  }
  setCover(cover: Desk['cover']): void {
    this.cover = cover
    this.#tell('view')
  }
  setPast(past: PastView | null): void {
    this.past = past
    this.#tell('view')
  }
  /** The past moment that the clip under the playhead is drawn from, or null. */
  get pastHere(): PastView | null {
    const { past } = this
    return past && (past.clip === null || past.clip === this.#clip?.id) ? past : null
  }
  /** What is on show here is no picture that a receipt is given for: the others are told so. */
  get ownView(): boolean {
    const looks = this.bypass || this.viewInto !== null || this.pastHere !== null
    return (
      looks || this.compare.live !== null || this.cover !== null || (this.compare.open && this.compare.mode !== 'now')
    )
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
  setAbout(sentence: string): void {
    if (sentence === this.about) return
    this.about = sentence
    this.#tell('hint')
  }
  setSheet(open: boolean): void {
    this.sheet = open
    this.#tell('sheet')
  }
  setLights(on: boolean): void {
    this.lights = on
    this.#tell('hint')
  }
  setCommands(open: boolean): void {
    this.commands = open
    this.#tell('sheet')
  }
  setSurfaces(open: boolean): void {
    this.surfaces = open
    this.#tell('sheet')
  }
  setTyped(text: string): void {
    this.typed = text
    this.#tell('typed')
  }
  /** A sentence for the foot, beside those of the suite. */
  say(sentence: string): void {
    this.said = { at: this.suite.hubNow(), sentence }
    this.#tell('hint')
  }
  setDrawnBy(by: DrawnBy): void {
    this.drawnBy = by
    this.#tell('executor')
    if (by.alarm && by.sentence !== null) this.say(by.sentence)
  }
  setReceipt(receipt: Receipt | null): void {
    this.receipt = receipt
    this.#tell('receipt')
  }
  /** A note at the frame on show, while none is being made. Who follows and types while it plays, or draws, stays on this frame till the end. */
  beginNote(drawing = false): void {
    const { suite, clip } = this
    const frame = this.frame
    const drives = suite.session.driver === suite.seat
    const still = suite.playing ? drawing || (suite.following && !drives) : drawing
    if (clip && still && !this.#paused) {
      this.#paused = suite.following && !drives
      if (this.#paused) suite.follow(false)
      suite.seek(frame)
      if (suite.playing) suite.play(false)
    }
    if (!clip || this.pen.draft) return
    const { receipt } = this
    const look = receipt?.clip === clip.id && receipt.revision === suite.revision ? receipt.look : ''
    const source = frame - clip.recordIn + clip.sourceIn
    this.setPast(null)
    this.pen.begin({ clip: clip.id, frame: source, revision: suite.revision, look, spot: null, marks: [] })
  }
  /** Sent, or given up: who followed follows again. */
  endNote(): void {
    this.pen.end()
    if (this.#paused) this.suite.follow(true)
    this.#paused = false
  }
  /** Opens a note, or with null closes the open one; its look of then is left. */
  openNote(note: Note | null): void {
    if (this.past) this.setPast(null)
    this.pen.setOpen(note && nameOf(note))
  }
  /** The open note, or null. */
  get note(): Note | null {
    const { open } = this.pen
    return open === null ? null : (this.suite.notes.find((note) => nameOf(note) === open) ?? null)
  }
  /** Was or now: the picture of the open note's clip as it was at the note's revision, or as it is. */
  async flipPast(): Promise<void> {
    const { note } = this
    if (this.past) return this.setPast(null)
    if (!note) return this.say('Open a note first: “was” is the look that it was made on.')
    const content = await this.suite.review.past(note.revision, note.clip)
    if (typeof content === 'string') this.say(content)
    else if (this.note?.id === note.id) this.setPast({ name: `rev ${note.revision}`, clip: note.clip, content })
  }

  /** Puts the caret in the note's field, where there is one. */
  compose(): void {
    this.#tell('compose')
  }
  /** Opens or closes the form that names a snapshot. */
  setNaming(open: boolean): void {
    this.naming = open
    this.#tell('snapshot')
  }
  setAside(shown: Desk['aside']): void {
    this.aside = shown
    this.#tell('aside')
  }
  /** Opens the form that asks why this is locked, or with null closes it. */
  setLocking(place: Place | null): void {
    this.locking = place
    this.#tell('locking')
  }
  /** Asks the review screen to give this verdict on the picture on show. */
  judge(verdict: 'approve' | 'changes'): void {
    this.judging = verdict
    this.#tell('judge')
  }

  close(): void {
    this.#ticking?.()
    for (const stop of this.#stops) stop()
    this.strip.close()
  }
}
