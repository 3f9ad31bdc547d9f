/**
 * `.cube`: Adobe's (Cube LUT specification 1.0: TITLE, DOMAIN_MIN and DOMAIN_MAX), Resolve's (a shaper before the lattice, input ranges,
 * video range) and their union, red fastest.
 */
import { type Domain, LUT_LIMITS, type Lut, type LutMatrix, type LutStep, type Three, UNIT } from '../op/lut.ts'
import { column, Lines, numberOf, numbersOf, quoted, readRows, wholeOf, wordsOf } from './lines.ts'
import { printNumber } from './print-number.ts'

export const isCube = (text: string): boolean => /^[ \t]*(?:TITLE|LUT_|DOMAIN_)/m.test(text.slice(0, 65_536))

/** Ten-bit video range: 0 and 1 stand at 64 and 940 of 1,023. */
const VIDEO = { scale: 876 / 1023, black: 64 / 1023 }

const affine = (scale: number, offset: number): LutMatrix => ({
  kind: 'matrix',
  rows: [scale, 0, 0, 0, scale, 0, 0, 0, scale],
  offset: [offset, offset, offset],
})

interface Header {
  title: string
  size: { one: number | null; three: number | null }
  range: { one: Domain | null; three: Domain | null }
  low: readonly number[] | null
  high: readonly number[] | null
  video: { in: boolean; out: boolean }
}

export function readCube(text: string): Lut | string {
  const lines = new Lines(text)
  const head: Header = {
    title: '',
    size: { one: null, three: null },
    range: { one: null, three: null },
    low: null,
    high: null,
    video: { in: false, out: false },
  }
  const said = new Set<string>()
  let line = lines.row()
  for (; line !== null && /^[A-Za-z_]/.test(line); line = lines.row()) {
    const [word] = wordsOf(line) as [string]
    const trouble = said.has(word) ? `${word} stands in a file once.` : keyword(head, word, line)
    if (trouble !== null) return lines.at(trouble)
    said.add(word)
  }
  const { one, three } = head.size
  if (one === null && three === null) return 'The file has neither LUT_1D_SIZE nor LUT_3D_SIZE.'
  const domains = domainsOf(head)
  if (typeof domains === 'string') return domains
  const steps: LutStep[] = []
  if (head.video.in) steps.push(affine(VIDEO.scale, VIDEO.black))
  if (one !== null) {
    const rows = readRows(lines, three === null ? '1D LUT' : 'shaper', one, 3, line)
    if (typeof rows === 'string') return rows
    steps.push({
      kind: 'lut1d',
      domain: domains.one,
      values: [column(rows, 3, 0), column(rows, 3, 1), column(rows, 3, 2)],
    })
    line = lines.row()
  }
  if (three !== null) {
    const values = readRows(lines, '3D LUT', three * three * three, 3, line)
    if (typeof values === 'string') return values
    steps.push({ kind: 'lut3d', size: [three, three, three], domain: domains.three, values })
    line = lines.row()
  }
  if (line !== null) return lines.at(`after the last row of its tables the file ends, not with ${quoted(line)}.`)
  if (head.video.out) steps.push(affine(1 / VIDEO.scale, -VIDEO.black / VIDEO.scale))
  return { title: head.title, steps }
}

/** Takes one line of the head; what is wrong with it, or null. */
function keyword(head: Header, word: string, line: string): string | null {
  const rest = line.slice(word.length).trim()
  switch (word) {
    case 'TITLE':
      head.title = rest.replace(/^"(.*)"$/, '$1').slice(0, LUT_LIMITS.title)
      return null
    case 'LUT_1D_SIZE':
    case 'LUT_3D_SIZE': {
      const three = word === 'LUT_3D_SIZE'
      const size = wholeOf(rest)
      const most = three ? LUT_LIMITS.cube : LUT_LIMITS.entries
      if (size === null || size < 2 || size > most) return `${word} is a whole number 2 … ${most}, not ${quoted(rest)}.`
      head.size[three ? 'three' : 'one'] = size
      return null
    }
    case 'LUT_1D_INPUT_RANGE':
    case 'LUT_3D_INPUT_RANGE': {
      const ends = numbersOf(rest, 2)
      if (ends === null || !wide(ends[0]!, ends[1]!))
        return `${word} takes two numbers, the second one greater, not ${quoted(rest)}.`
      head.range[word === 'LUT_1D_INPUT_RANGE' ? 'one' : 'three'] = [ends[0]!, ends[1]!]
      return null
    }
    case 'DOMAIN_MIN':
    case 'DOMAIN_MAX': {
      const ends = numbersOf(rest, 3)
      if (ends === null) return `${word} takes three numbers, not ${quoted(rest)}.`
      head[word === 'DOMAIN_MIN' ? 'low' : 'high'] = ends
      return null
    }
    case 'LUT_IN_VIDEO_RANGE':
      head.video.in = true
      return null
    case 'LUT_OUT_VIDEO_RANGE':
      head.video.out = true
      return null
    default:
      return numberOf(word) === null
        ? `${quoted(word)} is no keyword of a .cube file.`
        : `a row of numbers was expected, not ${quoted(line)}.`
  }
}

