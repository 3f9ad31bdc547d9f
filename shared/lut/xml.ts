/** XML as a tree, strictly: what is not well formed is one sentence with its line. Entities of its own making a file may not have. */
import { SaxesParser } from 'saxes'

export interface XmlNode {
  readonly name: string
  /** Line it begins on, from 1. */
  readonly line: number
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  /** All its own text, in order; that of its children is theirs. */
  readonly text: string
}

interface Open {
  name: string
  line: number
  attributes: Record<string, string>
  children: Open[]
  text: string
}

/** Elements within elements, and elements in all: a colour file has some five levels and a few dozen of them; a list of CDLs thousands. */
const DEEPEST = 32
const MOST = 200_000

/** The root element, its name and those below it without their namespace's prefix. */
export function readXml(text: string): XmlNode | string {
  const parser = new SaxesParser({ position: true })
  const path: Open[] = []
  let root: Open | null = null
  let count = 0
  let trouble: string | null = null
  const fail = (line: number, rule: string): void => {
    trouble ??= `Line ${line}: ${rule}`
  }
  const local = (name: string): string => name.slice(name.indexOf(':') + 1)
  parser.on('error', (error) => {
    const why = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
    fail(parser.line, `this is not well-formed XML: ${why}.`)
  })
  parser.on('doctype', () => fail(parser.line, 'a document type is not read.'))
  parser.on('opentag', ({ name, attributes }) => {
    if (trouble) return
    if (++count > MOST || path.length >= DEEPEST)
      return fail(parser.line, 'there are more elements than a colour file has.')
    const own: Open = { name: local(name), line: parser.line, attributes: {}, children: [], text: '' }
    for (const [key, value] of Object.entries(attributes)) own.attributes[key] = value
    const parent = path.at(-1)
    if (parent) parent.children.push(own)
    else root = own
    path.push(own)
  })
  parser.on('text', (text) => {
    const own = path.at(-1)
    if (own && !trouble) own.text += text
  })
  parser.on('closetag', () => {
    path.pop()
  })
  // By pieces, so that a file which is wrong at its beginning is not read to its end.
  const piece = 1 << 20
  for (let at = 0; at < text.length && !trouble; at += piece) parser.write(text.slice(at, at + piece))
  if (!trouble) parser.close()
  return trouble ?? root ?? 'The file holds no XML element.'
}

/** The children of that name. */
export const childrenOf = (node: XmlNode, name: string): readonly XmlNode[] =>
  node.children.filter((child) => child.name === name)

/** A sentence about an element. */
export const sayAt = (node: XmlNode, rule: string): string => `Line ${node.line}: ${rule}`
