/** Sizing and blanking as controls: of a clip or of the timeline, apart from its nodes. Ranges are those of the document's schema. */
import type { Blanking, Level, Value } from '../../shared/doc/grade.ts'
import { printPath } from '../../shared/doc/path.ts'
import { sameValue } from '../../shared/doc/read.ts'
import type { DocParam } from '../../shared/op/param.ts'

/** A number of a stored tuple, and how it is shown. */
export interface SizingPart {
  readonly index: number
  readonly param: DocParam
}

export type SizingControl = 'input' | 'output' | 'blanking'

/** What each holds at rest, as it is stored. */
export const sizingRests = {
  input: ['fit', 0, 0, 1, 0, false, false],
  output: [0, 0, 1, 0, false, false],
  blanking: [0, 0, 0, 0],
} as const satisfies Record<SizingControl, Value>

/** Numbers first where a word stands before them. */
const firstOf = { input: 1, output: 0, blanking: 0 } as const

/** The numbers of a stored tuple, in order. */
export const numbersOf = (control: SizingControl, value: Value): readonly number[] =>
  value.slice(firstOf[control]).filter((one) => typeof one === 'number')

/** A stored tuple with other numbers, its words kept. */
export function withNumbers(control: SizingControl, value: Value, numbers: readonly number[]): Value {
  const first = firstOf[control]
  return value.map((one, i) => (typeof one === 'number' ? (numbers[i - first] ?? one) : one))
}

const number = (
  id: string,
  title: string,
  doc: string,
  neutral: readonly number[],
  spec: Pick<DocParam, 'unit' | 'hard' | 'soft' | 'shown'>,
): DocParam => ({
  id,
  title,
  doc,
  kind: 'scalar',
  components: neutral.map((_, i) => `${i}`),
  neutral,
  options: [],
  ...spec,
})

const moved = [0, 0, 1, 0] as const
/** Pan, tilt, zoom and rotation, shown as node sizing shows them. */
export const placeParts: readonly SizingPart[] = [
  ['pan', 'Pan', 'To the right, in hundredths of half the picture’s height.'] as const,
  ['tilt', 'Tilt', 'Downwards, in hundredths of half the picture’s height.'] as const,
]
  .map(
    ([id, title, doc], index): SizingPart => ({
      index,
      param: number(id, title, doc, moved, {
        unit: 'half height',
        hard: [-16, 16],
        soft: [-2, 2],
        shown: { scale: 100, offset: 0, decimals: 1 },
      }),
    }),
  )
  .concat([
    {
      index: 2,
      param: number('zoom', 'Zoom', 'How large, about the picture’s centre: 1 changes nothing.', moved, {
        unit: 'factor',
        hard: [0.0625, 16],
        soft: [0.25, 4],
        shown: { scale: 1, offset: 0, decimals: 3 },
      }),
    },
    {
      index: 3,
      param: number('rotate', 'Rotate', 'Clockwise, in degrees.', moved, {
        unit: 'degree',
        hard: [-360, 360],
        soft: [-180, 180],
        shown: { scale: 1, offset: 0, decimals: 1 },
      }),
    },
  ])

/** Shares of the picture that are black at its left, top, right and bottom. */
export const blankingParts: readonly SizingPart[] = ['Left', 'Top', 'Right', 'Bottom'].map((title, index) => ({
  index,
  param: number(
    `blank-${title.toLowerCase()}`,
    title,
    `How much of the picture is black at its ${title.toLowerCase()}, in per cent: whole lines.`,
    sizingRests.blanking,
    { unit: 'share', hard: [0, 1], soft: [0, 0.5], shown: { scale: 100, offset: 0, decimals: 2 } },
  ),
}))

/** Shapes of the picture that blanking makes, width over height: those that Resolve's menu offers. */
export const blankingShapes: readonly number[] = [1.33, 1.66, 1.77, 1.85, 2, 2.2, 2.35, 2.39, 2.4]

/** Width over height that a shape's name stands for: the first three are fractions, two decimals long. */
const exact: Readonly<Record<string, number>> = { '1.33': 4 / 3, '1.66': 5 / 3, '1.77': 16 / 9 }

/** The blanking that leaves a shape in the middle of a picture; nothing of it where the picture is of that shape. */
export function blankingFor(shape: number, [width, height]: readonly [number, number]): Blanking {
  const wanted = exact[String(shape)] ?? shape
  const own = width / height
  // Half a line is no blanking.
  if (wanted > own) {
    const bar = (1 - own / wanted) / 2
    return bar * height < 0.5 ? sizingRests.blanking : [0, bar, 0, bar]
  }
  const bar = (1 - wanted / own) / 2
  return bar * width < 0.5 ? sizingRests.blanking : [bar, 0, bar, 0]
}

/** The shape that a blanking leaves, out of the menu's; null where it leaves another. */
export function shapeOf(sides: Blanking, size: readonly [number, number]): number | null {
  const near = (shape: number) => blankingFor(shape, size).every((v, i) => Math.abs(v - sides[i]!) < 1e-4)
  return sides.every((v) => v === 0) ? null : (blankingShapes.find(near) ?? null)
}

/** Where output sizing and blanking are written: the timeline's own, else the clip's. */
export const outputLevel = (level: Level, clip: string): Level => (level === 't' ? 't' : `c.${clip}`)

/** Keys of a level's sizing. A timeline has no input. */
export const sizingKeys = (level: Level, version: string): readonly string[] =>
  (['input', 'output', 'blanking'] as const)
    .filter((control) => control !== 'input' || level !== 't')
    .map((control) => printPath(level, version, 'sizing', control))

/** Whether anything of it is not at rest: what the dot on the tab says. `read`: the drawn value of a key. */
export const isSized = (level: Level, version: string, read: (key: string) => Value | undefined): boolean =>
  sizingKeys(level, version).some((key) => {
    const value = read(key)
    return value !== undefined && !sameValue(value, sizingRests[key.slice(key.lastIndexOf('/') + 1) as SizingControl])
  })
