/** Between scene light and the logarithm that OpenColorIO's grading operators of linear style work in (ops/gradingtone/GradingToneOpCPU.cpp). */
import type { Pieces } from './transfer.ts'

const BREAK = 0.0041318374739483946
const SHIFT = -0.000157849851665374
const [GAIN, OFFSET] = [363.034608563, -7]
/** The logarithm at the break, as OpenColorIO states it. */
const BREAK_LOG = -5.5
const SCALE = 0.18 + SHIFT

/** Light -> stops from 0.18, a line below about −5.5 of them. */
export const linToLog: Pieces = [
  { form: 'line', from: -Infinity, k: GAIN, m: OFFSET },
  { form: 'log', from: BREAK, a: 1 / SCALE, b: SHIFT / SCALE, c: 1, d: 0 },
]

export const logToLin: Pieces = [
  { form: 'line', from: -Infinity, k: 1 / GAIN, m: -OFFSET / GAIN },
  { form: 'exp', from: BREAK_LOG, a: 1, b: 0, c: SCALE, d: -SHIFT },
]
