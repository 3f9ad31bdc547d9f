/** Fleeting: what is chosen in the node graph beside the selected node, and which tool is in the hand there. */
import type { NodeId } from '../../shared/doc/grade.ts'
import type { End } from '../../shared/doc/rewire.ts'

export class GraphChoice {
  /** Nodes of a multi-selection, the selected one among them; empty: the selected one alone. */
  nodes: ReadonlySet<NodeId> = new Set()
  /** A link, named by where it ends; null: none. */
  link: End | null = null
  /** A drag moves the graph in place of drawing a box. */
  panning = false
  /** The node whose label has the caret. */
  naming: NodeId | null = null
  /** The node whose menu is open, and where on the page in pixels; null: over its box. */
  menu: { readonly node: NodeId; readonly at: readonly [number, number] | null } | null = null
  /** How often the whole graph has been asked for. */
  fits = 0
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** One node alone, or another clip: nothing else is chosen. Says nothing: whoever selects does. */
  clear(): void {
    this.nodes = new Set()
    this.link = null
    this.menu = null
  }
  choose(nodes: Iterable<NodeId>): void {
    this.clear()
    const all = new Set(nodes)
    this.nodes = all.size > 1 ? all : new Set()
    this.#changed()
  }
  setLink(link: End | null): void {
    this.clear()
    this.link = link
    this.#changed()
  }
  setPanning(on: boolean): void {
    this.panning = on
    this.#changed()
  }
  fit(): void {
    this.fits++
    this.#changed()
  }
  setNaming(node: NodeId | null): void {
    this.naming = node
    this.#changed()
  }
  setMenu(menu: GraphChoice['menu']): void {
    this.menu = menu
    this.#changed()
  }
}
