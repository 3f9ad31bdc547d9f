/** What each part of each device does, kept in this browser for each person. What cannot be read is left out, never guessed. */
import type { Shelf } from '../state/layout.ts'
import { type Encoding, encodings } from './midi.ts'
import { parseTarget } from './target.ts'

export interface Line {
  /** As `parseTarget` reads it; empty: nothing, where the device's own map has something. */
  readonly to: string
  readonly as: Encoding
}

export interface DeviceMap {
  /** Movement is multiplied by it, 0.1 … 10. */
  readonly pace: number
  /** By part. */
  readonly parts: Readonly<Record<string, Line>>
}

export interface Kept {
  /** MIDI was asked for before: it is opened again without a press. */
  readonly midi: boolean
  /** By name of the device. */
  readonly devices: Readonly<Record<string, DeviceMap>>
}

export const blankMap: DeviceMap = { pace: 1, parts: {} }
/** Ends of the pace. */
export const paces = [0.1, 10] as const

const keyOf = (person: string): string => `samelight.surfaces.${person}`
const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

function readLine(v: unknown): Line | null {
  if (!isRecord(v) || typeof v.to !== 'string') return null
  const as = encodings.find((one) => one === v.as)
  return as !== undefined && (v.to === '' || parseTarget(v.to) !== null) ? { to: v.to, as } : null
}

function readDevice(v: unknown): DeviceMap {
  if (!isRecord(v) || !isRecord(v.parts)) return blankMap
  const { pace } = v
  const lines = Object.entries(v.parts).flatMap(([part, one]) => {
    const line = readLine(one)
    return line ? [[part, line] as const] : []
  })
  const held = typeof pace === 'number' && pace >= paces[0] && pace <= paces[1] ? pace : 1
  return { pace: held, parts: Object.fromEntries(lines) }
}

/** What this person kept; nothing where nothing is, or nothing that can be read. */
export function readKept(shelf: Shelf, person: string): Kept {
  let kept: unknown
  try {
    kept = JSON.parse(shelf.getItem(keyOf(person)) ?? 'null')
  } catch {
    kept = null
  }
  if (!isRecord(kept) || !isRecord(kept.devices)) return { midi: false, devices: {} }
  const devices = Object.entries(kept.devices).map(([name, one]) => [name, readDevice(one)] as const)
  return { midi: kept.midi === true, devices: Object.fromEntries(devices) }
}

/** A sentence where this browser keeps nothing. */
export function writeKept(shelf: Shelf, person: string, kept: Kept): string | null {
  try {
    shelf.setItem(keyOf(person), JSON.stringify(kept))
    return null
  } catch {
    return 'This browser keeps nothing: what was learnt is forgotten when the page is left.'
  }
}
