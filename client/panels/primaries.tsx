/** The left palettes: wheels, log wheels, or the primaries as bars, between two rows of lone numbers. All from the operators' definitions. */
import { Bars } from '../controls/bars.tsx'
import { Choice } from '../controls/choice.tsx'
import { Slider } from '../controls/slider.tsx'
import { Wheel } from '../controls/wheel.tsx'
import { type Control, paletteOf } from '../state/palette.ts'
import { useDesk } from '../state/use-desk.ts'
import css from './primaries.module.css'
import { useChoice, useGrip } from './use-grip.ts'

const all = [...paletteOf('wheels').controls, ...paletteOf('log').controls]
const control = (op: string, id: string): Control => all.find((one) => one.op.id === op && one.param.id === id)!
const named = (...ids: readonly string[]) => ids.map((id) => control('primaries', id))

const offset = control('log', 'offset')
const wheels = [...named('lift', 'gamma', 'gain'), offset]
const logWheels = [...['shadow', 'midtone', 'highlight'].map((id) => control('log', id)), offset]
const ranges = ['low-range', 'high-range'].map((id) => control('log', id))
/** Above the wheels; what the primaries have beyond these two rows stands at the end of the second. */
const detail = control('midtone-detail', 'amount')
const above = [...named('temperature', 'tint', 'contrast', 'contrast-shape', 'pivot'), detail, ...named('exposure')]
const aboveLog = [...named('temperature', 'tint', 'contrast', 'pivot'), ...ranges]
const known = named('boost', 'shadows', 'highlights', 'saturation', 'hue', 'lum-mix')
const below = [
  ...known,
  ...paletteOf('wheels').controls.filter((one) => ![...above, ...known, ...wheels].includes(one)),
]

export function Primaries({ form }: { readonly form: 'wheels' | 'log' | 'bars' }) {
  const disabled = useDesk().suite.role !== 'colorist'
  const Large = form === 'bars' ? GrippedBars : GrippedWheel
  return (
    <div className={css.body}>
      <div className={css.row}>
        {(form === 'log' ? aboveLog : above).map((one) => (
          <Lone key={one.param.id} control={one} disabled={disabled} />
        ))}
      </div>
      <div className={css.wheels}>
        {(form === 'log' ? logWheels : wheels).map((one) => (
          <Large key={one.param.id} control={one} disabled={disabled} />
        ))}
      </div>
      <div className={css.row}>
        {below.map((one) => (
          <Lone key={one.param.id} control={one} disabled={disabled} />
        ))}
      </div>
    </div>
  )
}

interface GrippedProps {
  readonly control: Control
  readonly disabled: boolean
}

function GrippedWheel({ control: { op, param }, disabled }: GrippedProps) {
  return <Wheel param={param} disabled={disabled} {...useGrip(op.id, param)} />
}

function GrippedBars({ control: { op, param }, disabled }: GrippedProps) {
  return <Bars param={param} disabled={disabled} {...useGrip(op.id, param)} />
}

function GrippedSlider({ control: { op, param }, disabled }: GrippedProps) {
  return <Slider param={param} disabled={disabled} {...useGrip(op.id, param)} />
}

function GrippedChoice({ control: { op, param }, disabled }: GrippedProps) {
  return <Choice param={param} disabled={disabled} menu {...useChoice(op.id, param)} />
}

/** A number, or a word, by itself. */
function Lone(props: GrippedProps) {
  return props.control.param.kind === 'choice' ? <GrippedChoice {...props} /> : <GrippedSlider {...props} />
}
