/** The closed world: which keys exist, and which values they take. A refusal is one sentence naming the key, the rule and the value. */
import { checkControl } from '../op/check.ts'
import { ops } from '../ops/index.ts'
import type { Value } from './grade.ts'
import { idPattern, parsePath } from './path.ts'

/** Version of the stored grammar; `migrate.ts` names each step. */
export const SCHEMA_VERSION = 1

const MAX_KEY = 120
const MAX_ITEMS = 1024
const MAX_BYTES = 4096
export const MAX_TEXT = { grade: 120, notes: 2000 } as const

type Check = (value: Value) => string | null
const num = (x: unknown): x is number => typeof x === 'number'
const text = (x: unknown): x is string => typeof x === 'string'
const isNode = (x: unknown): boolean => text(x) && (idPattern.test(x) || x === 'src')
const isPort = (x: unknown): boolean => text(x) && ['rgb', 'r', 'g', 'b', 'key'].includes(x)
/** Fractional order: digits and lower letters. */
const isOrder = (x: unknown): boolean => text(x) && /^[0-9a-z]{1,32}$/.test(x)

/** A tuple whose items each pass; `what` names the shape for the sentence. */
const tuple =
  (what: string, ...items: ((x: unknown) => boolean)[]): Check =>
  (value) =>
    value.length === items.length && items.every((item, i) => item(value[i])) ? null : `takes ${what}`
const within = (low: number, high: number) => (x: unknown) => num(x) && x >= low && x <= high
const oneOf =
  (...words: string[]) =>
  (x: unknown) =>
    text(x) && words.includes(x)
const bool = (x: unknown) => typeof x === 'boolean'
const numbers =
  (what: string, low: number, high: number, of: number): Check =>
  (value) =>
    value.length >= low && value.length <= high && value.length % of === 0 && value.every(within(-65504, 65504))
      ? null
      : `takes ${what}`

export const nodeKinds = ['corrector', 'parallel', 'layer', 'keymix', 'split', 'join', 'shared', 'gone'] as const
export const windowKinds = ['circle', 'linear', 'polygon', 'curve', 'gradient'] as const
const isLabel = (x: unknown) => text(x) && x.length <= 60

/** Controls of a node that are no operator's. */
const nodeControls: Readonly<Record<string, Check>> = {
  head: (value) => {
    if (!oneOf(...nodeKinds)(value[0])) return `takes a kind out of ${nodeKinds.join(', ')} first`
    if (value.length === 2 && value[1] === null) return null
    if (
      value.length === 3 &&
      (value[1] === 'out' || (text(value[1]) && idPattern.test(value[1]))) &&
      text(value[2]) &&
      /^[0-9a-z.]{1,16}$/.test(value[2])
    )
      return null
    return 'takes [kind, node, port] or [kind, null]'
  },
  key: tuple(
    '[node, port, invert, matte or mask, gain, offset, blur]',
    isNode,
    isPort,
    bool,
    oneOf('matte', 'mask'),
    within(0, 16),
    within(-4, 4),
    within(0, 2000),
  ),
  shared: tuple('[shared id]', (x) => text(x) && idPattern.test(x)),
  on: tuple('[true or false]', bool),
  'key.out': tuple('[gain 0…2, offset −1…1]', within(0, 2), within(-1, 1)),
  matte: numbers('up to 16 numbers', 0, 16, 1),
  label: tuple('[text of up to 60 characters]', isLabel),
  colour: tuple('[text of up to 60 characters]', isLabel),
  at: tuple('[x, y]', within(-65504, 65504), within(-65504, 65504)),
}

const shapeLengths: Readonly<Record<string, Check>> = {
  head: tuple(
    `[kind, on, invert, combine, order, name]`,
    oneOf(...windowKinds),
    bool,
    bool,
    oneOf('add', 'subtract', 'intersect'),
    isOrder,
    isLabel,
  ),
  shape: numbers('up to 16 numbers within ±65504', 1, 16, 1),
  soft: (value) =>
    value.length >= 1 && value.length <= 4 && value.every(within(0, 16)) ? null : 'takes one to four softnesses 0…16',
  path: numbers('up to 128 points of six numbers', 6, 768, 6),
}

const sizingControls: Readonly<Record<string, Check>> = {
  input: tuple(
    '[fit, pan x, pan y, zoom, rotate, flip x, flip y]',
    oneOf('fit', 'fill', 'one'),
    within(-16, 16),
    within(-16, 16),
    within(0.0625, 16),
    within(-360, 360),
    bool,
    bool,
  ),
  output: numbers('up to 8 numbers', 1, 8, 1),
  blanking: numbers('four numbers: left, top, right, bottom', 4, 4, 1),
}

