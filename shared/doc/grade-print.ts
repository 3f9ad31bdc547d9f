/** From the document to a grade's JSON: the graph as it is valid, so no deleted node, no wire and no litter is in it. */
import { printF32 } from '../op/decimal.ts'
import { isRest } from './diff.ts'
import type { Edge, Entries, Level, Link, Value } from './grade.ts'
import { GRADE_FORMAT, headWords, placeId, restHead, restKey } from './grade-json.ts'
import { readGraph, readWiring } from './graph.ts'
import { between } from './order.ts'
import { levelEntries } from './read.ts'
import { isMixer } from './wiring.ts'

type Json = Record<string, unknown>

/** The JSON of a level and version, indented, neutrals left out. `working`: the session's working space, or null. */
export function printGrade(entries: Entries, level: Level, version: string, working: string | null): string {
  const shared: Json = {}
  const { nodes, out } = printBody(entries, level, version)
  const sizing = controlsOf(entries, level, version).get('sizing')
  // Bodies may name bodies: the list grows while it is walked.
  const ids = sharedOf(entries, level, version)
  for (let i = 0; i < ids.length; i++) {
    shared[ids[i]!] = printBody(entries, `s.${ids[i]}`, '0')
    for (const id of sharedOf(entries, `s.${ids[i]}`, '0')) if (!ids.includes(id)) ids.push(id)
  }
  const own = sizing ? printControls(`${level}/${version}/sizing`, sizing) : {}
  return indented({
    format: GRADE_FORMAT,
    ...(working === null ? {} : { working }),
    nodes,
    out,
    ...(ids.length > 0 ? { shared } : {}),
    ...(Object.keys(own).length > 0 ? { sizing: own } : {}),
  })
}

const sharedOf = (entries: Entries, level: Level, version: string): string[] => {
  const { nodes, loose } = readGraph(entries, level, version)
  const named = [...nodes, ...loose].flatMap(({ shared }) => (shared === null ? [] : [shared]))
  return [...new Set(named)].sort()
}

