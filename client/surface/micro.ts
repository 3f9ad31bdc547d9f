/**
 * The DaVinci Resolve Micro Color Panel, USB HID 1edb:da0f, by what others have published (repository ra100/micro-color-panel-controller, read
 * for facts, 2026); its maker documents none of this.
 *
 * Seen on a device by its author: the ids; the reports 0x02 (buttons, a bit each while down), 0x05 (balls and rings) and 0x06 (knobs); the
 * bits of the buttons; left ball and ring and the middle ball's first number of 0x05; the first five knobs of 0x06; the lights.
 * Drawn on from those, and seen by nobody here: the rest of 0x05 and 0x06, in the same order four bytes apart, signed 32-bit little-endian;
 * that downwards is positive; how many counts a turn has, wherefore `pace` is a person's to set.
 */
import type { Signal } from './signal.ts'

export const micro = { vendorId: 0x1edb, productId: 0xda0f, name: 'DaVinci Micro Color Panel' } as const

/** Knobs in the order of report 0x06 and of their pushes, and what each turns. */
const knobs = [
  ['Y lift', 'primaries.lift master'],
  ['Y gamma', 'primaries.gamma master'],
  ['Y gain', 'primaries.gain master'],
  ['contrast', 'primaries.contrast 0'],
  ['pivot', 'primaries.pivot 0'],
  ['mid detail', 'midtone-detail.amount 0'],
  ['color boost', 'primaries.boost 0'],
  ['shadows', 'primaries.shadows 0'],
  ['highlights', 'primaries.highlights 0'],
  ['saturation', 'primaries.saturation 0'],
  ['hue', 'primaries.hue 0'],
  ['lum mix', 'primaries.lum-mix 0'],
] as const

/** Balls in the order of report 0x05, each with its ring. */
const balls = [
  ['left', 'primaries.lift'],
  ['centre', 'primaries.gamma'],
  ['right', 'primaries.gain'],
] as const

/** Buttons by the number of their bit in report 0x02, and what each does here; null where nothing of ours is meant. */
const buttons: ReadonlyMap<number, readonly [part: string, to: string | null]> = new Map([
  [20, ['auto color', null]],
  [21, ['offset', null]],
  [22, ['copy', 'copy']],
  [23, ['paste', 'paste']],
  [24, ['undo', 'undo']],
  [25, ['redo', 'redo']],
  [26, ['delete', 'delete-node']],
  [27, ['reset', 'reset-node']],
  [28, ['bypass', 'bypass']],
  [29, ['disable', 'node-on']],
  [30, ['user', null]],
  [31, ['loop', 'loop']],
  [34, ['play still', null]],
  [35, ['wipe still', 'compare']],
  [36, ['grab still', 'grab-still']],
  [37, ['h-lite', 'highlight']],
  [38, ['viewer', 'full-viewer']],
  [39, ['cursor', null]],
  [40, ['select', null]],
  [41, ['reset lift', 'rest primaries.lift all']],
  [42, ['reset gamma', 'rest primaries.gamma all']],
  [43, ['reset gain', 'rest primaries.gain all']],
  [44, ['add node', 'add-serial']],
  [45, ['add window', 'add-circle']],
  [46, ['add keyframe', 'keyframe']],
  [47, ['previous still', 'previous-still']],
  [48, ['next still', 'next-still']],
  [49, ['previous keyframe', 'previous-keyframe']],
  [50, ['next keyframe', 'next-keyframe']],
  [51, ['previous node', 'previous-node']],
  [52, ['next node', 'next-node']],
  [53, ['previous frame', 'frame-back']],
  [54, ['next frame', 'frame-forward']],
  [55, ['previous clip', 'previous-clip']],
  [56, ['next clip', 'next-clip']],
  [57, ['backward', 'reverse']],
  [58, ['forward', 'forward']],
  [59, ['stop', 'stop']],
])

/** The first push of a knob in report 0x02. */
const firstPush = 8

/** Part of the panel -> what it does, as `parseTarget` reads it. */
export const microMap: Readonly<Record<string, string>> = Object.fromEntries([
  ...knobs.flatMap(([part, to]) => [
    [part, to],
    [`push ${part}`, `rest ${to}`],
  ]),
  ...balls.flatMap(([part, to]) => [
    [`${part} ball`, `${to} ball`],
    [`${part} ring`, `${to} master`],
  ]),
  ...[...buttons.values()].flatMap(([part, to]) => (to === null ? [] : [[part, to]])),
])

/** Reads the panel's reports one after another. */
export class MicroReader {
  #down = new Set<number>()

  /** What a report says; `data` begins after the report's id, as WebHID gives it. A report of another kind says nothing. */
  read(reportId: number, data: DataView): Signal[] {
    if (reportId === 0x02) return this.#buttons(data)
    if (reportId === 0x05)
      return balls.flatMap(([name], i) => {
        const [dx, dy, ring] = [0, 1, 2].map((j) => at(data, 1 + 4 * (3 * i + j))) as [number, number, number]
        return [...turn(`${name} ball`, dx, dy), ...turn(`${name} ring`, ring, 0)]
      })
    if (reportId === 0x06) return knobs.flatMap(([name], i) => turn(name, at(data, 2 + 4 * i), 0))
    return []
  }

  #buttons(data: DataView): Signal[] {
    const down = new Set<number>()
    for (let byte = 0; byte < data.byteLength; byte++)
      for (let bit = 0; bit < 8; bit++) if (data.getUint8(byte) & (1 << bit)) down.add((byte + 1) * 8 + bit)
    const fresh = [...down].filter((id) => !this.#down.has(id))
    this.#down = down
    return fresh.flatMap((id) => {
      const knob = knobs[id - firstPush]
      const part = knob ? `push ${knob[0]}` : buttons.get(id)?.[0]
      return part === undefined ? [] : [{ kind: 'press', part }]
    })
  }
}

/** A shorter report has no such number: it did not move. */
const at = (data: DataView, offset: number): number => (offset + 4 <= data.byteLength ? data.getInt32(offset, true) : 0)

const turn = (part: string, dx: number, dy: number): Signal[] =>
  dx === 0 && dy === 0 ? [] : [{ kind: 'turn', part, dx, dy }]

/** Reports that turn the lights on, one after another; the panel forgets them and is told again. */
export const lights = {
  reports: [
    [0x0a, [1]],
    [0x03, [64, 64]],
  ],
  everyMs: 15_000,
} as const
