/** In and out of a curve's chosen point, as numbers to drag and to type. */
import type { Param } from '../../shared/op/param.ts'
import { Slider } from '../controls/slider.tsx'
import { movePoint } from '../hand/curve.ts'
import type { Grip } from '../hand/grip.ts'
import css from './curves-palette.module.css'
import type { Gripped } from './use-grip.ts'

/** One coordinate of the chosen point as a number of its own. */
const coordinate = (param: Param, axis: 'In' | 'Out'): Param => ({
  ...param,
  id: axis.toLowerCase(),
  title: axis,
  kind: 'scalar',
  components: ['value'],
  neutral: [axis === 'In' ? 0 : param.neutral[1]!],
  hard: axis === 'In' ? param.course!.across : param.hard,
  soft: axis === 'In' ? param.course!.across : param.soft,
})

export interface PointFieldsProps {
  readonly param: Param
  readonly gripped: Gripped
  readonly chosen: number | null
  readonly disabled: boolean
}

/** Without a chosen point they keep their place, and nothing stands there. */
export function PointFields({ param, gripped, chosen, disabled }: PointFieldsProps) {
  const { value, grip } = gripped
  const at = chosen !== null && 2 * chosen < value.length ? chosen : null
  const along =
    (axis: 0 | 1): Grip =>
    () => {
      const hold = at === null ? null : grip()
      if (!hold || at === null) return null
      const [x, y] = [value[2 * at]!, value[2 * at + 1]!]
      return {
        ...hold,
        set: ([v]) => hold.set(movePoint(param, value, at, axis === 0 ? v! : x, axis === 1 ? v! : y)),
      }
    }
  return (
    <div className={css.point} data-none={at === null}>
      {(['In', 'Out'] as const).map((axis, i) => (
        <Slider
          key={axis}
          param={coordinate(param, axis)}
          value={[at === null ? (axis === 'In' ? 0 : param.neutral[1]!) : value[2 * at + i]!]}
          grip={along(i as 0 | 1)}
          disabled={disabled || at === null}
        />
      ))}
    </div>
  )
}
