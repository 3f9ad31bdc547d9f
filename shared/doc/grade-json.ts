/**
 * A grade as JSON: one level's graph, whole, outside any session. What each field is stands here once: the reader takes these fields and no
 * others, and `docs/grade.md` is printed from them.
 */

import type { Value } from './grade.ts'
import { matteParts } from './matte.ts'

export const GRADE_FORMAT = 'samelight grade 1'

/** Bytes a file may have: 24 nodes with windows and tracks take some 100 kB. */
export const MOST_GRADE_BYTES = 16 * 1024 * 1024
/** Nodes a list may have. */
export const MOST_NODES = 1000

/** `<node>/<control>`, `<node>/<control>@<frame>` -> value: a level without its level and version. */
export type Body = ReadonlyMap<string, Value>

/** A grade that was read: any level can be made of it. */
export interface Grade {
  /** Space that its operators mean, where the file says: an id of `shared/spaces`. */
  readonly working: string | null
  readonly body: Body
  /** Bodies of the shared nodes it names, by id. */
  readonly shared: ReadonlyMap<string, Body>
}

/** The id of what the file gives none: its place in its list, from 0. */
export const placeId = (i: number): string => `${i + 1}`.padStart(8, '0')

/** One field of an object of the file. */
export interface Field {
  readonly name: string
  readonly holds: string
  /** What it is where it is left out. */
  readonly rest: string
  readonly doc: string
}

export const fileFields: readonly Field[] = [
  { name: 'format', holds: `"${GRADE_FORMAT}"`, rest: '', doc: 'Says what the file is.' },
  {
    name: 'working',
    holds: 'id of a space',
    rest: 'not said',
    doc: 'The working space that the grade was made in, of [spaces.md](spaces.md).',
  },
  { name: 'nodes', holds: 'list of nodes', rest: '[]', doc: 'The nodes, inputs before those that read them.' },
  { name: 'out', holds: 'link', rest: 'the last node', doc: 'What the picture is read from.' },
  {
    name: 'shared',
    holds: '{ id: { nodes, out } }',
    rest: '{}',
    doc: 'The bodies of shared nodes, each a list of nodes with its own out.',
  },
  {
    name: 'sizing',
    holds: '{ control: value, keyframes }',
    rest: '{}',
    doc: 'Controls of the node `sizing` of a clip: `input` holds fit (`fit`, `fill` or `one`), pan x and y, zoom, rotation in degrees, flip x, flip y; `output` the same without fit, of the finished picture; `blanking` holds left, top, right and bottom, shares of the picture that are black.',
  },
]

export const nodeFields: readonly Field[] = [
  {
    name: 'id',
    holds: 'eight characters of 0-9 a-z',
    rest: 'drawn from its place',
    doc: 'Its name within the file; it stays where the grade is brought into a document.',
  },
  {
    name: 'kind',
    holds: '"corrector", "parallel", "layer", "keymix", "split", "join" or "shared"',
    rest: '"corrector"',
    doc: 'What the node is.',
  },
  {
    name: 'in',
    holds: 'link; of a mixer a list of links',
    rest: 'the node before it in the list',
    doc: 'What it reads. The links of a mixer may carry an `edge`, eight characters as an id has.',
  },
  {
    name: 'key',
    holds: '{ node, port, invert, mode, gain, offset, blur }',
    rest: 'none',
    doc: 'Where its key input comes from: `port` "rgb", `invert` false, `mode` "matte" or "mask" ("matte"), `gain` 1, `offset` 0, `blur` 0 (radius in pixels of the whole picture) where they are left out.',
  },
  { name: 'shared', holds: 'id', rest: 'none', doc: 'Of a shared node: the body it stands for.' },
  { name: 'windows', holds: 'list of windows', rest: '[]', doc: 'Its windows, in their order.' },
  {
    name: 'keyframes',
    holds: '{ control: { frame: [ease, …value] } }',
    rest: '{}',
    doc: 'Keyframes of its controls by source frame; the ease to the next one is "static", "linear", "ease", or "ease-in" and "ease-out": slowly off, slowly there.',
  },
]

