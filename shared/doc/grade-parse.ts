/** From a grade's JSON to the keys of a level. A wrong file is one sentence with the path in the JSON and the rule. */
import { spaces } from '../spaces/index.ts'
import type { Value } from './grade.ts'
import {
  type Body,
  controlFields,
  fileFields,
  GRADE_FORMAT,
  type Grade,
  headWords,
  MOST_GRADE_BYTES,
  MOST_NODES,
  nodeFields,
  partFields,
  placeId,
  restHead,
  restKey,
  windowFields,
} from './grade-json.ts'
import { jsonPlace } from './json-place.ts'
import { between } from './order.ts'
import { idPattern } from './path.ts'
import { faultOf, nodeKinds } from './schema.ts'
import { isMixer } from './wiring.ts'

type Json = Readonly<Record<string, unknown>>

/** Level that the grammar is asked with: a clip's may hold everything. */
const LEVEL = 'c.00000000/0'

/** What a reading has met so far: its first fault. */
class Reading {
  wrong: string | null = null

  refuse(path: string, words: string): null {
    this.wrong ??= `${path} ${words}`
    return null
  }
}

const print = (value: unknown): string => {
  const json = JSON.stringify(value) ?? String(value)
  return json.length > 60 ? `${json.slice(0, 59)}…` : json
}
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const field = (path: string, name: string): string =>
  /^[A-Za-z]\w*$/.test(name) ? `${path === '' ? '' : `${path}.`}${name}` : `${path}[${JSON.stringify(name)}]`

/** The grade of a file, or one sentence. Numbers are rounded to f32, as every writer of the document does. */
export function parseGrade(text: string): Grade | string {
  if (text.length > MOST_GRADE_BYTES) return `The file has ${text.length} characters; ${MOST_GRADE_BYTES} is the most.`
  const plain = text.replace(/^\uFEFF/, '')
  let file: unknown
  try {
    file = JSON.parse(plain)
  } catch {
    const place = jsonPlace(plain)
    return `${place ? `Line ${place.line}, column ${place.column}: ` : ''}the file is no JSON from here on.`
  }
  if (!isObject(file)) return 'The file is no JSON object.'
  const reading = new Reading()
  if (file.format !== GRADE_FORMAT) reading.refuse('format', `is "${GRADE_FORMAT}", not ${print(file.format)}.`)
  const fields = fileFields.map(({ name }) => name)
  for (const name of Object.keys(file))
    if (!fields.includes(name)) reading.refuse(field('', name), `is no field of a grade; it has ${fields.join(', ')}.`)
  const { working = null } = file
  if (working !== null && !spaces.some(({ id }) => id === working))
    reading.refuse('working', `is the id of a colour space, not ${print(working)}.`)
  const named = new Set(isObject(file.shared) ? Object.keys(file.shared) : [])
  const shared = new Map<string, Body>()
  const body = readBody(file, '', named, reading)
  if (file.shared !== undefined && !isObject(file.shared))
    reading.refuse('shared', `holds bodies by id, not ${print(file.shared)}.`)
  for (const [id, part] of isObject(file.shared) ? Object.entries(file.shared) : []) {
    const path = field('shared', id)
    if (!idPattern.test(id)) reading.refuse(path, 'is named by eight characters of 0-9 a-z.')
    else if (!isObject(part)) reading.refuse(path, `holds nodes and out, not ${print(part)}.`)
    else {
      for (const name of Object.keys(part))
        if (name !== 'nodes' && name !== 'out')
          reading.refuse(field(path, name), 'is no field of a body; it has nodes, out.')
      shared.set(id, readBody(part, path, named, reading))
    }
  }
  if (file.sizing !== undefined) readSizing(file.sizing, body, reading)
  return reading.wrong ?? { working: working as string | null, body, shared }
}

interface Reads {
  readonly edge: string
  readonly node: string
  readonly port: string
}

