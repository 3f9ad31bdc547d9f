/** The desk and the suite behind it, as React reads them: plain values, told only of what a component asked for. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { Value } from '../../shared/doc/grade.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { Desk, DeskKind } from './desk.ts'

export const DeskContext = createContext<Desk | null>(null)

/** The desk of the screen one stands in. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk stands outside a DeskContext')
  return desk
}

/** Reads something of the desk, again whenever one of the kinds fires. `read` answers the same object while nothing changed. */
export function useDeskValue<T>(kinds: readonly DeskKind[], read: (desk: Desk) => T): T {
  const desk = useDesk()
  const names = kinds.join(' ')
  const listen = useCallback(
    (hear: () => void) => {
      const stops = names.split(' ').map((kind) => desk.on(kind as DeskKind, hear))
      return () => {
        for (const stop of stops) stop()
      }
    },
    [desk, names],
  )
  return useSyncExternalStore(listen, () => read(desk))
}

type SuiteKind = Parameters<Suite['on']>[0]

/** Reads something of the suite, again whenever one of the kinds fires. */
export function useSuiteValue<T>(kinds: readonly SuiteKind[], read: (suite: Suite) => T): T {
  const { suite } = useDesk()
  const names = kinds.join(' ')
  const listen = useCallback(
    (hear: () => void) => {
      const stops = names.split(' ').map((kind) => suite.on(kind as SuiteKind, hear))
      return () => {
        for (const stop of stops) stop()
      }
    },
    [suite, names],
  )
  return useSyncExternalStore(listen, () => read(suite))
}

const nothing = () => {}

/** The drawn value of one grade key, or `neutral` where none is stored: a drag renders only what stands on its key. */
export function useControl(key: string | null, neutral: Value): Value {
  const { suite } = useDesk()
  const listen = useCallback((hear: () => void) => (key === null ? nothing : suite.onKey(key, hear)), [suite, key])
  return useSyncExternalStore(listen, () => (key === null ? neutral : (suite.drawn.get(key) ?? neutral)))
}
