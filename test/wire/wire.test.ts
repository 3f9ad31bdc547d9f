/** Our messages: what is encoded decodes to the same, what does not fit is null, and the layout is pinned. */
import { createHash } from 'node:crypto'
import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessage, type Message, NUMBER, type Receipt } from '../../shared/wire/messages.ts'
import { stampPresence } from '../../shared/wire/presence.ts'
import { parseTicketRequest } from '../../shared/wire/ticket.ts'
import { PROTOCOL_VERSION } from '../../shared/wire/version.ts'

const receipt: Receipt = {
  seat: 'seat0001',
  revision: 12,
  clip: 'clip0001',
  frame: 3,
  plan: '0'.repeat(32),
  source: '1'.repeat(32),
  look: '2'.repeat(32),
  digest: '3'.repeat(32),
  executor: 'wasm',
  engine: '1',
  class: 'original',
  display: 'Rec.709 declared',
  monitorLut: null,
  watermark: null,
  proof: null,
  skewMs: 0,
  dropped: 0,
  at: 1_700_000_000_000.5,
}
const refusal = { rule: 'lock', sentence: 'It is locked.', keys: ['a', 'b'], holder: 'Ann' }
const cue = {
  seat: 'seat0001',
  seq: 4,
  playing: true,
  anchorFrame: 120,
  anchorMs: 1_700_000_000_000.25,
  rateNum: -24000,
  rateDen: 1001,
  loop: [10, 20],
} as const

/** One of each kind, and the variants that are laid out differently. */
const samples: readonly Message[] = [
  { kind: 'command', id: 'c-1', verb: 'lock', args: { region: ['c.clip0001/'], reason: 'x' } },
  { kind: 'answer', id: 'c-1', ok: true, value: { lock: 'abc' } },
  { kind: 'answer', id: 'c-1', ok: false, refusal },
  { kind: 'clock', t0: 1.5, t1: 2.5, t2: 3.5 },
  { kind: 'cue', cue },
  { kind: 'cue', cue: { ...cue, playing: false, loop: null } },
  { kind: 'receipt', receipt },
  { kind: 'match', seat: 'seat0001', states: [['media001', 'matched']] },
  { kind: 'refused', refusal },
  { kind: 'reset' },
  { kind: 'saved', revision: 2184, heard: 7 },
  {
    kind: 'live',
    seat: '',
    drag: 'd1',
    seq: 9,
    values: [
      ['k', [1.5, 'x', true, false, null]],
      ['gone', null],
    ],
  },
  { kind: 'live-end', seat: 'seat0001', drag: 'd1', revision: 12 },
  { kind: 'policy', number: 3 },
  { kind: 'hello', seat: 'seat0001', protocol: 1, engine: '1', epoch: 2, revision: 5, writes: true },
]

