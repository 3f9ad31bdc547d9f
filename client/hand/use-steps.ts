/** The scroll wheel over a control: steps it, but only with focus or after the pointer has rested on it, so that scrolling a panel grades nothing. */
import { type RefObject, useEffect, useRef } from 'react'

/** Rest of the pointer before the wheel counts, milliseconds. */
export const dwellMs = 150

/** Calls `step` with +1 or −1 for each notch; `fine` is Alt. */
export function useSteps(element: RefObject<HTMLElement | null>, step: (by: 1 | -1, fine: boolean) => void): void {
  const now = useRef(step)
  now.current = step
  useEffect(() => {
    const target = element.current
    if (!target) return
    let entered = Number.POSITIVE_INFINITY
    const enter = (e: PointerEvent) => (entered = e.timeStamp)
    const leave = () => (entered = Number.POSITIVE_INFINITY)
    const wheel = (e: WheelEvent) => {
      const rested = e.timeStamp - entered >= dwellMs
      if (!rested && !target.contains(document.activeElement)) return
      const way = e.deltaY || e.deltaX
      if (way === 0 || e.ctrlKey) return
      e.preventDefault()
      now.current(way < 0 ? 1 : -1, e.altKey)
    }
    target.addEventListener('pointerenter', enter)
    target.addEventListener('pointerleave', leave)
    target.addEventListener('wheel', wheel, { passive: false })
    return () => {
      target.removeEventListener('pointerenter', enter)
      target.removeEventListener('pointerleave', leave)
      target.removeEventListener('wheel', wheel)
    }
  }, [element])
}