/** One list of nodes as the keys of a level. */
function readBody(from: Json, path: string, shared: ReadonlySet<string>, reading: Reading): Map<string, Value> {
  const body = new Map<string, Value>()
  const { nodes: list = [], out } = from
  const at = (i: number): string => `${field(path, 'nodes')}[${i}]`
  if (!Array.isArray(list)) {
    reading.refuse(field(path, 'nodes'), `is a list of nodes, not ${print(list)}.`)
    return body
  }
  if (list.length > MOST_NODES) {
    reading.refuse(field(path, 'nodes'), `holds ${list.length} nodes; ${MOST_NODES} is the most.`)
    return body
  }
  const ids: string[] = []
  for (const [i, node] of (list as unknown[]).entries()) {
    const id = isObject(node) ? (node.id ?? placeId(i)) : null
    if (id === null) reading.refuse(at(i), `is a node, not ${print(node)}.`)
    else if (typeof id !== 'string' || !idPattern.test(id))
      reading.refuse(`${at(i)}.id`, `is eight characters of 0-9 a-z, not ${print(id)}.`)
    else if (ids.includes(id)) reading.refuse(`${at(i)}.id`, `is ${id}, as that of a node before it.`)
    ids.push(String(id))
  }
  if (reading.wrong !== null) return body
  const nodes = list as Json[]
  const known = new Set(['src', ...ids])
  const reads = new Map(nodes.map((node, i) => [ids[i]!, readInputs(node, at(i), ids[i - 1] ?? 'src', known, reading)]))
  const end =
    out === undefined ? { node: ids.at(-1) ?? 'src', port: 'rgb' } : readLink(out, field(path, 'out'), known, reading)
  if (reading.wrong !== null || end === null) return body
  const circle = circleOf(reads)
  if (circle !== null) {
    reading.refuse(`${at(ids.indexOf(circle))}.in`, 'comes back to the node itself.')
    return body
  }
  const put = (rest: string, value: unknown, where: string): void => putEntry(body, rest, value, where, reading)
  const into = readersOf(reads, end.node)
  nodes.forEach((node, i) => {
    const [id, where] = [ids[i]!, at(i)]
    const { kind = 'corrector' } = node
    put(`${id}/head`, [kind, ...(into.get(id) ?? [null])], `${where}.kind`)
    let order = ''
    for (const { edge, node: source, port } of reads.get(id)!) {
      order = between(order, null)
      put(`${id}/in.${edge}`, isMixer(kind as string) ? [source, port, order] : [source, port], `${where}.in`)
    }
    readNode(node, id, where, known, shared, put, reading)
  })
  put('out/in.0', [end.node, end.port], field(path, 'out'))
  return body
}

/** A value as it is stored, under the grammar. */
function putEntry(body: Map<string, Value>, rest: string, value: unknown, where: string, reading: Reading): void {
  if (isObject(value)) return void reading.refuse(where, `is a value or a list of values, not ${print(value)}.`)
  const list = (Array.isArray(value) ? value : [value]) as Value
  const stored = list.map((x) =>
    typeof x === 'number' ? Math.fround(x) + 0 : typeof x === 'string' ? x.normalize('NFC') : x,
  )
  const key = `${LEVEL}/${rest}`
  const fault = faultOf('grade', key, stored)
  if (fault === null) return void body.set(rest, stored)
  const { sentence } = fault
  reading.refuse(
    where,
    sentence.startsWith(`${key} `)
      ? sentence.slice(key.length + 1)
      : `is nothing that a grade has: ${rest.slice(rest.indexOf('/') + 1)}.`,
  )
}

function readLink(
  link: unknown,
  path: string,
  known: ReadonlySet<string>,
  reading: Reading,
): { node: string; port: string } | null {
  const {
    node,
    port = 'rgb',
    ...more
  } = typeof link === 'string' ? ({ node: link } as Json) : isObject(link) ? link : ({} as Json)
  const [extra] = Object.keys(more).filter((name) => name !== 'edge')
  if (extra !== undefined) return reading.refuse(field(path, extra), 'is no field of a link; it has node, port.')
  if (typeof node !== 'string')
    return reading.refuse(path, `is the id of a node, src, or { node, port }, not ${print(link)}.`)
  if (!known.has(node)) return reading.refuse(path, `reads ${print(node)}, which is no node of this list.`)
  return { node, port: port as string }
}

