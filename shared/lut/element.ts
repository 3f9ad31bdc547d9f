/** What every reader of an XML element asks of it. */
import type { Element } from '../xml/xml.ts'

/** The children of that name. */
export const childrenOf = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name)

/** A sentence about an element, with its line. */
export const sayAt = (element: Element, rule: string): string => `Line ${element.line}: ${rule}`