describe('our messages', () => {
  it('[WIRE1] every kind decodes to what was encoded', () => {
    for (const message of samples) expect(decodeMessage(encodeMessage(message))).toEqual(message)
    expect(new Set(samples.map((m) => m.kind)).size).toBe(Object.keys(NUMBER).length)
  })

  it('[WIRE2] bytes cut short, bytes left over and unknown numbers are null, never an exception', () => {
    for (const message of samples) {
      const frame = encodeMessage(message)
      for (let cut = 0; cut < frame.length; cut++) expect(decodeMessage(frame.subarray(0, cut))).toBeNull()
      expect(decodeMessage(Uint8Array.of(...frame, 0))).toBeNull()
    }
    for (const number of [0, 4, 99, 113, 2 ** 31]) {
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, number)
      expect(decodeMessage(encoding.toUint8Array(encoder))).toBeNull()
    }
  })

  it('[WIRE2] lengths that promise more than there is, and fields out of bounds, are null', () => {
    const live = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, NUMBER.live)
      write(encoder)
      return encoding.toUint8Array(encoder)
    }
    const head = (encoder: encoding.Encoder): void => {
      encoding.writeVarString(encoder, '')
      encoding.writeVarString(encoder, 'd')
      encoding.writeVarUint(encoder, 1)
    }
    expect(
      decodeMessage(
        live((e) => {
          head(e)
          encoding.writeVarUint(e, 2 ** 40)
        }),
      ),
    ).toBeNull()
    expect(
      decodeMessage(
        live((e) => {
          head(e)
          encoding.writeVarUint(e, 1)
          encoding.writeVarString(e, 'k')
          encoding.writeVarUint(e, 2 ** 40)
        }),
      ),
    ).toBeNull()
    expect(decodeMessage(live((e) => encoding.writeVarUint(e, 2 ** 40)))).toBeNull()
    for (const wrong of [
      { digest: 'x' },
      { executor: 'cuda' },
      { frame: -1 },
      { at: Number.NaN },
      { display: 'x'.repeat(200) },
      { class: 'fake' },
    ])
      expect(decodeMessage(encodeMessage({ kind: 'receipt', receipt: { ...receipt, ...wrong } as Receipt }))).toBeNull()
    expect(decodeMessage(encodeMessage({ kind: 'cue', cue: { ...cue, rateDen: 0 } }))).toBeNull()
    expect(decodeMessage(encodeMessage({ kind: 'cue', cue: { ...cue, loop: [20, 10] } }))).toBeNull()
    expect(decodeMessage(encodeMessage({ kind: 'command', id: 'a b', verb: 'link', args: {} }))).toBeNull()
  })

  it('[WIRE3] an overlay of one wheel is under 64 bytes beyond its key', () => {
    const key = 'c.clip0001/0/node0001/primaries.gain'
    const frame = encodeMessage({ kind: 'live', seat: '', drag: 'd1', seq: 600, values: [[key, [1, 1.5, 1, 1]]] })
    expect(frame.length - key.length).toBeLessThan(64)
  })

  it('[WIRE4] the layout is pinned: whoever changes it raises the version and this hash', () => {
    const hash = createHash('sha256')
    for (const message of samples) hash.update(message.kind).update(encodeMessage(message))
    expect([PROTOCOL_VERSION, hash.digest('hex').slice(0, 16)]).toEqual([1, '71a017ef3bac1d38'])
  })
})

describe('the ticket request and presence', () => {
  it('[WIRE5] client ids come as an object or as an array of three, null for none', () => {
    expect(parseTicketRequest('{"key":"k","clientIds":[1,2,3]}')).toEqual({
      key: 'k',
      clientIds: { session: 1, grade: 2, notes: 3 },
    })
    expect(parseTicketRequest('{"key":"k","clientIds":{"grade":2},"seatKey":null}')).toEqual({
      key: 'k',
      clientIds: { grade: 2 },
    })
    for (const wrong of [
      '[]',
      'null',
      '{"key":1}',
      '{"key":"k","clientIds":[1,2]}',
      '{"key":"k","clientIds":{"grade":0}}',
      '{"key":"k","revision":-1}',
      '{"key":"k","clientIds":"x"}',
    ])
      expect(typeof parseTicketRequest(wrong)).toBe('string')
  })

  it("[WIRE6] presence keeps known fields in bounds under the hub's stamp", () => {
    const stamp = { seat: 's', name: 'Ann', role: 'client' } as const
    const rest = {
      following: false,
      frame: null,
      playing: false,
      ownView: false,
      lagMs: null,
      pointer: null,
      node: null,
    }
    expect(
      stampPresence(
        { seat: 'x', name: 'y', role: 'engineer', junk: 1, node: '<b>', frame: 1.5, pointer: [9, 0], lagMs: -1 },
        stamp,
      ),
    ).toEqual({ ...stamp, ...rest })
    expect(
      stampPresence(
        {
          following: true,
          frame: 7,
          playing: true,
          ownView: true,
          lagMs: 12.5,
          pointer: [0.5, -1],
          node: 'c.clip0001/0/node0001',
        },
        stamp,
      ),
    ).toEqual({
      ...stamp,
      following: true,
      frame: 7,
      playing: true,
      ownView: true,
      lagMs: 12.5,
      pointer: [0.5, -1],
      node: 'c.clip0001/0/node0001',
    })
    expect(stampPresence('x', stamp)).toBeNull()
  })
})
