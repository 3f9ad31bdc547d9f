/** Pictures for the tests of image files. */

import { halfOf, halves } from '../../server/images/half.ts'
import { type Depth, type Image, type Notes, topOf } from '../../server/images/image.ts'
import type { Draw } from '../kit/seed.ts'

export const noNotes: Notes = { format: 'none', list: [], dropped: [] }

/** Random codes, or random numbers that the depth holds: some negative, some far above 1. */
export function picture(draw: Draw, width: number, height: number, depth: Depth, alpha: boolean): Image {
  const number = (): number => {
    if (typeof depth === 'number') return draw(topOf(depth) + 1)
    const x = Math.fround((draw(1 << 20) - (1 << 18)) / (1 << 16))
    return depth === 'half' ? halves[halfOf(x)]! : x
  }
  const plane = () => Float32Array.from({ length: width * height }, number)
  return {
    width,
    height,
    depth,
    planes: [plane(), plane(), plane()],
    alpha: alpha ? plane() : null,
    notes: noNotes,
  }
}

/** Places at which two planes differ, −0 and 0 being one. */
export const differing = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length ? a.reduce((n, x, i) => n + (x === b[i] ? 0 : 1), 0) : Math.max(a.length, b.length)

export function differingPictures(a: Image, b: Image): number {
  const alphas = a.alpha && b.alpha ? differing(a.alpha, b.alpha) : a.alpha === b.alpha ? 0 : 1
  return a.planes.reduce((n, plane, c) => n + differing(plane, b.planes[c]!), alphas)
}

export const whole = (image: Image | string): Image => {
  if (typeof image === 'string') throw new Error(image)
  return image
}
