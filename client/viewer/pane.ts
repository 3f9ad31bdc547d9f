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

/** No preview is wider: about a million and a half values, what a core or two draw between two frames of the screen. */
const mostAcross = 1100
/** A preview drawn for the viewer stands on a larger feed too, where it would grow by no more than this. */
const nearly = 1.25

/** Size to draw a preview at: the picture's on the canvas, or on the feed where that is much larger, in the timeline's shape, no larger than either the timeline or 1,100 pixels across. */
export function previewSize(pane: Pane, timeline: readonly [number, number]): readonly [number, number] {
  const { across } = partOf(pane)
  const feed = Math.min(feedOf(pane)[0], mostAcross)
  const width = Math.max(1, Math.min(feed > across * nearly ? feed : across, timeline[0], mostAcross))
  return [width, Math.max(1, Math.floor((width * timeline[1]) / timeline[0] + 0.5))]
}

/**
 * The pane that shows the same at a preview's own pixels, where the canvas or the feed has more: the browser enlarges them, while they move,
 * in straight lines. What can be seen lies inside it.
 */
export function movingPane(pane: Pane, timeline: readonly [number, number]): Pane {
  if (pane.length === 2) return pane
  const [width, height] = previewSize(pane, timeline)
  const { left, top, across, down } = partOf(pane)
  const [feedWidth, feedHeight] = feedOf(pane)
  const feed = feedWidth > width ? ([width, height] as const) : ([feedWidth, feedHeight] as const)
  if (across <= width) return [pane[0], pane[1], left, top, across, down, ...feed]
  const span = (from: number, count: number, all: number, to: number): readonly [number, number] => {
    const first = Math.floor((from * to) / all)
    return [first, Math.min(to, Math.ceil(((from + count) * to) / all)) - first]
  }
  const [x, w] = span(left, pane[0], across, width)
  const [y, h] = span(top, pane[1], down, height)
  return [w, h, x, y, width, height, ...feed]
}
