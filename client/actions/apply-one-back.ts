import type { Action } from './action.ts'
import { applyGrade, clipBack } from './many.ts'

/** The grade of the clip before in the cut. */
export const applyOneBack: Action = {
  id: 'apply-one-back',
  title: 'Apply the grade of one clip back',
  verb: 'grade',
  run: (desk) => applyGrade(desk, clipBack(desk, 1)),
}
