/** Pointing at something with a grade shows it on the clip on show, after a moment; what stands beside it then at once. */
import { useEffect, useRef } from 'react'
import type { LivePreview } from '../state/desk.ts'
import { useDesk } from '../state/use-desk.ts'

/** Who only passes by is not in the way, milliseconds. */
const dwellMs = 160

export interface LiveHands {
  /** The pointer has come. */
  readonly enter: (of: LivePreview) => void
  /** The pointer is elsewhere, or does something else than point. */
  readonly leave: () => void
}

/** Of one thing that is pointed at: when it goes, its preview goes. */
export function useLivePreview(): LiveHands {
  const desk = useDesk()
  const own = useRef<LivePreview | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const hands = useRef<LiveHands>(null)
  hands.current ??= {
    enter(of) {
      const next = desk.compare.live !== null
      clearTimeout(timer.current)
      if (desk.layout.off.has('live-preview') || desk.playing || desk.cover !== null || !desk.clip) return
      timer.current = setTimeout(
        () => {
          own.current = of
          desk.compare.setLive(of)
        },
        next ? 0 : dwellMs,
      )
    },
    leave() {
      clearTimeout(timer.current)
      if (own.current !== null && desk.compare.live === own.current) desk.compare.setLive(null)
      own.current = null
    },
  }
  useEffect(() => hands.current!.leave, [])
  return hands.current
}
