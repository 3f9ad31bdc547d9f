/** A scope: traces and graticule of what the picture worker counted, and rings above them, painted outside React. */
import { useContext, useEffect, useRef } from 'react'
import { spaces } from '../../shared/spaces/index.ts'
import type { ScopeLook } from '../state/scope-choice.ts'
import { useSuiteValue } from '../state/use-desk.ts'
import css from './scope-canvas.module.css'
import { drawRings, drawScope } from './scope-draw.ts'
import { ScopeContext } from './scope-loop.ts'

export interface ScopeCanvasProps {
  readonly look: ScopeLook
  readonly lowPass: boolean
  readonly title: string
}

/** In whatever window it stands, at the beat of that window's screen. */
export function ScopeCanvas({ look, lowPass, title }: ScopeCanvasProps) {
  const loop = useContext(ScopeContext)
  const output = useSuiteValue(['session'], (s) => s.session.pipeline.output)
  const canvas = useRef<HTMLCanvasElement>(null)
  const above = useRef<HTMLCanvasElement>(null)
  useEffect(() => loop?.want(look.kind, lowPass), [loop, look.kind, lowPass])
  useEffect(() => {
    const [traces, rings] = [canvas.current, above.current]
    const here = traces?.ownerDocument.defaultView
    if (!loop || !traces || !rings || !here) return undefined
    const space = spaces.find(({ id }) => id === output) ?? spaces[0]!
    const paint = soonIn(here, () => drawScope(traces, loop.scoped, look, space))
    const ring = soonIn(here, () => drawRings(rings, loop.pointed, look, space))
    const size = new here.ResizeObserver(() => {
      paint.soon()
      ring.soon()
    })
    size.observe(traces)
    const stops = [loop.on(paint.soon), loop.onPointed(ring.soon)]
    paint.soon()
    return () => {
      for (const stop of stops) stop()
      size.disconnect()
      paint.stop()
      ring.stop()
    }
  }, [loop, look, output])
  return (
    <div className={css.scope}>
      <canvas ref={canvas} className={css.layer} role="img" aria-label={title} data-testid="scope" />
      <canvas ref={above} className={css.layer} data-testid="rings" />
    </div>
  )
}

/** Runs `paint` once before the window's next picture, however often it is asked for. */
function soonIn(here: Window, paint: () => void): { readonly soon: () => void; readonly stop: () => void } {
  let due = 0
  return {
    soon: () => {
      if (due === 0)
        due = here.requestAnimationFrame(() => {
          due = 0
          paint()
        })
    },
    stop: () => here.cancelAnimationFrame(due),
  }
}
