/** Matte finesse of a node's key, as it is stored: up to seven numbers in this order, 0 each where it is left out or at rest. */

/** One number of it: its range as stored, ends included, and what it does in one sentence. */
export interface MattePart {
  readonly id: string
  readonly title: string
  readonly unit: 'percent' | 'pixel'
  readonly hard: readonly [number, number]
  readonly soft: readonly [number, number]
  readonly doc: string
}

/** In stored order; they work in the order of `render/matte.ts`. Pixels are those of the whole picture that the node works on. */
export const matteParts = [
  {
    id: 'black-clip',
    title: 'Black Clip',
    unit: 'percent',
    hard: [0, 100],
    soft: [0, 50],
    doc: 'Keys up to this become nothing: 0 changes nothing.',
  },
  {
    id: 'white-clip',
    title: 'White Clip',
    unit: 'percent',
    hard: [0, 100],
    soft: [0, 50],
    doc: 'Keys of this much below full become full: 0 changes nothing.',
  },
  {
    id: 'clean-black',
    title: 'Clean Black',
    unit: 'pixel',
    hard: [0, 100],
    soft: [0, 20],
    doc: 'Specks of key of up to this radius are taken away: 0 changes nothing.',
  },
  {
    id: 'clean-white',
    title: 'Clean White',
    unit: 'pixel',
    hard: [0, 100],
    soft: [0, 20],
    doc: 'Holes in the key of up to this radius are filled: 0 changes nothing.',
  },
  {
    id: 'grow',
    title: 'Shrink/Grow',
    unit: 'pixel',
    hard: [-100, 100],
    soft: [-30, 30],
    doc: 'Moves the edge of the key outwards above 0 and inwards below: 0 changes nothing.',
  },
  {
    id: 'blur',
    title: 'Blur',
    unit: 'pixel',
    hard: [0, 2000],
    soft: [0, 100],
    doc: 'How far the key is softened, half of it the standard deviation of a Gaussian: 0 changes nothing.',
  },
  {
    id: 'in-out',
    title: 'In/Out Ratio',
    unit: 'percent',
    hard: [-100, 100],
    soft: [-100, 100],
    doc: 'Where the soft edge lies: wholly inside at −100, wholly outside at 100, half and half at 0.',
  },
] as const satisfies readonly MattePart[]

export type MatteId = (typeof matteParts)[number]['id']

/** Each number by name, held to its range; null where all of them rest. */
export function readMatte(stored: readonly number[]): Readonly<Record<MatteId, number>> | null {
  if (stored.every((v) => v === 0)) return null
  const pairs = matteParts.map(({ id, hard }, i) => [id, Math.min(Math.max(stored[i] ?? 0, hard[0]), hard[1])])
  return Object.fromEntries(pairs) as Record<MatteId, number>
}
