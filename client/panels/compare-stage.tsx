/** A and B laid beside each other in the picture's box: one alone, a wipe, side by side, their difference, or one after the other. */
import { useEffect, useRef, useState } from 'react'
import { beginPress } from '../hand/press.ts'
import { useCompareValue, useDesk, useSuiteValue } from '../state/use-desk.ts'
import { CompareCanvas } from '../viewer/compare.tsx'
import css from './compare-stage.module.css'

/** Each picture stands this long while they blink, milliseconds: twice a second at most, below what harms anybody (WCAG 2.3.1). */
const blinkMs = 600

export function CompareStage() {
  const shape = useSuiteValue(['session'], (s) => s.session.timeline.width / s.session.timeline.height)
  const mode = useCompareValue(['view'], (c) => c.mode)
  switch (mode) {
    case 'snapshot':
      return (
        <div className={css.one}>
          <CompareCanvas part="a" title="Picture of A" />
        </div>
      )
    case 'side':
      return (
        <div className={css.side}>
          <div className={css.half} style={{ aspectRatio: shape }}>
            <CompareCanvas part="a" title="Picture of A" />
          </div>
          <div className={css.half} style={{ aspectRatio: shape }}>
            <CompareCanvas part="b" title="Picture of B" />
          </div>
        </div>
      )
    case 'difference':
      return (
        <div className={css.one}>
          <CompareCanvas part="difference" title="Difference of A and B" />
        </div>
      )
    case 'blink':
      return <Blink />
    case 'wipe':
      return <WipeStage />
    case 'now':
      return null
  }
}

function Blink() {
  const [a, setA] = useState(true)
  useEffect(() => {
    const timer = setInterval(() => setA((was) => !was), blinkMs)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className={css.one}>
      <CompareCanvas part="b" title="Picture of B" />
      <div className={css.above} style={{ visibility: a ? 'visible' : 'hidden' }}>
        <CompareCanvas part="a" title="Picture of A" />
      </div>
    </div>
  )
}

/** A left of the line, or above it. A drag anywhere in the picture moves the line; so do the arrow keys. Moves by CSS alone: nothing is drawn again. */
function WipeStage() {
  const { compare } = useDesk()
  const stage = useRef<HTMLDivElement>(null)
  const above = useRef<HTMLDivElement>(null)
  const handle = useRef<HTMLDivElement>(null)
  const upright = useCompareValue(['wipe'], (c) => c.wipe.line === 'upright')
  useEffect(() => {
    const place = () => {
      const { at, line } = compare.wipe
      const rest = `${100 - at * 100}%`
      if (above.current)
        above.current.style.clipPath = line === 'upright' ? `inset(0 ${rest} 0 0)` : `inset(0 0 ${rest} 0)`
      if (handle.current) {
        handle.current.style.left = line === 'upright' ? `${at * 100}%` : '0'
        handle.current.style.top = line === 'upright' ? '0' : `${at * 100}%`
        handle.current.setAttribute('aria-valuenow', String(Math.round(at * 100)))
        handle.current.setAttribute('aria-orientation', line === 'upright' ? 'horizontal' : 'vertical')
      }
    }
    place()
    return compare.on('wipe', place)
  }, [compare])
  const to = (x: number, y: number) => {
    const box = stage.current!.getBoundingClientRect()
    compare.setWipe({ at: compare.wipe.line === 'upright' ? (x - box.x) / box.width : (y - box.y) / box.height })
  }
  const key = (e: React.KeyboardEvent) => {
    const step = e.altKey ? 0.001 : e.shiftKey ? 0.1 : 0.01
    const { at } = compare.wipe
    if (e.key === 'ArrowLeft' || e.key === 'ArrowUp') compare.setWipe({ at: at - step })
    else if (e.key === 'ArrowRight' || e.key === 'ArrowDown') compare.setWipe({ at: at + step })
    else if (e.key === 'Home') compare.setWipe({ at: 0 })
    else if (e.key === 'End') compare.setWipe({ at: 1 })
    else return
    e.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reason: the slider on the line does the same by keyboard
    <div
      ref={stage}
      className={css.one}
      data-line={upright ? 'upright' : 'level'}
      onMouseDown={(e) => e.preventDefault()}
      onPointerDown={(e) => {
        if (e.button !== 0) return
        to(e.clientX, e.clientY)
        beginPress(
          e.currentTarget,
          e.nativeEvent,
          { start: () => true, move: (d) => to(d.x, d.y), end: () => {}, abort: () => {} },
          { lock: false },
        )
      }}
    >
      <CompareCanvas part="b" title="Picture of B" />
      <div ref={above} className={css.above}>
        <CompareCanvas part="a" title="Picture of A" />
      </div>
      <div
        ref={handle}
        className={css.line}
        role="slider"
        tabIndex={0}
        aria-label="Wipe"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(compare.wipe.at * 100)}
        onKeyDown={key}
      />
    </div>
  )
}
