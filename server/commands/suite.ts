/** `samelight suite`: joins headless, follows the cue, and says of each frame it stands on what it shows. */
import { resolve } from 'node:path'
import type { Entries } from '../../shared/doc/grade.ts'
import type { Session } from '../../shared/doc/session.ts'
import { buildReceipt, touches } from '../../shared/suite/receipt.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { FrameDrawer } from '../draw-frame.ts'
import { joinHeadless, mediaFor, readLink } from '../join-headless.ts'
import { OwnLuts } from '../own-luts.ts'
import { proveOwnMedia } from '../prove-media.ts'

const flags = {
  media: { type: 'string' },
  name: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

const usage = `samelight suite <link> [--media DIR] [--name NAME] [--json]
Joins a session without a screen, follows the cue and prints a receipt for each frame it stands on.
Without --media the hub's library is fetched. With --json each line of stdout is one receipt.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length !== 1) throw new Error(`suite takes one link.\n${usage}`)
  const link = readLink(positionals[0]!)
  const suite = await joinHeadless(link, values.name, io.err)
  const media = await mediaFor(values.media ? resolve(io.cwd, values.media) : null, link, suite, suite.session)
  for (const sentence of media.sentences) io.err(sentence)
  suite.match(media.states)
  // Of the hub's library nothing is fetched only to be read through.
  const endProof = values.media ? proveOwnMedia(suite, media, io.err) : async () => {}
  io.err(`Joined ${suite.session.name} as ${suite.me.name || suite.role}; following the cue. Ctrl+C ends it.`)
  const drawer = new FrameDrawer(media, new OwnLuts((blob) => suite.luts.bytes(blob)))
  const printed = (receipt: Receipt): string =>
    values.json
      ? JSON.stringify(receipt)
      : `rev ${receipt.revision}  clip ${receipt.clip}  frame ${receipt.frame}  digest ${receipt.digest}  plan ${receipt.plan}`
  const watch = new Watch(suite, drawer, (receipt) => io.out(printed(receipt)), io.err)
  let left = false
  const ended = new Promise<number>((done) => {
    suite.on('link', () => {
      const { link: state } = suite
      if (state.kind === 'offline') io.err(`The hub is out of reach; ${state.pending} of one's own changes wait.`)
      if (state.kind !== 'ended' || left) return
      io.err(state.sentence)
      done(1)
    })
    void io.stop.then(() => done(0))
  })
  const code = await ended
  left = true
  watch.close()
  await endProof()
  suite.leave()
  await drawer.close()
  return code
}

/** Draws what the suite stands on whenever that changes, newest only. */
class Watch {
  readonly #suite: Suite
  readonly #drawer: FrameDrawer
  readonly #print: (receipt: Receipt) => void
  readonly #err: (line: string) => void
  readonly #stops: (() => void)[]
  #last = ''
  /** What was last drawn to its end: nothing is drawn twice. */
  #seen: { readonly drawn: Entries; readonly session: Session; readonly at: number } | null = null
  #lastSentence = ''
  #busy = false
  #again = false
  #closed = false

  constructor(suite: Suite, drawer: FrameDrawer, print: (receipt: Receipt) => void, err: (line: string) => void) {
    this.#suite = suite
    this.#drawer = drawer
    this.#print = print
    this.#err = err
    const look = (): void => void this.#look()
    this.#stops = (['drawn', 'cue', 'session', 'link'] as const).map((kind) => suite.on(kind, look))
    // Play ends by itself on the last frame, and nobody says so.
    const timer = setInterval(look, 250)
    this.#stops.push(() => clearInterval(timer))
    look()
  }

  close(): void {
    this.#closed = true
    for (const stop of this.#stops) stop()
  }

  async #look(): Promise<void> {
    this.#again = true
    if (this.#busy) return
    this.#busy = true
    while (this.#again && !this.#closed) {
      this.#again = false
      try {
        await this.#draw()
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error)
        if (sentence !== this.#lastSentence && !this.#closed) this.#err(sentence)
        this.#lastSentence = sentence
      }
    }
    this.#busy = false
  }

  async #draw(): Promise<void> {
    const { session, entries: drawn } = this.#suite.shown
    const at = this.#suite.frameNow()
    const clip = session.timeline.clips.find(({ recordIn, length }) => at >= recordIn && at < recordIn + length)
    if (this.#suite.playing || !clip) return
    const now = { drawn, session, at }
    if (this.#seen?.drawn === drawn && this.#seen.session === session && this.#seen.at === at) return
    const moved = touches(clip.id, this.#suite.adjusting, session, drawn)
    const frame = at - clip.recordIn
    // The drawn grade is a live view: what is named must be what is compiled, so it is compiled before anything is awaited.
    const result = await this.#drawer.draw(session, drawn, clip, frame)
    const same = this.#suite.drawn === drawn && this.#suite.shown.session === session && this.#suite.frameNow() === at
    const what = { clip: clip.id, frame, plan: result.plan.name, digest: result.digest }
    if (moved) this.#err(JSON.stringify({ adjusting: what }))
    if (!same) {
      this.#again = true
      return
    }
    // What is lacking may come: a LUT is asked for again.
    if (result.missing.length === 0) this.#seen = now
    const key = `${clip.id} ${frame} ${result.plan.name} ${result.look} ${result.source}`
    if (moved || key === this.#last || touches(clip.id, this.#suite.adjusting, session, drawn)) return
    if (result.plan.lacks.length > 0) throw new Error(`No receipt for ${clip.name}: ${result.plan.lacks.join(' ')}`)
    this.#last = key
    this.#lastSentence = ''
    const receipt = buildReceipt({
      seat: this.#suite.seat,
      revision: this.#suite.revision,
      ...what,
      source: result.source,
      look: result.look,
      executor: 'wasm',
      engine: this.#drawer.engine,
      display: 'none',
      at: this.#suite.hubNow(),
    })
    this.#suite.report(receipt)
    this.#print(receipt)
  }
}

export const command: Command = {
  name: 'suite',
  doc: 'Joins a session without a screen and prints a receipt for each frame it stands on.',
  run,
}
