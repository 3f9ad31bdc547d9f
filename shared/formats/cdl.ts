/**
 * ASC CDL files: .cc (one ColorCorrection), .ccc (a ColorCorrectionCollection), .cdl (a ColorDecisionList). ASC Color Decision List v1.2
 * (Eastman and others, 2009), with what OpenColorIO and Resolve write: both spellings of SatNode, any namespace, parts left out.
 */

import { parseF32, printF32 } from '../op/decimal.ts'
import { type Element, escapeXml, parseXml } from '../xml/xml.ts'

type Triple = readonly [number, number, number]

/** What a file says in words, kept when it is written again. */
export interface Descriptions {
  readonly description: readonly string[]
  readonly input: readonly string[]
  readonly viewing: readonly string[]
}

/** One ColorCorrection: f32 numbers, slope and saturation at least 0, power above 0. */
export interface Correction extends Descriptions {
  readonly id: string | null
  readonly slope: Triple
  readonly offset: Triple
  readonly power: Triple
  readonly saturation: number
  /** `asc` where a description claims ASC CDL v1.2; else `noclamp`, which OpenColorIO reads these files as. */
  readonly style: 'asc' | 'noclamp'
  /** Of a .cdl: the MediaRef of its decision. */
  readonly media: string | null
}

export type CdlForm = 'cc' | 'ccc' | 'cdl'

export interface CdlFile extends Descriptions {
  readonly form: CdlForm
  readonly corrections: readonly Correction[]
  /** What the file holds and this reading leaves out, one sentence each. */
  readonly lost: readonly string[]
}

export const restCorrection: Correction = {
  id: null,
  slope: [1, 1, 1],
  offset: [0, 0, 0],
  power: [1, 1, 1],
  saturation: 1,
  style: 'noclamp',
  media: null,
  description: [],
  input: [],
  viewing: [],
}

const roots: Readonly<Record<string, CdlForm>> = {
  ColorCorrection: 'cc',
  ColorCorrectionCollection: 'ccc',
  ColorDecisionList: 'cdl',
}

/** Only a correction that clamps as the specification says may claim it. */
const CLAIM = 'ASC CDL v1.2'

/** The namespace that OpenColorIO writes (FileFormatCDL.cpp); any other, or none, is read as well. */
const NAMESPACE = 'urn:ASC:CDL:v1.01'

/** What a reading has met so far: its first fault, and what it left out. */
class Reading {
  wrong: string | null = null
  readonly lost: string[] = []

  refuse(line: number, words: string): void {
    this.wrong ??= `Line ${line}: ${words}`
  }
  leave(line: number, words: string): void {
    this.lost.push(`Line ${line}: ${words} and is left out.`)
  }
}

/** Names are told apart by their letters alone: SatNode is written SATNode too. */
const named = ({ name }: Element, ...words: readonly string[]): boolean =>
  words.some((word) => word.toLowerCase() === name.toLowerCase())

/** The corrections of a .cc, .ccc or .cdl, or one sentence with the line where it is none. */
export function parseCdl(text: string): CdlFile | string {
  const root = parseXml(text)
  if (typeof root === 'string') return root
  const form = roots[root.name]
  if (form === undefined)
    return `Line ${root.line}: the root is ${root.name}; a CDL file has one of ${Object.keys(roots).join(', ')}.`
  const reading = new Reading()
  const corrections = form === 'cc' ? [readCorrection(root, null, reading)] : readAll(root, reading)
  if (reading.wrong !== null) return reading.wrong
  if (corrections.length === 0) return `Line ${root.line}: the ${root.name} holds no ColorCorrection.`
  const words = readDescriptions(form === 'cc' ? [] : root.children)
  return { form, corrections, lost: reading.lost, ...words }
}

/** Of a collection, or of the decisions of a list. */
function readAll(root: Element, reading: Reading): Correction[] {
  const found: Correction[] = []
  for (const child of root.children) {
    if (named(child, 'ColorCorrection')) found.push(readCorrection(child, null, reading))
    else if (named(child, 'ColorCorrectionCollection')) found.push(...readAll(child, reading))
    else if (named(child, 'ColorDecision')) found.push(...readDecision(child, reading))
    else if (!isDescription(child)) reading.leave(child.line, `${child.name} means nothing to a CDL`)
  }
  return found
}

function readDecision(decision: Element, reading: Reading): Correction[] {
  const media = decision.children.find((child) => named(child, 'MediaRef'))?.attributes.get('ref') ?? null
  return decision.children.flatMap((child) => {
    if (named(child, 'ColorCorrection')) return [readCorrection(child, media, reading)]
    if (named(child, 'ColorCorrectionRef'))
      reading.leave(
        child.line,
        `the correction ${child.attributes.get('ref') ?? 'without a name'} stands in another file`,
      )
    return []
  })
}

