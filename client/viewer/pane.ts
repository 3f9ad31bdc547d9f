/** What is wanted of a picture, in device pixels: the canvas it is for, the part of the picture that it shows, and the clean feed beside it. */

/**
 * `[width, height]`: a canvas of the whole picture. Longer: a canvas of `width × height` from (`left`, `top`) of a picture that would be
 * `across × down` in all, and a clean feed (0 × 0: none), which shows the whole picture. Plain, so that its text names it.
 */
export type Pane =
  | readonly [width: number, height: number]
  | readonly [
      width: number,
      height: number,
      left: number,
      top: number,
      across: number,
      down: number,
      feedWidth: number,
      feedHeight: number,
    ]

/** Where the canvas lies in the whole picture. */
export interface Part {
  readonly left: number
  readonly top: number
  readonly across: number
  readonly down: number
}

export const partOf = (pane: Pane): Part => {
  const [width, height, left = 0, top = 0, across = width, down = height] = pane
  return { left, top, across, down }
}

/** Pixels of the clean feed; 0 where there is none. */
export const feedOf = ([, , , , , , width = 0, height = 0]: Pane): readonly [number, number] => [width, height]

export const samePane = (a: Pane, b: Pane): boolean => a.join() === b.join()
