/** A graph drawn into a kernel: correctors one after the other, shared bodies, mixers, splitters; each node's key mixes it over its input. */
import type { Graph, KeyInput, Link, Node, NodeId } from '../doc/grade.ts'
import { layerModes } from '../doc/schema.ts'
import { armOp, drawOp, type Ground, rasterOf, readControls } from '../op/define.ts'
import { holdMask } from '../op/draw.ts'
import type { Builder, Rgb, V } from '../op/expr.ts'
import { ops } from '../ops/index.ts'
import { sizing } from '../ops/sizing.ts'
import { drawComposite } from './composite.ts'
import { drawWindows } from './mask.ts'
import { drawKeyBlur, drawLevel, drawMatte } from './matte.ts'
import { drawMoved, drawPlacing, type Keyed } from './placing.ts'
import { drawView, type NodeView } from './view.ts'

/** A place where the draft is cut. */
const KEEP = { kind: 'keep' } as const

/** What a graph is drawn with. */
export interface Sheet {
  readonly b: Builder
  readonly ground: Ground
  /** Size of the picture the graph works on, for windows. */
  readonly size: readonly [number, number]
  /** The body of a shared node, or null where there is none. */
  readonly shared: (id: string) => Graph | null
  /** Told of everything in the grade that this engine does not draw, one sentence each. */
  readonly lack: (sentence: string) => void
  /** The node of this graph that is drawn armed; null for a plan that a receipt may name. */
  readonly armed: NodeId | null
  /** The node of this graph that is looked into in place of the picture; null or absent for all that a receipt may name. */
  readonly view?: NodeView | null
  /** The node of this graph before whose key and operators the draft is cut; null or absent for none. */
  readonly held?: NodeId | null
}

/** A node's result: the picture, and its key where it is not 1 everywhere. */
interface Drawn {
  readonly rgb: Rgb
  readonly key: V | null
}

/** A picture whose key is drawn when somebody asks for it: an outline that nobody reads is not measured. */
function lazily(rgb: Rgb, draw: () => V | null): Drawn {
  let key: V | null | undefined
  return {
    rgb,
    get key() {
      if (key === undefined) key = draw()
      return key
    },
  }
}

/** Draws the graph on `rgb`; the same values come back where nothing in it changes anything. `within`: shared bodies being drawn. */
export function drawGraph(sheet: Sheet, graph: Graph, rgb: Rgb, within: readonly string[] = []): Rgb {
  const drawn = new Map<string, Drawn>([['src', { rgb, key: null }]])
  const read = (link: Link): Drawn => {
    const from = drawn.get(link.node) ?? drawn.get('src')!
    const one = portOf(sheet.b, from, link.port)
    return one === null ? from : { rgb: [one, one, one], key: null }
  }
  for (const node of graph.nodes) {
    const input = node.inputs[0] === undefined ? drawn.get('src')! : read(node.inputs[0])
    const made = node.on ? drawNode(node, input) : off(node, input)
    drawn.set(node.id, made)
    if (sheet.view?.node === node.id)
      return drawView(sheet.b, sheet.view, input.rgb, made.rgb, made.key, sheet.ground.working)
  }
  const end = read(graph.out)
  return sheet.view?.node === 'out'
    ? drawView(sheet.b, sheet.view, end.rgb, end.rgb, end.key, sheet.ground.working)
    : end.rgb

  function keyOf(key: KeyInput): Drawn {
    return drawn.get(key.node) ?? drawn.get('src')!
  }

  /** A node that is off is a wire, and still says where it would work: an outside node does not come in with it. */
  function off(node: Node, { rgb }: Drawn): Drawn {
    if (node.kind !== 'corrector') return { rgb, key: null }
    return lazily(rgb, () => {
      const { keyed } = drawPlacing(sheet.b, node, sheet.size, sheet.b.hold3(rgb))
      return drawKey(sheet, node, keyed, keyOf)
    })
  }

  function drawNode(node: Node, input: Drawn): Drawn {
    switch (node.kind) {
      case 'corrector':
        return drawCorrector(sheet, node, input.rgb, keyOf)
      case 'parallel':
        return { rgb: drawParallel(sheet.b, graph, node, read), key: null }
      case 'shared': {
        const body = node.shared === null ? null : sheet.shared(node.shared)
        if (body === null || within.includes(node.shared!)) return { rgb: input.rgb, key: null }
        return {
          rgb: drawGraph({ ...sheet, armed: null, held: null, view: null }, body, input.rgb, [...within, node.shared!]),
          key: null,
        }
      }
      case 'layer':
        return { rgb: drawLayers(sheet.b, node, node.inputs.map(read), input.rgb), key: null }
      case 'keymix':
        return { rgb: input.rgb, key: drawKeys(sheet.b, node, node.inputs.map(read)) }
      case 'split':
        return input
      case 'join': {
        const of = node.inputs.map(read)
        return { rgb: sheet.b.each(input.rgb, (x, i) => of[i]?.rgb[i] ?? x), key: null }
      }
    }
  }
}

/** One number of a node: a channel of its picture, or its key; null for the picture itself. */
function portOf(b: Builder, drawn: Drawn, port: Link['port']): V | null {
  if (port === 'rgb') return null
  return port === 'key' ? (drawn.key ?? b.const(1)) : drawn.rgb['rgb'.indexOf(port) as 0 | 1 | 2]
}

/** From the lowest up: each layer over what is below it, in its mode, where its own key says so. Without one it covers all. */
function drawLayers(b: Builder, node: Node, layers: readonly Drawn[], rest: Rgb): Rgb {
  const [first, ...above] = layers
  if (first === undefined) return rest
  const mode = layerModes.find((word) => word === node.mode) ?? 'normal'
  let below = b.hold3(first.rgb)
  for (const { rgb, key } of above) {
    const put = drawComposite(b, mode, below, b.hold3(rgb))
    const under = below
    below = key === null ? put : b.hold3(b.each(under, (x, i) => b.mix(key, x, put[i])))
  }
  return below
}

