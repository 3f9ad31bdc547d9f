/** The operators in the order in which a node applies them (colour.md, section 0). */
import type { OpDef } from '../op/define.ts'
import { blur } from './blur.ts'
import { cdl } from './cdl.ts'
import { curves } from './curves.ts'
import { gradingHueCurve } from './grading-hue-curve.ts'
import { gradingPrimary } from './grading-primary.ts'
import { gradingRgbCurve } from './grading-rgb-curve.ts'
import { gradingTone } from './grading-tone.ts'
import { grain } from './grain.ts'
import { hueCurves } from './hue-curves.ts'
import { log } from './log.ts'
import { lut } from './lut.ts'
import { midtoneDetail } from './midtone-detail.ts'
import { mist } from './mist.ts'
import { mixer } from './mixer.ts'
import { primaries } from './primaries.ts'
import { qualifier } from './qualifier.ts'
import { sharpen } from './sharpen.ts'
import { sizing } from './sizing.ts'
import { transform } from './transform.ts'

export const ops: readonly OpDef[] = [
  sizing,
  primaries,
  midtoneDetail,
  log,
  cdl,
  gradingPrimary,
  gradingTone,
  gradingRgbCurve,
  gradingHueCurve,
  mixer,
  curves,
  hueCurves,
  transform,
  blur,
  sharpen,
  mist,
  grain,
  lut,
  qualifier,
]
