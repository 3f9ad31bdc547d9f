/**
 * A and B laid beside each other in the picture's box: one alone, a wipe, a mix, side by side, their difference, or one after the other. In the
 * grader B is the picture itself, which lies beneath and goes on being drawn by its own loop.
 */
import { useEffect, useRef, useState } from 'react'
import { beginSeek } from '../hand/press.ts'
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { CompareCanvas } from '../viewer/compare.tsx'
import css from './compare-stage.module.css'

/** Each picture stands this long while they blink, milliseconds: twice a second at most, below what harms anybody (WCAG 2.3.1). */
const blinkMs = 600

export function CompareStage() {
  const under = useCompareValue(['view'], (c) => c.under)
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
            <CompareCanvas part="a" title="Picture of A" beside />
          </div>
          <div className={css.half} style={{ aspectRatio: shape }}>
            <CompareCanvas part="b" title="Picture of B" beside />
          </div>
        </div>
      )
    case 'difference':
      if (under) return <UnderDifference />
      return (
        <div className={css.one}>
          <CompareCanvas part="difference" title="Difference of A and B" />
        </div>
      )
    case 'blink':
      return <Blink />
    case 'wipe':
    case 'mix':
      return <WipeStage mix={mode === 'mix'} under={under} />
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

/** The reference over the picture itself: the browser takes one from the other, and a brighter view of that where it is asked for. */
function UnderDifference() {
  const gain = useCompareValue(['view'], (c) => c.gain)
  return (
    <>
      <div className={`${css.one} ${css.taken}`}>
        <CompareCanvas part="a" title="Difference from the reference" />
      </div>
      {gain !== 1 && (
        <div
          className={`${css.one} ${css.gained}`}
          style={{ backdropFilter: `brightness(${gain})` }}
          aria-hidden="true"
        />
      )}
    </>
  )
}

interface WipeProps {
  /** A is as much over B as the place says, everywhere, in place of a line. */
  readonly mix: boolean
  readonly under: boolean
}

/**
 * A left of the line, or above it; inverted, on its other side. A drag anywhere in the picture moves the line; so do the arrow keys. Moves by
 * CSS alone: nothing is drawn again.
 */
function WipeStage({ mix, under }: WipeProps) {
  const desk = useDesk()
  const { compare } = desk
  const stage = useRef<HTMLDivElement>(null)
  const above = useRef<HTMLDivElement>(null)
  const handle = useRef<HTMLDivElement>(null)
  const upright = useCompareValue(['wipe'], (c) => mix || c.wipe.line === 'upright')
  const picking = useDeskValue(['palette'], (d) => d.palettes.picker !== null)
  useEffect(() => {
    const place = () => {
      const { at, line, invert } = compare.wipe
      const across = mix || line === 'upright'
      if (above.current) {
        above.current.style.opacity = mix ? String(invert ? 1 - at : at) : '1'
        above.current.style.clipPath = mix ? 'none' : clipOf(at, across, invert)
      }
      if (handle.current) {
        handle.current.style.left = across ? `${at * 100}%` : '0'
        handle.current.style.top = across ? '0' : `${at * 100}%`
        handle.current.setAttribute('aria-valuenow', String(Math.round(at * 100)))
        handle.current.setAttribute('aria-orientation', across ? 'horizontal' : 'vertical')
      }
    }
    place()
    return compare.on('wipe', place)
  }, [compare, mix])
  const to = (x: number, y: number) => {
    const box = stage.current!.getBoundingClientRect()
    const across = mix || compare.wipe.line === 'upright'
    compare.setWipe({ at: across ? (x - box.x) / box.width : (y - box.y) / box.height })
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
      data-mix={mix}
      data-picking={picking}
      onMouseDown={(e) => e.preventDefault()}
      onPointerDown={(e) => beginSeek(e.currentTarget, e.nativeEvent, to)}
    >
      {!under && <CompareCanvas part="b" title="Picture of B" />}
      <div ref={above} className={css.above}>
        <CompareCanvas part="a" title={under ? 'Picture of the reference' : 'Picture of A'} />
      </div>
      <div
        ref={handle}
        className={css.line}
        role="slider"
        tabIndex={0}
        aria-label={mix ? 'Mix' : 'Wipe'}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(compare.wipe.at * 100)}
        onKeyDown={key}
      />
    </div>
  )
}

/** What is seen of A: from the left or the top up to the line, or from the line on. */
function clipOf(at: number, across: boolean, invert: boolean): string {
  const [shown, rest] = [`${at * 100}%`, `${100 - at * 100}%`]
  if (across) return invert ? `inset(0 0 0 ${shown})` : `inset(0 ${rest} 0 0)`
  return invert ? `inset(${shown} 0 0 0)` : `inset(0 0 ${rest} 0)`
}