/** Keys added (the larger) or, as mattes, multiplied; null where it is 1 everywhere. */
function drawKeys(b: Builder, node: Node, inputs: readonly Drawn[]): V | null {
  const keys = inputs.map(({ key }) => key ?? b.const(1))
  if (keys.length === 0) return null
  return keys.reduce((all, key) => (node.mode === 'matte' ? holdMask(b, b.mul(all, key)) : b.max(all, key)))
}

function drawCorrector(sheet: Sheet, node: Node, input: Rgb, keyOf: (key: KeyInput) => Drawn): Drawn {
  const { b } = sheet
  const held = sheet.held === node.id
  const given = held ? b.pass3(KEEP, input) : input
  const start = b.hold3(given)
  // Sizing comes before every palette; what is keyed from the node's input is so from the picture where it then stands.
  const { rgb: placed, keyed } = drawPlacing(b, node, sheet.size, start)
  const armed = sheet.armed === node.id
  // A held node's key is finished before its operators begin, so that neither is made again for the other.
  let key = held ? drawKey(sheet, node, keyed, keyOf) : null
  let from = placed
  if (key !== null) {
    const [r, g, blue, k] = b.pass(KEEP, [...(placed === start ? given : placed), key]) as [V, V, V, V]
    from = b.hold3([r, g, blue])
    key = k
  }
  const ground = { ...sheet.ground, input: from }
  let out = from
  let on = placed !== start
  for (const op of ops) {
    if (op === sizing) continue
    const controls = readControls(op, (control) => node.controls.get(`${op.id}.${control}`))
    if (armed && op.arms !== false) {
      const drawn = armOp(b, op, out, controls, ground)
      out = drawn.rgb
      on ||= drawn.on
    } else {
      const drawn = drawOp(b, op, out, controls, ground)
      on ||= drawn !== out
      out = drawn
    }
  }
  if (out === from && placed === start) return lazily(given, () => (held ? key : drawKey(sheet, node, keyed, keyOf)))
  if (!held) key = drawKey(sheet, node, keyed, keyOf)
  const mixed = key === null ? out : b.hold3(b.each(start, (x, i) => b.mix(key, x, out[i])))
  if (!armed) return { rgb: mixed, key }
  // With every part off the node is a wire.
  const mask = b.lt(b.const(0.5), b.coef(on ? 1 : 0))
  return { rgb: b.each(mixed, (x, i) => b.select(mask, x, given[i])), key }
}

/** The key of a node: qualifier × windows × key input, its finesse, then the key output's gain and offset; null where it is 1 everywhere. */
function drawKey(
  sheet: Sheet,
  node: Node,
  { rgb: seen, carry, pass }: Keyed,
  keyOf: (key: KeyInput) => Drawn,
): V | null {
  const { b } = sheet
  const scale = rasterOf(sheet.ground).scale
  let key = drawWindows(b, node.windows, sheet.size, carry)
  for (const op of ops) {
    const own = op.key?.(
      b,
      seen,
      readControls(op, (control) => node.controls.get(`${op.id}.${control}`)),
    )
    if (own) key = key === null ? own : holdMask(b, b.mul(key, own))
  }
  if (node.key !== null) {
    const source = keyOf(node.key)
    // A picture keys by its luma.
    const given = portOf(b, source, node.key.port) ?? b.luma(b.hold3(source.rgb))
    const from = node.key.port === 'key' ? given : holdMask(b, b.hold(given))
    const turned = drawMoved(b, pass, node.key.invert ? b.sub(b.const(1), from) : from)
    const sent = drawKeyBlur(b, drawLevel(b, turned, node.key.gain, node.key.offset), node.key.blur * scale)
    if (key === null) key = sent
    else key = node.key.mode === 'matte' ? holdMask(b, b.mul(key, sent)) : b.max(key, sent)
  }
  if (key !== null) key = drawMatte(b, key, node.matte, scale)
  const [gain, offset] = node.keyOut
  if (gain === 1 && offset === 0) return key
  return drawLevel(b, key ?? b.const(1), gain, offset)
}

/** in + Σ (nᵢ − in), or the mean of these changes, left to right, over the nearest node that all edges come from (colour.md 3.12). */
function drawParallel(b: Builder, graph: Graph, node: Node, read: (link: Link) => Drawn): Rgb {
  const before = (id: string): string[] => {
    const chain = [id]
    for (let at = graph.nodes.find((n) => n.id === id); at !== undefined; ) {
      const next: string = at.inputs[0]?.node ?? 'src'
      chain.push(next)
      at = graph.nodes.find((n) => n.id === next)
    }
    return chain
  }
  const chains = node.inputs.map((edge) => before(edge.node))
  const first = chains[0]
  if (first === undefined) return read({ node: 'src', port: 'rgb' }).rgb
  if (chains.length === 1) return read(node.inputs[0]!).rgb
  const joint = first.find((id) => chains.every((chain) => chain.includes(id))) ?? 'src'
  const start = b.hold3(read({ node: joint, port: 'rgb' }).rgb)
  let sum = start
  const share = node.mode === 'average' ? b.const(1 / node.inputs.length) : null
  for (const edge of node.inputs) {
    const { rgb } = read(edge)
    sum = b.each(sum, (x, i) => {
      const change = b.sub(rgb[i], start[i])
      return b.add(x, share === null ? change : b.mul(b.hold(change), share))
    })
  }
  return b.hold3(sum)
}
