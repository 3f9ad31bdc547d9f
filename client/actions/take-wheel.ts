import type { Action } from './action.ts'

/** Take the wheel. */
export const takeWheel: Action = {
  id: 'take-wheel',
  title: 'Take the wheel',
  verb: 'grade',
  run: (desk) => void desk.suite.command('drive', {}),
}
