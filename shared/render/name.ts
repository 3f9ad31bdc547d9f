/** Names: of a plan (one frame, compiled) and of a look (all that a clip's picture depends on, over all frames). */
import { sha256 } from '@noble/hashes/sha2.js'
import { isRest } from '../doc/diff.ts'
import type { Entries, Value } from '../doc/grade.ts'
import { readWiring } from '../doc/graph.ts'
import { type Lean, leansOn, pictured } from '../doc/lean.ts'
import { opFaces } from '../doc/op-faces.ts'
import { parseOp } from '../doc/path.ts'
import { levelEntries } from '../doc/read.ts'
import type { Session } from '../doc/session.ts'
import type { Table } from '../op/expr.ts'
import { numbersOf } from './pass-numbers.ts'
import type { Plan, Stage } from './stage.ts'

/** The engine's version: raised whenever the same document could give other bits. */
export const ENGINE_VERSION = '2'

const hex = (bytes: Uint8Array): string => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
const utf8 = new TextEncoder()

/** Bytes in order, each run with its length before it, numbers little end first. */
class Bytes {
  readonly #hash = sha256.create()
  readonly #four = new Uint8Array(4)

  u32(n: number): this {
    new DataView(this.#four.buffer).setUint32(0, n >>> 0, true)
    this.#hash.update(this.#four)
    return this
  }
  run(bytes: Uint8Array): this {
    this.u32(bytes.length)
    this.#hash.update(bytes)
    return this
  }
  text(s: string): this {
    return this.run(utf8.encode(s))
  }
  f32(numbers: Float32Array | readonly number[]): this {
    const view = new DataView(new ArrayBuffer(numbers.length * 4))
    numbers.forEach((n, i) => {
      view.setFloat32(i * 4, n, true)
    })
    return this.run(new Uint8Array(view.buffer))
  }
  f64(numbers: readonly number[]): this {
    const view = new DataView(new ArrayBuffer(numbers.length * 8))
    numbers.forEach((n, i) => {
      view.setFloat64(i * 8, n, true)
    })
    return this.run(new Uint8Array(view.buffer))
  }
  /** First 32 hex digits of SHA-256. */
  name(): string {
    return hex(this.#hash.digest()).slice(0, 32)
  }
}

/** 32 hex digits of numbers, in their order. */
export const numbersName = (numbers: readonly number[]): string => new Bytes().f64(numbers).name()

const tableNames = new WeakMap<Table, string>()

/** A table's name, hashed once for as long as it lives; plans repeat them. */
export function tableName(table: Table): string {
  let had = tableNames.get(table)
  if (had === undefined) {
    had = table.name === undefined ? new Bytes().f32(table.data).name() : new Bytes().text(table.name).name()
    tableNames.set(table, had)
  }
  return had
}

function addStage(bytes: Bytes, stage: Stage): void {
  bytes.text(stage.kind)
  if (stage.kind === 'kernel') {
    bytes.text(stage.program.shape).f32(stage.coefficients)
    bytes.text(stage.tables.map(tableName).join(' '))
    bytes.text(`${stage.reads.join(' ')}>${stage.writes.join(' ')}`)
    return
  }
  if (stage.kind === 'field') bytes.text(stage.field.name)
  else bytes.f64(numbersOf(stage))
  bytes.text(`${stage.reads.join(' ')}>${stage.writes.join(' ')}`)
}

/** The name of a plan: the hash of everything that decides its pixels, the engine's version first. */
export function planName(plan: Omit<Plan, 'name'>): string {
  const bytes = new Bytes().text(`samelight plan ${ENGINE_VERSION}`)
  for (const n of [...plan.source, plan.width, plan.height]) bytes.u32(n)
  bytes.u32(plan.stages.length)
  for (const stage of plan.stages) addStage(bytes, stage)
  for (const sentence of plan.lacks) bytes.text(sentence)
  return bytes.name()
}

/**
 * What the picture depends on of a level: its valid graph as it is wired, and the controls of the nodes in it, in order of their keys. A
 * deleted node, one unlinked on purpose, and what is left of either leave no trace. The operators whose controls those are go to `used`.
 */
function addLevel(bytes: Bytes, entries: Entries, { level, version }: Lean, used: Set<string>): void {
  const { order, inputs, keys, out } = readWiring(entries, level, version)
  const live = new Set([...order, 'sizing'])
  bytes.text(JSON.stringify(out)).u32(order.length)
  for (const id of order) bytes.text(id).text(JSON.stringify([inputs.get(id), keys.get(id) ?? null]))
  const pairs: [string, Value][] = []
  for (const [rest, stored] of levelEntries(entries, level, version)) {
    const [node, control] = [rest.slice(0, rest.indexOf('/')), rest.slice(rest.indexOf('/') + 1)]
    if (!live.has(node) || control.startsWith('in.') || isRest(`${level}/${version}/${rest}`, stored)) continue
    // A window whose head is gone is litter: drawn nowhere, and swept in time.
    const window = /^w\.[0-9a-z]{8}\//.exec(control)?.[0]
    if (window !== undefined && !entries.has(`${level}/${version}/${node}/${window}head`)) continue
    const value = pictured(rest, stored)
    if (value === null || (control === 'key' && !keys.has(node))) continue
    // Of a head the kind counts; where it was put is in the wiring, and so is where a key comes from.
    pairs.push([rest, control === 'head' ? value.slice(0, 1) : control === 'key' ? value.slice(2) : value])
  }
  pairs.sort(([a], [b]) => (a < b ? -1 : 1))
  bytes.u32(pairs.length)
  for (const [rest, value] of pairs) {
    bytes.text(rest).text(JSON.stringify(value))
    const op = parseOp(rest.slice(rest.indexOf('/') + 1).replace(/@\d+$/, ''))?.[0]
    if (op !== undefined) used.add(op)
  }
}

/**
 * The look of a clip: a hash of all that its picture depends on, over all frames. It changes when any of that changes, and not when a
 * neutral is stored, a node is named, coloured or moved on the screen, or another version of the clip is edited.
 */
export function lookName(session: Session, entries: Entries, clip: string): string {
  const cut = session.timeline.clips.find((c) => c.id === clip)
  const media = cut && session.media.get(cut.media)
  const { timeline, pipeline } = session
  const bytes = new Bytes().text(`samelight look ${ENGINE_VERSION}`)
  bytes.text(JSON.stringify([pipeline.working, pipeline.output, timeline.width, timeline.height, timeline.rate]))
  bytes.text(JSON.stringify(cut ? [cut.recordIn, cut.sourceIn, cut.length, cut.speed] : null))
  bytes.text(
    JSON.stringify(
      media
        ? [
            ...[
              media.quick,
              media.size,
              media.width,
              media.height,
              media.matrix,
              media.range,
              media.depth,
              media.space,
            ],
            // Absent where there is none, so that looks of before a picture could be turned keep their names.
            ...(media.turn ? [media.turn] : []),
          ]
        : null,
    ),
  )
  const used = new Set<string>()
  for (const lean of leansOn(entries, clip)) {
    bytes.text(lean.role === 'shared' ? lean.level : lean.role)
    addLevel(bytes, entries, lean, used)
  }
  // Of an operator that is not used here, a new version or the very being changes nothing: verdicts outlive what the engine learns.
  for (const op of opFaces) if (used.has(op.id)) bytes.text(`${op.id} ${op.version}`)
  return bytes.name()
}
