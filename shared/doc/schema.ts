/** The closed world: which keys exist, and which values they take. A refusal is one sentence naming the key, the rule and the value. */
import { checkControl } from '../op/check.ts'
import { clipColours } from './flags.ts'
import type { Value } from './grade.ts'
import { eases } from './keyframe.ts'
import { matteParts } from './matte.ts'
import { opFaces } from './op-faces.ts'
import { idPattern, type Path, parseOp, parsePath } from './path.ts'

/** Version of the stored grammar; `migrate.ts` names each step. */
export const SCHEMA_VERSION = 2

/** Longest key, characters. */
const MAX_KEY = 120
const MAX_ITEMS = 1024
/** Largest value: a number counts its four bytes of f32, a character two, true, false and null one. */
const MAX_BYTES = 4096
/** Longest text, characters. */
export const MAX_TEXT = { grade: 120, notes: 2000 } as const
/** Whole numbers up to here are exact in f32. */
const MAX_WHOLE = 16_777_216
/** What a plain number of a shape or a place keeps to: the largest number of half precision. */
const FAR = 65_504

/** What is wrong with a value, to be put after the key's name; null: nothing. */
type Check = (value: Value) => string | null
type Item = (x: unknown) => boolean

const text: Item = (x) => typeof x === 'string'
const bool: Item = (x) => typeof x === 'boolean'
const matches =
  (pattern: RegExp): Item =>
  (x) =>
    typeof x === 'string' && pattern.test(x)
const within =
  (low: number, high: number): Item =>
  (x) =>
    typeof x === 'number' && x >= low && x <= high
const whole =
  (high: number): Item =>
  (x) =>
    within(0, high)(x) && Number.isInteger(x)
const oneOf =
  (...words: readonly string[]): Item =>
  (x) =>
    typeof x === 'string' && words.includes(x)

const isId = matches(idPattern)
const isSource: Item = (x) => x === 'src' || isId(x)
const isPort = oneOf('rgb', 'r', 'g', 'b', 'key')
/** Fractional order (`order.ts`). */
const isOrder = matches(/^[0-9a-z]{1,32}$/)

/** A tuple whose items each pass; `what` names its shape in the sentence. */
const tuple =
  (what: string, ...items: readonly Item[]): Check =>
  (value) =>
    value.length === items.length && items.every((item, i) => item(value[i])) ? null : `takes ${what}`
/** From `low` to `high` numbers, a multiple of `of`. */
const numbers =
  (what: string, low: number, high: number, of = 1, range: Item = within(-FAR, FAR)): Check =>
  (value) =>
    value.length >= low && value.length <= high && value.length % of === 0 && value.every(range)
      ? null
      : `takes ${what}`

export const nodeKinds = ['corrector', 'parallel', 'layer', 'keymix', 'split', 'join', 'shared', 'gone'] as const
/** What a layer mixer does with the picture below, in menu order; the first is what it does without a word. */
export const layerModes = [
  'normal',
  'add',
  'subtract',
  'multiply',
  'screen',
  'darken',
  'lighten',
  'difference',
  'exclusion',
  'overlay',
  'hard-light',
  'soft-light',
  'linear-burn',
  'divide',
  'color-dodge',
  'color-burn',
  'hue',
  'saturation',
  'color',
  'luminosity',
] as const
export type LayerMode = (typeof layerModes)[number]
/** How a mixer puts its inputs together: of a layer its composite mode, of a key mixer mask (added) or matte (multiplied), of a parallel one their average. */
const modes = [...layerModes, 'mask', 'matte', 'average'] as const
export const windowKinds = ['circle', 'linear', 'polygon', 'curve', 'gradient'] as const

const isKind = oneOf(...nodeKinds)
const head: Check = (value) => {
  const [kind, into, port] = value
  const unlinked = value.length === 2 && into === null
  const linked = value.length === 3 && (into === 'out' || isId(into)) && matches(/^(?:0|key|[0-9a-z]{8})$/)(port)
  return isKind(kind) && (unlinked || linked)
    ? null
    : `takes [kind, node, port] or [kind, null], a kind out of ${nodeKinds.join(', ')}`
}

