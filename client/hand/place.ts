/** From the pointer to the picture, in one place: whatever lies over the picture fills its box, however large and wherever that stands. */

interface At {
  readonly clientX: number
  readonly clientY: number
}
interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Shares of the picture's width and height, from its upper left corner. */
export const shareAt = (box: Box, { clientX, clientY }: At): readonly [right: number, down: number] => [
  (clientX - box.x) / box.width,
  (clientY - box.y) / box.height,
]

/** Half picture heights from its middle, right and down; `aspect` is its width over its height. */
export function spotAt(box: Box, at: At, aspect: number): readonly [x: number, y: number] {
  const [right, down] = shareAt(box, at)
  return [(right - 0.5) * 2 * aspect, (down - 0.5) * 2]
}
