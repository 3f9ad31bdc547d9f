/** A colour wheel: ring, puck, master wheel and fields of one tuple (interface.md 2.2). Every range and rate comes from the definition. */
import { useRef } from 'react'
import { type Param, printShown } from '../../shared/op/param.ts'
import { rim, within } from '../hand/ball.ts'
import type { Grip } from '../hand/grip.ts'
import { fineDivisor } from '../hand/scale.ts'
import { type Tuple, useScrub } from '../hand/use-scrub.ts'
import { useSteps } from '../hand/use-steps.ts'
import { master, puck, putPuck, resetColour, resetField, turnBall, turnMaster } from '../hand/wheel.ts'
import { RotateCcw } from '../icons/index.ts'
import { words } from '../words/words.ts'
import { Diamond, type Marked } from './diamond.tsx'
import { Field } from './field.tsx'
import { IconButton } from './icon-button.tsx'
import css from './wheel.module.css'

export interface WheelProps extends Marked {
  readonly param: Param
  readonly value: Tuple
  readonly grip: Grip
  readonly disabled?: boolean
}

export function Wheel({ param, value, grip, disabled = false, mark }: WheelProps) {
  const scrub = useScrub(grip, value)
  const ring = useRef<HTMLDivElement>(null)
  const wheel = useRef<HTMLDivElement>(null)
  const [x, y] = within(...puck(param, value))
  const text = param.components.map((c, i) => `${c.toUpperCase()} ${printShown(param, value[i]!)}`).join(', ')
  const notch = (by: number, fine: boolean) => scrub.nudge((from) => turnMaster(param, from, by * (fine ? 1 : 10)))
  useSteps(wheel, (by, fine) => !disabled && notch(by, fine))

  const grab = (e: React.PointerEvent<HTMLElement>) => {
    if (disabled) return
    const box = e.currentTarget.getBoundingClientRect()
    if (e.ctrlKey || e.metaKey) return scrub.drag(e, (from, d) => turnMaster(param, from, d.dx - d.dy))
    if (e.shiftKey)
      return scrub.drag(e, (from, d) => {
        const [px, py] = [(d.x - box.x) / box.width, (d.y - box.y) / box.height]
        return putPuck(param, from, ...within(px * 2 - 1, py * 2 - 1))
      })
    scrub.drag(e, (from, d) => turnBall(param, from, d.dx, d.dy))
  }

  return (
    <section className={css.wheel} aria-label={param.title} data-disabled={disabled}>
      <header className={css.head}>
        <h3>
          <Diamond mark={mark} />
          {param.title}
        </h3>
        <IconButton
          icon={RotateCcw}
          title={words.resetOf(param.title)}
          disabled={disabled}
          press={() => scrub.put(param.neutral)}
        />
      </header>
      <div
        ref={ring}
        role="slider"
        tabIndex={disabled ? -1 : 0}
        aria-label={`${param.title} colour`}
        aria-disabled={disabled}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(Math.hypot(x, y) * 100)}
        aria-valuetext={text}
        className={css.ring}
        onMouseDown={(e) => e.preventDefault()}
        onPointerDown={grab}
        onDoubleClick={() => !disabled && scrub.put(resetColour(param, value))}
        onKeyDown={(e) => {
          const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key]
          if (disabled || !way || e.ctrlKey || e.metaKey) return
          e.preventDefault()
          e.stopPropagation()
          const by = e.altKey ? 10 / fineDivisor : 10
          scrub.nudge((from) => turnBall(param, from, way[0]! * by, way[1]! * by))
        }}
      >
        <svg viewBox="-100 -100 200 200" aria-hidden="true">
          <circle className={css.disc} r="98" />
          <circle className={css.inner} r="84" />
          <path className={css.cross} d="M-84 0H84M0-84V84" />
          {rim.map(({ degrees, title }) => {
            const turn = (degrees * Math.PI) / 180
            const [cx, cy] = [Math.cos(turn), -Math.sin(turn)]
            return (
              <text key={title} className={css.mark} x={cx * 91} y={cy * 91}>
                {title}
              </text>
            )
          })}
          <path className={css.line} d={`M0 0L${(x * 84).toFixed(2)} ${(y * 84).toFixed(2)}`} />
          <circle className={css.puck} cx={(x * 84).toFixed(2)} cy={(y * 84).toFixed(2)} r="4.5" />
        </svg>
      </div>
      <div
        ref={wheel}
        role="slider"
        tabIndex={disabled ? -1 : 0}
        aria-label={`${param.title} master`}
        aria-disabled={disabled}
        aria-valuemin={param.soft[0]}
        aria-valuemax={param.soft[1]}
        aria-valuenow={Math.round(master(param, value) * 1e4) / 1e4}
        aria-valuetext={printShown(param, master(param, value))}
        className={css.master}
        onMouseDown={(e) => e.preventDefault()}
        onPointerDown={(e) => !disabled && scrub.drag(e, (from, d) => turnMaster(param, from, d.dx))}
        onDoubleClick={() => !disabled && scrub.put(resetMaster(param, value))}
        onKeyDown={(e) => {
          const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[e.key]
          if (disabled || !way || e.ctrlKey || e.metaKey) return
          e.preventDefault()
          e.stopPropagation()
          notch(way, e.altKey)
        }}
      >
        <div
          className={css.ribs}
          style={{
            backgroundPositionX: `${((master(param, value) - param.neutral[0]!) / (param.soft[1] - param.soft[0])) * 480}px`,
          }}
        />
      </div>
      <div className={css.fields}>
        {param.components.map((component, i) => (
          <div key={component} className={css.cell}>
            <Field
              param={param}
              index={i}
              value={value}
              scrub={scrub}
              disabled={disabled}
              name={`${param.title} ${component.toUpperCase()}`}
            />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: Delete on the field resets its channel too */}
            <span
              className={css.letter}
              data-channel={component}
              onDoubleClick={() => !disabled && scrub.put(resetField(param, value, i))}
            >
              {component.toUpperCase()}
            </span>
          </div>
        ))}
      </div>
    </section>
  )
}

/** The master alone at rest: Y, or the level of the three with their differences kept. */
function resetMaster(param: Param, value: Tuple): Tuple {
  if (param.components[0] === 'y') return resetField(param, value, 0)
  const by = param.neutral[0]! - master(param, value)
  return value.map((v) => v + by)
}
