import { describe, expect, it } from 'vitest'
import { actionOf } from '../../client/actions/index.ts'
import { type ActionId, keymap } from '../../client/keys/keymap.ts'
import { reserved } from '../../client/keys/reserved.ts'
import type { Desk } from '../../client/state/desk.ts'
import { fakeDesk } from './kit/demo.ts'
import type { FakeSuite } from './kit/fake-suite.ts'

interface Stand {
  readonly desk: Desk
  readonly suite: FakeSuite
  /** Speeds that the driver has stated, newest last. */
  readonly rates: number[]
}
interface Row {
  /** As Resolve’s manual has it. */
  readonly resolve: string
  readonly chord: string
  readonly id: ActionId
  /** What there is to see before, and after the key. */
  readonly before?: (stand: Stand) => void
  readonly does: (stand: Stand) => unknown
  readonly is: unknown
}

/** A desk that drives, with three nodes of which the second is selected. */
function stand(): Stand {
  const { desk, suite } = fakeDesk('colorist')
  suite.session = { ...suite.session, driver: suite.seat }
  for (let i = 0; i < 3; i++) actionOf('append').run(desk, none)
  desk.select(desk.graph!.nodes[1]!.id)
  const rates: number[] = []
  const drive = suite.drive.bind(suite)
  suite.drive = (cue) => {
    rates.push(cue.rate ?? 1)
    drive(cue)
  }
  return { desk, suite, rates }
}
const none = { held: () => false, key: '' }
const nodes = ({ desk }: Stand) => desk.graph!.nodes.map(({ kind }) => kind).join(' ')
const gain = ({ desk, suite }: Stand) =>
  void suite.edit(desk.level!, 'gain', (grade) => {
    for (const { id } of desk.graph!.nodes) grade.control(desk.level!, '0', id, 'primaries.gain', [1, 2, 1, 1])
  })
const graded = ({ desk }: Stand) => desk.graph!.nodes.map(({ controls }) => controls.size).join(' ')
const windowOf = ({ desk }: Stand) => desk.node!.windows.map(({ kind }) => kind).join(' ')
const at = (frame: number) => (s: Stand) => s.suite.seek(frame)
const frame = ({ desk }: Stand) => desk.frame
/** Whether it moves, and how fast. */
const driven = ({ suite, rates }: Stand) => [suite.playing, rates.at(-1)]

