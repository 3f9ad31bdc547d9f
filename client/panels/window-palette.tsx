/** The selected node's circle window: its numbers as sliders. Shown 50.00 at rest, as a colorist knows them; stored in picture units. */
import { useCallback, useMemo } from 'react'
import { printPath } from '../../shared/doc/path.ts'
import type { Param } from '../../shared/op/param.ts'
import { editGraph } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { Slider } from '../controls/slider.tsx'
import { commitBurst } from '../hand/burst.ts'
import type { Grip } from '../hand/grip.ts'
import { Trash2 } from '../icons/index.ts'
import { useControl, useDesk, useDeskValue } from '../state/use-desk.ts'
import { useAction } from './use-actions.ts'
import { hold } from './use-grip.ts'
import css from './window-palette.module.css'

const circle = 'Centre, radii and turn of the circle, in halves of the picture’s height.'
const number = (id: string, title: string, spec: Partial<Param>): Param => ({
  id,
  title,
  doc: circle,
  unit: 'half height',
  kind: 'scalar',
  components: ['x', 'y', 'w', 'h', 'turn'],
  neutral: [0, 0, 0.5, 0.5, 0],
  hard: [-8, 8],
  soft: [-2, 2],
  shown: { scale: 25, offset: 50, decimals: 2 },
  options: [],
  ...spec,
})

/** Shape tuple: x, y, radius across, radius down, degrees clockwise. */
const shape: readonly (readonly [index: number, param: Param])[] = [
  [0, number('pan', 'Pan', {})],
  [1, number('tilt', 'Tilt', {})],
  [2, number('width', 'Width', { hard: [0.001, 8], soft: [0.01, 2], shown: { scale: 100, offset: 0, decimals: 2 } })],
  [3, number('height', 'Height', { hard: [0.001, 8], soft: [0.01, 2], shown: { scale: 100, offset: 0, decimals: 2 } })],
  [
    4,
    number('rotate', 'Rotate', { hard: [-360, 360], soft: [-180, 180], shown: { scale: 1, offset: 0, decimals: 1 } }),
  ],
]
const softness = number('soft', 'Softness', {
  components: ['soft'],
  neutral: [0.2],
  hard: [0, 8],
  soft: [0, 1],
  shown: { scale: 100, offset: 0, decimals: 2 },
})

function useWindowPart(
  node: string,
  window: string,
  part: 'shape' | 'soft',
  neutral: readonly number[],
  label: string,
) {
  const desk = useDesk()
  const key = useDeskValue(['clip', 'graph'], (d) =>
    d.level ? printPath(d.level, d.version, node, `w.${window}/${part}`) : null,
  )
  const value = useControl(key, neutral) as readonly number[]
  const grip = useCallback<Grip>(() => {
    const { level } = desk
    return key && level ? hold(desk, level, key, label, neutral) : null
  }, [desk, key, label, neutral])
  return useMemo(() => ({ value, grip }), [value, grip])
}

export function WindowPalette() {
  const desk = useDesk()
  const add = useAction('add-circle')
  // Ids only: the numbers are read by key, so that a drag draws its own slider and nothing else.
  const ids = useDeskValue(['clip', 'graph'], (d) => {
    const window = d.node?.windows.find((w) => w.kind === 'circle')
    return d.node && window ? `${d.node.id} ${window.id}` : ''
  })
  const [node, window] = ids.split(' ')
  const remove = () => {
    commitBurst()
    if (node && window)
      editGraph(desk, 'Remove window', (grade, level, version) => void grade.removeWindow(level, version, node, window))
  }
  return node && window ? (
    <Circle node={node} window={window} disabled={!add.may} remove={remove} />
  ) : (
    <div className={css.none}>
      <p>No window on this node.</p>
      <Button press={add.press} disabled={!add.may} title={`${add.title}  ${add.keys}`}>
        New node with circle
      </Button>
    </div>
  )
}

interface CircleProps {
  readonly node: string
  readonly window: string
  readonly disabled: boolean
  readonly remove: () => void
}

function Circle({ node, window, disabled, remove }: CircleProps) {
  const drawn = useWindowPart(node, window, 'shape', shape[0]![1].neutral, 'Window')
  const soft = useWindowPart(node, window, 'soft', softness.neutral, 'Softness')
  return (
    <div className={css.body}>
      <div className={css.kind}>
        <h3>Circle</h3>
        <IconButton icon={Trash2} title="Remove window" disabled={disabled} press={remove} />
      </div>
      {shape.map(([index, param]) => (
        <Slider key={param.id} param={param} index={index} disabled={disabled} {...drawn} />
      ))}
      <Slider param={softness} disabled={disabled} {...soft} />
    </div>
  )
}
