/**
 * CLF, the Common LUT Format: Academy S-2014-006, version 3 (and 2 where it says the same). A list of process nodes; each says the bit
 * depth its numbers are counted in, and those that meet are of one depth.
 */
import { scale2 } from '../op/libm.ts'
import { LUT_LIMITS, type Lut, type LutStep, UNIT } from '../op/lut.ts'
import { type Element, parseXml } from '../xml/xml.ts'
import { readCdlNode, readExponent, readLog } from './clf-nodes.ts'
import { childrenOf, sayAt } from './element.ts'
import { column, numberOf, quoted, wholeOf } from './lines.ts'

export const isClf = (text: string): boolean =>
  /^\s*<[?!\w]/.test(text) && /<(?:\w+:)?ProcessList\b/.test(text.slice(0, 65_536))

/** What 1 is counted as, of each bit depth. */
const FULL: ReadonlyMap<string, number> = new Map([
  ['8i', 255],
  ['10i', 1023],
  ['12i', 4095],
  ['16i', 65_535],
  ['16f', 1],
  ['32f', 1],
])

/** Elements of the list that change no picture. */
const words = ['Id', 'Info', 'Description', 'InputDescriptor', 'OutputDescriptor']

/** Full scale at a node's input and output. */
interface Depth {
  readonly in: number
  readonly out: number
}

export function readClf(text: string): Lut | string {
  const root = parseXml(text)
  if (typeof root === 'string') return root
  if (root.name !== 'ProcessList') return sayAt(root, `a CLF file is a ProcessList, not ${quoted(root.name)}.`)
  const version = root.attributes.get('compCLFversion') ?? root.attributes.get('version') ?? ''
  if (!/^[1-3](?:\.\d)?$/.test(version))
    return sayAt(root, `CLF is read up to version 3, not ${version === '' ? 'without a version' : quoted(version)}.`)
  const steps: LutStep[] = []
  let before: Element | null = null
  for (const node of root.children) {
    if (words.includes(node.name)) continue
    if (steps.length >= LUT_LIMITS.steps) return sayAt(node, `a LUT has at most ${LUT_LIMITS.steps} steps.`)
    const read = Object.hasOwn(nodes, node.name) ? nodes[node.name] : undefined
    if (!read) return sayAt(node, `${quoted(node.name)} is no process node of CLF.`)
    const [given, gives] = [node.attributes.get('inBitDepth'), node.attributes.get('outBitDepth')]
    const depth = { in: FULL.get(given ?? ''), out: FULL.get(gives ?? '') }
    if (depth.in === undefined || depth.out === undefined)
      return sayAt(node, `${node.name} says inBitDepth and outBitDepth out of ${[...FULL.keys()].join(', ')}.`)
    if (before && before.attributes.get('outBitDepth') !== given)
      return sayAt(
        node,
        `${node.name} is given ${given}, but ${before.name} before it gives ${before.attributes.get('outBitDepth')}.`,
      )
    const step = read(node, { in: depth.in, out: depth.out })
    if (typeof step === 'string') return step
    steps.push(step)
    before = node
  }
  if (steps.length === 0) return sayAt(root, 'the ProcessList has no process node.')
  const title = root.attributes.get('name') ?? childrenOf(root, 'Description')[0]?.text.trim() ?? ''
  return { title: title.slice(0, LUT_LIMITS.title), steps }
}

/** Numbers of a text, exactly as many as are wanted; they are counted before anything of their number is made. */
function numbersIn(
  node: Element,
  want: number,
  read: (word: string) => number | null = numberOf,
): Float32Array | string {
  const { text } = node
  if (text.length < 2 * want - 1)
    return sayAt(node, `${node.name} holds ${want} numbers; its text is too short for them.`)
  const values = new Float32Array(want)
  let n = 0
  for (const [word] of text.matchAll(/\S+/g)) {
    const x = read(word)
    if (x === null) return sayAt(node, `${node.name} holds numbers, not ${quoted(word)}.`)
    if (n === want) return sayAt(node, `${node.name} holds ${want} numbers, not more.`)
    values[n++] = x
  }
  return n === want ? values : sayAt(node, `${node.name} holds ${want} numbers, not ${n}.`)
}

