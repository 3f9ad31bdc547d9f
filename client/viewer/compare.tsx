/** The compared pictures for React: a canvas a part, drawn by the loop of two pictures. */
import { createContext, useContext, useEffect, useRef } from 'react'
import { useDesk } from '../state/use-desk.ts'
import type { CompareLoop, Part } from './compare-loop.ts'
import { CanvasEasel, PaneEasel } from './easel.ts'
import { followFraming } from './follow-framing.ts'

export const CompareContext = createContext<CompareLoop | null>(null)

export interface CompareCanvasProps {
  readonly part: Part
  readonly title: string
  /** In a box of its own, which it fills whatever the zoom. */
  readonly beside?: boolean
}

/** Over what of the picture's box can be seen, one of its pixels to one of the device. */
export function CompareCanvas({ part, title, beside = false }: CompareCanvasProps) {
  const desk = useDesk()
  const loop = useContext(CompareContext)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!loop || !canvas.current) return
    const hear = () => loop.resized()
    // The clean feed shows the picture, not what it is compared with.
    const { framing } = desk
    const easel = beside ? new CanvasEasel(canvas.current) : new PaneEasel(canvas.current, framing, false)
    const detach = loop.attach(part, easel)
    const stop = easel instanceof CanvasEasel ? easel.follow(hear) : followFraming(desk, easel, hear)
    return () => {
      stop()
      detach()
    }
  }, [desk, loop, part, beside])
  return <canvas ref={canvas} width={0} height={0} aria-label={title} data-testid={`compare-${part}`} />
}
