import { exp10 } from '../op/libm.ts'
import { D65 } from '../op/matrix.ts'
import type { Space } from '../op/space.ts'
import { type Curve, LOG10_2 } from '../op/transfer.ts'

/** Cineon codes of black and white, codes of a decade: light 0 stands at 95, light 1 at 685. */
const [BLACK, WHITE, DECADE] = [95, 685, 300]
const dark = exp10((BLACK - WHITE) / DECADE)
const [c, d] = [(DECADE / 1023) * LOG10_2, WHITE / 1023]
const curve: Curve = {
  fromLight: [
    // The light of code −1 and what is below it: the logarithm has no end.
    { form: 'line', from: -Infinity, k: 0, m: -1 },
    { form: 'log', from: (exp10((-1023 - WHITE) / DECADE) - dark) / (1 - dark), a: 1 - dark, b: dark, c, d },
  ],
  toLight: [{ form: 'exp', from: -Infinity, a: 1 / c, b: -d / c, c: 1 / (1 - dark), d: -dark / (1 - dark) }],
}

/** RED REDlogFilm, REDWideGamutRGB. */
export const redLogFilm: Space = {
  id: 'redlogfilm-rwg',
  title: 'RED REDlogFilm, REDWideGamutRGB',
  source: 'Kodak, Cineon conversion of 10-bit film data (1993), 95 to 685; RED 915-0187 for the primaries',
  referred: 'scene',
  adaptation: 'bradford',
  primaries: [
    [0.780308, 0.304253],
    [0.121595, 1.493994],
    [0.095612, -0.084589],
  ],
  white: D65,
  ...curve,
}
