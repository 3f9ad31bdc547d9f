/** Grades over a picture that belongs to no session: the same plan, executor and bits as a clip of one. */
import { createHash } from 'node:crypto'
import type { Value } from '../shared/doc/grade.ts'
import { chainGrades } from '../shared/doc/grade-chain.ts'
import type { Grade } from '../shared/doc/grade-json.ts'
import type { Media, Session } from '../shared/doc/session.ts'
import { restPipeline } from '../shared/doc/session-read.ts'
import type { Lut } from '../shared/op/lut.ts'
import { decoding } from '../shared/render/decoding.ts'
import { digest, quantise } from '../shared/render/digest.ts'
import type { Picture } from '../shared/render/picture.ts'
import { compilePlan } from '../shared/render/plan.ts'
import type { Plan } from '../shared/render/stage.ts'
import { createWasm } from '../shared/render/wasm.ts'
import { spaces } from '../shared/spaces/index.ts'
import type { Image, Levels } from './images/image.ts'

const CLIP = 'picture0'
const LEVEL = `c.${CLIP}`

/** Ids of `shared/spaces`: of the picture, of the values the grades work on, and of the result. */
export interface ApplySpaces {
  readonly from: string
  readonly working: string
  readonly to: string
}

/**
 * The spaces that flags and grades mean together, or one sentence. Without `from` and `to` nothing is converted: code values are graded as
 * they are, and operators that mean light take them to be of `working`, else of the space that a grade says.
 */
export function spacesFor(
  flags: {
    readonly from?: string | undefined
    readonly working?: string | undefined
    readonly to?: string | undefined
  },
  grades: readonly Grade[],
): ApplySpaces | string {
  for (const [flag, id] of Object.entries(flags))
    if (id !== undefined && !spaces.some((space) => space.id === id))
      return `--${flag} ${id} is no colour space; there are ${spaces.map((space) => space.id).join(', ')}.`
  const said = [...new Set(grades.flatMap(({ working }) => working ?? []))]
  if (flags.working === undefined && said.length > 1)
    return `The grades were made in ${said.join(' and ')}; say with --working which one they work in here.`
  const working = flags.working ?? said[0]
  const { from, to } = flags
  if (to !== undefined && from === undefined) return '--to converts from the space of the picture: say it with --from.'
  if (from === undefined) {
    const one = working ?? restPipeline.working
    return { from: one, working: one, to: one }
  }
  return { from, working: working ?? from, to: to ?? from }
}

const rate = { num: 24, den: 1 }

/**
 * What enters the engine. Codes of 16 bits run past the 65,504 that a plane is held to, so they are made numbers here, by the same difference and
 * the same f32 product as a kernel's (`shared/render/decoding.ts`).
 */
const planesFor = ({ depth, planes }: Image, levels: Levels): Image['planes'] => {
  if (depth !== 16) return planes
  const { off, matrix } = decoding({ depth, matrix: 'rgb', range: levels === 'video' ? 'limited' : 'full' })
  const [black, scale] = [off[0]!, Math.fround(matrix[0]!)]
  const scaled = (plane: Float32Array) => plane.map((code) => (code - black) * scale)
  const [r, g, b] = planes
  return r === g && g === b ? sameThree(scaled(r)) : [scaled(r), scaled(g), scaled(b)]
}
const sameThree = (plane: Float32Array): Image['planes'] => [plane, plane, plane]

/** A session of one clip that is the picture, at its own size. */
function sessionFor(
  { width, height, depth }: Image,
  { from, working, to }: ApplySpaces,
  frame: number,
  levels: Levels,
): Session {
  const whole = depth === 8 || depth === 10 || depth === 12
  const media: Media = {
    id: CLIP,
    name: '',
    quick: '',
    width,
    height,
    rate,
    frames: frame + 1,
    startTimecode: 0,
    depth: whole ? depth : 32,
    matrix: 'rgb',
    range: levels === 'video' && whole ? 'limited' : 'full',
    space: from,
    size: 0,
  }
  const clip = {
    id: CLIP,
    name: '',
    track: '',
    media: CLIP,
    recordIn: 0,
    sourceIn: 0,
    length: frame + 1,
    speed: { num: 1, den: 1 },
  }
  return {
    name: '',
    linked: false,
    pipeline: { working, output: to },
    timeline: {
      name: '',
      width,
      height,
      rate,
      startTimecode: 0,
      tracks: [],
      clips: [clip],
      transitions: [],
      length: frame + 1,
    },
    media: new Map([[CLIP, media]]),
    seats: new Map(),
    driver: null,
    locks: [],
  }
}

export interface Applied {
  readonly plan: Plan
  /** Values of 0 … 1 and beyond, held to ±65,504. */
  readonly picture: Picture
  /** Of the picture's 16-bit frame, as a receipt has it. */
  readonly digest: string
}

/** A hand that applies the same grades to many pictures: kernels are kept by shape. */
export class Applier {
  readonly #wasm = createWasm()
  readonly #entries: ReadonlyMap<string, Value>
  readonly #luts: ReadonlyMap<string, Lut>
  readonly #spaces: ApplySpaces

  private constructor(entries: ReadonlyMap<string, Value>, luts: ReadonlyMap<string, Lut>, spaces: ApplySpaces) {
    this.#entries = entries
    this.#luts = luts
    this.#spaces = spaces
  }

  /** `luts`: by the hash of their bytes, all that the grades name. One sentence where the grades cannot stand in a row. */
  static of(grades: readonly Grade[], luts: ReadonlyMap<string, Lut>, spaces: ApplySpaces): Applier | string {
    const entries = chainGrades(grades, LEVEL, '0')
    return typeof entries === 'string' ? entries : new Applier(entries, luts, spaces)
  }

  /** `frame`: the source frame whose keyframes hold; `levels`: of whole codes. A sentence where the grade holds what this engine does not draw. */
  async apply(image: Image, frame: number, levels: Levels = 'full'): Promise<Applied | string> {
    const session = sessionFor(image, this.#spaces, frame, levels)
    const plan = compilePlan({
      session,
      entries: this.#entries,
      clip: CLIP,
      frame,
      luts: (name) => this.#luts.get(name) ?? null,
    })
    if (plan.lacks.length > 0) return plan.lacks.join(' ')
    const { width, height } = image
    const planes = planesFor(image, levels)
    const picture = this.#wasm.render(plan, { width, height, kind: 'rgb', planes, source: '' })
    const name = await digest(picture.width, picture.height, quantise(picture), (bytes) =>
      createHash('sha256').update(bytes).digest(),
    )
    return { plan, picture, digest: name }
  }
}