/** What every stored value must be, wherever it stands. */
export function checkPlain(value: unknown, maxText: number): string | null {
  if (!Array.isArray(value)) return 'is not a plain array'
  if (value.length > MAX_ITEMS) return `has ${value.length} items; ${MAX_ITEMS} is the most`
  let bytes = 0
  for (const item of value as unknown[]) {
    if (typeof item === 'number') {
      if (!Number.isFinite(item) || Math.fround(item) !== item || Object.is(item, -0))
        return `holds ${Object.is(item, -0) ? '-0' : item}; numbers are finite, f32-exact and no -0`
      bytes += 5
    } else if (typeof item === 'string') {
      if (item.length > maxText) return `holds a text of ${item.length} characters; ${maxText} is the most`
      if (item.normalize('NFC') !== item) return 'holds a text that is not in Unicode form NFC'
      bytes += item.length * 3
    } else if (typeof item === 'boolean' || item === null) bytes += 1
    else
      return `holds ${typeof item === 'object' ? 'an object' : typeof item}; items are numbers, text, true, false or null`
  }
  return bytes > MAX_BYTES ? `takes ${bytes} bytes; ${MAX_BYTES} is the most` : null
}

function checkControlKey(control: string, frame: number | null, node: string, value: Value): string | null {
  const keyed = (check: Check): string | null => {
    if (frame === null) return check(value)
    if (value.length < 1 || !oneOf('static', 'linear', 'ease')(value[0]))
      return 'takes [static, linear or ease, …tuple] at a keyframe'
    return check(value.slice(1))
  }
  if (node === 'sizing')
    return Object.hasOwn(sizingControls, control) ? keyed(sizingControls[control]!) : 'is no control of sizing'
  if (/^in\.0$/.test(control) && frame === null) return tuple('[node, port]', isNode, isPort)(value)
  if (node === 'out' || node === 'src') return 'is no control of this node'
  if (/^in\.[0-9a-z]{8}$/.test(control) && frame === null)
    return tuple('[node, port, order]', isNode, isPort, isOrder)(value)
  const window = /^w\.([0-9a-z]{8})\/(.+)$/.exec(control)
  if (window) {
    const part = window[2]!
    if (/^track\.(0|[1-9]\d{0,8})$/.test(part))
      return frame === null ? numbers('up to 64 frames of six numbers', 6, 384, 6)(value) : 'has no keyframes'
    if (!Object.hasOwn(shapeLengths, part)) return 'is no part of a window'
    return part === 'head' && frame !== null ? 'has no keyframes' : keyed(shapeLengths[part]!)
  }
  if (Object.hasOwn(nodeControls, control)) {
    const still = ['head', 'shared', 'label', 'colour', 'at'].includes(control)
    return still && frame !== null ? 'has no keyframes' : keyed(nodeControls[control]!)
  }
  const dot = control.indexOf('.')
  if (dot < 0) return 'is no control of a node'
  let sentence: string | null = null
  const shape = keyed((v) => {
    sentence = checkControl(ops, control.slice(0, dot), control.slice(dot + 1), v)
    return sentence
  })
  return shape
}

function checkGrade(key: string, value: Value): string | null {
  const path = parsePath(key)
  if (!path) return 'fits no rule of the grammar'
  if (path.kind === 'name') return tuple('[text]', text)(value)
  if (path.kind === 'clip')
    return tuple('[id]', (x) => text(x) && (idPattern.test(x) || x === (path.field === 'use' ? '0' : '')))(value)
  if (path.level.startsWith('g.') && path.frame !== null) return 'stands in a group, and groups have no keyframes'
  return checkControlKey(path.control, path.frame, path.node, value)
}

const noteFields: Readonly<Record<string, Check>> = {
  text: tuple('[text]', text),
  clip: tuple('[clip id]', (x) => text(x) && idPattern.test(x)),
  frame: tuple('[source frame]', (x) => num(x) && Number.isInteger(x) && x >= 0 && x <= 16777216),
  revision: tuple('[revision]', (x) => num(x) && Number.isInteger(x) && x >= 0 && x <= 16777216),
  at: tuple('[seconds high, seconds low]', num, num),
  look: tuple('[look]', (x) => text(x) && /^[0-9a-f]{0,32}$/.test(x)),
  spot: tuple('[x, y]', within(-8, 8), within(-8, 8)),
  drawing: numbers('up to 512 points', 2, 1024, 2),
  done: tuple('[true or false]', bool),
}

function checkNote(key: string, value: Value): string | null {
  const m = /^([0-9a-z]{8})\/([0-9a-z]{8})\/([a-z]+)(?:\.([0-9a-z]{8}))?$/.exec(key)
  if (!m) return 'fits no rule of the grammar of notes'
  if (m[3] === 'answer' && m[4]) return tuple('[text]', text)(value)
  if (m[4] || !Object.hasOwn(noteFields, m[3]!)) return 'is no field of a note'
  return noteFields[m[3]!]!(value)
}

/** One sentence on what is wrong with an entry of the grade or notes document, or null where it may stand. */
export function checkEntry(document: 'grade' | 'notes', key: string, value: unknown): string | null {
  if (key.length === 0 || key.length > MAX_KEY)
    return `A key has 1 to ${MAX_KEY} characters; this one has ${key.length}.`
  const wrong =
    checkPlain(value, MAX_TEXT[document]) ??
    (document === 'grade' ? checkGrade(key, value as Value) : checkNote(key, value as Value))
  if (wrong === null) return null
  return / (?!$)/.test(wrong) && wrong.endsWith('.')
    ? `${key}: ${wrong}`
    : `${key} ${wrong}, not ${JSON.stringify(value).slice(0, 80)}.`
}
