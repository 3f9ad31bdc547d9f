/** The process nodes of CLF that are formulas: logarithm, power, ASC CDL. Their numbers are of 0 … 1 whatever the bit depth. */
import type { LogChannel, LutCdl, LutExponent, LutStep, Three } from '../op/lut.ts'
import type { Element } from '../xml/xml.ts'
import { childrenOf, sayAt } from './element.ts'
import { numberOf, numbersOf, quoted } from './lines.ts'

/** Parameters of one channel, or of all where the element names none. */
type Params = Readonly<Record<string, number | null>>

/** The elements `name` of a node as parameters of each channel, of attributes of these names. */
function channelsOf(node: Element, name: string, known: readonly string[]): Three<Params> | string {
  const all: (Params | null)[] = [null, null, null]
  for (const own of childrenOf(node, name)) {
    const params: Record<string, number | null> = {}
    for (const key of known) {
      const word = own.attributes.get(key)
      const x = word === undefined ? null : numberOf(word.trim())
      if (word !== undefined && x === null) return sayAt(own, `${key} is a number, not ${quoted(word)}.`)
      params[key] = x
    }
    const channel = own.attributes.get('channel')
    const at = channel === undefined ? [0, 1, 2] : ['R', 'G', 'B'].flatMap((c, i) => (c === channel ? [i] : []))
    if (at.length === 0) return sayAt(own, `a channel is R, G or B, not ${quoted(channel!)}.`)
    for (const i of at) {
      if (all[i] !== null) return sayAt(own, `${name} says each channel once.`)
      all[i] = params
    }
  }
  const rest: Params = {}
  return [all[0] ?? rest, all[1] ?? rest, all[2] ?? rest]
}

const each = <A, B>([r, g, b]: Three<A>, f: (x: A) => B): Three<B> => [f(r), f(g), f(b)]

const PLAIN = { logSlope: 1, logOffset: 0, linSlope: 1, linOffset: 0, linBreak: null, linearSlope: null }
const plainLogs: Readonly<Record<string, readonly [base: number, reverse: boolean]>> = {
  log10: [10, false],
  antiLog10: [10, true],
  log2: [2, false],
  antiLog2: [2, true],
}

export function readLog(node: Element): LutStep | string {
  const style = node.attributes.get('style') ?? ''
  const plain = Object.hasOwn(plainLogs, style) ? plainLogs[style] : undefined
  if (plain) {
    const channel: LogChannel = { base: plain[0], ...PLAIN }
    return { kind: 'log', reverse: plain[1], channels: [channel, channel, channel] }
  }
  const camera = style.startsWith('camera')
  const reverse = style === 'logToLin' || style === 'cameraLogToLin'
  if (!reverse && style !== 'linToLog' && style !== 'cameraLinToLog')
    return sayAt(
      node,
      `the style of a Log is log10, log2, linToLog, cameraLinToLog or an inverse, not ${quoted(style)}.`,
    )
  const names = [
    'base',
    'logSideSlope',
    'logSideOffset',
    'linSideSlope',
    'linSideOffset',
    'linSideBreak',
    'linearSlope',
  ]
  const params = channelsOf(node, 'LogParams', names)
  if (typeof params === 'string') return params
  const channels = each(
    params,
    (p): LogChannel => ({
      base: p.base ?? 2,
      logSlope: p.logSideSlope ?? 1,
      logOffset: p.logSideOffset ?? 0,
      linSlope: p.linSideSlope ?? 1,
      linOffset: p.linSideOffset ?? 0,
      linBreak: camera ? (p.linSideBreak ?? null) : null,
      linearSlope: camera ? (p.linearSlope ?? null) : null,
    }),
  )
  for (const c of channels) {
    if (!(c.base > 0 && c.base !== 1))
      return sayAt(node, `the base of a Log is a number above 0 other than 1, not ${c.base}.`)
    if (c.logSlope === 0 || c.linSlope === 0) return sayAt(node, 'the slopes of a Log are not 0.')
    if (camera && c.linBreak === null) return sayAt(node, `a Log of style ${style} says linSideBreak in every channel.`)
    if (c.linBreak !== null && !(c.linSlope * c.linBreak + c.linOffset > 0))
      return sayAt(node, `at linSideBreak ${c.linBreak} the logarithm is of a number above 0.`)
    if (c.linearSlope === 0) return sayAt(node, 'linearSlope is not 0.')
  }
  return { kind: 'log', reverse, channels }
}