/** A half float by its 16 bits as a whole number; infinities are its largest numbers, and what is none is 0. */
function rawHalf(word: string): number | null {
  const bits = wholeOf(word)
  if (bits === null || bits > 65_535) return null
  const [sign, e, m] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023]
  if (e === 31) return m === 0 ? sign * 65_504 : 0
  return sign * (e === 0 ? m * scale2(-24) : (1024 + m) * scale2(e - 25))
}

/** An entry of a table over all half floats, where what is infinite or none has its place too. */
function wild(word: string): number | null {
  const [, sign, kind] = /^([+-]?)(nan|inf)(?:inity)?$/i.exec(word) ?? []
  if (kind === undefined) return numberOf(word)
  return kind.toLowerCase() === 'nan' ? 0 : sign === '-' ? -65_504 : 65_504
}

/** The one Array of a node, and the numbers of its `dim`. */
function arrayOf(node: Element): { array: Element; dim: readonly (number | null)[] } | string {
  const [array, more] = childrenOf(node, 'Array')
  if (!array || more) return sayAt(node, `${node.name} holds one Array.`)
  return { array, dim: (array.attributes.get('dim') ?? '').trim().split(/\s+/).map(wholeOf) }
}

/** An attribute out of a few words; without one the first; null for another. */
function wordOf<W extends string>(node: Element, name: string, known: readonly W[]): W | null {
  const own = node.attributes.get(name)
  return own === undefined ? known[0]! : (known.find((word) => word === own) ?? null)
}

function readLut1d(node: Element, depth: Depth): LutStep | string {
  const found = arrayOf(node)
  if (typeof found === 'string') return found
  const { array, dim } = found
  const [n, c] = dim
  const fits = dim.length === 2 && n != null && n >= 2 && n <= LUT_LIMITS.entries
  if (!fits || (c !== 1 && c !== 3))
    return sayAt(
      array,
      `dim of a LUT1D is 2 … ${LUT_LIMITS.entries} entries and 1 or 3 channels, not ${quoted(array.attributes.get('dim') ?? '')}.`,
    )
  if (childrenOf(node, 'IndexMap').length > 0) return sayAt(node, 'an IndexMap, which CLF 3 has no more, is not read.')
  if (wordOf(node, 'interpolation', ['linear']) === null)
    return sayAt(node, `a LUT1D is linear, not ${quoted(node.attributes.get('interpolation')!)}.`)
  const half = wordOf(node, 'halfDomain', ['false', 'true'])
  const raw = wordOf(node, 'rawHalfs', ['false', 'true'])
  if (half === null || raw === null) return sayAt(node, 'halfDomain and rawHalfs are true or false.')
  if (half === 'true' && n !== 65_536) return sayAt(array, `a LUT1D over half floats has 65536 entries, not ${n}.`)
  const numbers = numbersIn(array, n * c, raw === 'true' ? rawHalf : half === 'true' ? wild : numberOf)
  if (typeof numbers === 'string') return numbers
  const full = raw === 'true' ? 1 : depth.out
  if (full !== 1) for (let i = 0; i < numbers.length; i++) numbers[i] = numbers[i]! / full
  const first = column(numbers, c, 0)
  const values =
    c === 1 ? ([first, first, first] as const) : ([first, column(numbers, 3, 1), column(numbers, 3, 2)] as const)
  return half === 'true' ? { kind: 'lut-half', values } : { kind: 'lut1d', domain: UNIT, values }
}

