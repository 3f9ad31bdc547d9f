/** The numbers of a window as controls, by its kind: shown 50.00 at rest as a colorist knows them, stored in half picture heights. */
import type { WindowKind } from '../../shared/doc/grade.ts'
import type { DocParam } from '../../shared/op/param.ts'

/** One number of a stored part of a window. */
export interface WindowPart {
  readonly part: 'shape' | 'soft' | 'opacity'
  readonly index: number
  readonly param: DocParam
}

/** What a part holds where nothing is stored of it: all of its numbers. */
const circleRest = [0, 0, 0.5, 0.5, 0] as const
const pathRest = [0, 0, 1, 1, 0] as const

const half = { scale: 100, offset: 0, decimals: 2 }
const number = (
  id: string,
  title: string,
  doc: string,
  neutral: readonly number[],
  spec: Partial<DocParam>,
): DocParam => ({
  id,
  title,
  doc,
  unit: 'half height',
  kind: 'scalar',
  components: neutral.map((_, i) => `${i}`),
  neutral,
  hard: [-8, 8],
  soft: [-2, 2],
  shown: { scale: 25, offset: 50, decimals: 2 },
  options: [],
  ...spec,
})
const turning = {
  unit: 'degree',
  hard: [-360, 360],
  soft: [-180, 180],
  shown: { scale: 1, offset: 0, decimals: 1 },
} as const
const radius = { hard: [0.001, 8], soft: [0.01, 2], shown: half } as const
const scaling = {
  unit: 'ratio',
  hard: [0.01, 16],
  soft: [0.1, 4],
  shown: { scale: 50, offset: 0, decimals: 2 },
} as const
const softness = { hard: [0, 16], soft: [0, 1], shown: half } as const

const place = (rest: readonly number[]): WindowPart[] => [
  {
    part: 'shape',
    index: 0,
    param: number('pan', 'Pan', 'Where the window’s middle stands across: 50 is the picture’s.', rest, {}),
  },
  {
    part: 'shape',
    index: 1,
    param: number('tilt', 'Tilt', 'Where the window’s middle stands down: 50 is the picture’s.', rest, {}),
  },
]
const turn = (index: number, rest: readonly number[]): WindowPart => ({
  part: 'shape',
  index,
  param: number('rotate', 'Rotate', 'Turned about its own middle, degrees clockwise.', rest, turning),
})
const soft = (titles: readonly string[], rest: readonly number[]): WindowPart[] =>
  titles.map((title, index) => ({
    part: 'soft',
    index,
    param: number(
      `soft-${index}`,
      title,
      'How wide the edge is, in hundredths of half the picture’s height.',
      rest,
      softness,
    ),
  }))

const one = soft(['Softness'], [0.2])
const both = soft(['Soft Inside', 'Soft Outside'], [0.1, 0.1])
const outlined: readonly WindowPart[] = [
  ...place(pathRest),
  { part: 'shape', index: 2, param: number('width', 'Width', 'Its width: 50 is as it was drawn.', pathRest, scaling) },
  {
    part: 'shape',
    index: 3,
    param: number('height', 'Height', 'Its height: 50 is as it was drawn.', pathRest, scaling),
  },
  turn(4, pathRest),
  ...both,
]

const opacity: WindowPart = {
  part: 'opacity',
  index: 0,
  param: number('opacity', 'Opacity', 'What the window does counts for so much, in per cent.', [1], {
    unit: 'share',
    hard: [0, 1],
    soft: [0, 1],
    shown: { scale: 100, offset: 0, decimals: 1 },
  }),
}

/** All numbers of a window. `stored`: how many softnesses it has. */
export const windowParts = (kind: WindowKind, stored: number): readonly WindowPart[] => [
  ...edgesAndPlace(kind, stored),
  opacity,
]

/** `soft`: how many softnesses are stored of this window; a kind that may have one for all or one a side has that many. */
function edgesAndPlace(kind: WindowKind, stored: number): readonly WindowPart[] {
  const edges = stored === 2 ? both : one
  switch (kind) {
    case 'circle':
      return [
        ...place(circleRest),
        { part: 'shape', index: 2, param: number('width', 'Width', 'Its radius across.', circleRest, radius) },
        { part: 'shape', index: 3, param: number('height', 'Height', 'Its radius down.', circleRest, radius) },
        turn(4, circleRest),
        ...edges,
      ]
    case 'gradient':
      return [...place([0, 0, 0]), turn(2, [0, 0, 0]), ...edges]
    case 'linear':
      return stored === 4 ? soft(['Soft 1', 'Soft 2', 'Soft 3', 'Soft 4'], [0.2, 0.2, 0.2, 0.2]) : one
    case 'polygon':
    case 'curve':
      return outlined
  }
}

/** Kinds as they are called, in menu order. */
export const kindTitles: Readonly<Record<WindowKind, string>> = {
  circle: 'Circle',
  linear: 'Linear',
  polygon: 'Polygon',
  curve: 'Curve',
  gradient: 'Gradient',
}
/** In the order of their buttons: all are whole as soon as they are there but the curve, which is drawn on the picture. */
export const addedKinds: readonly WindowKind[] = ['circle', 'linear', 'polygon', 'curve', 'gradient']
