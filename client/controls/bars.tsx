/** A tuple as upright bars, one a number, over its fields: the same control as a wheel, taken channel by channel. */
import { useRef } from 'react'
import { type Param, printShown } from '../../shared/op/param.ts'
import type { Grip } from '../hand/grip.ts'
import { fineDivisor, rates, step } from '../hand/scale.ts'
import { type Scrub, type Tuple, useScrub } from '../hand/use-scrub.ts'
import { useSteps } from '../hand/use-steps.ts'
import { resetField, setField, turnField } from '../hand/wheel.ts'
import { RotateCcw } from '../icons/index.ts'
import { words } from '../words/words.ts'
import css from './bars.module.css'
import { Diamond, type Marked } from './diamond.tsx'
import { Field } from './field.tsx'
import { IconButton } from './icon-button.tsx'

export interface BarsProps extends Marked {
  readonly param: Param
  readonly value: Tuple
  readonly grip: Grip
  readonly disabled?: boolean
}

export function Bars({ param, value, grip, disabled = false, mark }: BarsProps) {
  const scrub = useScrub(grip, value)
  return (
    <section className={css.bars} aria-label={param.title} data-disabled={disabled}>
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
      <div className={css.cells}>
        {param.components.map((component, i) => (
          <div key={component} className={css.cell}>
            <Bar param={param} value={value} index={i} scrub={scrub} disabled={disabled} />
            <Field
              param={param}
              index={i}
              value={value}
              scrub={scrub}
              disabled={disabled}
              name={`${param.title} ${component.toUpperCase()}`}
            />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: Delete on the field resets its channel too */}
            <span className={css.letter} onDoubleClick={() => !disabled && scrub.put(resetField(param, value, i))}>
              {component.toUpperCase()}
            </span>
          </div>
        ))}
      </div>
    </section>
  )
}

interface BarProps {
  readonly param: Param
  readonly value: Tuple
  readonly index: number
  readonly scrub: Scrub
  readonly disabled: boolean
}

function Bar({ param, value, index, scrub, disabled }: BarProps) {
  const element = useRef<HTMLDivElement>(null)
  const [low, high] = param.soft
  const share = (v: number) => (Math.min(Math.max(v, low), high) - low) / (high - low)
  const [rest, now] = [share(param.neutral[index]!), share(value[index]!)]
  const stepBy = (by: number) => scrub.nudge((from) => setField(param, from, index, from[index]! + by * step(param)))
  useSteps(element, (by, fine) => !disabled && stepBy(by / (fine ? fineDivisor : 1)))
  const percent = (v: number) => `${(v * 100).toFixed(2)}%`
  return (
    <div
      ref={element}
      role="slider"
      tabIndex={disabled ? -1 : 0}
      aria-label={`${param.title} ${param.components[index]!.toUpperCase()} bar`}
      aria-orientation="vertical"
      aria-disabled={disabled}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={Math.round(value[index]! * 1e4) / 1e4}
      aria-valuetext={printShown(param, value[index]!)}
      className={css.bar}
      onMouseDown={(e) => e.preventDefault()}
      onPointerDown={(e) =>
        !disabled && scrub.drag(e, (from, d) => turnField(param, from, index, d.dx - d.dy, rates.name))
      }
      onDoubleClick={() => !disabled && scrub.put(resetField(param, value, index))}
      onKeyDown={(e) => {
        const way = { ArrowDown: -1, ArrowLeft: -1, ArrowUp: 1, ArrowRight: 1 }[e.key]
        if (disabled || !way || e.ctrlKey || e.metaKey) return
        e.preventDefault()
        e.stopPropagation()
        stepBy(way / (e.altKey ? fineDivisor : 1))
      }}
    >
      <span className={css.track}>
        <span
          className={css.fill}
          style={{ bottom: percent(Math.min(rest, now)), height: percent(Math.abs(now - rest)) }}
        />
        <span className={css.rest} style={{ bottom: percent(rest) }} />
        <span className={css.mark} style={{ bottom: percent(now) }} />
      </span>
    </div>
  )
}
