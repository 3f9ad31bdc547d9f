/** A palette of an operator's plain controls, whatever they are: a new operator of its place stands here without a line of code. */
import { opDocs } from '../../shared/doc/op-docs.ts'
import { Choice } from '../controls/choice.tsx'
import { Diamond } from '../controls/diamond.tsx'
import { Field } from '../controls/field.tsx'
import { Slider } from '../controls/slider.tsx'
import { rates } from '../hand/scale.ts'
import { useScrub } from '../hand/use-scrub.ts'
import { resetField } from '../hand/wheel.ts'
import { type Control, controlName } from '../state/palette.ts'
import { useDesk } from '../state/use-desk.ts'
import { CurveSet } from './curve-set.tsx'
import { LutPick } from './lut-pick.tsx'
import css from './op-palette.module.css'
import { useChoice, useGrip } from './use-grip.ts'

export interface OpPaletteProps {
  readonly controls: readonly Control[]
  /** Between other things of a palette: closer together, as high as they are. */
  readonly dense?: boolean
}

export function OpPalette({ controls, dense = false }: OpPaletteProps) {
  const disabled = useDesk().suite.role !== 'colorist'
  const ops = [...new Set(controls.map(({ op }) => op))]
  // Operators of a few lone numbers each stand beside each other: all of them in sight.
  const short = !dense && ops.length > 2 && controls.every(({ param }) => param.components.length === 1)
  return (
    <div className={css.ops} data-dense={dense} data-short={short}>
      {ops.map((op) => (
        <section key={op.id} className={css.op} aria-label={op.title}>
          {ops.length > 1 && <h3 title={opDocs[op.id]}>{op.title}</h3>}
          <div className={css.controls}>
            {controls
              .filter((one) => one.op === op && one.param.kind !== 'curve')
              .map((one) => (
                <Plain key={controlName(one)} control={one} disabled={disabled} />
              ))}
          </div>
          {controls.some((one) => one.op === op && one.param.kind === 'curve') && (
            <div className={css.curves}>
              <CurveSet controls={controls.filter((one) => one.op === op)} />
            </div>
          )}
        </section>
      ))}
    </div>
  )
}

interface PlainProps {
  readonly control: Control
  readonly disabled: boolean
}

function Plain(props: PlainProps) {
  const { param } = props.control
  if (param.kind === 'blob') return <LutPick {...props} />
  if (param.kind === 'choice') return <Word {...props} />
  return param.components.length === 1 ? <Lone {...props} /> : <Tuple {...props} />
}

function Word({ control: { op, param }, disabled }: PlainProps) {
  return (
    <div className={css.word} data-long={param.options.length > 4}>
      <span title={opDocs[`${op.id}.${param.id}`]}>{param.title}</span>
      <Choice param={param} disabled={disabled} menu {...useChoice(op.id, param)} />
    </div>
  )
}

function Lone({ control: { op, param }, disabled }: PlainProps) {
  return (
    <div className={css.number}>
      <Slider param={param} disabled={disabled} {...useGrip(op.id, param)} />
    </div>
  )
}

/** The numbers of a tuple side by side under its name. */
function Tuple({ control: { op, param }, disabled }: PlainProps) {
  const { value, grip, mark } = useGrip(op.id, param)
  const scrub = useScrub(grip, value)
  return (
    <fieldset className={css.tuple} aria-label={param.title} disabled={disabled}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: Delete on a field resets it too */}
      <span
        className={css.name}
        title={opDocs[`${op.id}.${param.id}`]}
        onDoubleClick={() => !disabled && scrub.put(param.neutral)}
      >
        <Diamond mark={mark} />
        {param.title}
      </span>
      {param.components.map((component, i) => (
        <div key={component} className={css.part}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: Delete on the field resets its channel too */}
          <span className={css.letter} onDoubleClick={() => !disabled && scrub.put(resetField(param, value, i))}>
            {component.toUpperCase()}
          </span>
          <Field
            param={param}
            index={i}
            value={value}
            scrub={scrub}
            disabled={disabled}
            rate={rates.name}
            name={`${param.title} ${component.toUpperCase()}`}
          />
        </div>
      ))}
    </fieldset>
  )
}