/** Controls of a node that are no operator's, without their keyframe; those of a window without its id. */
const controls: Readonly<Record<string, Check>> = {
  head,
  'in.0': tuple('[node, port]', isSource, isPort),
  'in.<edge>': tuple('[node, port, order]', isSource, isPort, isOrder),
  key: tuple(
    '[node, port, invert, matte or mask, gain 0…16, offset −4…4, blur 0…2000]',
    isSource,
    isPort,
    bool,
    oneOf('matte', 'mask'),
    within(0, 16),
    within(-4, 4),
    within(0, 2000),
  ),
  shared: tuple('[shared id]', isId),
  mode: tuple(`[one word out of ${modes.join(', ')}]`, oneOf(...modes)),
  on: tuple('[true or false]', bool),
  'key.out': tuple('[gain 0…2, offset −1…1]', within(0, 2), within(-1, 1)),
  matte: (value) =>
    value.length <= matteParts.length &&
    value.every((v, i) => within(matteParts[i]!.hard[0], matteParts[i]!.hard[1])(v))
      ? null
      : `takes up to ${matteParts.length} numbers: ${matteParts.map(({ id, hard }) => `${id} ${hard.join('…')}`).join(', ')}`,
  label: tuple('[text]', text),
  colour: tuple('[text]', text),
  at: tuple('[x, y] within ±65,504', within(-FAR, FAR), within(-FAR, FAR)),
  'w/head': tuple(
    `[kind, on, invert, combine, order, name], a kind out of ${windowKinds.join(', ')}`,
    oneOf(...windowKinds),
    bool,
    bool,
    oneOf('add', 'subtract', 'intersect'),
    isOrder,
    text,
  ),
  // In half picture heights from the picture's centre, rotations in degrees: circle [x, y, radius x, radius y, rotation], linear four corners
  // [x, y] in turn, gradient [x, y, rotation], polygon and curve [x, y, scale x, scale y, rotation] of their path.
  'w/shape': numbers('1 to 16 numbers within ±65,504', 1, 16),
  // One of the whole edge, half inside and half outside; circle, gradient, polygon and curve [inside, outside]; linear one of each side.
  'w/soft': numbers('one to four softnesses 0…16', 1, 4, 1, within(0, 16)),
  // Handles in and out are counted from their point.
  'w/path': numbers('[x, y, ix, iy, ox, oy] of 1 to 128 points', 6, 768, 6),
  'w/opacity': tuple('[0…1]', within(0, 1)),
  'w/track': numbers('six numbers of each of 1 to 64 frames', 6, 384, 6),
  'sizing/input': tuple(
    '[fit, fill or one; pan x, pan y −16…16; zoom 1/16…16; rotation −360…360; flip x, flip y]',
    oneOf('fit', 'fill', 'one'),
    within(-16, 16),
    within(-16, 16),
    within(0.0625, 16),
    within(-360, 360),
    bool,
    bool,
  ),
  'sizing/output': tuple(
    '[pan x, pan y −16…16; zoom 1/16…16; rotation −360…360; flip x, flip y]',
    within(-16, 16),
    within(-16, 16),
    within(0.0625, 16),
    within(-360, 360),
    bool,
    bool,
  ),
  'sizing/blanking': numbers('[left, top, right, bottom] 0…1', 4, 4, 1, within(0, 1)),
}

/** Which of `controls` a control goes by; null: an operator's. */
function ruleOf(node: string, control: string): string | null {
  if (node === 'sizing') return `sizing/${control}`
  if (parseOp(control)) return null
  if (control.startsWith('w.')) return `w/${control.slice(11).replace(/\..*$/, '')}`
  return control.startsWith('in.') && control !== 'in.0' ? 'in.<edge>' : control
}

/** What every stored value must be, wherever it stands: what is wrong, to be put after the key's name, or null. */
export function checkPlain(value: unknown, maxText: number): string | null {
  if (!Array.isArray(value)) return 'is not a plain array'
  if (value.length > MAX_ITEMS) return `has ${value.length} items; ${MAX_ITEMS} is the most`
  let bytes = 0
  for (const item of value as unknown[]) {
    if (typeof item === 'number') {
      if (!Number.isFinite(item) || Math.fround(item) !== item || Object.is(item, -0))
        return `holds ${Object.is(item, -0) ? '-0' : item}; numbers are finite, f32-exact and no -0`
      bytes += 4
    } else if (typeof item === 'string') {
      if (item.length > maxText) return `holds a text of ${item.length} characters; ${maxText} is the most`
      // Half a surrogate pair does not survive UTF-8: two replicas would hold two texts.
      if (!item.isWellFormed() || item.normalize('NFC') !== item)
        return 'holds a text that is not Unicode in normalisation form NFC'
      bytes += item.length * 2
    } else if (typeof item === 'boolean' || item === null) bytes += 1
    else
      return `holds ${typeof item === 'object' ? 'an object' : typeof item}; items are numbers, text, true, false or null`
  }
  return bytes > MAX_BYTES ? `takes ${bytes} bytes; ${MAX_BYTES} is the most` : null
}

const clipFields: Readonly<Record<'use' | 'group' | 'colour', Check>> = {
  use: tuple('[version]', (x) => isId(x) || x === '0'),
  group: tuple('[group]', isId),
  colour: tuple(`[one word out of ${clipColours.join(', ')}]`, oneOf(...clipColours)),
}

