/**
 * Boxes and spreads as WGSL. A box goes along a line with running sums, one invocation a line: whole numbers, so that their order says
 * nothing; what follows is the program of `box.ts`. A spread compares three pixels, step by step, one invocation a pixel.
 */
import type { Program } from '../op/expr.ts'
import type { Box, Spread } from '../op/pass.ts'
import { stepBox, stepSpread, sumsOf } from './box.ts'
import { programLines } from './wgsl.ts'
import { bits, buffers, GROUP, HEIGHT, OWN, sealOf, WIDTH, ZERO } from './wgsl-bits.ts'

const number = (n: number): string => `numbers[${OWN + n}]`

/** A program of up to three outputs as the function `step` of its planes, its coefficients and the zero. */
function stepFunction(program: Program, barriers: boolean): string {
  const names = [
    ...Array.from({ length: program.inputs }, (_, n) => `p${n}`),
    ...Array.from({ length: program.coefficients }, (_, n) => `c${n}`),
    'z',
  ]
  const reading = { plane: (n: number) => `p${n}`, coef: (n: number) => `c${n}`, table: () => '' }
  const lines = programLines(program, reading, barriers)
  const out = [0, 1, 2].map((i) => (program.outputs[i] === undefined ? '0u' : `v${program.outputs[i]}`))
  return `
fn step(${names.map((name) => `${name}: u32`).join(', ')}) -> vec3<u32> {
  ${lines.join('\n  ')}
  return vec3<u32>(${out.join(', ')});
}
fn place(i: i32, last: i32) -> u32 { return bitcast<u32>(min(max(i, 0), last)); }
`
}

const main = (body: string): string => `
@compute @workgroup_size(${GROUP})
fn main(@builtin(global_invocation_id) at: vec3<u32>) {
  let z = numbers[${ZERO}];
  let width = numbers[${WIDTH}];
  if ((at.x >= width) | (at.y >= numbers[${HEIGHT}])) { return; }${body}
}
`

/**
 * One box along each line. Numbers: plane read, plane written, pixels of a line, words from pixel to pixel, from line to line; whole, part
 * and share of the box. Width is how many lines there are.
 */
export function boxText(of: Box['of'], last: boolean, barriers: boolean): string {
  const sums = ['sums.x', 'sums.y'].slice(0, sumsOf(of)).join(', ')
  const read = (i: string) => `field[base + place(${i}, end) * along]`
  const mean = sumsOf(of) === 1 ? 'y' : 'z'
  return `${buffers(false)}${bits(sealOf(barriers))}${stepFunction(stepBox(of, last), barriers)}${main(`
  let p = at.x * ${number(4)};
  let base = ${number(0)} + p;
  let to = ${number(1)} + p;
  let end = bitcast<i32>(${number(2)}) - 1;
  let along = ${number(3)};
  let whole = bitcast<i32>(${number(5)});
  let part = ${number(6)};
  let share = ${number(7)};
  var sums = vec3<u32>(0u, 0u, 0u);
  for (var i = 0 - whole - 1; i < whole; i++) {
    sums = step(${sums}, ${read('i')}, z, z, part, share, z);
  }
  for (var i = 0; i <= end; i++) {
    sums = step(${sums}, ${read('i + whole')}, ${read('i - whole - 1')}, ${read('i + whole + 1')}, part, share, z);
    field[to + bitcast<u32>(i) * along] = sums.${mean};
  }`)}`
}

/** The largest or least of three. Numbers: plane read, plane written, how far apart the three stand. */
export function spreadText(way: Spread['way'], along: 'x' | 'y', barriers: boolean): string {
  const size = along === 'x' ? 'width' : `numbers[${HEIGHT}]`
  const read = (i: string) =>
    `field[base + ${along === 'x' ? `at.y * width + place(${i}, end)` : `place(${i}, end) * width + at.x`}]`
  return `${buffers(false)}${bits(sealOf(barriers))}${stepFunction(stepSpread(way), barriers)}${main(`
  let p = at.y * width + at.x;
  let base = ${number(0)};
  let end = bitcast<i32>(${size}) - 1;
  let i = bitcast<i32>(at.${along});
  let apart = bitcast<i32>(${number(2)});
  field[${number(1)} + p] = step(${read('i - apart')}, ${read('i')}, ${read('i + apart')}, z).x;`)}`
}