/** Control, keyframe and all -> value, by node. */
function controlsOf(entries: Entries, level: Level, version: string): Map<string, [string, Value][]> {
  const found = new Map<string, [string, Value][]>()
  for (const [rest, value] of [...levelEntries(entries, level, version)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const slash = rest.indexOf('/')
    if (slash < 0) continue
    const own = found.get(rest.slice(0, slash))
    if (own) own.push([rest.slice(slash + 1), value])
    else found.set(rest.slice(0, slash), [[rest.slice(slash + 1), value]])
  }
  return found
}

/** The nodes of a level and what its picture is read from. */
function printBody(entries: Entries, level: Level, version: string): { nodes: Json[]; out: unknown } {
  const { nodes, loose, out } = readGraph(entries, level, version)
  const { keys, inputs } = readWiring(entries, level, version)
  const controls = controlsOf(entries, level, version)
  const live = [...nodes, ...loose]
  const known = new Set(['src', ...live.map(({ id }) => id)])
  const path = new Set(nodes.map(({ id }) => id))
  let before = 'src'
  const list = live.map(({ id, kind, shared }): Json => {
    const own = controls.get(id) ?? []
    const reads = inputs.get(id) ?? []
    const first = reads[0] ?? { node: 'src', port: 'rgb' }
    // In a node that nobody sees, the key stands as it was written.
    const stored = own.find(([control]) => control === 'key')?.[1]
    const from =
      keys.get(id) ?? (path.has(id) || !stored ? null : { node: stored[0] as string, port: stored[1] as Link['port'] })
    const plain = !isMixer(kind) && first.node === before && first.port === 'rgb'
    before = id
    return {
      id,
      ...(kind === 'corrector' ? {} : { kind }),
      ...(plain ? {} : { in: isMixer(kind) ? printEdges(reads) : printLink(first) }),
      ...(from !== null && stored && known.has(from.node) ? { key: printKey(from, stored) } : {}),
      ...(shared === null ? {} : { shared }),
      ...printControls(`${level}/${version}/${id}`, own),
      ...printWindows(own),
    }
  })
  return { nodes: list, out: printLink(out) }
}

/** A link as short as it can be said. */
const printLink = ({ node, port }: Link): unknown => (port === 'rgb' ? node : { node, port })
/** The links of a mixer. An edge that nobody drew (of a node that fell back into the picture) is named by its place. */
const printEdges = (edges: readonly Edge[]): Json[] =>
  edges.map(({ edge, node, port }, i) => {
    const drawn = edge !== '0' && edges.findIndex((one) => one.edge === edge) === i
    return { edge: drawn ? edge : placeId(i), node, ...(port === 'rgb' ? {} : { port }) }
  })

function printKey(from: Link, stored: Value): Json {
  const [, , invert, mode, ...numbers] = stored
  const [gain, offset, blur] = short(numbers)
  const said = { port: from.port, invert, mode, gain, offset, blur }
  const differs = Object.entries(said).filter(([name, value]) => value !== restKey[name as keyof typeof restKey])
  return { node: from.node, ...Object.fromEntries(differs) }
}

/** One item stands without its list. */
const printValue = (value: Value): unknown => {
  const own = short(value)
  return own.length === 1 ? own[0] : own
}
/** Numbers as the shortest decimals that are the same f32. */
const short = (value: Value): Value => value.map((x) => (typeof x === 'number' ? Number(printF32(x)) : x))

/** What stands under its own name in a node, and its keyframes. */
function printControls(prefix: string, own: readonly (readonly [string, Value])[]): Json {
  const plain: Json = {}
  const keyframes: Record<string, Json> = {}
  for (const [key, value] of own) {
    const at = key.lastIndexOf('@')
    const control = at < 0 ? key : key.slice(0, at)
    if (control === 'head' || control.startsWith('in.') || control.startsWith('w.')) continue
    if (control === 'key' || control === 'shared' || isRest(`${prefix}/${key}`, value)) continue
    if (at < 0) plain[control] = printValue(value)
    else (keyframes[control] ??= {})[key.slice(at + 1)] = short(value)
  }
  return Object.keys(keyframes).length > 0 ? { ...plain, keyframes } : plain
}

function printWindows(own: readonly (readonly [string, Value])[]): Json {
  const windows = new Map<string, { head: Value; json: Json }>()
  const heads = own.filter(([control]) => /^w\.[0-9a-z]{8}\/head$/.test(control))
  heads.sort(([a, x], [b, y]) =>
    (x[4] as string) === y[4] ? (a < b ? -1 : 1) : (x[4] as string) < (y[4] as string) ? -1 : 1,
  )
  for (const [control, head] of heads) windows.set(control.slice(2, 10), { head, json: {} })
  for (const [key, value] of own) {
    const [, id, part, , frame] = /^w\.([0-9a-z]{8})\/([a-z]+)([.@](\d+))?$/.exec(key) ?? []
    const json = windows.get(id ?? '')?.json
    if (!json || part === 'head') continue
    if (frame === undefined) json[part!] = short(value)
    else if (part === 'track') json.track = { ...(json.track as Json), [frame]: short(value) }
    else {
      const keyframes = (json.keyframes ??= {}) as Record<string, Json>
      keyframes[part!] = { ...keyframes[part!], [frame]: short(value) }
    }
  }
  let order = ''
  const list = [...windows].map(([id, { head, json }]) => {
    const said: Json = { kind: head[0], ...Object.fromEntries(headWords.map((word, i) => [word, head[i + 1]])) }
    order = between(order, null)
    if (said.order === order) delete said.order
    else order = said.order as string
    for (const [word, rest] of Object.entries(restHead)) if (said[word] === rest) delete said[word]
    return { id, ...said, ...json }
  })
  return list.length > 0 ? { windows: list } : {}
}

/** Two spaces a level; what fits on a line stays on one. */
function indented(value: unknown, before = ''): string {
  const short = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')
  if (value === null || typeof value !== 'object' || short.length + before.length <= 120) return short
  const inner = `${before}  `
  const items = Array.isArray(value)
    ? value.map((item) => indented(item, inner))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${indented(item, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  // Long runs of numbers are wrapped, not put one a line.
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    const lines: string[] = ['']
    for (const item of items) {
      if (`${lines.at(-1)}${item}, `.length + inner.length > 120) lines.push('')
      lines[lines.length - 1] += `${item}, `
    }
    return `${open}\n${inner}${lines
      .map((line) => line.trim())
      .join(`\n${inner}`)
      .replace(/,$/, '')}\n${before}${close}`
  }
  return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${before}${close}`
}
