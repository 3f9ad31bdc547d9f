/** A grade from elsewhere, taken by what is worked on: in the place of its grade or after it, one edit and one undo step. */
import type { Draw } from '../../shared/doc/edit.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { appendGrade, placeGrade, shiftGrade } from '../../shared/doc/grade-chain.ts'
import type { Body, Grade } from '../../shared/doc/grade-json.ts'
import type { Desk } from './desk.ts'

export type TakeHow = 'apply' | 'append'

/** What is taken, and how a sentence calls it. */
export interface Taken {
  readonly grade: Grade
  readonly label: string
  /** Source frame that the clip it comes from begins at; null: keyframes stay at the source frames that they have. */
  readonly sourceIn: number | null
}

/** Ids are drawn, never counted: two colorists who append at once do not meet. */
const draw: Draw = (below) => crypto.getRandomValues(new Uint32Array(1))[0]! % below

const isAnimated = (rest: string): boolean => /@\d+$/.test(rest) || /\/track\.\d+$/.test(rest)

/** Keyframes and tracks stand at source frames of a clip: no other level has a use for them. */
const still = (grade: Grade): Grade => ({
  ...grade,
  body: new Map([...grade.body].filter(([rest]) => !isAnimated(rest))),
})

/** LUT files that a grade names, by their hashes. */
export function lutsOf({ body, shared }: Pick<Grade, 'body' | 'shared'>): readonly string[] {
  const bodies: readonly Body[] = [body, ...shared.values()]
  const named = bodies.flatMap((one) =>
    [...one].filter(([rest]) => rest.endsWith('/lut.table')).map(([, value]) => value[0]),
  )
  return [...new Set(named.filter((blob) => typeof blob === 'string'))]
}

/** The writes that would make the level on show of it; null where there is no clip. */
export function writesOfTaking(desk: Desk, taken: Taken, how: TakeHow): ReadonlyMap<string, Value | null> | null {
  const { level, version, clip, suite } = desk
  if (!level || !clip) return null
  const own = level.startsWith('c.')
    ? shiftGrade(taken.grade, taken.sourceIn === null ? 0 : clip.sourceIn - taken.sourceIn)
    : still(taken.grade)
  return how === 'append'
    ? appendGrade(suite.entries, level, version, own, draw)
    : placeGrade(suite.entries, level, version, own, draw, 'colour')
}

/** Takes a grade. False where it may not be, which is said. */
export function takeGrade(desk: Desk, taken: Taken, how: TakeHow): boolean {
  const { level, suite } = desk
  const writes = writesOfTaking(desk, taken, how)
  if (!level || !writes) {
    desk.say('There is no clip here to take the grade.')
    return false
  }
  const label = how === 'append' ? `Append “${taken.label}”` : `Grade of “${taken.label}”`
  const refusal = suite.edit(level, label, (grade) => {
    for (const [key, value] of writes)
      if (value === null) grade.reset(key)
      else grade.put(key, value)
  })
  if (refusal) return false
  const { working } = taken.grade
  if (working !== null && working !== suite.session.pipeline.working)
    desk.say(`“${taken.label}” was made in ${working}; this session works in ${suite.session.pipeline.working}.`)
  return true
}
