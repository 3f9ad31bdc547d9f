/**
 * A plan as DCTL, the language in which DaVinci Resolve takes a colour transform as text: the same expression, line by line. It claims no
 * equal bits: a compiler may fuse and reorder, and powers are the device's own. What it cannot carry it names, and then there is no text.
 */
import { ARITY, type Code, type Instruction } from '../op/expr.ts'
import { floatOf, HELD_MAX, HELD_MIN } from '../op/f32.ts'
import { float, type TextFunction, tableText, wholeText } from './dctl-table.ts'
import { type KernelStage, PICTURE, type Plan, type Stage } from './stage.ts'

/** Constants of one table, and of all: what a device keeps at hand for constants is 64 kB, four bytes each. */
export const TABLE_MOST = 4096
export const TEXT_MOST = 12288

export interface Dctl {
  /** The whole text, or null where something cannot be carried. */
  readonly text: string | null
  /** What it cannot carry, one a kind, by name; empty where there is a text. */
  readonly lacks: readonly string[]
  /** Constants in its arrays. */
  readonly constants: number
}

/** What a value is in the text. */
type Kind = 'float' | 'int'
const kinds: Readonly<Record<Code, Kind | 'either'>> = {
  plane: 'float',
  coef: 'float',
  const: 'either',
  x: 'float',
  y: 'float',
  add: 'float',
  sub: 'float',
  mul: 'float',
  lt: 'int',
  eq: 'int',
  ilt: 'int',
  iadd: 'int',
  isub: 'int',
  and: 'int',
  or: 'int',
  xor: 'int',
  shl: 'int',
  shr: 'int',
  select: 'either',
  floor: 'float',
  hold: 'float',
  toint: 'int',
  tofloat: 'float',
  value: 'float',
  slope: 'float',
  vertex: 'float',
}

/** Bit casts, which DCTL leaves to the device's own language, and what is held between operators. */
const prelude = `#if defined(DEVICE_IS_CUDA)
#define SL_BITS(x) __float_as_int(x)
#define SL_FLOAT(x) __int_as_float(x)
#elif defined(DEVICE_IS_METAL)
#define SL_BITS(x) as_type<int>(x)
#define SL_FLOAT(x) as_type<float>(x)
#else
#define SL_BITS(x) as_int(x)
#define SL_FLOAT(x) as_float(x)
#endif

__DEVICE__ float held(float x)
{
  float m = _fabs(x);
  return m >= ${float(HELD_MIN)} ? _copysignf(m < ${float(HELD_MAX)} ? m : ${float(HELD_MAX)}, x) : 0.0f;
}`

const sums: Partial<Record<Code, string>> = { add: '+', sub: '-', mul: '*' }
const whole: Partial<Record<Code, string>> = { iadd: '+', isub: '-', and: '&', or: '|', xor: '^' }
const tests: Partial<Record<Code, string>> = { lt: '<', eq: '==', ilt: '<' }

const int = (n: number): string => (n === -0x80000000 ? '(-2147483647 - 1)' : n < 0 ? `(${n})` : `${n}`)

/** Lines of one kernel. `prefix` before its values, `planes`: what its input planes are called. */
function kernelLines(
  stage: KernelStage,
  prefix: string,
  planes: readonly string[],
  tables: readonly string[],
): string[] {
  const { list } = stage.program
  const kind: Kind[] = []
  const lines: string[] = []
  list.forEach(({ code, b, c }, k) => {
    const own = kinds[code]
    if (own !== 'either') kind[k] = own
    else if (code === 'const') kind[k] = 'float'
    else kind[k] = kind[b] === 'int' && list[b]!.code !== 'const' && kind[c] === 'int' ? 'int' : 'float'
  })
  const name = (k: number): string => `${prefix}${k}`
  const f = (k: number): string => {
    const { code, n } = list[k]!
    if (code === 'const') {
      const x = floatOf(n)
      return Number.isFinite(x) && !Object.is(x, -0) ? wrapped(float(x)) : `SL_FLOAT(${int(n)})`
    }
    if (code === 'coef') return wrapped(float(stage.coefficients[n]!))
    if (code === 'plane') return planes[n]!
    if (code === 'x' || code === 'y') return code
    return kind[k] === 'float' ? name(k) : `SL_FLOAT(${name(k)})`
  }
  const i = (k: number): string => {
    const { code, n } = list[k]!
    if (code === 'const') return int(n)
    return kind[k] === 'int' ? name(k) : `SL_BITS(${f(k)})`
  }
  /** A mask as a condition. */
  const when = (k: number): string => {
    const { code, a, b } = list[k]!
    const sign = tests[code]
    if (sign === undefined) return `${i(k)} != 0`
    return code === 'ilt' ? `${i(a)} ${sign} ${i(b)}` : `${f(a)} ${sign} ${f(b)}`
  }
  const value = (ins: Instruction, k: number): string => {
    const { code, a, b, c, n } = ins
    if (sums[code]) return `${f(a)} ${sums[code]} ${f(b)}`
    if (whole[code]) return `${i(a)} ${whole[code]} ${i(b)}`
    if (tests[code]) return `(${when(k)}) ? -1 : 0`
    switch (code) {
      case 'shl':
        return `(int)((unsigned int)${i(a)} << ${n})`
      case 'shr':
        return `(int)((unsigned int)${i(a)} >> ${n})`
      case 'select':
        return kind[k] === 'int' ? `(${when(a)}) ? ${i(b)} : ${i(c)}` : `(${when(a)}) ? ${f(b)} : ${f(c)}`
      case 'floor':
        return `_floorf(${f(a)})`
      case 'hold':
        return `held(${f(a)})`
      case 'toint':
        return `(int)${f(a)}`
      case 'tofloat':
        return `(float)${i(a)}`
      case 'value':
        return `${tables[n]}v(${i(a)})`
      case 'slope':
        return `${tables[n]}s(${i(a)})`
      case 'vertex':
        return `${tables[n >> 2]}r[4 * ${i(a)} + ${n & 3}]`
      default:
        throw new Error(`no DCTL for ${code}, which reads ${ARITY[code]} values`)
    }
  }
  const named = new Set(['const', 'coef', 'plane', 'x', 'y'])
  // A mask that is only chosen by needs no name.
  const masks = new Set(list.flatMap(({ code, a, b, c }) => [a, b, c].slice(code === 'select' ? 1 : 0, ARITY[code])))
  for (const v of stage.program.outputs) masks.add(v)
  list.forEach((ins, k) => {
    if (named.has(ins.code) || (tests[ins.code] && !masks.has(k))) return
    lines.push(`  ${kind[k]} ${name(k)} = ${value(ins, k)};`)
  })
  stage.program.outputs.forEach((k, n) => {
    lines.push(`  float ${prefix}_${stage.writes[n]} = ${f(k)};`)
  })
  return lines
}

