/** A named number: drag the name or the number, double-click the name to reset and the number to type. */
import type { Param } from '../../shared/op/param.ts'
import type { Grip } from '../hand/grip.ts'
import { rates } from '../hand/scale.ts'
import { type Tuple, useScrub } from '../hand/use-scrub.ts'
import { resetField, turnField } from '../hand/wheel.ts'
import { Diamond, type Marked } from './diamond.tsx'
import { Field } from './field.tsx'
import css from './slider.module.css'

export interface SliderProps extends Marked {
  readonly param: Param
  readonly value: Tuple
  readonly grip: Grip
  /** Which number of a longer tuple; the first by default. */
  readonly index?: number
  /** Name instead of the parameter's own. */
  readonly name?: string
  readonly disabled?: boolean
}

export function Slider({ param, value, grip, index = 0, name = param.title, disabled = false, mark }: SliderProps) {
  const scrub = useScrub(grip, value)
  return (
    <div className={css.slider} data-disabled={disabled}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: the field beside the name does the same by keyboard */}
      <span
        className={css.name}
        onMouseDown={(e) => e.preventDefault()}
        onPointerDown={(e) => !disabled && scrub.drag(e, (from, d) => turnField(param, from, index, d.dx, rates.name))}
        onDoubleClick={() => !disabled && scrub.put(resetField(param, value, index))}
      >
        <Diamond mark={mark} />
        {name}
      </span>
      <Field
        param={param}
        index={index}
        value={value}
        scrub={scrub}
        name={name}
        rate={rates.name}
        disabled={disabled}
      />
    </div>
  )
}
