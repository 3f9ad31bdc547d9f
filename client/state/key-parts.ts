/** The numbers of a node's key as controls: its output, its input and its matte finesse. Ranges are those of the document's schema. */
import { matteParts } from '../../shared/doc/matte.ts'
import type { DocParam } from '../../shared/op/param.ts'

/** A number of a stored tuple, and how it is shown. */
export interface KeyPart {
  readonly index: number
  readonly param: DocParam
}

const part = (
  index: number,
  of: Pick<DocParam, 'id' | 'title' | 'doc' | 'unit' | 'hard' | 'soft'>,
  rest: readonly number[],
  decimals: number,
): KeyPart => ({
  index,
  param: {
    ...of,
    kind: 'scalar',
    components: ['value'],
    neutral: rest,
    shown: { scale: 1, offset: 0, decimals },
    options: [],
  },
})

/** At rest: the key goes out as it is. */
export const outRest = [1, 0] as const
/** `key.out`: gain 0 … 2 is a node's strength, with an offset (interface.md, "Key"). */
export const outParts: readonly KeyPart[] = [
  part(
    0,
    {
      id: 'out-gain',
      title: 'Gain',
      unit: 'ratio',
      hard: [0, 2],
      soft: [0, 2],
      doc: 'The node’s strength: 1 changes nothing, 0 takes the node away.',
    },
    outRest,
    2,
  ),
  part(
    1,
    {
      id: 'out-offset',
      title: 'Offset',
      unit: 'code',
      hard: [-1, 1],
      soft: [-1, 1],
      doc: 'Added to the key: 0 changes nothing.',
    },
    outRest,
    2,
  ),
]

/** At rest: gain, offset, blur of a key input. */
export const inRest = [1, 0, 0] as const
/** The last three numbers of `key`. */
export const inParts: readonly KeyPart[] = [
  part(
    0,
    {
      id: 'in-gain',
      title: 'Gain',
      unit: 'ratio',
      hard: [0, 16],
      soft: [0, 2],
      doc: 'Scales the key that comes in: 1 changes nothing.',
    },
    inRest,
    2,
  ),
  part(
    1,
    {
      id: 'in-offset',
      title: 'Offset',
      unit: 'code',
      hard: [-4, 4],
      soft: [-1, 1],
      doc: 'Added to the key that comes in: 0 changes nothing.',
    },
    inRest,
    2,
  ),
  part(
    2,
    {
      id: 'in-blur',
      title: 'Blur',
      unit: 'pixel',
      hard: [0, 2000],
      soft: [0, 100],
      doc: 'Softens the key that comes in: 0 changes nothing.',
    },
    inRest,
    1,
  ),
]

export const matteRest: readonly number[] = matteParts.map(() => 0)
/** Matte finesse. */
export const matteList: readonly KeyPart[] = matteParts.map((one, index) => part(index, one, matteRest, 1))

/**
 * Matte finesse as it stands under the qualifier, whose own clips come first, as in Resolve. Those of the whole key, windows and key input with
 * it, stand there only where a grade from elsewhere holds them, under a name of their own.
 */
export const matteShown = (value: readonly number[]): readonly KeyPart[] =>
  matteList.flatMap((one) => {
    const { index, param } = one
    if (param.id !== 'black-clip' && param.id !== 'white-clip') return [one]
    return value[index] === 0 ? [] : [{ index, param: { ...param, title: `Key ${param.title}` } }]
  })
