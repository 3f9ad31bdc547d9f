/**
 * Sizing and the way out, as WGSL: the steps of `resample.ts` and `quantise` in the same order, one invocation an output pixel (of the
 * way out: two pixels, which are three words of the 16-bit frame). Sums begin at a zero that no compiler knows.
 */
import { FINE, PHASES } from '../op/resampling.ts'
import { bits, buffers, GROUP, HEIGHT, OWN, sealOf, WIDTH, ZERO } from './wgsl-bits.ts'

/** A pass, and whether the plane it reads is one of the source frame's. */
export type PassText = 'across' | 'down' | 'turn' | 'field' | 'codes'

/** Pixel pairs of a row of invocations of the way out. */
export const CODES_ROW = 65536

const number = (n: number): string => `numbers[${OWN + n}]`

/** `sum + weight·plane[at]`, both steps rounded. */
const tap = (sum: string, weight: string, at: string, seal: string): string => `
    ${sum}_tap = bitcast<u32>(bitcast<f32>(tables[${weight}]) * bitcast<f32>(${at}))${seal};
    ${sum} = bitcast<u32>(bitcast<f32>(${sum}) + bitcast<f32>(${sum}_tap))${seal};`

/** Numbers: plane read, plane written, size of the plane read along the taps, first positions, weights, taps. */
const straight = (along: 'x' | 'y', from: string, seal: string): string => `
  let count = bitcast<i32>(${number(5)});
  let first = bitcast<i32>(tables[${number(3)} + at.${along}]);
  let high = min(count, bitcast<i32>(${number(2)}) - first);
  let weights = ${number(4)} + at.${along} * ${number(5)};
  let place = ${number(0)} + ${along === 'x' ? `at.y * ${number(2)}` : 'at.x'};
  var sum = z;
  var sum_tap = z;
  for (var i = max(0, 0 - first); i < high; i++) {${tap(
    'sum',
    'weights + bitcast<u32>(i)',
    `${from}[place + bitcast<u32>(first + i)${along === 'x' ? '' : ' * width'}]`,
    seal,
  )}
  }
  field[${number(1)} + p] = sum;`

/** Numbers: plane read, plane written, width and height of the plane read, columns (x, y), rows (x, y), weights, taps. */
const turned = (from: string, seal: string): string => `
  let count = bitcast<i32>(${number(9)});
  let wide = bitcast<i32>(${number(2)});
  let px = (bitcast<i32>(tables[${number(4)} + at.x] + tables[${number(6)} + at.y]) + ${FINE / PHASES / 2}) >> 2u;
  let py = (bitcast<i32>(tables[${number(5)} + at.x] + tables[${number(7)} + at.y]) + ${FINE / PHASES / 2}) >> 2u;
  let x0 = (px >> 8u) - count / 2 + 1;
  let y0 = (py >> 8u) - count / 2 + 1;
  let wx = ${number(8)} + bitcast<u32>((px & ${PHASES - 1}) * count);
  let wy = ${number(8)} + bitcast<u32>((py & ${PHASES - 1}) * count);
  let right = min(count, wide - x0);
  let bottom = min(count, bitcast<i32>(${number(3)}) - y0);
  var sum = z;
  var sum_tap = z;
  for (var i = max(0, 0 - x0); i < right; i++) {
    var line = z;
    var line_tap = z;
    for (var j = max(0, 0 - y0); j < bottom; j++) {${tap(
      'line',
      'wy + bitcast<u32>(j)',
      `${from}[${number(0)} + bitcast<u32>((y0 + j) * wide + x0 + i)]`,
      seal,
    )}
    }
    sum_tap = bitcast<u32>(bitcast<f32>(tables[wx + bitcast<u32>(i)]) * bitcast<f32>(line))${seal};
    sum = bitcast<u32>(bitcast<f32>(sum) + bitcast<f32>(sum_tap))${seal};
  }
  field[${number(1)} + p] = sum;`

/** Numbers: words of the field's numbers, two a word, and plane written. */
const numbered = (seal: string): string => `
  let pair = tables[${number(0)} + (p >> 1u)];
  field[${number(1)} + p] = bitcast<u32>(f32((pair >> ((p & 1u) << 4u)) & 0xffffu))${seal};`

/** Numbers: three planes read, words written, pixels. Width is that of a row of pairs. */
const codes = (origins: readonly boolean[], seal: string): { readonly functions: string; readonly body: string } => {
  const read = (plane: number, pixel: string) => `${origins[plane] ? 'source' : 'field'}[${number(plane)} + ${pixel}]`
  const pixel = (name: string, at: string) =>
    ['r', 'g', 'b']
      .map((c, i) => `let ${c}${name} = code(select(0u, ${read(i, at)}, ${at} < ${number(4)}), z);`)
      .join('\n  ')
  return {
    functions: `
fn code(u: u32, z: u32) -> u32 {
  let scaled = bitcast<u32>(bitcast<f32>(u) * bitcast<f32>(0x477fff00u${seal}))${seal};
  let raised = bitcast<u32>(bitcast<f32>(scaled) + bitcast<f32>(0x3f000000u${seal}))${seal};
  return select(0u, select(65535u, whole(raised), u < 0x3f800000u), (u <= 0x7f800000u) & (u > 0u));
}
`,
    body: `
  let even = 2u * p;
  if (even >= ${number(4)}) { return; }
  let odd = even + 1u;
  ${pixel('0', 'even')}
  ${pixel('1', 'odd')}
  let to = ${number(3)} + 3u * p;
  field[to] = r0 | (g0 << 16u);
  field[to + 1u] = b0 | (r1 << 16u);
  field[to + 2u] = g1 | (b1 << 16u);`,
  }
}

/** The text of a pass; `origins`: of each plane read, whether it is one of the source frame's. */
export function passText(pass: PassText, origins: readonly boolean[], barriers = true): string {
  const seal = sealOf(barriers)
  const from = origins[0] ? 'source' : 'field'
  const out = codes(origins, seal)
  const body = {
    across: () => straight('x', from, seal),
    down: () => straight('y', from, seal),
    turn: () => turned(from, seal),
    field: () => numbered(seal),
    codes: () => out.body,
  }[pass]()
  return `${buffers(false)}${bits(seal)}${pass === 'codes' ? out.functions : ''}
@compute @workgroup_size(${GROUP})
fn main(@builtin(global_invocation_id) at: vec3<u32>) {
  let z = numbers[${ZERO}];
  let width = numbers[${WIDTH}];
  if ((at.x >= width) | (at.y >= numbers[${HEIGHT}])) { return; }
  let p = at.y * width + at.x;${body}
}
`
}
