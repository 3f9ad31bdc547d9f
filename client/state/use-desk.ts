/** The desk and the suite behind it, as React reads them: plain values, told only of what a component asked for. */
import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from 'react'
import type { Value } from '../../shared/doc/grade.ts'
import { printPath } from '../../shared/doc/path.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { Compare, CompareKind } from './compare.ts'
import type { Desk, DeskKind } from './desk.ts'
import type { Mark } from './keyframes.ts'

export const DeskContext = createContext<Desk | null>(null)

/** The desk of the screen one stands in. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk stands outside a DeskContext')
  return desk
}

interface Source<K extends string> {
  on(kind: K, hear: () => void): () => void
}

/**
 * Reads a value of a source, again only when one of the kinds has fired or `read` is another function: a getter that makes a new object
 * each time is asked once an event, not once a look.
 */
function useWatched<K extends string, T>(source: Source<K>, kinds: readonly K[], read: () => T): T {
  const names = kinds.join(' ')
  const cell = useRef<{ tick: number; at: number; read: (() => T) | null; value: T | null }>({
    tick: 0,
    at: -1,
    read: null,
    value: null,
  })
  const listen = useCallback(
    (hear: () => void) => {
      const fire = () => {
        cell.current.tick++
        hear()
      }
      const stops = names.split(' ').map((kind) => source.on(kind as K, fire))
      cell.current.tick++ // What fired between the first look and now has been missed.
      return () => {
        for (const stop of stops) stop()
      }
    },
    [source, names],
  )
  return useSyncExternalStore(listen, () => {
    const held = cell.current
    if (held.at !== held.tick || held.read !== read)
      cell.current = { tick: held.tick, at: held.tick, read, value: read() }
    return cell.current.value as T
  })
}

/** Reads something of the desk, again whenever one of the kinds fires. */
export function useDeskValue<T>(kinds: readonly DeskKind[], read: (desk: Desk) => T): T {
  const desk = useDesk()
  return useWatched(desk, kinds, () => read(desk))
}

/** Reads something of what the review looks at, again whenever one of the kinds fires. */
export function useCompareValue<T>(kinds: readonly CompareKind[], read: (compare: Compare) => T): T {
  const { compare } = useDesk()
  return useWatched(compare, kinds, () => read(compare))
}

type SuiteKind = Parameters<Suite['on']>[0]

/** Reads something of the suite, again whenever one of the kinds fires. */
export function useSuiteValue<T>(kinds: readonly SuiteKind[], read: (suite: Suite) => T): T {
  const { suite } = useDesk()
  return useWatched(suite, kinds, () => read(suite))
}

const nothing = () => {}

/**
 * The drawn value of one grade key at the frame on show, or `neutral` where none is stored: a drag renders only what stands on its key, and
 * the playhead only what its keyframes give another value.
 */
export function useControl(key: string | null, neutral: Value): Value {
  const desk = useDesk()
  const listen = useCallback(
    (hear: () => void) => {
      if (key === null) return nothing
      const stops = [desk.suite.onKey(key, hear), desk.on('keyed', hear)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    [desk, key],
  )
  return useSyncExternalStore(listen, () => (key === null ? neutral : (desk.keyframes.value(key) ?? neutral)))
}

/** What the mark beside the control of a key says. */
export const useKeyMark = (key: string | null): Mark =>
  useDeskValue(['clip', 'keyed', 'play'], ({ keyframes }) => (key === null ? 'off' : keyframes.mark(key)))

/** What the mark beside a control says: of several that are shown as one, the brightest. */
export function useMark(controls: readonly string[]): Mark {
  return useDeskValue(['clip', 'keyed', 'play'], ({ level, version, node, keyframes }) => {
    if (!level || !node) return 'off'
    const marks = controls.map((control) => keyframes.mark(printPath(level, version, node.id, control)))
    return marks.find((mark) => mark === 'here') ?? marks.find((mark) => mark === 'under') ?? 'off'
  })
}
