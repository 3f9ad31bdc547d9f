/** Hostile updates that know the format: every field of Yjs's layout, drawn from what is right, what is somebody else's, and what is absurd; then sometimes bent. */
import * as encoding from 'lib0/encoding'
import { type Draw, pick } from '../kit/seed.ts'

/** What an attacker knows. */
export interface Lore {
  readonly root: string
  /** Its own client id, and the clock that the hub expects next of it. */
  readonly client: number
  readonly clock: number
  /** Other people's client ids with their clocks, the hub's own among them. */
  readonly others: readonly (readonly [number, number])[]
  readonly keys: readonly string[]
}

const absurd = [0, 1, 2, 127, 128, 65_535, 0x7fffffff, 0xffffffff, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER] // reason: powers of two are exact

/** How much of an update is wrong in its form: nothing, so that the policy alone is asked; a little; much. */
interface Hand {
  readonly draw: Draw
  /** True once in so many times, where the form may be wrong at all. */
  readonly slip: (times: number) => boolean
}

function hand(draw: Draw): Hand {
  const tame = pick(draw, [0, 0, 10, 2])
  return { draw, slip: (times) => tame > 0 && draw(times * tame) === 0 }
}

const number = (e: encoding.Encoder, { draw, slip }: Hand, right: number): void =>
  encoding.writeVarUint(e, slip(12) ? pick(draw, absurd) : right)

/** Values that controls take. */
const fits: Readonly<Record<string, (draw: Draw) => readonly (string | number | boolean)[]>> = {
  label: (draw) => [`eve ${draw(1000)}`],
  text: (draw) => [`eve ${draw(1000)}`],
  done: (draw) => [true, draw(9)],
  head: () => ['corrector', 'out', '0'],
  'flag.blue': () => [true],
  colour: () => ['teal'],
  'primaries.gain': (draw) => [1, 1, 1, 1 + draw(8) / 8],
}

/** One value in lib0's "any": mostly a flat list, sometimes anything. */
function any(e: encoding.Encoder, hand: Hand, key: string, depth = 0): void {
  const { draw, slip } = hand
  const what = depth === 0 ? (slip(2) ? 6 + draw(8) : 0) : draw(24)
  const list = (length: number): void => {
    encoding.writeUint8(e, 117)
    encoding.writeVarUint(e, slip(40) ? pick(draw, absurd) : length)
    for (let i = 0; i < length; i++) any(e, hand, key, depth + 1)
  }
  if (depth === 0 && what < 6) {
    const control = key.slice(key.lastIndexOf('/') + 1)
    const draws = Object.hasOwn(fits, control) && draw(5) > 0 ? fits[control]! : pick(draw, Object.values(fits))
    encoding.writeAny(e, [...draws(draw)])
    return
  }
  if (what < 9 && depth < 4) list(draw(6))
  else if (what === 9)
    encoding.writeAny(e, pick(draw, [Number.NaN, Number.POSITIVE_INFINITY, -0, 0.1, 1e300, 2 ** 53, 10n ** 18n])) // reason: exact powers
  else if (what === 10) encoding.writeAny(e, { a: 1, ['__proto__']: [1] })
  else if (what === 11) encoding.writeAny(e, new Uint8Array(draw(20)))
  else if (what === 12) {
    // Deep, without the generator's own stack.
    const deep = 1 + draw(draw(60) === 0 ? 50_000 : 40)
    for (let i = 0; i < deep; i++) {
      encoding.writeUint8(e, 117)
      encoding.writeVarUint(e, 1)
    }
    encoding.writeUint8(e, 126)
  } else if (what === 13) encoding.writeUint8(e, draw(256))
  else if (what < 16) encoding.writeAny(e, pick(draw, [null, undefined, true, false]))
  else if (what < 19)
    encoding.writeAny(e, pick(draw, ['x', '', 'e\u0301', '\u0000', 'y'.repeat(draw(9000)), '__proto__']))
  else encoding.writeAny(e, draw(100) / 64)
}

function id(e: encoding.Encoder, hand: Hand, lore: Lore): void {
  const { draw, slip } = hand
  const [client, clock] = draw(3) === 0 ? [lore.client, lore.clock] : pick(draw, lore.others)
  number(e, hand, client)
  number(e, hand, clock > 0 ? draw(clock + (slip(8) ? 2 : 0)) : 0)
}