const powers: Readonly<Record<string, LutExponent['style']>> = {
  basic: 'basic',
  basicMirror: 'mirror',
  basicPassThru: 'pass',
  monCurve: 'curve',
  monCurveMirror: 'curve-mirror',
}

export function readExponent(node: Element): LutStep | string {
  const style = node.attributes.get('style') ?? ''
  const [, stem = '', way] = /^(\w+?)(Fwd|Rev)$/.exec(style) ?? []
  if (!Object.hasOwn(powers, stem))
    return sayAt(
      node,
      `the style of an Exponent is basic, basicMirror, basicPassThru, monCurve or monCurveMirror with Fwd or Rev, not ${quoted(style)}.`,
    )
  const params = channelsOf(node, 'ExponentParams', ['exponent', 'offset'])
  if (typeof params === 'string') return params
  const curve = stem.startsWith('monCurve')
  const channels = each(params, (p) => ({ exponent: p.exponent ?? 1, offset: curve ? (p.offset ?? 0) : 0 }))
  for (const { exponent, offset } of channels) {
    const [low, high] = curve ? [1, 10] : [0.01, 100]
    if (!(exponent >= low && exponent <= high))
      return sayAt(node, `exponent lies between ${low} and ${high}, not at ${exponent}.`)
    if (!(offset >= 0 && offset <= 0.9)) return sayAt(node, `offset lies between 0 and 0.9, not at ${offset}.`)
  }
  return { kind: 'exponent', style: powers[stem]!, reverse: way === 'Rev', channels }
}

const cdlStyles: Readonly<Record<string, LutCdl['style']>> = {
  Fwd: 'asc',
  Rev: 'asc-reverse',
  FwdNoClamp: 'noclamp',
  RevNoClamp: 'noclamp-reverse',
}

export function readCdlNode(node: Element): LutStep | string {
  const word = node.attributes.get('style') ?? 'Fwd'
  const style = Object.hasOwn(cdlStyles, word) ? cdlStyles[word]! : null
  if (style === null)
    return sayAt(node, `the style of an ASC_CDL is ${Object.keys(cdlStyles).join(', ')}, not ${quoted(word)}.`)
  const [sop] = childrenOf(node, 'SOPNode')
  const [sat] = childrenOf(node, 'SatNode')
  const read = (parent: Element | undefined, name: string, count: number, otherwise: number): number[] | string => {
    const own = parent && childrenOf(parent, name)[0]
    if (!own) return Array<number>(count).fill(otherwise)
    return (
      numbersOf(own.text.trim(), count) ??
      sayAt(own, `${name} is ${count === 1 ? 'one number' : 'three numbers'}, not ${quoted(own.text.trim())}.`)
    )
  }
  const slope = read(sop, 'Slope', 3, 1)
  const offset = read(sop, 'Offset', 3, 0)
  const power = read(sop, 'Power', 3, 1)
  const saturation = read(sat, 'Saturation', 1, 1)
  for (const part of [slope, offset, power, saturation]) if (typeof part === 'string') return part
  const three = (x: number[] | string): Three<number> => x as unknown as Three<number>
  if (three(slope).some((v) => v < 0)) return sayAt(node, 'a slope is 0 or above.')
  if (three(power).some((v) => v <= 0)) return sayAt(node, 'a power is above 0.')
  if ((saturation[0] as number) < 0) return sayAt(node, 'a saturation is 0 or above.')
  return {
    kind: 'cdl',
    style,
    slope: three(slope),
    offset: three(offset),
    power: three(power),
    saturation: saturation[0] as number,
  }
}
