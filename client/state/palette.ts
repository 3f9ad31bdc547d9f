/** Fleeting: the palettes of the grader, which controls each holds, and which of them a node has adjustments in. */
import type { Node } from '../../shared/doc/grade.ts'
import { type OpFace, opFaces } from '../../shared/doc/op-faces.ts'
import type { Place as NodePlace } from '../../shared/op/order.ts'
import { isNeutral, type Param } from '../../shared/op/param.ts'

export type Side = 'left' | 'centre'
export type PaletteId =
  | 'wheels'
  | 'log'
  | 'bars'
  | 'curves'
  | 'hue-curves'
  | 'qualifier'
  | 'window'
  | 'track'
  | 'key'
  | 'mixer'
  | 'cdl'
  | 'finish'
  | 'sizing'
  | 'transform'
  | 'grading'

/** A control of an operator. */
export interface Control {
  readonly op: OpFace
  readonly param: Param
}

export interface Palette {
  readonly id: PaletteId
  readonly title: string
  readonly side: Side
  /** Every control it shows, in the order of the definitions. */
  readonly controls: readonly Control[]
  /** What of a node's own it shows beside operators. */
  readonly own: 'window' | 'track' | 'key' | 'matte' | 'sizing' | null
}

const controlsOf = (holds: (op: OpFace, param: Param) => boolean): Control[] =>
  opFaces.flatMap((op) =>
    Object.values(op.params)
      .filter((param) => holds(op, param))
      .map((param) => ({ op, param })),
  )
const at = (...places: readonly NodePlace[]): Control[] => controlsOf((op) => places.includes(op.place))
const palette = (
  id: PaletteId,
  title: string,
  side: Side,
  controls: readonly Control[],
  own: Palette['own'] = null,
): Palette => ({ id, title, side, controls, own })

/** Offset stands in the log stage and under the primaries’ wheels, as in Resolve. */
const primary = controlsOf(
  (op, param) =>
    op.id === 'primaries' ||
    (op.id === 'log' && param.id === 'offset') ||
    (op.id === 'midtone-detail' && param.id === 'amount'),
)
/** What has a neighbourhood: with the rest of midtone detail, whose amount stands under the wheels too. */
const effects = controlsOf(
  (op) => ['source', 'finish'].includes(op.place) || (op.place === 'primaries' && op.id !== 'primaries'),
)

/** In the order of their tabs. One without controls is left out: it waits for its operators. */
export const palettes: readonly Palette[] = [
  palette('wheels', 'Primaries', 'left', primary),
  palette('log', 'Log', 'left', at('log')),
  palette('bars', 'Bars', 'left', primary),
  palette('curves', 'Curves', 'centre', at('curves')),
  palette('hue-curves', 'Hue', 'centre', at('hue-curves')),
  palette('qualifier', 'Qualifier', 'centre', at('key'), 'matte'),
  palette('window', 'Window', 'centre', [], 'window'),
  palette('track', 'Track', 'centre', [], 'track'),
  palette('key', 'Key', 'centre', [], 'key'),
  palette('mixer', 'Mixer', 'centre', at('mixer')),
  palette('finish', 'Effects', 'centre', effects),
  palette('sizing', 'Sizing', 'centre', at('sizing'), 'sizing'),
  palette('transform', 'LUT', 'centre', at('transform', 'lut')),
  palette('cdl', 'CDL', 'centre', at('cdl')),
  palette('grading', 'OCIO', 'centre', at('zones', 'grading')),
].filter(({ controls, own }) => controls.length > 0 || own !== null)

export const paletteOf = (id: PaletteId): Palette => palettes.find((one) => one.id === id)!

/** Document name of a control: `<op>.<control>`. */
export const controlName = ({ op, param }: Control): string => `${op.id}.${param.id}`

/** Whether the node has adjustments in the palette: what the dot on its tab says. Tracks are no part of a node read at no frame: `tracks.ts`. */
export function adjustedIn({ controls, own }: Palette, node: Node): boolean {
  if (own === 'window') return node.windows.length > 0
  if (own === 'key') return node.key !== null || node.keyOut[0] !== 1 || node.keyOut[1] !== 0
  if (own === 'matte' && node.matte.some((v) => v !== 0)) return true
  return controls.some((control) => {
    const value = node.controls.get(controlName(control))
    return value !== undefined && !isNeutral(control.param, value)
  })
}