/** Resolve’s keys that stand here as they stand there, or, where a browser keeps the chord, on the one that interface.md gives. */
const rows: readonly Row[] = [
  { resolve: 'J', chord: 'KeyJ', id: 'reverse', does: driven, is: [true, -1] },
  {
    resolve: 'K',
    chord: 'KeyK',
    id: 'stop',
    before: ({ suite }) => suite.play(true),
    does: ({ suite }) => suite.playing,
    is: false,
  },
  { resolve: 'L', chord: 'KeyL', id: 'forward', does: driven, is: [true, 1] },
  { resolve: 'Shift+J', chord: 'Shift+KeyJ', id: 'fast-reverse', does: driven, is: [true, -4] },
  { resolve: 'Shift+L', chord: 'Shift+KeyL', id: 'fast-forward', does: driven, is: [true, 4] },
  { resolve: 'Shift+K', chord: 'Shift+KeyK', id: 'slow-forward', does: driven, is: [true, 0.5] },
  { resolve: 'Space', chord: 'Space', id: 'play-stop', does: ({ suite }) => suite.playing, is: true },
  { resolve: 'Ctrl+/', chord: '$mod+Slash', id: 'loop', does: ({ desk }) => desk.loop, is: true },
  { resolve: '/', chord: 'Slash', id: 'play-around', before: at(96), does: ({ suite }) => suite.playing, is: true },
  { resolve: '←', chord: 'ArrowLeft', id: 'frame-back', before: at(10), does: frame, is: 9 },
  { resolve: '→', chord: 'ArrowRight', id: 'frame-forward', before: at(10), does: frame, is: 11 },
  { resolve: 'Shift+←', chord: 'Shift+ArrowLeft', id: 'second-back', before: at(30), does: frame, is: 6 },
  { resolve: 'Shift+→', chord: 'Shift+ArrowRight', id: 'second-forward', before: at(10), does: frame, is: 34 },
  { resolve: '↑', chord: 'ArrowUp', id: 'previous-clip', before: at(100), does: frame, is: 0 },
  { resolve: '↓', chord: 'ArrowDown', id: 'next-clip', does: frame, is: 96 },
  { resolve: 'I', chord: 'KeyI', id: 'mark-in', before: at(7), does: ({ desk }) => desk.marks.in, is: 7 },
  { resolve: 'O', chord: 'KeyO', id: 'mark-out', before: at(7), does: ({ desk }) => desk.marks.out, is: 7 },
  {
    resolve: 'G',
    chord: 'KeyG',
    id: 'flag',
    does: ({ desk }) => desk.strip.facts.of(desk.clip!.id).flags.join(),
    is: 'blue',
  },
  {
    resolve: 'Alt+X',
    chord: 'Alt+KeyX',
    id: 'clear-marks',
    before: ({ desk }) => desk.marks.set('in', 3),
    does: ({ desk }) => desk.marks.in,
    is: null,
  },
  {
    resolve: 'Shift+I',
    chord: 'Shift+KeyI',
    id: 'go-in',
    before: ({ desk }) => desk.marks.set('in', 3),
    does: frame,
    is: 3,
  },
  {
    resolve: 'Shift+O',
    chord: 'Shift+KeyO',
    id: 'go-out',
    before: ({ desk }) => desk.marks.set('out', 5),
    does: frame,
    is: 5,
  },
  {
    resolve: 'Alt+S',
    chord: 'Alt+KeyS',
    id: 'add-serial',
    does: (s) => [nodes(s), s.desk.node!.number],
    is: ['corrector corrector corrector corrector', 3],
  },
  {
    resolve: 'Shift+S',
    chord: 'Shift+KeyS',
    id: 'add-before',
    does: (s) => [nodes(s), s.desk.node!.number],
    is: ['corrector corrector corrector corrector', 2],
  },
  { resolve: 'Alt+K', chord: 'Alt+KeyK', id: 'append', does: ({ desk }) => desk.node!.number, is: 4 },
  {
    resolve: 'Alt+P',
    chord: 'Alt+KeyP',
    id: 'add-parallel',
    does: nodes,
    is: 'corrector corrector corrector parallel corrector',
  },
  {
    resolve: 'Alt+L',
    chord: 'Alt+KeyL',
    id: 'add-layer',
    does: nodes,
    is: 'corrector corrector corrector layer corrector',
  },
  { resolve: 'Alt+O', chord: 'Alt+KeyO', id: 'add-outside', does: ({ desk }) => desk.node!.key?.invert, is: true },
  { resolve: 'Alt+C', chord: 'Alt+KeyC', id: 'add-circle', does: windowOf, is: 'circle' },
  { resolve: 'Alt+Q', chord: 'Alt+KeyQ', id: 'add-linear', does: windowOf, is: 'linear' },
  { resolve: 'Alt+G', chord: 'Alt+KeyG', id: 'add-polygon', does: windowOf, is: 'polygon' },
  { resolve: 'Alt+B', chord: 'Alt+KeyB', id: 'add-curve', does: windowOf, is: 'curve' },
  { resolve: 'Ctrl+D', chord: '$mod+KeyD', id: 'node-on', does: ({ desk }) => desk.node!.on, is: false },
  {
    resolve: 'Alt+D',
    chord: 'Alt+KeyD',
    id: 'nodes-on',
    does: ({ desk }) => desk.graph!.nodes.some(({ on }) => on),
    is: false,
  },
  {
    resolve: 'E',
    chord: 'KeyE',
    id: 'extract',
    does: ({ desk }) => [desk.graph!.nodes.length, desk.graph!.loose.length],
    is: [2, 1],
  },
  { resolve: 'Shift+D', chord: 'Shift+KeyD', id: 'bypass', does: ({ desk }) => desk.bypass, is: true },
  { resolve: 'Shift+H', chord: 'Shift+KeyH', id: 'highlight', does: ({ desk }) => desk.highlight, is: 'highlight' },
  { resolve: 'Ctrl+Y', chord: '$mod+KeyY', id: 'add-version', does: ({ desk }) => desk.version !== '0', is: true },
  {
    resolve: 'Ctrl+U',
    chord: '$mod+KeyU',
    id: 'first-version',
    before: ({ desk }) => actionOf('add-version').run(desk, none),
    does: ({ desk }) => desk.version,
    is: '0',
  },
  { resolve: 'Shift+Home', chord: 'Shift+Home', id: 'reset-node', before: gain, does: graded, is: '1 0 1' },
  {
    resolve: 'Ctrl+Shift+Home',
    chord: '$mod+Shift+Home',
    id: 'reset-keep-nodes',
    before: gain,
    does: graded,
    is: '0 0 0',
  },
  { resolve: 'Ctrl+Home', chord: '$mod+Home', id: 'reset-all', before: gain, does: graded, is: '' },
  { resolve: 'Ctrl+Z', chord: '$mod+KeyZ', id: 'undo', does: ({ desk }) => desk.graph!.nodes.length, is: 2 },
  {
    resolve: 'Ctrl+Shift+Z',
    chord: '$mod+Shift+KeyZ',
    id: 'redo',
    before: ({ desk }) => actionOf('undo').run(desk, none),
    does: ({ desk }) => desk.graph!.nodes.length,
    is: 3,
  },
  {
    resolve: 'Alt+F',
    chord: 'Alt+KeyF',
    id: 'enhanced-viewer',
    does: ({ desk }) => ['Nodes', 'Rooms', 'Clips'].map((panel) => desk.layout.shown(panel as 'Nodes')),
    is: [false, false, true],
  },
  {
    resolve: 'Ctrl+Alt+`',
    chord: '$mod+Alt+Backquote',
    id: 'printer-lights',
    does: ({ desk }) => desk.lights,
    is: true,
  },
  {
    resolve: 'Ctrl+G (remote grading)',
    chord: '$mod+KeyG',
    id: 'show-rooms',
    does: ({ desk }) => desk.layout.shown('Rooms'),
    is: false,
  },
  { resolve: 'Alt+H', chord: 'Alt+KeyH', id: 'window-outlines', does: ({ desk }) => desk.palettes.outlines, is: 'one' },
  { resolve: '–', chord: '$mod+KeyK', id: 'commands', does: ({ desk }) => desk.commands, is: true },
  {
    resolve: 'Ctrl+Shift+W (Alt+Shift+S in a tab)',
    chord: 'Alt+Shift+KeyS',
    id: 'scopes-window',
    does: ({ desk }) => desk.layout.scopesOut,
    is: true,
  },
  { resolve: '–', chord: 'KeyS', id: 'scopes', does: ({ desk }) => desk.aside, is: 'receipt' },
  { resolve: '–', chord: 'Shift+Slash', id: 'shortcuts', does: ({ desk }) => desk.sheet, is: true },
]

