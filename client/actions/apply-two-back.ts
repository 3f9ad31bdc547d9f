import type { Action } from './action.ts'
import { applyGrade, clipBack } from './many.ts'

/** The grade of the clip before the one before. */
export const applyTwoBack: Action = {
  id: 'apply-two-back',
  title: 'Apply the grade of two clips back',
  verb: 'grade',
  run: (desk) => applyGrade(desk, clipBack(desk, 2)),
}
