/** The primary palette: four wheels and the row of lone numbers, all from the operators' definitions. */

import { printPath } from '../../shared/doc/path.ts'
import type { OpDef } from '../../shared/op/define.ts'
import type { Param } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'
import { editGraph } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Slider } from '../controls/slider.tsx'
import { Wheel } from '../controls/wheel.tsx'
import { commitBurst } from '../hand/burst.ts'
import { RotateCcw } from '../icons/index.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './primaries.module.css'
import { useGrip } from './use-grip.ts'

const op = (id: string): OpDef => ops.find((o) => o.id === id)!
interface Place {
  readonly op: string
  readonly param: Param
}
const place = (id: string, control: string): Place => ({ op: id, param: op(id).params[control]! })

const wheels = [
  place('primaries', 'lift'),
  place('primaries', 'gamma'),
  place('primaries', 'gain'),
  place('log', 'offset'),
]
const row = ['temperature', 'tint', 'contrast', 'pivot', 'saturation', 'hue', 'lum-mix', 'exposure'].map((control) =>
  place('primaries', control),
)
const all = [...wheels, ...row]

export function Primaries() {
  const desk = useDesk()
  const used = useDeskValue(
    ['graph'],
    (d) => d.shape?.nodes.find((n) => n.selected)?.used.some((u) => u !== 'window') ?? false,
  )
  const may = desk.suite.role === 'colorist'
  const reset = () => {
    const { node } = desk
    commitBurst()
    if (!node) return
    editGraph(desk, 'Reset primaries', (grade, level, version) => {
      for (const { op: id, param } of all) grade.reset(printPath(level, version, node.id, `${id}.${param.id}`))
      return undefined
    })
  }
  return (
    <section
      className="panel"
      aria-label="Primaries"
      onPointerOver={(e) => {
        const named = (e.target as HTMLElement).closest('[role="slider"], [role="spinbutton"]')
        desk.setHint(named?.getAttribute('aria-label') ?? '')
      }}
      onPointerLeave={() => desk.setHint('')}
    >
      <header className="panel-header">
        <h2>Primaries</h2>
        {used && <span className="dot" title="Adjusted on this node" />}
        <div className="end">
          <IconButton icon={RotateCcw} title="Reset primaries" disabled={!may} press={reset} />
        </div>
      </header>
      <div className={css.body}>
        <div className={css.wheels}>
          {wheels.map((w) => (
            <GrippedWheel key={w.param.id} {...w} disabled={!may} />
          ))}
        </div>
        <div className={css.row}>
          {row.map((r) => (
            <GrippedSlider key={r.param.id} {...r} disabled={!may} />
          ))}
        </div>
      </div>
    </section>
  )
}

function GrippedWheel({ op: id, param, disabled }: Place & { disabled: boolean }) {
  return <Wheel param={param} disabled={disabled} {...useGrip(id, param)} />
}

function GrippedSlider({ op: id, param, disabled }: Place & { disabled: boolean }) {
  return <Slider param={param} disabled={disabled} {...useGrip(id, param)} />
}
