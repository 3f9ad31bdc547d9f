/** A pass in numbers, for the names of plans and planes. */
import type { Pass } from '../op/pass.ts'

/** What fully says a pass, beside its kind. */
export function numbersOf(pass: Pass): readonly number[] {
  switch (pass.kind) {
    case 'size':
      return [...pass.from, ...pass.to, ...pass.affine]
    case 'filter':
      return [...pass.size, ...pass.sigma]
    case 'box':
      return [pass.of === 'mask' ? 1 : 0, ...[pass.across, pass.down].flatMap((r) => [r.whole, r.part, r.share])]
    case 'spread':
      return [pass.way === 'grow' ? 1 : 0, pass.across, pass.down]
  }
}