/** Blue runs fastest in the file, red in memory. */
function readLut3d(node: Element, depth: Depth): LutStep | string {
  const found = arrayOf(node)
  if (typeof found === 'string') return found
  const { array, dim } = found
  const [n] = dim
  const cube = dim.length === 4 && dim[1] === n && dim[2] === n && dim[3] === 3
  if (!cube || n == null || n < 2 || n > LUT_LIMITS.cube)
    return sayAt(
      array,
      `dim of a LUT3D is N N N 3, N being 2 … ${LUT_LIMITS.cube}, not ${quoted(array.attributes.get('dim') ?? '')}.`,
    )
  if (childrenOf(node, 'IndexMap').length > 0) return sayAt(node, 'an IndexMap, which CLF 3 has no more, is not read.')
  if (wordOf(node, 'interpolation', ['trilinear', 'tetrahedral']) === null)
    return sayAt(node, `a LUT3D is trilinear or tetrahedral, not ${quoted(node.attributes.get('interpolation')!)}.`)
  const numbers = numbersIn(array, 3 * n * n * n)
  if (typeof numbers === 'string') return numbers
  const values = new Float32Array(numbers.length)
  let from = 0
  for (let r = 0; r < n; r++)
    for (let g = 0; g < n; g++)
      for (let b = 0; b < n; b++) {
        const to = 3 * (r + n * (g + n * b))
        for (let c = 0; c < 3; c++) values[to + c] = numbers[from++]! / depth.out
      }
  return { kind: 'lut3d', size: [n, n, n], domain: UNIT, values }
}

/** Three rows of three, or of four with what is added last. */
function readMatrix(node: Element, depth: Depth): LutStep | string {
  const found = arrayOf(node)
  if (typeof found === 'string') return found
  const { array, dim } = found
  const [rows, wide, planes] = dim
  const fits = (dim.length === 2 || (dim.length === 3 && planes === 3)) && rows === 3
  if (!fits || (wide !== 3 && wide !== 4))
    return sayAt(array, `dim of a Matrix is 3 3 or 3 4, not ${quoted(array.attributes.get('dim') ?? '')}.`)
  const numbers = numbersIn(array, 3 * wide, numberOf)
  if (typeof numbers === 'string') return numbers
  const scale = depth.in / depth.out
  const at = (r: number, c: number) => numbers[r * wide + c]!
  const offset = (r: number) => (wide === 4 ? at(r, 3) / depth.out : 0)
  return {
    kind: 'matrix',
    rows: [0, 1, 2].flatMap((r) => [0, 1, 2].map((c) => at(r, c) * scale)),
    offset: [offset(0), offset(1), offset(2)],
  }
}

/** Ends of the input that go to ends of the output; held there unless its style says noClamp. */
function readRange(node: Element, depth: Depth): LutStep | string {
  const style = wordOf(node, 'style', ['Clamp', 'clamp', 'noClamp'])
  if (style === null)
    return sayAt(node, `the style of a Range is Clamp or noClamp, not ${quoted(node.attributes.get('style')!)}.`)
  const ends: (number | null)[] = []
  for (const name of ['minInValue', 'maxInValue', 'minOutValue', 'maxOutValue']) {
    const [own, more] = childrenOf(node, name)
    const x = own && !more ? numberOf(own.text.trim()) : null
    if (more || (own && x === null)) return sayAt(own!, `${name} is one number.`)
    ends.push(x === null ? null : x / (name.includes('In') ? depth.in : depth.out))
  }
  const [minIn, maxIn, minOut, maxOut] = ends as [number | null, number | null, number | null, number | null]
  if (
    (minIn === null) !== (minOut === null) ||
    (maxIn === null) !== (maxOut === null) ||
    (minIn === null && maxIn === null)
  )
    return sayAt(
      node,
      'a Range says an end of its input and of its output, the lower ones, the upper ones or all four.',
    )
  const both = minIn !== null && maxIn !== null
  if (both && !(minIn < maxIn && minOut! <= maxOut!))
    return sayAt(node, 'the upper ends of a Range lie above its lower ends.')
  const scale = both ? (maxOut! - minOut!) / (maxIn - minIn) : 1
  const offset = minIn !== null ? minOut! - minIn * scale : maxOut! - maxIn! * scale
  const held = style !== 'noClamp'
  if (!held && !both) return sayAt(node, 'a Range that does not clamp says all four ends.')
  return { kind: 'range', scale, offset, low: held ? minOut : null, high: held ? maxOut : null }
}

const nodes: Readonly<Record<string, (node: Element, depth: Depth) => LutStep | string>> = {
  LUT1D: readLut1d,
  LUT3D: readLut3d,
  Matrix: readMatrix,
  Range: readRange,
  Log: readLog,
  Exponent: readExponent,
  ASC_CDL: readCdlNode,
}