/** Controls of a node that are no operator's: fields of the node like `<op>.<control>`. */
export const controlFields: readonly Field[] = [
  { name: 'on', holds: 'true or false', rest: 'true', doc: 'Off, the node is a wire.' },
  { name: 'mode', holds: 'word', rest: '"normal"', doc: 'How a mixer puts its inputs together.' },
  { name: 'key.out', holds: '[gain, offset]', rest: '[1, 0]', doc: 'Key output.' },
  {
    name: 'matte',
    holds: 'numbers',
    rest: '[]',
    doc: `Matte finesse of its key, up to seven numbers: ${matteParts.map(({ id, unit, hard }) => `${id} (${unit}, ${hard.join(' … ')})`).join(', ')}.`,
  },
  { name: 'label', holds: 'text', rest: '""', doc: 'What a person calls it; never touches the picture.' },
  { name: 'colour', holds: 'text', rest: '""', doc: 'Its colour on the screen.' },
  { name: 'at', holds: '[x, y]', rest: 'placed by the screen', doc: 'Its place on the screen.' },
]

export const windowFields: readonly Field[] = [
  { name: 'id', holds: 'eight characters of 0-9 a-z', rest: 'drawn from its place', doc: 'Its name within the node.' },
  {
    name: 'kind',
    holds: '"circle", "linear", "polygon", "curve" or "gradient"',
    rest: '"circle"',
    doc: 'Its shape.',
  },
  { name: 'on', holds: 'true or false', rest: 'true', doc: 'Off, it limits nothing.' },
  { name: 'invert', holds: 'true or false', rest: 'false', doc: 'Outside instead of inside.' },
  {
    name: 'combine',
    holds: '"add", "subtract" or "intersect"',
    rest: '"add"',
    doc: 'How it joins the windows before it.',
  },
  {
    name: 'order',
    holds: 'text of 0-9 a-z',
    rest: 'by its place',
    doc: 'Where it stands among those that others put in.',
  },
  { name: 'name', holds: 'text', rest: '""', doc: 'What a person calls it.' },
  {
    name: 'track',
    holds: '{ frame: [six numbers a frame] }',
    rest: '{}',
    doc: 'Its track, in runs of up to 64 frames by their first source frame: [a, b, c, d, e, f] carries (x, y) to (a·x + b·y + c, d·x + e·y + f).',
  },
  {
    name: 'keyframes',
    holds: '{ part: { frame: [ease, …value] } }',
    rest: '{}',
    doc: 'Keyframes of its shape, softness, path and opacity.',
  },
]

/** Fields of a window that are stored as they stand. */
export const partFields: readonly Field[] = [
  {
    name: 'shape',
    holds: 'numbers',
    rest: 'none',
    doc: 'From the picture’s centre in half picture heights, x right, y down: circle [x, y, radius x, radius y, degrees], linear four corners [x, y], gradient [x, y, degrees], polygon and curve [x, y, scale x, scale y, degrees] of their path.',
  },
  {
    name: 'soft',
    holds: 'one to four numbers',
    rest: 'none',
    doc: 'Its softness, in half picture heights: one of the whole edge; linear one a side, any other kind [inside, outside].',
  },
  {
    name: 'path',
    holds: 'numbers',
    rest: 'none',
    doc: 'Of a polygon or a curve: [x, y, handle in x, y, handle out x, y] of each point, handles counted from it.',
  },
  { name: 'opacity', holds: '[0…1]', rest: '1', doc: 'What it does counts for so much, after its inversion.' },
]

/** Words of a window's head, in stored order after the kind. */
export const headWords = ['on', 'invert', 'combine', 'order', 'name'] as const
/** What a window's head says where the file does not. */
export const restHead = { kind: 'circle', on: true, invert: false, combine: 'add', name: '' } as const
/** What a key input says where the file does not, in stored order after node and port. */
export const restKey = { port: 'rgb', invert: false, mode: 'matte', gain: 1, offset: 0, blur: 0 } as const