function checkGrade(path: Path, value: Value): string | null {
  if (path.kind === 'name') return tuple('[text]', text)(value)
  if (path.kind === 'flag') return tuple('[true]', (x) => x === true)(value)
  if (path.kind === 'clip') return clipFields[path.field](value)
  let own = value
  if (path.frame !== null) {
    if (!oneOf(...eases)(value[0])) return `takes [${eases.join(' or ')}, …tuple] at a keyframe`
    own = value.slice(1)
  }
  const rule = ruleOf(path.node, path.control)
  if (rule !== null) return controls[rule]!(own)
  const [op, control] = parseOp(path.control)!
  const wrong = checkControl(opFaces, op, control, own)
  return wrong === null ? null : `may not be: ${wrong}`
}

const drawing: Check = ([kind, ...numbers]) => {
  const count = kind === 'pen' ? numbers.length >= 2 && numbers.length <= 1020 : numbers.length === 4
  const fits = oneOf('pen', 'ellipse', 'arrow')(kind) && count && numbers.length % 2 === 0
  const radii = kind !== 'ellipse' || numbers.slice(2).every(within(0, 8))
  return fits && radii && numbers.every(within(-8, 8))
    ? null
    : 'takes [pen, x, y of 1 to 510 points], [ellipse, x, y, radius x, radius y] or [arrow, x, y, x, y], within ±8'
}

const noteFields: Readonly<Record<string, Check>> = {
  text: tuple('[text]', text),
  clip: tuple('[clip id]', isId),
  frame: tuple('[source frame]', whole(MAX_WHOLE)),
  revision: tuple('[revision]', whole(MAX_WHOLE)),
  // Two halves of 16 bits, so that each is exact in f32.
  at: tuple('[seconds since 1970 / 65,536, and the rest]', whole(65_535), whole(65_535)),
  look: tuple('[look]', matches(/^[0-9a-f]{0,32}$/)),
  spot: tuple('[x, y] within ±8', within(-8, 8), within(-8, 8)),
  // One mark a key, in picture units: the pen's points x y …, an ellipse's centre and radii, an arrow's two ends.
  drawing,
  done: tuple('[true or false, revision]', bool, whole(MAX_WHOLE)),
  answer: tuple('[text, revision, two halves of a time]', text, whole(MAX_WHOLE), whole(65_535), whole(65_535)),
}

/** Fields that a note may have several of, each under an id of its own. */
const several = ['answer', 'drawing']

/** Field of a key `<seat>/<note>/<field>`, `…/answer.<id>` or `…/drawing.<id>` of the notes document, or null. */
function noteField(key: string): string | null {
  const m = /^[0-9a-z]{8}\/[0-9a-z]{8}\/([a-z]+)(\.[0-9a-z]{8})?$/.exec(key)
  const field = m?.[1]
  return field !== undefined && Object.hasOwn(noteFields, field) && several.includes(field) === (m![2] !== undefined)
    ? field
    : null
}

/** What is wrong with an entry: `grammar`, no such key or no such form of value; `range`, a value this key does not take. */
export interface Fault {
  readonly rule: 'grammar' | 'range'
  readonly sentence: string
}

const print = (value: unknown): string => {
  const json = JSON.stringify(value) ?? String(value)
  return json.length > 80 ? `${json.slice(0, 79)}…` : json
}

/** What is wrong with an entry of the grade or notes document, or null where it may stand. */
export function faultOf(document: 'grade' | 'notes', key: string, value: unknown): Fault | null {
  if (key.length === 0 || key.length > MAX_KEY)
    return {
      rule: 'grammar',
      sentence: `A key has 1 to ${MAX_KEY} characters, not ${key.length}: ${print(key)}.`,
    }
  const path = document === 'grade' ? parsePath(key) : null
  const field = document === 'notes' ? noteField(key) : null
  if (path === null && field === null)
    return { rule: 'grammar', sentence: `${print(key)} fits no rule of the grammar of ${document}.` }
  const plain = checkPlain(value, MAX_TEXT[document])
  if (plain !== null) return { rule: 'grammar', sentence: `${key} ${plain}.` }
  const own = value as Value
  const wrong = path ? checkGrade(path, own) : noteFields[field!]!(own)
  if (wrong === null) return null
  return { rule: 'range', sentence: wrong.endsWith('.') ? `${key} ${wrong}` : `${key} ${wrong}, not ${print(value)}.` }
}

/** One sentence on what is wrong with an entry of the grade or notes document, or null where it may stand. */
export const checkEntry = (document: 'grade' | 'notes', key: string, value: unknown): string | null =>
  faultOf(document, key, value)?.sentence ?? null