function readInputs(node: Json, path: string, before: string, known: ReadonlySet<string>, reading: Reading): Reads[] {
  const { in: given = before, kind = 'corrector' } = node
  if (!nodeKinds.some((one) => one === kind) || kind === 'gone') {
    reading.refuse(
      `${path}.kind`,
      `is one of ${nodeKinds.filter((one) => one !== 'gone').join(', ')}, not ${print(kind)}.`,
    )
    return []
  }
  if (!isMixer(kind as string)) {
    const link = readLink(given, `${path}.in`, known, reading)
    return link ? [{ edge: '0', ...link }] : []
  }
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  const found = list.flatMap((one, i): Reads[] => {
    const link = readLink(one, `${path}.in[${i}]`, known, reading)
    const edge = (isObject(one) ? one.edge : undefined) ?? placeId(i)
    return link ? [{ edge: String(edge), ...link }] : []
  })
  if (new Set(found.map(({ edge }) => edge)).size !== found.length)
    reading.refuse(`${path}.in`, 'has two links of one edge.')
  return found
}

/** A node that reads itself in the end, or null. */
function circleOf(reads: ReadonlyMap<string, readonly Reads[]>): string | null {
  const done = new Set<string>()
  for (const start of reads.keys()) {
    const open: [string, number][] = [[start, 0]]
    const walked = new Set([start])
    for (let step = open.at(-1); step !== undefined; step = open.at(-1)) {
      const next = done.has(step[0]) ? undefined : reads.get(step[0])?.[step[1]++]
      if (next === undefined) {
        done.add(step[0])
        walked.delete(step[0])
        open.pop()
      } else if (walked.has(next.node)) return next.node
      else if (next.node !== 'src') {
        walked.add(next.node)
        open.push([next.node, 0])
      }
    }
  }
  return null
}

/** What each node in the picture was put before: its first reader there. One that nobody reads is unlinked on purpose. */
function readersOf(reads: ReadonlyMap<string, readonly Reads[]>, end: string): Map<string, readonly [string, string]> {
  const into = new Map<string, readonly [string, string]>([[end, ['out', '0']]])
  for (const [reader] of into) {
    for (const { node, edge } of reads.get(reader) ?? [])
      if (node !== 'src' && !into.has(node)) into.set(node, [reader, edge])
  }
  return into
}

type Put = (rest: string, value: unknown, where: string) => void

function readNode(
  node: Json,
  id: string,
  path: string,
  known: ReadonlySet<string>,
  shared: ReadonlySet<string>,
  put: Put,
  reading: Reading,
): void {
  for (const [name, value] of Object.entries(node)) {
    const where = field(path, name)
    if (name === 'id' || name === 'kind' || name === 'in') continue
    if (name === 'key') readKey(value, id, where, known, put, reading)
    else if (name === 'windows') readWindows(value, id, where, put, reading)
    else if (name === 'keyframes') readKeyframes(value, where, (control) => `${id}/${control}`, put, reading)
    else if (name === 'shared') {
      if (shared.has(value as string)) put(`${id}/shared`, value, where)
      else reading.refuse(where, `names ${print(value)}, which is no body of this file.`)
    } else if (/^(?:head$|in\.|w\.)/.test(name))
      reading.refuse(where, 'is no field of a node; links stand in "in", windows in "windows".')
    else if (!name.includes('.') && !controlNames.has(name))
      reading.refuse(
        where,
        `is no field of a node; it has ${[...nodeNames, ...controlNames].join(', ')} and <operator>.<control>.`,
      )
    else put(`${id}/${name}`, value, where)
  }
}

const nodeNames = nodeFields.map(({ name }) => name)
const controlNames = new Set(controlFields.map(({ name }) => name))