/** Apart in f32 too, as the kernel reads them. */
export const wide = (low: number, high: number): boolean =>
  Math.fround(low) < Math.fround(high) && Number.isFinite(high - low)

/** Domains of the two tables: DOMAIN_… is of what the file is given, so of its first table; ranges are each table's own. */
function domainsOf({ size, range, low, high }: Header): { one: Three<Domain>; three: Three<Domain> } | string {
  const alike = (domain: Domain | null): Three<Domain> => (domain ? [domain, domain, domain] : UNIT)
  const own = { one: alike(range.one), three: alike(range.three) }
  if (low === null && high === null) return own
  const first = size.one === null ? 'three' : 'one'
  const domain = [0, 1, 2].map((c): Domain => [low?.[c] ?? 0, high?.[c] ?? 1])
  const narrow = domain.findIndex(([a, b]) => !wide(a, b))
  if (narrow >= 0)
    return `DOMAIN_MAX lies above DOMAIN_MIN in every channel: in ${['red', 'green', 'blue'][narrow]} it is ${domain[narrow]![1]} to ${domain[narrow]![0]}.`
  const given = range[first]
  if (given && domain.some(([a, b]) => a !== given[0] || b !== given[1]))
    return `DOMAIN_MIN and DOMAIN_MAX say another range than ${first === 'one' ? 'LUT_1D_INPUT_RANGE' : 'LUT_3D_INPUT_RANGE'}.`
  return { ...own, [first]: domain as unknown as Three<Domain> }
}

/**
 * A LUT as `.cube`: one 1D table, one lattice, or the first before the second (which only Resolve's dialect has); a sentence where it is
 * more than that. Numbers come back as the f32 they were.
 */
export function printCube(lut: Lut): string | { readonly refusal: string } {
  const [first, second] = lut.steps
  const shaper = first?.kind === 'lut1d' ? first : null
  const cube = first?.kind === 'lut3d' ? first : second?.kind === 'lut3d' ? second : null
  if (lut.steps.length !== Number(shaper !== null) + Number(cube !== null) || lut.steps.length === 0)
    return {
      refusal: `A .cube file holds a 1D table, a lattice, or both in this order, not ${lut.steps.map(({ kind }) => kind).join(', ') || 'nothing'}.`,
    }
  if (cube && new Set(cube.size).size > 1)
    return { refusal: `The lattice of a .cube file has as many vertices each way, not ${cube.size.join(' × ')}.` }
  const both = shaper !== null && cube !== null
  const lines: string[] = []
  const title = lut.title.replaceAll(/["\r\n]/g, ' ').trim()
  // OpenColorIO does not read a TITLE in Resolve's dialect: there it is a comment.
  if (title !== '') lines.push(both ? `# ${title}` : `TITLE "${title}"`)
  if (shaper) lines.push(`LUT_1D_SIZE ${shaper.values[0].length}`)
  if (both) {
    const trouble = [shaper, cube].flatMap((step) => (alike(step.domain) ? [] : [step.kind]))
    if (trouble.length > 0)
      return { refusal: 'A .cube file with a shaper has one input range for all channels of a table.' }
    lines.push(`LUT_1D_INPUT_RANGE ${shaper.domain[0].map(printNumber).join(' ')}`)
  }
  if (cube) lines.push(`LUT_3D_SIZE ${cube.size[0]}`)
  if (both) lines.push(`LUT_3D_INPUT_RANGE ${cube.domain[0].map(printNumber).join(' ')}`)
  else {
    const domain = (shaper ?? cube)!.domain
    if (domain.some(([a, b]) => a !== 0 || b !== 1)) {
      lines.push(`DOMAIN_MIN ${domain.map(([a]) => printNumber(a)).join(' ')}`)
      lines.push(`DOMAIN_MAX ${domain.map(([, b]) => printNumber(b)).join(' ')}`)
    }
  }
  if (shaper) {
    const [r, g, b] = shaper.values
    if (g.length !== r.length || b.length !== r.length)
      return { refusal: 'The 1D table of a .cube file has as many entries in each channel.' }
    for (let i = 0; i < r.length; i++) lines.push(`${printNumber(r[i]!)} ${printNumber(g[i]!)} ${printNumber(b[i]!)}`)
  }
  if (cube)
    for (let i = 0; i < cube.values.length; i += 3)
      lines.push(
        `${printNumber(cube.values[i]!)} ${printNumber(cube.values[i + 1]!)} ${printNumber(cube.values[i + 2]!)}`,
      )
  return `${lines.join('\n')}\n`
}

const alike = (domain: Three<Domain>): boolean => domain.every(([a, b]) => a === domain[0][0] && b === domain[0][1])
