/** Where a node's sizing puts the picture that comes into it, and what its key is drawn from. */
import type { Node } from '../doc/grade.ts'
import { readControls } from '../op/define.ts'
import { holdMask } from '../op/draw.ts'
import type { Builder, Rgb, V } from '../op/expr.ts'
import type { Resampling } from '../op/pass.ts'
import { nodeResampling, sizing } from '../ops/sizing.ts'
import { type Affine, after, inverse, still } from './affine.ts'

/** What a key is drawn from. */
export interface Keyed {
  /** What the qualifier sees. */
  readonly rgb: Rgb
  /** Where windows are brought, in half picture heights. */
  readonly carry: Affine
  /** What a key that comes from another node goes through; null where it stays. */
  readonly pass: Resampling | null
}

/** The picture as the node's sizing puts it, held; the same `start` comes back where nothing moves. */
export function drawPlacing(
  b: Builder,
  node: Node,
  size: readonly [number, number],
  start: Rgb,
): { readonly rgb: Rgb; readonly keyed: Keyed } {
  const controls = readControls(sizing, (control) => node.controls.get(`${sizing.id}.${control}`))
  const pass = nodeResampling(controls, size)
  const stays = { rgb: start, carry: still, pass: null }
  if (pass === null) return { rgb: start, keyed: stays }
  const rgb = b.hold3(b.pass3(pass, start))
  return { rgb, keyed: controls.word('key') === 'locked' ? stays : { rgb, carry: carryOf(pass), pass } }
}

/** Where a pass from a size to the same brings what stood in the picture, in half heights from its centre. */
function carryOf({ affine, to: [width, height] }: Resampling): Affine {
  const half: Affine = [2 / height, 0, -width / height, 0, 2 / height, -1]
  return after(half, after(inverse(affine as Affine), inverse(half)))
}

/** A mask brought along with the picture; what comes from outside it is nothing. */
export const drawMoved = (b: Builder, pass: Resampling | null, mask: V): V =>
  pass === null ? mask : holdMask(b, b.hold(b.pass(pass, [mask])[0]!))
