/** Windows as they are when they are made. */
import type { Value, WindowKind } from './grade.ts'

/** Corners of half the picture's height. */
const square = [-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5]

/** What a window has at rest beside its head. */
export const restWindows: Readonly<Record<WindowKind, Readonly<Record<string, Value>>>> = {
  circle: { shape: [0, 0, 0.5, 0.5, 0], soft: [0.2] },
  linear: { shape: square, soft: [0.2] },
  gradient: { shape: [0, 0, 0], soft: [0.2] },
  polygon: { path: [0, 2, 4, 6].flatMap((i) => [...square.slice(i, i + 2), 0, 0, 0, 0]), soft: [0.1, 0.1] },
  curve: { soft: [0.1, 0.1] },
}
