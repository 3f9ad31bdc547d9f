/** Sizing of the picture as a stage, and of the finished picture as a pass. */
import type { OutputSizing } from '../doc/grade.ts'
import { memo } from '../op/draw.ts'
import type { Builder, Rgb } from '../op/expr.ts'
import type { Resampling } from '../op/pass.ts'
import { outputResampling, resampling } from '../op/resampling.ts'
import { PICTURE, type SizeStage } from './stage.ts'

/** The stage of a sizing (`resampling`), on the picture's planes. */
export function sizeStage(...of: Parameters<typeof resampling>): SizeStage | null {
  const pass = resampling(...of)
  return pass && { ...pass, reads: PICTURE, writes: PICTURE }
}

const outputPass = memo<string, Resampling | null>(16, (key) => {
  const [clip, timeline, size] = JSON.parse(key) as Parameters<typeof outputResampling>
  return outputResampling(clip, timeline, size)
})

/** The finished picture where the clip's and the timeline's output sizing put it, held; the same `rgb` comes back where nothing moves. */
export function drawOutput(
  b: Builder,
  clip: OutputSizing,
  timeline: OutputSizing,
  size: readonly [number, number],
  rgb: Rgb,
): Rgb {
  const pass = outputPass(JSON.stringify([clip, timeline, size]))
  return pass === null ? rgb : b.hold3(b.pass3(pass, rgb))
}