const wrapped = (text: string): string => (text.startsWith('-') ? `(${text})` : text)

/** What no line of DCTL of one pixel can be: a stage that reads neighbours or a plane of its own. */
const words: Readonly<Record<Exclude<Stage['kind'], 'kernel'>, string>> = {
  size: 'sizing, which reads neighbours',
  field: 'a polygon or curve window, whose distances are a plane of their own',
  filter: 'a filter, which reads neighbours',
  box: 'a blur, which reads neighbours',
  spread: 'a growing or shrinking matte, which reads neighbours',
}

/** The texts of what is called: a table's slopes may be read by none. Later ones call earlier ones alone. */
function reached(functions: readonly TextFunction[], lines: readonly string[]): string[] {
  const kept: string[] = []
  let calling = lines.join('\n')
  for (const { name, text } of [...functions].reverse()) {
    if (!new RegExp(`\\b${name}\\b`).test(calling)) continue
    kept.unshift(text)
    calling += text
  }
  return kept
}

/** A comment that no word in it can leave: DCTL is plain ASCII, and a backslash at its end would take in the next line. */
const comment = (line: string): string => `// ${line.replace(/[^ -~]|[\\]/g, '_')}`

/** The text of a plan over R'G'B' code values, under these lines of comment; or what it cannot carry. */
export function printDctl(plan: Plan, head: readonly string[]): Dctl {
  const lacks = new Set<string>()
  const functions: TextFunction[] = []
  const lines: string[] = []
  const known = new Map<unknown, string>()
  let constants = 0
  let planes = new Map<string, string>(PICTURE.map((name) => [name, `s_${name}`]))
  plan.stages.forEach((stage, s) => {
    if (stage.kind !== 'kernel') {
      lacks.add(words[stage.kind])
      return
    }
    const whole = new Set(stage.program.list.flatMap(({ code, n }) => (code === 'vertex' ? [n >> 2] : [])))
    const tables = stage.tables.map((table, n) => {
      const had = known.get(table)
      if (had !== undefined) return had
      const name = `t${known.size}`
      known.set(table, name)
      const most = Math.min(TABLE_MOST, TEXT_MOST - constants)
      const made = whole.has(n) ? wholeText(name, table, most) : tableText(name, table, most)
      if (made === null)
        lacks.add(
          whole.has(n)
            ? `a LUT of ${table.data.length / 4} vertices, where a text has room for ${Math.floor(most / 4)}`
            : `a curve of more than ${most} constants`,
        )
      else {
        functions.push(...made.functions)
        constants += made.size
      }
      return name
    })
    if (lacks.size > 0) return
    const prefix = plan.stages.length > 1 ? `k${s}v` : 'v'
    lines.push(
      ...kernelLines(
        stage,
        prefix,
        stage.reads.map((name) => planes.get(name)!),
        tables,
      ),
    )
    planes = new Map([...planes, ...stage.writes.map((name): [string, string] => [name, `${prefix}_${name}`])])
  })
  if (lacks.size > 0) return { text: null, lacks: [...lacks], constants }
  const [r, g, b] = PICTURE.map((name) => planes.get(name)!)
  const inputs = (['R', 'G', 'B'] as const).map((c, n) => `  float s_${PICTURE[n]} = p_${c};`)
  const place = plan.stages.some((stage) => stage.kind === 'kernel' && stage.program.positioned)
    ? [
        `  float x = ((float)p_X + 0.5f) * (${float(plan.width)} / (float)p_Width) - 0.5f;`,
        `  float y = ((float)p_Y + 0.5f) * (${float(plan.height)} / (float)p_Height) - 0.5f;`,
      ]
    : []
  const text = [
    ...head.map(comment),
    '',
    prelude,
    '',
    ...reached(functions, lines),
    '',
    '__DEVICE__ float3 transform(int p_Width, int p_Height, int p_X, int p_Y, float p_R, float p_G, float p_B)',
    '{',
    ...inputs,
    ...place,
    ...lines,
    `  return make_float3(${r}, ${g}, ${b});`,
    '}',
    '',
  ].join('\n')
  return { text, lacks: [], constants }
}
