/**
 * A kernel as WGSL: one line for each of the program's instructions, one invocation a pixel. A driver may fuse, reassociate and flush what
 * it can see through, so every arithmetic result passes a barrier, `^ z` on its bits, with z = 0 read from a buffer, and so does every
 * constant that arithmetic reads. Where the program reads and writes stands in `numbers`, as do the coefficients: data, not text.
 */
import { ARITY, type Code, type Instruction, type Program } from '../op/expr.ts'
import { rangesOf } from './range.ts'
import { bits, buffers, GROUP, HEIGHT, hex, OWN, sealOf, WIDTH, ZERO } from './wgsl-bits.ts'

/** Where a kernel's numbers stand, after the first `OWN`: offsets of planes read and written and of tables, then the coefficients. */
export function numbersOf(program: Program) {
  const plane = (n: number) => OWN + n
  const out = (n: number) => OWN + program.inputs + n
  const table = (n: number) => out(program.outputs.length) + n
  const coef = (n: number) => table(program.tables) + n
  return { plane, out, table, coef, count: coef(program.coefficients) }
}

const whole: Partial<Record<Code, string>> = { iadd: '+', isub: '-', and: '&', or: '|', xor: '^' }
const sums: Partial<Record<Code, string>> = { add: '+', sub: '-', mul: '*' }
const tests: Partial<Record<Code, string>> = { lt: '<', eq: '==', ilt: '<' }

/** How the lines of a program read what is not computed by them. */
export interface Reading {
  readonly plane: (n: number) => string
  readonly coef: (n: number) => string
  /** Pair of `tables` from which a table stands. */
  readonly table: (n: number) => string
}

/**
 * The lines of a program: its instruction k is `vk`, a u32. `z` is the zero. Without `barriers` a driver may do as it likes: for tests only.
 */
export function programLines(program: Program, reading: Reading, barriers: boolean): readonly string[] {
  const { list } = program
  const seal = sealOf(barriers)
  const v = (k: number) => `v${k}`
  const float = (k: number, hide = '') => `bitcast<f32>(v${k}${hide})`
  const summed = new Set(list.flatMap(({ code, a, b }) => (sums[code] ? [a, b] : [])))
  const pairs = new Set<string>()
  const lines: string[] = []
  const ordered = new Set<number>()
  /** What is surely a number needs no test in a compare. */
  const real = rangesOf(list)

  const pair = ({ n, a }: Instruction): string => {
    const name = `t${n}_${a}`
    if (!pairs.has(name)) lines.push(`let ${name} = tables[${reading.table(n)} + v${a}];`)
    pairs.add(name)
    return name
  }
  /** A vertex is two pairs. */
  const vertex = ({ n, a }: Instruction): string => {
    const half = (n & 3) >> 1
    const name = `u${n >> 2}_${a}_${half}`
    if (!pairs.has(name))
      lines.push(`let ${name} = tables[${reading.table(n >> 2)} + 2u * v${a}${half === 0 ? '' : ' + 1u'}];`)
    pairs.add(name)
    return `${name}.${n & 1 ? 'y' : 'x'}`
  }
  /** A float as a whole number of the same order, made once. */
  const order = (k: number): string => {
    const { code, n } = list[k]!
    if (code === 'const') return `${n < 0 ? 0 - (n & 0x7fffffff) : n}`
    if (!ordered.has(k)) lines.push(`let o${k} = order(v${k});`)
    ordered.add(k)
    return `o${k}`
  }
  const test = ({ code, a, b }: Instruction): string => {
    if (code === 'ilt') return `bitcast<i32>(${v(a)}) < bitcast<i32>(${v(b)})`
    const numbers = [a, b].filter((k) => !real[k]).map((k) => ` & real(${v(k)})`)
    return `(${order(a)} ${tests[code]} ${order(b)})${numbers.join('')}`
  }
  const value = (ins: Instruction, k: number): string => {
    const { code, a, b, c, n } = ins
    const sum = sums[code]
    // A value and itself: a driver that sees both may think it knows the difference.
    if (sum) return `bitcast<u32>(${float(a)} ${sum} ${float(b, a === b ? seal : '')})${seal}`
    if (whole[code]) return `${v(a)} ${whole[code]} ${v(b)}`
    if (tests[code]) {
      const text = test(ins)
      lines.push(`let b${k} = ${text};`)
      return `select(0u, 0xffffffffu, b${k})`
    }
    switch (code) {
      case 'plane':
        return reading.plane(n)
      case 'coef':
        return reading.coef(n)
      case 'const':
        return `${hex(n)}${summed.has(k) ? seal : ''}`
      case 'x':
      case 'y':
        return `bitcast<u32>(f32(at.${code}))${seal}`
      case 'shl':
      case 'shr':
        return `${v(a)} ${code === 'shl' ? '<<' : '>>'} ${n}u`
      case 'select':
        return tests[list[a]!.code] ? `select(${v(c)}, ${v(b)}, b${a})` : `(${v(a)} & ${v(b)}) | (~${v(a)} & ${v(c)})`
      case 'floor':
        return `floored(${v(a)})`
      case 'hold':
        return `hold(${v(a)})`
      case 'toint':
        return `whole(${v(a)})`
      case 'tofloat':
        return `decimal(${v(a)}, z)`
      case 'value':
        return `${pair(ins)}.x`
      case 'slope':
        return `${pair(ins)}.y`
      case 'vertex':
        return vertex(ins)
      default:
        throw new Error(`no WGSL for ${code}, which reads ${ARITY[code]} values`)
    }
  }
  list.forEach((ins, k) => {
    const text = value(ins, k)
    lines.push(`let v${k} = ${text};`)
  })
  return lines
}

/**
 * The text of a kernel. `origins`: of each input plane, whether it is one of the source frame's. Without `barriers` a driver may do as it
 * likes: for tests only.
 */
export function kernelText(program: Program, origins: readonly boolean[], barriers = true): string {
  const at = numbersOf(program)
  const reading: Reading = {
    plane: (n) => `${origins[n] ? 'source' : 'field'}[numbers[${at.plane(n)}] + p]`,
    coef: (n) => `numbers[${at.coef(n)}]`,
    table: (n) => `numbers[${at.table(n)}]`,
  }
  const writes = program.outputs.map((k, n) => `field[numbers[${at.out(n)}] + p] = v${k};`)
  return `${buffers(true)}${bits(sealOf(barriers))}
@compute @workgroup_size(${GROUP})
fn main(@builtin(global_invocation_id) at: vec3<u32>) {
  let z = numbers[${ZERO}];
  let width = numbers[${WIDTH}];
  if ((at.x >= width) | (at.y >= numbers[${HEIGHT}])) { return; }
  let p = at.y * width + at.x;
  ${[...programLines(program, reading, barriers), ...writes].join('\n  ')}
}
`
}
