/**
 * The shapes of the session document's entries. While a hub runs it alone writes them, so readers trust them; a document that comes from a
 * file was written by whoever wrote the file, and is held against this first.
 */
import { spaces } from '../spaces/index.ts'
import type { Value } from './grade.ts'
import { idPattern } from './path.ts'
import { memorySlots } from './records.ts'

/** Most items of an entry (the region of a reel's lock names each clip), and characters of a text in it. */
const maxItems = 20_000
const maxText = 2000
const maxKey = 200

type Item = (x: unknown) => boolean

const text: Item = (x) => typeof x === 'string'
const bool: Item = (x) => typeof x === 'boolean'
const number: Item = (x) => typeof x === 'number'
const id: Item = (x) => typeof x === 'string' && idPattern.test(x)
const hex =
  (digits: number): Item =>
  (x) =>
    typeof x === 'string' && x.length === digits && /^[0-9a-f]+$/.test(x)
const whole =
  (low: number, high: number): Item =>
  (x) =>
    Number.isSafeInteger(x) && (x as number) >= low && (x as number) <= high
const among =
  (...words: readonly unknown[]): Item =>
  (x) =>
    words.includes(x)
const or =
  (other: Item, one: Item): Item =>
  (x) =>
    one(x) || other(x)
const none: Item = (x) => x === null
const count = whole(0, Number.MAX_SAFE_INTEGER)
const frames = whole(0, 0x7fffffff)
const size = whole(1, 16_384)
const ratio = [whole(-1_000_000, 1_000_000), whole(1, 1_000_000)] as const
const space = among(...spaces.map((one) => one.id))
const slot = among(null, ...memorySlots)
const role = among('colorist', 'client', 'supervisor', 'engineer', 'observer')

/** The items of an entry in turn: the first `needed` must be there, the rest may; `more`: what follows them. */
interface Shape {
  readonly items: readonly Item[]
  readonly needed?: number
  readonly more?: Item
}
const shape = (...items: readonly Item[]): Shape => ({ items })

const media: Shape = {
  items: [
    text,
    hex(32),
    size,
    size,
    ...ratio,
    whole(1, 0x7fffffff),
    frames,
    among(8, 10, 12, 16),
    among('bt709', 'bt601', 'bt2020', 'rgb'),
    among('limited', 'full'),
    space,
    count,
    among(90, 180, 270),
  ],
  needed: 13,
}

/** By what a key begins with; the rest of the key, where it has one, is an id. In the order of `session-edit.ts` and `records.ts`. */
const shapes: readonly (readonly [RegExp, Shape])[] = [
  [/^name$/, shape(text)],
  [/^link$/, shape(bool)],
  [/^pipeline$/, shape(space, space)],
  [/^driver$/, shape(or(none, id))],
  [/^schema$/, shape(whole(1, 1_000_000))],
  [/^published$/, shape(count)],
  [/^hold$/, { items: [count, frames, text, number], needed: 2 }],
  [/^rules\/[a-z-]+$/, shape(bool)],
  [/^timeline\/settings$/, shape(text, size, size, ...ratio, frames)],
  [/^timeline\/track\.[0-9a-z]{8}$/, shape(text, text)],
  [/^timeline\/clip\.[0-9a-z]{8}$/, shape(text, id, id, frames, frames, whole(1, 0x7fffffff), ...ratio)],
  [/^timeline\/transition\.[0-9a-z]{8}$/, shape(id, id, whole(1, 0xffff), among('start', 'centre', 'end'))],
  [/^media\/[0-9a-z]{8}$/, media],
  [/^seats\/[0-9a-z]{8}$/, shape(text, role)],
  [/^locks\/[0-9a-z]{8}$/, { items: [or(none, text), text, text], more: text }],
  [/^snapshots\/[0-9a-z]{8}$/, shape(text, count, hex(64), text, number)],
  [
    /^verdicts\/[0-9a-z]{8}$/,
    shape(
      id,
      id,
      text,
      among('approve', 'changes'),
      text,
      text,
      text,
      frames,
      among('original', 'light', 'still'),
      text,
      number,
    ),
  ],
  [/^waivers\/[0-9a-z]{8}$/, { items: [text, text, text, number, text, number], needed: 3 }],
  [/^links\/[0-9a-z]+$/, shape(role, text, or(none, number), or(none, count), count, or(none, number))],
  [/^stills\/[0-9a-z]{8}\.\d+\.[0-9a-f]{32}$/, shape(hex(32), hex(32), hex(64), text, number)],
  [
    /^gallery\/[0-9a-z]{8}$/,
    shape(text, id, frames, count, hex(64), hex(32), or(among(''), hex(32)), text, number, slot),
  ],
  [/^luts\/[0-9a-f]{64}$/, shape(text, text, number)],
  [/^hashes\/[0-9a-z]{8}$/, shape(hex(32))],
]

/** What begins so is read by nobody under another name. */
const known =
  /^(?:timeline|media|seats|locks|snapshots|verdicts|waivers|links|gallery|stills|luts|hashes|rules)(?:\/|$)/

/**
 * One sentence on what is wrong with an entry of the session document, or null where it may stand. What this version does not know, a newer
 * one's record, must be plain, and no more is asked of it.
 */
export function checkSessionEntry(key: string, value: unknown): string | null {
  const plain = checkPlainSession(key, value)
  if (plain !== null) return plain
  const own = value as Value
  const found = shapes.find(([pattern]) => pattern.test(key))?.[1]
  if (!found) return known.test(key) ? `${key} is no key of the session document.` : null
  const { items, needed = items.length, more } = found
  if (own.length < needed || (own.length > items.length && !more))
    return `${key} holds ${own.length} items, which is not its form.`
  const wrong = own.findIndex((item, i) => !(items[i] ?? more!)(item))
  return wrong < 0 ? null : `Item ${wrong + 1} of ${key} may not be ${JSON.stringify(own[wrong])?.slice(0, 80)}.`
}

function checkPlainSession(key: string, value: unknown): string | null {
  if (key.length === 0 || key.length > maxKey) return `A key of the session document has 1 to ${maxKey} characters.`
  if (!Array.isArray(value) || value.length > maxItems)
    return `${key} is not a plain array of at most ${maxItems} items.`
  const fits = (item: unknown): boolean =>
    item === null ||
    typeof item === 'boolean' ||
    (typeof item === 'number' && Number.isFinite(item)) ||
    (typeof item === 'string' && item.length <= maxText && item.isWellFormed())
  return value.every(fits)
    ? null
    : `${key} holds something other than finite numbers, short texts, true, false and null.`
}
