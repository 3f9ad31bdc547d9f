/** The keyframe editor: a track a node with its keyframes along a ruler; click, box, drag, copy, ease (interface.md 2.5, Resolve's own). */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { go } from '../actions/transport.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { beginSeek } from '../hand/press.ts'
import { Maximize2, Minimize2, Minus, Plus } from '../icons/index.ts'
import { type Row, rowsOf } from '../state/keyframe-rows.ts'
import { lockAt, lockWords } from '../state/lock-at.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { editorKeys, linesOf, press } from './keyframe-hands.ts'
import { Lanes } from './keyframe-lanes.ts'
import { KeyframeMenu } from './keyframe-menu.tsx'
import { AutoAll, KeyframeTree, type NamedRow } from './keyframe-tree.tsx'
import css from './keyframes.module.css'

/** Said in the foot while the pointer is over the lanes. */
const help = 'Drag moves · Shift adds · a box selects · Alt ← → one frame · Delete · right click: ease, copy, paste'
/** Zoom of one press of a button, and of a hundred pixels of a scroll wheel. */
const zoomStep = 1.5

export function Keyframes() {
  const group = useDeskValue(['clip', 'node'], (d) => d.level?.startsWith('g.') ?? false)
  return group ? (
    <p className={css.none}>A group’s grade stands over clips of different lengths: it has no keyframes.</p>
  ) : (
    <Editor />
  )
}

function Editor() {
  const desk = useDesk()
  const disabled = desk.suite.role !== 'colorist'
  const lanes = useMemo(() => new Lanes(desk), [desk])
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [menu, setMenu] = useState<readonly [number, number] | null>(null)
  const [wide, setWide] = useState(false)
  const rows = useRows(opened)
  const laneRef = useRef<HTMLCanvasElement>(null)
  const rulerRef = useRef<HTMLCanvasElement>(null)
  const headRef = useRef<HTMLDivElement>(null)
  const tree = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const [a, b, c] = [laneRef.current, rulerRef.current, headRef.current]
    return a && b && c ? lanes.mount({ lanes: a, ruler: b, head: c }) : undefined
  }, [lanes])
  useEffect(() => lanes.setRows(rows), [lanes, rows])
  const turn = useCallback(
    (row: Row, all: boolean) =>
      setOpened((was) => {
        const next = new Set(was)
        const ids = all ? lanes.rows.filter(({ depth }) => depth === row.depth).map(({ id }) => id) : [row.id]
        for (const id of ids)
          if (row.open) next.delete(id)
          else next.add(id)
        return next
      }),
    [lanes],
  )
  const close = useCallback(() => setMenu(null), [])
  useWheel(laneRef, tree, lanes)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reason: the keys are those of the tree and the buttons in it
    <div
      className={css.editor}
      data-wide={wide}
      data-testid="keyframes"
      tabIndex={-1}
      onMouseDown={(e) => e.preventDefault()}
      onKeyDown={(e) => editorKeys(e, desk, disabled, setMenu)}
    >
      <div className={css.tools}>
        <AutoAll disabled={disabled} />
        <div className="end">
          <IconButton icon={Minus} title="Show more frames" press={() => lanes.zoom(1 / zoomStep)} />
          <IconButton icon={Plus} title="Show fewer frames" press={() => lanes.zoom(zoomStep)} />
          <IconButton
            icon={wide ? Minimize2 : Maximize2}
            title={wide ? 'As wide as a palette' : 'Wide: over the centre palette'}
            pressed={wide}
            press={() => setWide(!wide)}
          />
        </div>
      </div>
      <Ruler lanes={lanes} canvas={rulerRef} />
      <KeyframeTree
        rows={rows}
        element={tree}
        turn={turn}
        scrolled={(top) => lanes.setScroll(top)}
        disabled={disabled}
      />
      <div className={css.lanes}>
        <canvas
          ref={laneRef}
          role="img"
          aria-label="Keyframes by frame"
          data-testid="keyframe-lanes"
          onPointerEnter={() => desk.setAbout(help)}
          onPointerLeave={() => desk.setAbout('')}
          onPointerDown={(e) => !menu && press(e, desk, lanes, disabled)}
          onDoubleClick={(e) => {
            const mark = lanes.markAt(lanes.spot(e))
            if (mark) go(desk, desk.keyframes.toTimeline(mark.frame))
          }}
          onContextMenu={(e) => {
            e.preventDefault()
            const mark = lanes.markAt(lanes.spot(e))
            const { keyframes } = desk
            if (mark && !mark.keys.every((key) => keyframes.selected.has(key))) keyframes.select(mark.keys)
            setMenu([e.clientX, e.clientY])
          }}
        />
      </div>
      <div className={css.over}>
        <div ref={headRef} className={css.head} />
      </div>
      {menu && <KeyframeMenu at={menu} groups={linesOf(desk, disabled)} close={close} />}
    </div>
  )
}

