/** Hostile awareness and own messages: every kind, with what belongs, what is somebody else's, and what is absurd in its fields; then sometimes bent. */
import * as encoding from 'lib0/encoding'
import type { Value } from '../../shared/doc/grade.ts'
import { commandVerbs } from '../../shared/policy/judge.ts'
import { encodeMessage, type Message, NUMBER } from '../../shared/wire/messages.ts'
import { type Draw, pick } from '../kit/seed.ts'
import { bend, type Lore } from './hostile.ts'
import { lockedClips, seats } from './target.ts'

const odd: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e300,
  '',
  'x'.repeat(5000),
  '__proto__',
  [],
  {},
  [[[]]],
  { ['__proto__']: { role: 'engineer' } },
  ['c.clip0001/'],
  seats.victim,
  'engineer',
]

/** An object of JSON that was meant to be one thing and is another. */
function json(draw: Draw, meant: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const out: Record<string, unknown> = { ...meant }
  for (const key of Object.keys(out)) if (draw(5) === 0) out[key] = pick(draw, odd)
  if (draw(4) === 0) out[pick(draw, ['seat', 'role', 'name', 'constructor', 'remove', 'to', 'take'])] = pick(draw, odd)
  return out
}

const values = (draw: Draw, lore: Lore): [string, Value | null][] =>
  Array.from({ length: draw(20) === 0 ? 300 : 1 + draw(3) }, () => [
    pick(draw, [...lore.keys, '__proto__', '', `${lockedClips[0]}/0/node0001/primaries.gain`]),
    pick(draw, [null, [1, 1, 1, 1], ['x'], [Number.NaN], [true, null], Array(1024).fill(1)]) as Value | null,
  ])

/** One awareness message; its length is sometimes a lie. */
export function hostileAwareness(draw: Draw, lore: Lore): Uint8Array {
  const inner = encoding.createEncoder()
  const count = draw(30) === 0 ? 1500 : draw(4)
  encoding.writeVarUint(inner, draw(20) === 0 ? 2 ** 40 : count) // reason: an exact power
  for (let i = 0; i < count; i++) {
    encoding.writeVarUint(inner, draw(2) ? lore.client : pick(draw, lore.others)[0])
    encoding.writeVarUint(inner, draw(10) === 0 ? Number.MAX_SAFE_INTEGER : draw(9))
    const state = json(draw, {
      following: true,
      frame: 3,
      playing: false,
      lagMs: 20,
      pointer: [0, 0],
      seat: seats.victim,
      name: 'victim',
      role: 'engineer',
    })
    const text =
      draw(12) === 0
        ? pick(draw, ['null', '{', '[]', '"x"', '1e999', '{"frame":'.repeat(400), '['.repeat(5000)])
        : JSON.stringify(state)
    encoding.writeVarString(inner, text)
  }
  const e = encoding.createEncoder()
  encoding.writeVarUint(e, 1)
  encoding.writeVarUint8Array(e, encoding.toUint8Array(inner))
  return draw(4) === 0 ? bend(draw, encoding.toUint8Array(e)) : encoding.toUint8Array(e)
}

/** One of our own messages, of any kind and for any socket. */
export function hostileMessage(draw: Draw, lore: Lore): Uint8Array {
  const kind = pick(draw, Object.keys(NUMBER) as (keyof typeof NUMBER)[])
  const seat = pick(draw, ['', seats.victim, '__proto__'])
  const drag = pick(draw, ['drag0001', 'drag0002', '', '__proto__', 'd'.repeat(300)])
  const n = pick(draw, [0, 1, 2, 1000, Number.MAX_SAFE_INTEGER])
  const args = json(draw, {
    name: 'Eve',
    seat: seats.victim,
    role: 'engineer',
    region: pick(draw, [['c.clip0001/'], ['c.*/'], ['*/'], ['session/'], ['c.clip0003/0/']]),
    reason: 'mine',
    lock: 'lock0001',
    frame: 0,
  })
  const verb = pick(draw, [
    ...Object.keys(commandVerbs).filter((one) => !slow.has(one)),
    'constructor',
    '__proto__',
    '',
  ])
  const command = { kind: 'command', id: `id-${draw(100_000)}`, verb, args } as const
  const message: unknown = {
    command,
    answer: { kind, id: 'id', ok: true, value: 1 },
    clock: { kind, t0: pick(draw, [0, Number.NaN, 1e300]), t1: 0, t2: 0 },
    cue: {
      kind,
      cue: {
        seat,
        seq: n,
        playing: true,
        anchorFrame: draw(100),
        anchorMs: pick(draw, [0, Number.NaN, 1e300]),
        rate: { num: pick(draw, [0, 1, -5]), den: pick(draw, [0, 1]) },
        loop: pick(draw, [null, [5, 2], [0, 9]]),
      },
    },
    receipt: {
      kind,
      receipt: json(draw, {
        seat,
        revision: 1,
        clip: 'clip0001',
        frame: 0,
        plan: '0'.repeat(32),
        source: '0'.repeat(32),
        look: '0'.repeat(32),
        digest: '0'.repeat(32),
        executor: 'wasm',
        engine: 'x',
        class: 'original',
        display: 'x',
        monitorLut: null,
        watermark: null,
        proof: null,
        skewMs: 0,
        dropped: 0,
        at: 0,
      }),
    },
    match: {
      kind,
      seat,
      states: Array.from({ length: draw(30) }, (_, i) => [`medi${i}`, pick(draw, ['matched', 'missing'])]),
    },
    refused: { kind, refusal: { rule: 'x', sentence: 'x', keys: [], holder: null } },
    reset: { kind },
    saved: { kind, revision: n, heard: n },
    live: { kind, seat, drag, seq: n, values: values(draw, lore) },
    'live-end': { kind, seat, drag, revision: n },
    policy: { kind, number: n },
    hello: { kind, seat, protocol: 1, engine: 'x', epoch: 1, revision: 1, writes: true },
  }[kind]
  let bytes: Uint8Array
  try {
    bytes = encodeMessage(message as Message)
  } catch {
    // What cannot even be written as a message goes out as noise.
    bytes =
      Uint8Array.from({ length: draw(60) }, () => draw(256)).with?.(0, NUMBER[kind]) ?? Uint8Array.of(NUMBER[kind])
  }
  return draw(4) === 0 ? bend(draw, bytes) : bytes
}

/** These wait for the history's worker thread, which no world's clock turns; `test/archive` attacks them. */
const slow = new Set([
  'snapshot',
  'verdict',
  'still',
  'restore',
  'hold',
  'publish',
  'discard',
  'conform',
  'copy',
  'ripple',
  'append',
])
