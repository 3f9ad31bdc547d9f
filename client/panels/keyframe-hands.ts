/** What hands do in the keyframe editor: press, drag and box in its lanes, its keys while it has the focus, and its menu. */

import type { Ease } from '../../shared/doc/keyframe.ts'
import { copyKeyframes, easeKeyframes, pasteKeyframes, splitFrame } from '../../shared/doc/keyframe-edit.ts'
import { deleteKeyframes, go, writeKeyframes } from '../actions/index.ts'
import { commitBurst } from '../hand/burst.ts'
import { beginPress } from '../hand/press.ts'
import type { Desk } from '../state/desk.ts'
import type { Lanes } from './keyframe-lanes.ts'
import type { MenuLine } from './keyframe-menu.tsx'
import { KeyframeMove } from './keyframe-move.ts'

/** The editor has its keys from now on; arrows stay the transport's, until the Tab key comes to a track. */
export function takeFocus(element: HTMLElement): void {
  const editor = element.closest<HTMLElement>('[data-testid="keyframes"]')
  editor?.focus({ preventScroll: true, focusVisible: false } as FocusOptions)
}

/** A press in the lanes: on a keyframe it selects and drags, beside one it draws a box. */
export function press(e: React.PointerEvent<HTMLCanvasElement>, desk: Desk, lanes: Lanes, disabled: boolean): void {
  if (e.button !== 0) return
  const { keyframes } = desk
  const start = lanes.spot(e)
  const mark = lanes.markAt(start)
  const row = lanes.rowAt(start)
  const had = keyframes.selected
  const element = e.currentTarget
  takeFocus(e.currentTarget)
  if (row && (mark || !e.shiftKey)) {
    if (row.node !== 'sizing' && desk.node?.id !== row.node) desk.select(row.node)
    keyframes.choose({ node: row.node, rest: row.rest })
  }
  if (!mark) {
    box(e, start, had, desk, lanes)
    return
  }
  const all = mark.keys.every((key) => had.has(key))
  if (e.shiftKey) keyframes.select(all ? [...had].filter((key) => !mark.keys.includes(key)) : [...had, ...mark.keys])
  else if (!all) keyframes.select(mark.keys)
  if (disabled || (e.shiftKey && all)) return
  let move: KeyframeMove | null = null
  const close = (how: 'commit' | 'discard') => {
    lanes.setGhost(null)
    move?.[how]()
  }
  beginPress(
    element,
    e.nativeEvent,
    {
      start: () => {
        commitBurst()
        move = KeyframeMove.begin(desk, keyframes.standing)
        return move !== null
      },
      move: ({ dx }) => {
        if (!move) return
        const by = move.to(Math.round(dx / lanes.scale.per))
        if (!move.live) lanes.setGhost({ keys: move.keys, by })
      },
      end: () => close('commit'),
      abort: () => close('discard'),
      still: () => !e.shiftKey && keyframes.select(mark.keys),
    },
    { lock: false },
  )
}

function box(
  e: React.PointerEvent<HTMLCanvasElement>,
  start: readonly [number, number],
  had: ReadonlySet<string>,
  desk: Desk,
  lanes: Lanes,
): void {
  const { keyframes } = desk
  const kept = e.shiftKey ? had : new Set<string>()
  const done = () => lanes.setBox(null)
  beginPress(
    e.currentTarget,
    e.nativeEvent,
    {
      start: () => true,
      move: ({ x, y }) => {
        const to = lanes.spot({ clientX: x, clientY: y })
        lanes.setBox([start, to])
        keyframes.select([...kept, ...lanes.keysIn(start, to)])
      },
      end: done,
      abort: () => {
        done()
        keyframes.select(had)
      },
      still: () => keyframes.select(kept),
    },
    { lock: false },
  )
}

