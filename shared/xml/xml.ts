/** XML as a plain tree: local names, text and lines, whatever the namespace. */
import { SaxesParser } from 'saxes'

export interface Element {
  /** Name without its prefix: `SOPNode`. */
  readonly name: string
  /** Local name -> value. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Element[]
  /** Its own text and CDATA, not its children's. */
  readonly text: string
  /** Line of its opening tag, from 1. */
  readonly line: number
}

/** Elements within elements: CDL and CLF need six. */
const MOST_DEEP = 64

interface Draft extends Element {
  readonly children: Draft[]
  text: string
}

/** The root element, or one sentence that says where the text stops being XML. A DTD is passed over: an entity of its own is an error. */
export function parseXml(text: string): Element | string {
  const parser = new SaxesParser({ xmlns: true })
  const open: Draft[] = []
  let root: Draft | null = null
  let wrong: string | null = null
  const refuse = (line: number, why: string): void => {
    wrong ??= `Line ${line}: ${why}`
  }
  parser.on('error', ({ message }) => {
    const [, line = `${parser.line}`, why = message] = /^(?:[^:]*:)?(\d+):\d+: ([\s\S]*)$/.exec(message) ?? []
    refuse(Number(line), `the file is no well-formed XML (${why.replace(/[.]$/, '')}).`)
  })
  parser.on('opentag', ({ local, attributes }) => {
    if (open.length >= MOST_DEEP) refuse(parser.line, `elements stand more than ${MOST_DEEP} deep.`)
    if (wrong !== null) return
    const own = Object.values(attributes) as { local: string; prefix: string; value: string }[]
    const plain = own.filter(({ prefix, local: name }) => prefix !== 'xmlns' && name !== 'xmlns')
    const element: Draft = {
      name: local,
      attributes: new Map(plain.map(({ local: name, value }) => [name, value])),
      children: [],
      text: '',
      line: parser.line,
    }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  const add = (words: string): void => {
    const top = open.at(-1)
    if (top) top.text += words
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', () => void open.pop())
  // In parts, so that a hostile file is given up at its first error and not read to its end.
  for (let at = 0; at < text.length && wrong === null; at += 4096) parser.write(text.slice(at, at + 4096))
  if (wrong === null) parser.close()
  return wrong ?? root ?? 'The file holds no XML.'
}

/** Text that may stand in an element or in an attribute between double quotes. */
export const escapeXml = (text: string): string =>
  text
    // What XML 1.0 cannot hold at all (its section 2.2).
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