function readKey(
  value: unknown,
  id: string,
  path: string,
  known: ReadonlySet<string>,
  put: Put,
  reading: Reading,
): void {
  if (!isObject(value))
    return void reading.refuse(path, `is { node, port, invert, mode, gain, offset, blur }, not ${print(value)}.`)
  const names = ['node', ...Object.keys(restKey)]
  for (const name of Object.keys(value))
    if (!names.includes(name)) reading.refuse(field(path, name), `is no field of a key; it has ${names.join(', ')}.`)
  if (!known.has(value.node as string))
    return void reading.refuse(`${path}.node`, `is ${print(value.node)}, which is no node of this list.`)
  put(`${id}/key`, [value.node, ...Object.entries(restKey).map(([name, rest]) => value[name] ?? rest)], path)
}

function readKeyframes(
  value: unknown,
  path: string,
  key: (control: string) => string,
  put: Put,
  reading: Reading,
): void {
  if (!isObject(value))
    return void reading.refuse(path, `holds controls, and by their frames [ease, …value], not ${print(value)}.`)
  for (const [control, frames] of Object.entries(value)) {
    const where = field(path, control)
    if (!isObject(frames)) reading.refuse(where, `holds [ease, …value] by frame, not ${print(frames)}.`)
    else
      for (const [frame, tuple] of Object.entries(frames)) put(`${key(control)}@${frame}`, tuple, field(where, frame))
  }
}

function readWindows(value: unknown, id: string, path: string, put: Put, reading: Reading): void {
  if (!Array.isArray(value)) return void reading.refuse(path, `is a list of windows, not ${print(value)}.`)
  let order = ''
  const seen = new Set<string>()
  for (const [i, window] of (value as unknown[]).entries()) {
    const where = `${path}[${i}]`
    if (!isObject(window)) return void reading.refuse(where, `is a window, not ${print(window)}.`)
    const { id: given = placeId(i), track, keyframes, kind = restHead.kind, ...parts } = window
    if (typeof given !== 'string' || !idPattern.test(given) || seen.has(given))
      return void reading.refuse(`${where}.id`, `is eight characters of 0-9 a-z of its own, not ${print(given)}.`)
    seen.add(given)
    order = typeof parts.order === 'string' ? parts.order : between(order, null)
    const head: Json = { ...restHead, ...parts, order }
    put(`${id}/w.${given}/head`, [kind, ...headWords.map((word) => head[word])], where)
    for (const [name, part] of Object.entries(parts)) {
      if (headWords.some((word) => word === name)) continue
      if (!partNames.has(name))
        reading.refuse(
          field(where, name),
          `is no field of a window; it has ${[...windowNames, ...partNames].join(', ')}.`,
        )
      else put(`${id}/w.${given}/${name}`, part, field(where, name))
    }
    if (keyframes !== undefined)
      readKeyframes(keyframes, `${where}.keyframes`, (part) => `${id}/w.${given}/${part}`, put, reading)
    if (track !== undefined && !isObject(track))
      reading.refuse(`${where}.track`, `holds numbers by first frame, not ${print(track)}.`)
    for (const [frame, numbers] of isObject(track) ? Object.entries(track) : [])
      put(`${id}/w.${given}/track.${frame}`, numbers, field(`${where}.track`, frame))
  }
}

const windowNames = windowFields.map(({ name }) => name)
const partNames = new Set(partFields.map(({ name }) => name))

function readSizing(value: unknown, body: Map<string, Value>, reading: Reading): void {
  if (!isObject(value)) return void reading.refuse('sizing', `holds controls of the sizing, not ${print(value)}.`)
  const put: Put = (rest, tuple, where) => putEntry(body, rest, tuple, where, reading)
  for (const [name, tuple] of Object.entries(value)) {
    if (name === 'keyframes') readKeyframes(tuple, 'sizing.keyframes', (control) => `sizing/${control}`, put, reading)
    else put(`sizing/${name}`, tuple, field('sizing', name))
  }
}
