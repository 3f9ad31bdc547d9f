/** A look into a node, for one pair of eyes: what it reads, its key, what it selects, or what comes out of it. Never of a receipt. */
import type { Level, NodeId } from '../doc/grade.ts'
import type { Builder, Rgb, V } from '../op/expr.ts'
import type { Curve } from '../op/transfer.ts'
import { evaluate } from '../op/transfer.ts'

/**
 * input: the code values of the working space that the node reads. matte: its key as grey, 0 to 1. highlight: its picture where its key
 * is, flat grey elsewhere; without a key the picture as it leaves the node. output: the picture as it leaves the node, whatever its key. The
 * first two are shown as they are, without the output space.
 */
export interface NodeView {
  /** A level of the clip: its own, its group's, the timeline's. */
  readonly level: Level
  /** A node, or `out`: the level's end, which a node that is yet to be appended would read. */
  readonly node: NodeId
  readonly show: 'input' | 'matte' | 'highlight' | 'output'
}

/** Whether what is drawn is numbers, not a picture for the output space. */
export const isBare = ({ show }: NodeView): boolean => show === 'input' || show === 'matte'

/** Scene grey (ISO 12232), which the working space's curve makes a code value of. */
const GREY = 0.18

/** What is seen in place of the picture, of a node with that input, output and key. */
export function drawView(b: Builder, { show }: NodeView, input: Rgb, rgb: Rgb, key: V | null, working: Curve): Rgb {
  if (show === 'input') return b.hold3(input)
  const held = b.hold3(rgb)
  if (show === 'matte') {
    const k = key ?? b.const(1)
    return [k, k, k]
  }
  if (key === null || show === 'output') return held
  const grey = b.coef(evaluate(working.fromLight, GREY))
  return b.hold3(b.each(held, (x) => b.mix(key, grey, x)))
}