/** Rows with what they show; the same list until a word of it changes, so that neither a drag nor the playhead draws any of it. */
function useRows(opened: ReadonlySet<string>): readonly NamedRow[] {
  const locks = useSuiteValue(['session'], (s) => s.session.locks)
  const text = useDeskValue(['clip', 'graph', 'keyframes'], ({ graph, clip, suite, keyframes }) => {
    if (!graph) return '[]'
    const { chosen } = keyframes
    const named = rowsOf(graph, suite.drawn, keyframes.keys, opened).map((row): NamedRow => {
      const lock =
        locks.length > 0 && clip && row.depth === 0 ? lockAt(suite.session, { clip: clip.id, node: row.node }) : null
      return {
        ...row,
        chosen: chosen?.node === row.node && chosen.rest === row.rest,
        auto: keyframes.auto(row.node),
        lock: lock ? lockWords(suite.session, lock) : '',
      }
    })
    return JSON.stringify(named)
  })
  return useMemo(() => JSON.parse(text) as NamedRow[], [text])
}

/** The ruler: drag the playhead along it. */
function Ruler({
  lanes,
  canvas,
}: {
  readonly lanes: Lanes
  readonly canvas: React.RefObject<HTMLCanvasElement | null>
}) {
  const desk = useDesk()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const say = () => {
      const { keyframes } = desk
      const set = (name: string, value: number) => element.current?.setAttribute(`aria-value${name}`, String(value))
      set('now', keyframes.toTimeline(keyframes.now))
      set('min', keyframes.toTimeline(keyframes.reach[0]))
      set('max', keyframes.toTimeline(keyframes.reach[1]))
    }
    say()
    const stops = [desk.on('frame', say), desk.on('clip', say)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [desk])
  const seek = (x: number) => {
    const to = desk.keyframes.toTimeline(lanes.frameAt(x))
    if (to !== desk.frame) go(desk, to)
  }
  return (
    <div
      ref={element}
      role="slider"
      tabIndex={0}
      aria-label="Playhead on the keyframe ruler"
      aria-valuenow={0}
      className={css.ruler}
      onMouseDown={(e) => e.preventDefault()}
      onPointerDown={(e) => beginSeek(e.currentTarget, e.nativeEvent, seek)}
    >
      <canvas ref={canvas} />
    </div>
  )
}

/** Scrolling: up and down through the tracks, with Shift along the frames, with Control or Command nearer and farther. */
function useWheel(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  tree: React.RefObject<HTMLDivElement | null>,
  lanes: Lanes,
): void {
  useEffect(() => {
    const element = canvas.current
    if (!element) return undefined
    const roll = (e: WheelEvent) => {
      e.preventDefault()
      if (e.ctrlKey || e.metaKey) lanes.zoom(zoomStep ** (-e.deltaY / 100), lanes.spot(e)[0])
      else if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) lanes.pan(e.deltaX || e.deltaY)
      else if (tree.current) tree.current.scrollTop += e.deltaY
    }
    element.addEventListener('wheel', roll, { passive: false })
    return () => element.removeEventListener('wheel', roll)
  })
}
