/** What a session takes as a LUT: every suite holds each LUT that a grade names, in memory and on the GPU. */
import type { Lut } from '../op/lut.ts'

/** Bytes of a file (65³ in any format has some 8 MB), vertices of a lattice each way (129³ has 34 MB as vertices), and steps. */
export const SESSION_LUT = { bytes: 32_000_000, cube: 129, steps: 16 } as const

/** One sentence on why a LUT is too much for a session, or null. */
export function sessionFault(lut: Lut, bytes: number): string | null {
  const { cube, steps } = SESSION_LUT
  const large = tooLong(bytes)
  if (large !== null) return large
  if (lut.steps.length > steps) return `A session takes LUTs of at most ${steps} steps, not ${lut.steps.length}.`
  for (const step of lut.steps)
    if (step.kind === 'lut3d' && Math.max(...step.size) > cube)
      return `A session takes lattices of at most ${cube} vertices each way, not ${step.size.join(' × ')}.`
  return null
}

/** The same of the bytes alone, before anybody reads them. */
export const tooLong = (bytes: number): string | null =>
  bytes > SESSION_LUT.bytes
    ? `A session takes LUT files of at most ${SESSION_LUT.bytes / 1e6} MB, not ${Math.ceil(bytes / 1e6)} MB.`
    : null
