/** The compared pictures for React: a canvas a part, drawn by the loop of two pictures. */
import { createContext, useContext, useEffect, useRef } from 'react'
import type { CompareLoop, Part } from './compare-loop.ts'
import { CanvasEasel } from './easel.ts'

export const CompareContext = createContext<CompareLoop | null>(null)

export interface CompareCanvasProps {
  readonly part: Part
  readonly title: string
}

/** Fills the box it stands in, one of its pixels to one of the device. */
export function CompareCanvas({ part, title }: CompareCanvasProps) {
  const loop = useContext(CompareContext)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!loop || !canvas.current) return
    const easel = new CanvasEasel(canvas.current)
    const detach = loop.attach(part, easel)
    const stop = easel.follow(() => loop.resized())
    return () => {
      stop()
      detach()
    }
  }, [loop, part])
  return <canvas ref={canvas} width={0} height={0} aria-label={title} data-testid={`compare-${part}`} />
}
