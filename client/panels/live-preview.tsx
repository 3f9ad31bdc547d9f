/** The grade under the pointer on the clip on show, over the picture; any key, press or turn of the wheel takes it off. */
import { useContext, useEffect, useRef } from 'react'
import { useCompareValue, useDesk } from '../state/use-desk.ts'
import { PaneEasel } from '../viewer/easel.ts'
import { LivePicture } from '../viewer/live-picture.ts'
import { PairLineContext } from '../viewer/pair-line.ts'
import css from './live-preview.module.css'

export function LivePreview() {
  const desk = useDesk()
  const line = useContext(PairLineContext)
  const live = useCompareValue(['view'], (c) => c.live)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!line || !live || !canvas.current) return undefined
    // The clean feed goes on showing the picture: others may be looking at it.
    const easel = new PaneEasel(canvas.current, desk.framing, false)
    const picture = new LivePicture({
      desk,
      line,
      easel,
      live,
      told: (sentence) => sentence !== null && desk.say(sentence),
    })
    const off = () => desk.compare.setLive(null)
    const kinds = ['keydown', 'pointerdown', 'wheel', 'blur'] as const
    for (const kind of kinds) window.addEventListener(kind, off, { capture: true })
    const stops = [desk.on('play', off), desk.on('clip', off)]
    return () => {
      picture.close()
      for (const kind of kinds) window.removeEventListener(kind, off, { capture: true })
      for (const stop of stops) stop()
    }
  }, [desk, line, live])
  return (
    <canvas
      key={live?.title}
      ref={canvas}
      className={css.live}
      width={0}
      height={0}
      aria-label="Preview"
      data-testid="live"
    />
  )
}
