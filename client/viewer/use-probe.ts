/** The probe for React: what the selected node reads, asked for when a hand wants it or when the picture has come to rest. */
import { useEffect, useState } from 'react'
import { useDesk } from '../state/use-desk.ts'
import { histogramOf } from './probe.ts'
import { useProbe } from './probe-context.ts'

/** Rest after the last change before a histogram is counted again, milliseconds: none is counted while hands move. */
const restMs = 250

/** Pixels of what the selected node reads, by their value in so many even parts of 0 to 1, of R, G and B; null until there is one. */
export function useHistogram(parts: number): ReturnType<typeof histogramOf> | null {
  const desk = useDesk()
  const probe = useProbe()
  const [counted, setCounted] = useState<ReturnType<typeof histogramOf> | null>(null)
  useEffect(() => {
    if (!probe) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let over = false
    const later = () => {
      clearTimeout(timer)
      if (!desk.playing) timer = setTimeout(count, restMs)
    }
    const count = async () => {
      if (desk.suite.adjusting.size > 0) return later()
      const input = await probe.input()
      if (!over) setCounted(typeof input === 'string' ? null : histogramOf(input, parts))
    }
    const stops = (['graph', 'frame', 'clip', 'play', 'receipt'] as const).map((kind) => desk.on(kind, later))
    later()
    return () => {
      over = true
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [desk, probe, parts])
  return counted
}
