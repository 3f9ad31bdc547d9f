/** A LUT as CLF version 3, all of it in 32-bit floats. */
import type { Domain, Lut, Lut1d, Lut3d, LutExponent, LutHalf, LutLog, LutStep, Three } from '../op/lut.ts'
import { escapeXml } from '../xml/xml.ts'
import { printNumber } from './print-number.ts'

const depths = 'inBitDepth="32f" outBitDepth="32f"'

/** The text, or why this LUT cannot be one. `id`: what the file is to be known by, such as a hash of what it was made from. */
export function printClf(lut: Lut, id: string): string | { readonly refusal: string } {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<ProcessList xmlns="urn:AMPAS:CLF:v3.0" compCLFversion="3" id="${escapeXml(id)}"${lut.title === '' ? '' : ` name="${escapeXml(lut.title)}"`}>`,
  ]
  for (const step of lut.steps) {
    const own = printStep(step)
    if (typeof own !== 'string' && 'refusal' in own) return own
    lines.push(...own)
  }
  return `${[...lines, '</ProcessList>'].join('\n')}\n`
}

function printStep(step: LutStep): readonly string[] | { readonly refusal: string } {
  switch (step.kind) {
    case 'lut1d':
      return [...printDomain(step.domain), ...printLut1d(step.values, '')]
    case 'lut-half':
      return printLut1d(step.values, ' halfDomain="true"')
    case 'lut3d': {
      const [n] = step.size
      if (new Set(step.size).size > 1)
        return { refusal: `The lattice of a CLF file has as many vertices each way, not ${step.size.join(' × ')}.` }
      return [...printDomain(step.domain), ...printLut3d(step, n)]
    }
    case 'matrix':
      return printMatrix(step.rows, step.offset)
    case 'range':
      return printRange(step.scale, step.offset, step.low, step.high)
    case 'log':
      return printLog(step)
    case 'exponent':
      return printExponent(step)
    case 'cdl': {
      const style = { asc: 'Fwd', 'asc-reverse': 'Rev', noclamp: 'FwdNoClamp', 'noclamp-reverse': 'RevNoClamp' }[
        step.style
      ]
      const three = (x: Three<number>) => x.map(printNumber).join(' ')
      return [
        `  <ASC_CDL ${depths} style="${style}">`,
        `    <SOPNode><Slope>${three(step.slope)}</Slope><Offset>${three(step.offset)}</Offset><Power>${three(step.power)}</Power></SOPNode>`,
        `    <SatNode><Saturation>${printNumber(step.saturation)}</Saturation></SatNode>`,
        '  </ASC_CDL>',
      ]
    }
  }
}

/** A table of CLF is over 0 … 1: another domain is brought there first. */
function printDomain(domain: Three<Domain>): readonly string[] {
  if (domain.every(([a, b]) => a === 0 && b === 1)) return []
  const scale = domain.map(([a, b]) => 1 / (b - a))
  const [r, g, b] = scale as [number, number, number]
  return printMatrix([r, 0, 0, 0, g, 0, 0, 0, b], [-domain[0][0] * r, -domain[1][0] * g, -domain[2][0] * b])
}

function printLut1d([r, g, b]: Lut1d['values'] | LutHalf['values'], attributes: string): readonly string[] {
  const one = g === r && b === r
  const rows = Array.from(r, (x, i) =>
    one ? printNumber(x) : `${printNumber(x)} ${printNumber(g[i]!)} ${printNumber(b[i]!)}`,
  )
  return [
    `  <LUT1D ${depths} interpolation="linear"${attributes}>`,
    `    <Array dim="${r.length} ${one ? 1 : 3}">`,
    ...rows,
    '    </Array>',
    '  </LUT1D>',
  ]
}

function printLut3d({ values }: Lut3d, n: number): readonly string[] {
  const rows: string[] = []
  for (let r = 0; r < n; r++)
    for (let g = 0; g < n; g++)
      for (let b = 0; b < n; b++) {
        const at = 3 * (r + n * (g + n * b))
        rows.push(`${printNumber(values[at]!)} ${printNumber(values[at + 1]!)} ${printNumber(values[at + 2]!)}`)
      }
  return [
    `  <LUT3D ${depths} interpolation="tetrahedral">`,
    `    <Array dim="${n} ${n} ${n} 3">`,
    ...rows,
    '    </Array>',
    '  </LUT3D>',
  ]
}

function printMatrix(rows: readonly number[], offset: Three<number>): readonly string[] {
  const wide = offset.some((v) => v !== 0)
  return [
    `  <Matrix ${depths}>`,
    `    <Array dim="3 ${wide ? 4 : 3}">`,
    ...[0, 1, 2].map((r) =>
      [...rows.slice(3 * r, 3 * r + 3), ...(wide ? [offset[r]!] : [])].map(printNumber).join(' '),
    ),
    '    </Array>',
    '  </Matrix>',
  ]
}

/** Ends of the output are said; those of the input follow from scale and offset. What clamps nothing is a matrix. */
function printRange(scale: number, offset: number, low: number | null, high: number | null): readonly string[] {
  if (low === null && high === null)
    return printMatrix([scale, 0, 0, 0, scale, 0, 0, 0, scale], [offset, offset, offset])
  // A range that ends on one side only scales nothing, and one of no width has no input that leads to it.
  const plain = low !== null && high !== null && scale !== 0
  const matrix = plain || (scale === 1 && offset === 0) ? [] : printRange(scale, offset, null, null)
  const back = (x: number) => (plain ? (x - offset) / scale : x)
  const ends = [
    ...(low === null ? [] : [`<minInValue>${printNumber(back(low))}</minInValue>`]),
    ...(high === null ? [] : [`<maxInValue>${printNumber(back(high))}</maxInValue>`]),
    ...(low === null ? [] : [`<minOutValue>${printNumber(low)}</minOutValue>`]),
    ...(high === null ? [] : [`<maxOutValue>${printNumber(high)}</maxOutValue>`]),
  ]
  return [...matrix, `  <Range ${depths}>${ends.join('')}</Range>`]
}

const perChannel = (name: string, attributes: Three<string>): readonly string[] => {
  const [r, g, b] = attributes
  if (g === r && b === r) return [`    <${name} ${r}/>`]
  return attributes.map((own, i) => `    <${name} channel="${'RGB'[i]}" ${own}/>`)
}

function printLog({ reverse, channels }: LutLog): readonly string[] {
  const camera = channels.some(({ linBreak }) => linBreak !== null)
  const style = camera ? (reverse ? 'cameraLogToLin' : 'cameraLinToLog') : reverse ? 'logToLin' : 'linToLog'
  const params = channels.map((c) =>
    [
      ['base', c.base],
      ['logSideSlope', c.logSlope],
      ['logSideOffset', c.logOffset],
      ['linSideSlope', c.linSlope],
      ['linSideOffset', c.linOffset],
      ['linSideBreak', c.linBreak],
      ['linearSlope', c.linearSlope],
    ]
      .flatMap(([name, x]) => (x === null ? [] : [`${name}="${String(x)}"`]))
      .join(' '),
  )
  return [
    `  <Log ${depths} style="${style}">`,
    ...perChannel('LogParams', params as unknown as Three<string>),
    '  </Log>',
  ]
}

function printExponent({ style, reverse, channels }: LutExponent): readonly string[] {
  const stem = {
    basic: 'basic',
    mirror: 'basicMirror',
    pass: 'basicPassThru',
    curve: 'monCurve',
    'curve-mirror': 'monCurveMirror',
  }[style]
  const curve = stem.startsWith('monCurve')
  const params = channels.map(
    ({ exponent, offset }) => `exponent="${String(exponent)}"${curve ? ` offset="${String(offset)}"` : ''}`,
  )
  return [
    `  <Exponent ${depths} style="${stem}${reverse ? 'Rev' : 'Fwd'}">`,
    ...perChannel('ExponentParams', params as unknown as Three<string>),
    '  </Exponent>',
  ]
}