function struct(e: encoding.Encoder, hand: Hand, lore: Lore, kind: number): void {
  const { draw, slip } = hand
  const [origin, right] = [draw(4) === 0, slip(10)]
  const info = kind | (origin ? 0x80 : 0) | (right ? 0x40 : 0) | (slip(20) ? 0 : 0x20)
  encoding.writeUint8(e, info)
  let key = pick(draw, lore.keys)
  if (kind === 0 || kind === 10) {
    number(e, hand, 1 + draw(3))
    return
  }
  if (origin) id(e, hand, lore)
  if (right) id(e, hand, lore)
  if (!origin && !right) {
    const byName = !slip(16)
    encoding.writeVarUint(e, byName ? 1 : draw(3))
    if (byName)
      encoding.writeVarString(e, slip(16) ? pick(draw, ['', 'x', 'session', 'grade', 'notes', '__proto__']) : lore.root)
    else id(e, hand, lore)
    if (slip(10)) key = pick(draw, ['', '__proto__', 'constructor', 'k'.repeat(121), 'c.clip0003/0/__proto__/label'])
    if (info & 0x20) encoding.writeVarString(e, key)
  }
  if (kind === 1) number(e, hand, 1 + draw(4))
  else if (kind === 8) {
    const count = slip(20) ? draw(5) : 1
    number(e, hand, count)
    for (let i = 0; i < count; i++) any(e, hand, key)
  } else if (kind === 7) encoding.writeVarUint(e, draw(8))
  else if (kind === 9) {
    encoding.writeVarString(e, 'guid')
    encoding.writeAny(e, {})
  } else if (kind === 4 || kind === 5) encoding.writeVarString(e, 'text')
  else if (kind === 6) {
    encoding.writeVarString(e, 'bold')
    encoding.writeVarString(e, 'true')
  } else encoding.writeVarUint8Array(e, new Uint8Array(draw(9)))
}

/** One update: right in its form and wrong in what it wants, or wrong in a field, or in many. */
export function hostileUpdate(draw: Draw, lore: Lore): Uint8Array {
  const own = hand(draw)
  const { slip } = own
  const e = encoding.createEncoder()
  const sections = slip(6) ? draw(4) : 1
  number(e, own, sections)
  for (let s = 0; s < sections; s++) {
    const [client, clock] = slip(5) ? pick(draw, lore.others) : [lore.client, lore.clock]
    const count = draw(12) === 0 ? draw(30) : 1 + draw(3)
    number(e, own, count)
    number(e, own, client)
    number(e, own, slip(8) ? Math.max(0, clock + draw(5) - 2) : clock)
    const wild = slip(4)
    for (let i = 0; i < count; i++) struct(e, own, lore, wild ? draw(32) : draw(8) === 0 ? 1 : 8)
  }
  const deletes = draw(3) === 0 ? 1 + draw(2) : 0
  number(e, own, deletes)
  for (let d = 0; d < deletes; d++) {
    const [client, clock] = draw(2) ? [lore.client, lore.clock] : pick(draw, lore.others)
    const count = draw(draw(200) === 0 ? 5000 : 4)
    number(e, own, client)
    number(e, own, count)
    for (let i = 0; i < count; i++) {
      number(e, own, clock > 0 ? draw(clock) : 0)
      number(e, own, 1)
    }
  }
  const bytes = encoding.toUint8Array(e)
  return slip(3) ? bend(draw, bytes) : bytes
}

/** Cut, doubled, or with bytes changed. */
export function bend(draw: Draw, bytes: Uint8Array): Uint8Array {
  let out = bytes
  for (let n = 1 + draw(3); n > 0 && out.length > 0; n--) {
    const at = draw(out.length)
    const how = draw(6)
    if (how === 0) out = out.slice(0, at)
    else if (how === 1) out = Buffer.concat([out, out.subarray(at)])
    else if (how === 2) out = Buffer.concat([out.subarray(0, at), out.subarray(Math.min(out.length, at + 1 + draw(4)))])
    else out = out.with(at, draw(256))
  }
  return out
}