/** Keys whose doing is shown by tests of their own: keyframes, gallery, many clips. */
const others: readonly (readonly [resolve: string, chord: string, id: ActionId])[] = [
  ['Ctrl+[', '$mod+BracketLeft', 'keyframe'],
  ['Ctrl+]', '$mod+BracketRight', 'static-keyframe'],
  ['Alt+]', 'Alt+BracketRight', 'delete-keyframe'],
  ['[', 'BracketLeft', 'previous-keyframe'],
  [']', 'BracketRight', 'next-keyframe'],
  ['Ctrl+Alt+G', '$mod+Alt+KeyG', 'grab-still'],
  ['Ctrl+Alt+N', '$mod+Alt+KeyN', 'next-still'],
  ['Ctrl+Alt+B', '$mod+Alt+KeyB', 'previous-still'],
  ['Ctrl+W (W in a tab)', 'KeyW', 'compare'],
  ['Alt+W', 'Alt+KeyW', 'invert-wipe'],
  ['Ctrl+Alt+W', '$mod+Alt+KeyW', 'split-screen'],
  ['Alt+1', 'Alt+Digit1', 'save-memory'],
  ['Ctrl+1 (Alt+Shift+1 in a tab)', 'Alt+Shift+Digit1', 'load-memory'],
  ['Shift+=', 'Shift+Equal', 'apply-one-back'],
  ['Shift+-', 'Shift+Minus', 'apply-two-back'],
  ['Ctrl+=', '$mod+Equal', 'zoom-in'],
  ['Ctrl+-', '$mod+Minus', 'zoom-out'],
  ['Shift+Z', 'Shift+KeyZ', 'zoom-fit'],
  ['Alt+Shift+Z', 'Alt+Shift+KeyZ', 'zoom-whole'],
  ['Shift+F', 'Shift+KeyF', 'full-viewer'],
  ['P', 'KeyP', 'full-viewer'],
  ['Shift+`', 'Shift+Backquote', 'overlays'],
  ['Ctrl+T (T in a tab)', 'KeyT', 'track-forward'],
  ['M', 'KeyM', 'note-here'],
  ['Shift+↑', 'Shift+ArrowUp', 'previous-note'],
  ['Shift+↓', 'Shift+ArrowDown', 'next-note'],
]

describe('[UI113] Resolve’s keys', () => {
  it.each(others)('[UI113] %s is on %s: %s', (_, chord, id) => {
    expect((keymap[id] as readonly string[]).includes(chord)).toBe(true)
    expect(reserved).not.toContain(chord)
  })

  it.each(rows)('[UI113] $resolve: $id', ({ chord, id, before, does, is }) => {
    expect((keymap[id] as readonly string[]).includes(chord), `${id} on ${chord}`).toBe(true)
    expect(reserved).not.toContain(chord)
    const own = stand()
    before?.(own)
    actionOf(id).run(own.desk, none)
    expect(does(own)).toEqual(is)
  })
})
