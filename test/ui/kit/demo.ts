/** A session of five clips and three people, and a desk on a fake suite of it. */

import { Desk } from '../../../client/state/desk.ts'
import { Keyframes } from '../../../client/state/keyframes.ts'
import type { Clip, Media, Role, SeatInfo, Session } from '../../../shared/doc/session.ts'
import type { RoomState } from '../../../shared/suite/suite.ts'
import { FakeSuite } from './fake-suite.ts'

const names = ['A012_C004', 'A012_C007', 'B003_C001', 'B003_C011', 'A014_C002']
const lengths = [96, 72, 120, 48, 96]

const media: Media[] = names.map((name, i) => ({
  id: `media00${i}`,
  name: `${name}.mp4`,
  quick: '0'.repeat(32),
  width: 1920,
  height: 1080,
  rate: { num: 24, den: 1 },
  frames: lengths[i]!,
  startTimecode: 24 * 3600,
  depth: 10,
  matrix: 'bt709',
  range: 'limited',
  space: 'logc3-ei800-awg3',
  size: 3_000_000,
}))

const clips: Clip[] = names.map((name, i) => ({
  id: `clip000${i}`,
  name,
  track: 'track001',
  media: `media00${i}`,
  recordIn: lengths.slice(0, i).reduce((a, b) => a + b, 0),
  sourceIn: 0,
  length: lengths[i]!,
  speed: { num: 1, den: 1 },
}))

const seats: SeatInfo[] = [
  { id: 'seat0001', name: 'Clara Marsh', role: 'colorist' },
  { id: 'seat0002', name: 'Dana Park', role: 'client' },
  { id: 'seat0003', name: 'Jo Bell', role: 'supervisor' },
]

export const demoSession: Session = {
  name: 'Ep 104 · Reel 3',
  linked: true,
  pipeline: { working: 'logc3-ei800-awg3', output: 'rec709-bt1886' },
  timeline: {
    name: 'Reel 3',
    width: 1920,
    height: 1080,
    rate: { num: 24, den: 1 },
    startTimecode: 24 * 3600,
    tracks: [{ id: 'track001', kind: 'video', order: 'm', name: 'V1' }],
    clips,
    transitions: [],
    length: lengths.reduce((a, b) => a + b, 0),
  },
  media: new Map(media.map((m) => [m.id, m])),
  seats: new Map(seats.map((s) => [s.id, s])),
  driver: null,
  locks: [],
}

export const demoRooms: readonly RoomState[] = seats.slice(1).map((seat, i) => ({
  seat: seat.id,
  name: seat.name,
  role: seat.role,
  online: true,
  following: true,
  frame: 0,
  playing: false,
  ownView: false,
  node: null,
  lagMs: 38 + i * 4,
  receipt: null,
  pointer: null,
}))

/** Ids drawn in order, so that a failing run is the same again. */
export function drawInOrder(): (below: number) => number {
  let n = 1
  return (below) => {
    n = (n * 48271) % 2147483647
    return n % below
  }
}

/** A desk on a fake suite; `driver` puts somebody at the wheel. */
export function fakeDesk(role: Role, given: { driver?: string | null } = {}): { desk: Desk; suite: FakeSuite } {
  const session = {
    ...demoSession,
    driver: given.driver ?? null,
    seats: new Map([...demoSession.seats, ['seat0009', { id: 'seat0009', name: 'Test Hand', role }]]),
  } as Session
  const suite = new FakeSuite({ session, seat: 'seat0009', role, rooms: demoRooms, draw: drawInOrder(), now: () => 0 })
  return { desk: new Desk(suite, () => () => {}, Keyframes), suite }
}