function readCorrection(element: Element, media: string | null, reading: Reading): Correction {
  const { children } = element
  const one = (parent: readonly Element[], ...words: readonly string[]): Element | null => {
    const [first, second] = parent.filter((child) => named(child, ...words))
    if (second) reading.refuse(second.line, `a second ${second.name}; a correction has one.`)
    return first ?? null
  }
  const sop = one(children, 'SOPNode')
  const sat = one(children, 'SatNode')
  const triple = (name: string, rest: Triple): Triple => {
    const part = sop && one(sop.children, name)
    return part ? ((readNumbers(part, 3, reading) as Triple | null) ?? rest) : rest
  }
  const saturation = sat && one(sat.children, 'Saturation')
  for (const child of [...children, ...(sop?.children ?? []), ...(sat?.children ?? [])])
    if (!isDescription(child) && !named(child, 'SOPNode', 'SatNode', 'Slope', 'Offset', 'Power', 'Saturation'))
      reading.leave(child.line, `${child.name} means nothing to a CDL`)
  const words = readDescriptions([...children, ...(sop?.children ?? []), ...(sat?.children ?? [])])
  return {
    ...words,
    description: words.description.filter((word) => word !== CLAIM),
    id: element.attributes.get('id') ?? null,
    slope: triple('Slope', restCorrection.slope),
    offset: triple('Offset', restCorrection.offset),
    power: triple('Power', restCorrection.power),
    saturation: (saturation && readNumbers(saturation, 1, reading)?.[0]) ?? 1,
    style: words.description.includes(CLAIM) ? 'asc' : 'noclamp',
    media,
  }
}

const isDescription = (element: Element): boolean =>
  named(element, 'Description', 'InputDescription', 'ViewingDescription', 'MediaRef')

function readDescriptions(children: readonly Element[]): Descriptions {
  const of = (name: string) =>
    children.filter((child) => named(child, name) && child.text.trim() !== '').map(({ text }) => text.trim())
  return { description: of('Description'), input: of('InputDescription'), viewing: of('ViewingDescription') }
}

/** The numbers of a part, within what the ASC allows it; null where they are not. */
function readNumbers(element: Element, count: number, reading: Reading): readonly number[] | null {
  const { name, text, line } = element
  const words = text.split(/\s+/).filter(Boolean)
  const refuse = (why: string): null => {
    reading.refuse(line, `${name} ${why}`)
    return null
  }
  if (words.length !== count)
    return refuse(`takes ${count === 1 ? 'one number' : `${count} numbers`}, not ${words.length}.`)
  const values: number[] = []
  for (const word of words) {
    const value = parseF32(word)
    if (value === null) return refuse(`holds "${word.slice(0, 40)}", which is no number.`)
    if (named(element, 'Power') && value <= 0) return refuse(`is ${word}; it is above 0.`)
    if (!named(element, 'Power', 'Offset') && value < 0) return refuse(`is ${word}; it is at least 0.`)
    values.push(value)
  }
  return values
}

/** The correction of that id, or the only one; a sentence where there is none, or several and no id. */
export function chooseCorrection({ corrections }: CdlFile, id: string | null): Correction | string {
  // A terminal obeys control characters, which an id may hold.
  const ids = corrections.map(({ id: own }) => own?.replace(/\p{Cc}/gu, '?').slice(0, 60) ?? 'one without an id')
  const list = `${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ', …' : ''}`
  const found = id === null ? corrections : corrections.filter((correction) => correction.id === id)
  if (found.length === 1) return found[0]!
  if (id === null) return `It holds ${found.length} corrections; name one by its id: ${list}.`
  return found.length === 0
    ? `It holds no correction ${id}; there ${ids.length === 1 ? 'is' : 'are'} ${list}.`
    : `It holds ${found.length} corrections of the id ${id}.`
}

/** A file of that form: numbers as the shortest decimals that read as the same f32. A .cc takes one correction. */
export function printCdl(form: CdlForm, corrections: readonly Correction[], words?: Descriptions): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>']
  if (form === 'cc') {
    if (corrections.length !== 1) throw new Error(`a .cc holds one correction, not ${corrections.length}`)
    return `${[...lines, ...printCorrection(corrections[0]!, '')].join('\n')}\n`
  }
  const root = form === 'ccc' ? 'ColorCorrectionCollection' : 'ColorDecisionList'
  lines.push(`<${root} xmlns="${NAMESPACE}">`)
  if (words) lines.push(...printDescriptions(words, '  '))
  for (const correction of corrections) {
    if (form === 'ccc') lines.push(...printCorrection(correction, '  '))
    else {
      lines.push('  <ColorDecision>')
      if (correction.media !== null) lines.push(`    <MediaRef ref="${escapeXml(correction.media)}"/>`)
      lines.push(...printCorrection(correction, '    '), '  </ColorDecision>')
    }
  }
  return `${[...lines, `</${root}>`].join('\n')}\n`
}

function printCorrection(correction: Correction, indent: string): string[] {
  const { id, slope, offset, power, saturation, style } = correction
  const description = style === 'asc' ? [CLAIM, ...correction.description] : correction.description
  const part = (name: string, values: readonly number[]) =>
    `${indent}    <${name}>${values.map(printF32).join(' ')}</${name}>`
  return [
    `${indent}<ColorCorrection${id === null ? '' : ` id="${escapeXml(id)}"`}>`,
    ...printDescriptions({ ...correction, description }, `${indent}  `),
    `${indent}  <SOPNode>`,
    part('Slope', slope),
    part('Offset', offset),
    part('Power', power),
    `${indent}  </SOPNode>`,
    `${indent}  <SatNode>`,
    part('Saturation', [saturation]),
    `${indent}  </SatNode>`,
    `${indent}</ColorCorrection>`,
  ]
}

function printDescriptions({ description, input, viewing }: Descriptions, indent: string): string[] {
  const lines = (name: string, words: readonly string[]) =>
    words.map((word) => `${indent}<${name}>${escapeXml(word)}</${name}>`)
  return [
    ...lines('Description', description),
    ...lines('InputDescription', input),
    ...lines('ViewingDescription', viewing),
  ]
}
