/** The shared grade as plain readonly types. Nothing here knows Yjs; `read.ts` makes these, everything else reads them. */

/** A stored value: a plain array of finite f32-exact numbers, text, booleans or nulls (document.md, "values"). */
export type Value = readonly (number | string | boolean | null)[]

/** A flat document: key -> value. What `read`, `diff`, `graph` and `plan` start from. */
export type Entries = ReadonlyMap<string, Value>

/** Eight characters of [0-9a-z]; `src`, `out` and `sizing` are reserved. */
export type NodeId = string

/** `c.<clip>`, `g.<group>.pre`, `g.<group>.post`, `t` or `s.<shared>`. */
export type Level = string

export type NodeKind = 'corrector' | 'parallel' | 'layer' | 'keymix' | 'split' | 'join' | 'shared'
export type Port = 'rgb' | 'r' | 'g' | 'b' | 'key'

/** Where an input reads: a node (or `src`) and one of its ports. */
export interface Link {
  readonly node: NodeId
  readonly port: Port
}

/** One mixer edge, in drawing order. */
export interface Edge extends Link {
  readonly edge: string
}

export interface KeyInput extends Link {
  readonly invert: boolean
  readonly mode: 'matte' | 'mask'
  readonly gain: number
  readonly offset: number
  readonly blur: number
}

export type WindowKind = 'circle' | 'linear' | 'polygon' | 'curve' | 'gradient'

export interface Window {
  readonly id: string
  readonly kind: WindowKind
  readonly on: boolean
  readonly invert: boolean
  readonly combine: 'add' | 'subtract' | 'intersect'
  readonly order: string
  readonly name: string
  /** Stored tuple of the window's kind; see `schema.ts` for what each number is. */
  readonly shape: readonly number[]
  readonly soft: readonly number[]
  readonly path: readonly number[]
  /** What it does counts for so much, 0…1. */
  readonly opacity: number
  /** Where its track carries it at the asked frame (`track.ts`); null without one. */
  readonly carry: readonly number[] | null
}

/** One node as the picture sees it: live, on the path or loose, with its stored controls. */
export interface Node {
  readonly id: NodeId
  readonly kind: NodeKind
  /** Its place in the graph, from 1, in the order of evaluation. Loose nodes are numbered after the path. */
  readonly number: number
  /** Resolved inputs: one for a corrector, one an edge for a mixer. Never a gone node, never a cycle. */
  readonly inputs: readonly Edge[]
  readonly key: KeyInput | null
  readonly on: boolean
  /** `<op>.<control>` -> stored value at the asked frame (keyframes already solved when read at a frame). */
  readonly controls: ReadonlyMap<string, Value>
  readonly windows: readonly Window[]
  /** Key output [gain, offset]. */
  readonly keyOut: readonly [number, number]
  readonly matte: readonly number[]
  /** The word of a mixer, `normal` without one; a word that its kind does not know means the same as none. */
  readonly mode: string
  /** The shared body a node of kind `shared` stands for. */
  readonly shared: string | null
  readonly label: string
  readonly colour: string
  readonly at: readonly [number, number] | null
}

/** A valid graph, the same on every suite whatever set of keys it was read from. */
export interface Graph {
  readonly level: Level
  readonly version: string
  /** Nodes on the path to `out`, inputs before those who read them. */
  readonly nodes: readonly Node[]
  /** What the output reads. */
  readonly out: Link
  /** Live nodes that somebody unlinked on purpose (`into` is null): drawn, marked, not in the picture. */
  readonly loose: readonly Node[]
}

/** Input sizing of a clip version: a region of its own. */
export type { OutputSizing, Sizing } from '../op/resampling.ts'

/** Output blanking: [left, top, right, bottom], shares of the picture's width and height that are black. */
export type Blanking = readonly [number, number, number, number]

/** One meaningful difference between two states of one document. */
export interface Change {
  readonly key: string
  readonly from: Value | null
  readonly to: Value | null
}