function copy(desk: Desk): void {
  const selected = desk.keyframes.standing
  if (selected.length > 0) desk.keyframes.copy(copyKeyframes(desk.suite.entries, selected))
}
function paste(desk: Desk): void {
  const { level, version, node, keyframes } = desk
  if (!level) return
  commitBurst()
  const writes = pasteKeyframes(keyframes.copied, [level, version, node?.id ?? null], keyframes.now, keyframes.reach[1])
  if (writes.size < keyframes.copied.length)
    desk.say(
      `${keyframes.copied.length - writes.size} of ${keyframes.copied.length} keyframes were left out: they lie beyond the clip’s end, or on a window of another node.`,
    )
  if (writeKeyframes(desk, 'Paste keyframes', writes)) keyframes.select(writes.keys())
}
function remove(desk: Desk): void {
  commitBurst()
  const selected = desk.keyframes.standing
  if (selected.length > 0) deleteKeyframes(desk, selected)
  else desk.say('No keyframe is selected: click one, or drag a box round several.')
}
function nudge(desk: Desk, by: number): void {
  commitBurst()
  const move = KeyframeMove.begin(desk, desk.keyframes.standing)
  if (!move) return
  move.to(by)
  move.commit()
}

/** Keys of the editor while it has the focus. */
export function editorKeys(
  e: React.KeyboardEvent,
  desk: Desk,
  disabled: boolean,
  open: (at: readonly [number, number]) => void,
): void {
  const command = e.ctrlKey || e.metaKey
  const { keyframes, graph } = desk
  if (e.defaultPrevented) return
  // Without keyframes in the hand these two are the node's.
  if (command && e.code === 'KeyC' && desk.keyframes.standing.length > 0) copy(desk)
  else if (command && e.code === 'KeyV' && !disabled && keyframes.copied.length > 0) paste(desk)
  else if (command && e.code === 'KeyA' && graph)
    keyframes.select([...keyframes.keys].flatMap(([control, list]) => list.map(([frame]) => `${control}@${frame}`)))
  else if (e.key === 'Escape') keyframes.select([])
  else if ((e.key === 'Delete' || e.key === 'Backspace') && !command && !disabled) remove(desk)
  else if (e.altKey && (e.key === 'ArrowLeft' || e.key === 'ArrowRight') && !disabled)
    nudge(desk, e.key === 'ArrowLeft' ? -1 : 1)
  else if (e.key === 'ContextMenu' || (e.shiftKey && e.key === 'F10')) {
    const { x, y } = (e.target as HTMLElement).getBoundingClientRect()
    open([x + 40, y + 10])
  } else return
  e.preventDefault()
}

const ways: readonly (readonly [Ease, string])[] = [
  ['linear', 'Dynamic, straight'],
  ['ease-in', 'Dynamic, ease in'],
  ['ease-out', 'Dynamic, ease out'],
  ['ease', 'Dynamic, ease in and out'],
  ['static', 'Static'],
]

export function linesOf(desk: Desk, disabled: boolean): readonly (readonly MenuLine[])[] {
  const { keyframes, suite } = desk
  const selected = desk.keyframes.standing
  const off = disabled || selected.length === 0
  const now = new Set(selected.map((key) => suite.drawn.get(key)?.[0]))
  return [
    ways.map(([ease, title]) => ({
      title,
      checked: now.size === 1 && now.has(ease),
      disabled: off,
      run: () => {
        commitBurst()
        writeKeyframes(desk, 'Ease keyframes', easeKeyframes(suite.entries, selected, ease))
      },
    })),
    [
      { title: 'Copy', keys: 'Ctrl C', disabled: selected.length === 0, run: () => copy(desk) },
      {
        title: 'Paste at the playhead',
        keys: 'Ctrl V',
        disabled: disabled || keyframes.copied.length === 0,
        run: () => paste(desk),
      },
      {
        title: 'Go to',
        disabled: selected.length === 0,
        run: () => go(desk, keyframes.toTimeline(splitFrame(selected[0]!)![1])),
      },
    ],
    [{ title: 'Delete', keys: 'Delete', disabled: off, run: () => remove(desk) }],
  ]
}
