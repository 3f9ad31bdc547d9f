/** Nodes, mixers and levels as the node panel calls them. */
import type { NodeKind } from '../../shared/doc/grade.ts'
import { opFaces } from '../../shared/doc/op-faces.ts'
import { layerModes } from '../../shared/doc/schema.ts'

export const kindTitles: Readonly<Record<NodeKind, string>> = {
  corrector: 'Corrector',
  parallel: 'Parallel',
  layer: 'Layer',
  keymix: 'Key mixer',
  split: 'Splitter',
  join: 'Combiner',
  shared: 'Shared',
}

export const levelTitles = {
  clip: 'Clip',
  pre: 'Group pre',
  post: 'Group post',
  timeline: 'Timeline',
  shared: 'Shared',
} as const

/** The words of `mode` that a mixer of this kind knows, what it does without one first; none where it has no choice. */
export function modesOf(kind: NodeKind): readonly string[] {
  if (kind === 'layer') return layerModes
  if (kind === 'parallel') return ['normal', 'average']
  return kind === 'keymix' ? ['mask', 'matte'] : []
}

/** `soft-light` is `Soft light`. */
export const wordTitle = (word: string): string => `${word[0]!.toUpperCase()}${word.slice(1).replaceAll('-', ' ')}`

/** How a mixer mixes, as its box says it. */
export function modeTitle({ kind, mode }: { readonly kind: NodeKind; readonly mode: string }): string {
  const modes = modesOf(kind)
  return modes.length === 0 ? '' : wordTitle(modes.includes(mode) ? mode : modes[0]!)
}

/** Tints of a node, none first: words of the document. */
export const nodeColours = ['', 'red', 'yellow', 'green', 'cyan', 'blue', 'magenta'] as const

/** What a badge stands for: the title of an operator, or windows. */
export const usedTitle = (id: string): string =>
  id === 'window' ? 'Windows' : (opFaces.find((op) => op.id === id)?.title ?? id)
