/**
 * What stands in the grade and touches nothing any more (document.md, "Reading a graph"): keys of a node or a window without a head, as one
 * colorist's undo and another's turn of a wheel leave them, and wires that nothing is read through. Who sweeps it asks first that it has lain
 * there for longer than anybody works offline.
 */
import type { Entries, Value } from './grade.ts'
import { parsePath } from './path.ts'

interface Node {
  readonly keys: string[]
  readonly controls: Map<string, Value>
}

/** Keys that may go, in no order. Without them every graph reads as before. */
export function litterOf(entries: Entries): string[] {
  const levels = new Map<string, Map<string, Node>>()
  for (const [key, value] of entries) {
    const path = parsePath(key)
    if (path?.kind !== 'control' || path.node === 'sizing') continue
    const name = `${path.level}/${path.version}`
    const nodes = levels.get(name) ?? new Map<string, Node>()
    levels.set(name, nodes)
    const node: Node = nodes.get(path.node) ?? { keys: [], controls: new Map() }
    nodes.set(path.node, node)
    node.keys.push(key)
    if (path.frame === null) node.controls.set(path.control, value)
  }
  return [...levels.values()].flatMap(litterOfLevel)
}

function litterOfLevel(nodes: ReadonlyMap<string, Node>): string[] {
  const named = new Set<string>()
  for (const [id, { controls }] of nodes)
    for (const [control, value] of controls) {
      const to = control === 'head' ? value[1] : control.startsWith('in.') || control === 'key' ? value[0] : null
      if (typeof to === 'string' && to !== id) named.add(to)
    }
  const out: string[] = []
  for (const [id, { keys, controls }] of nodes) {
    if (id === 'out') continue
    const head = controls.get('head')
    // A wire with somebody's work on it stays: its deletion may yet be taken back.
    const isBare = [...controls.keys()].every((control) => control === 'head' || control.startsWith('in.'))
    if (!head || (head[0] === 'gone' && !named.has(id) && isBare && keys.length === controls.size)) out.push(...keys)
    else for (const key of keys) if (isLostWindow(key, controls)) out.push(key)
  }
  return out
}

function isLostWindow(key: string, controls: ReadonlyMap<string, Value>): boolean {
  const window = /\/w\.([0-9a-z]{8})\/[^/]+$/.exec(key)?.[1]
  return window !== undefined && !controls.has(`w.${window}/head`)
}
