/** Which matrix a file's colours stand under. */
import type { Media } from '../doc/session.ts'

/** What the file says of its matrix; an untagged one is taken by its height, as broadcast does. */
export const matrixOf = (named: string | null | undefined, height: number): Media['matrix'] => {
  if (named?.startsWith('bt2020')) return 'bt2020'
  if (named === 'bt470bg' || named === 'smpte170m' || named === 'fcc') return 'bt601'
  return named || height > 576 ? 'bt709' : 'bt601'
}
