/** The stage and the picture's box on it: scroll zooms at the pointer, a middle drag pans; all that lies over the picture fills the box. */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { shareAt } from '../hand/place.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import css from './viewer.module.css'

/** Rest after which the system's pointer hides over the stage, milliseconds. */
const restMs = 1000
/** A notch of a wheel (100 units) is a sixth larger or smaller. */
const zoomPerUnit = 0.0015
const mostUnits = 240

export interface PictureBoxProps {
  /** Two pictures beside each other: as large as fits, whatever the zoom. */
  readonly fixed: boolean
  readonly children: ReactNode
}

export function PictureBox({ fixed, children }: PictureBoxProps) {
  const desk = useDesk()
  const { framing } = desk
  const { width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  const surround = useDeskValue(['framing'], ({ framing: f }) => (f.assess ? 'middle' : f.surround))
  const assess = useDeskValue(['framing'], (d) => d.framing.assess)
  const bare = useDeskValue(['framing'], (d) => d.framing.bare || d.framing.full)
  const stage = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => framing.set({ fixed }), [framing, fixed])
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      const { width: across, height: down } = entry.contentRect
      if (across === 0 || down === 0) return
      const exact = entry.devicePixelContentBoxSize?.[0]
      const ratio = exact ? exact.inlineSize / across : devicePixelRatio
      const size = [
        exact?.inlineSize ?? Math.round(across * ratio),
        exact?.blockSize ?? Math.round(down * ratio),
      ] as const
      framing.measure(size, ratio, [width, height])
    })
    try {
      observer.observe(stage.current!, { box: 'device-pixel-content-box' })
    } catch {
      // A browser without that box: the nearest whole number of pixels.
      observer.observe(stage.current!)
    }
    return () => observer.disconnect()
  }, [framing, width, height])
  useLayoutEffect(() => {
    const place = () => {
      const { style } = box.current!
      if (framing.stage[0] === 0) return
      const { box: at, ratio, fit, scale } = framing
      style.position = 'absolute'
      style.left = `${at.left / ratio}px`
      style.top = `${at.top / ratio}px`
      style.width = `${at.width / ratio}px`
      style.height = `${at.height / ratio}px`
      // Handles and marks keep their size on the glass.
      style.setProperty('--keep', String(fit / scale))
    }
    place()
    return desk.on('framing', place)
  }, [desk, framing])
  useEffect(() => {
    const element = stage.current!
    const wheel = (e: WheelEvent) => {
      e.preventDefault()
      const units = Math.max(-mostUnits, Math.min(mostUnits, e.deltaMode === 1 ? e.deltaY * 33 : e.deltaY))
      const from = element.getBoundingClientRect()
      const at = [(e.clientX - from.x) * framing.ratio, (e.clientY - from.y) * framing.ratio] as const
      framing.zoomTo(framing.scale * Math.exp(-units * zoomPerUnit), at)
    }
    const full = () => framing.set({ full: document.fullscreenElement === element })
    element.addEventListener('wheel', wheel, { passive: false })
    document.addEventListener('fullscreenchange', full)
    return () => {
      element.removeEventListener('wheel', wheel)
      document.removeEventListener('fullscreenchange', full)
    }
  }, [framing])

  const pan = useRef<{ x: number; y: number } | null>(null)
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(rest.current), [])
  const move = (e: React.PointerEvent<HTMLDivElement>) => {
    const element = e.currentTarget
    element.dataset.rest = 'false'
    clearTimeout(rest.current)
    rest.current = setTimeout(() => {
      element.dataset.rest = 'true'
    }, restMs)
    if (pan.current) {
      framing.panBy((e.clientX - pan.current.x) * framing.ratio, (e.clientY - pan.current.y) * framing.ratio)
      pan.current = { x: e.clientX, y: e.clientY }
    }
    const [right, down] = shareAt(box.current!.getBoundingClientRect(), e)
    framing.point(right >= 0 && right < 1 && down >= 0 && down < 1 ? [right, down] : null)
  }
  const letGo = () => {
    pan.current = null
    delete stage.current!.dataset.pan
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reason: the zoom menu and the keys do the same by keyboard
    <div
      ref={stage}
      className={css.surround}
      data-stage
      data-surround={surround}
      data-bare={bare}
      onMouseDown={(e) => {
        // Else the browser scrolls on its own.
        if (e.button === 1) e.preventDefault()
      }}
      onPointerDown={(e) => {
        if (e.button !== 1 || e.defaultPrevented) return
        e.currentTarget.setPointerCapture(e.pointerId)
        e.currentTarget.dataset.pan = 'true'
        pan.current = { x: e.clientX, y: e.clientY }
      }}
      onPointerMove={move}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onPointerLeave={() => framing.point(null)}
    >
      <div
        ref={box}
        className={css.picture}
        data-testid="picture"
        data-assess={assess}
        style={{ aspectRatio: `${width} / ${height}`, width: `min(96cqw, 96cqh * ${width / height})` }}
      >
        {children}
      </div>
    </div>
  )
}
