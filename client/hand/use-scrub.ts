/** A tuple under the fingers: drags and steps of one control, on any grip. */
import type React from 'react'
import { useEffect, useMemo, useRef } from 'react'
import { Burst, commitBurst } from './burst.ts'
import type { Grip, Hold } from './grip.ts'
import { beginPress, type Drag } from './press.ts'

export type Tuple = readonly number[]

export interface Scrub {
  /** Call in `onPointerDown`; `turn` says where a drag takes the tuple that stood at its start, `still` what a press without a drag does. */
  drag(down: React.PointerEvent<HTMLElement>, turn: (from: Tuple, drag: Drag) => Tuple, still?: () => void): void
  /** A change without a release: arrow key, scroll wheel. */
  nudge(turn: (from: Tuple) => Tuple): void
  /** A change at once, one undo step: reset, typed number. */
  put(value: Tuple): void
  /** Drops an open run of nudges. */
  cancel(): void
}

/** `value` is the tuple as drawn now. */
export function useScrub(grip: Grip, value: Tuple): Scrub {
  const latest = useRef({ grip, value })
  latest.current = { grip, value }
  const scrub = useMemo(() => {
    const burst = new Burst(() => latest.current.grip())
    return {
      burst,
      drag(down: React.PointerEvent<HTMLElement>, turn: (from: Tuple, drag: Drag) => Tuple, still?: () => void) {
        let hold: Hold | null = null
        let from: Tuple = []
        let last: Tuple | null = null
        beginPress(down.currentTarget, down.nativeEvent, {
          start: () => {
            commitBurst()
            from = latest.current.value
            hold = latest.current.grip()
            return hold !== null
          },
          move: (drag) => {
            const next = turn(from, drag)
            if (last?.length === next.length && next.every((v, i) => v === last![i])) return
            last = next
            hold?.set(next)
          },
          end: () => hold?.[last === null ? 'discard' : 'commit'](),
          abort: () => hold?.discard(),
          ...(still ? { still } : {}),
        })
      },
      nudge(turn: (from: Tuple) => Tuple) {
        burst.set(turn(burst.value ?? latest.current.value))
      },
      put(value: Tuple) {
        commitBurst()
        const hold = latest.current.grip()
        if (!hold) return
        hold.set(value)
        hold.commit()
      },
      cancel: () => burst.discard(),
    }
  }, [])
  useEffect(() => () => scrub.burst.commit(), [scrub])
  return scrub
}
