/** What a part of a device can do: a control or an action, and how both are written in a kept map. */
import { type ActionId, keymap } from '../keys/keymap.ts'
import { type Control, controlName, palettes } from '../state/palette.ts'

/** Which part of a control: a wheel's ball both ways, one way of it, its master, or one number of the tuple. */
export type Place = 'ball' | 'across' | 'upright' | 'master' | number

export type Target =
  | { readonly kind: 'action'; readonly id: ActionId }
  | { readonly kind: 'move'; readonly control: Control; readonly place: Place }
  | { readonly kind: 'rest'; readonly control: Control; readonly place: Place | 'all' }

/** Every control made of numbers, once each, in the order of the palettes. Words, files and curves have no knob. */
export const controls: readonly Control[] = [
  ...new Map(
    palettes
      .flatMap((palette) => palette.controls)
      .filter(({ param }) => ['scalar', 'yrgb', 'rgb'].includes(param.kind))
      .map((control) => [controlName(control), control]),
  ).values(),
]

/** Whether it is drawn as a wheel, so that it has a ball and a master. */
export const isWheel = ({ op, param }: Control): boolean =>
  param.components.length > 2 && (op.id === 'primaries' || op.id === 'log')

/** The places of a control, the one that a knob most likely means first. */
export const placesOf = (control: Control): readonly Place[] => {
  const numbers = control.param.components.map((_, i) => i)
  return isWheel(control) ? ['master', 'across', 'upright', 'ball', ...numbers] : numbers
}

const words = ['ball', 'across', 'upright', 'master'] as const

/** `undo`, `primaries.gain master`, `primaries.gain 2`, `rest primaries.gain all`. */
export function printTarget(target: Target): string {
  if (target.kind === 'action') return target.id
  return `${target.kind === 'rest' ? 'rest ' : ''}${controlName(target.control)} ${target.place}`
}

/** The inverse; null for what there is none of (any more). */
export function parseTarget(text: string): Target | null {
  if (text in keymap) return { kind: 'action', id: text as ActionId }
  const rest = text.startsWith('rest ')
  const [name, word = ''] = (rest ? text.slice(5) : text).split(' ')
  const control = controls.find((one) => controlName(one) === name)
  if (!control) return null
  if (rest && word === 'all') return { kind: 'rest', control, place: 'all' }
  const place = words.find((one) => one === word) ?? (/^\d$/.test(word) ? Number(word) : null)
  if (place === null || !placesOf(control).includes(place)) return null
  return { kind: rest ? 'rest' : 'move', control, place }
}

/** As a list says a control: `Gain master`, `Gain left and right`, `Gain R`, `Contrast`, `Reset Gain`. */
export function controlTitle({ control: { param }, kind, place }: Exclude<Target, { kind: 'action' }>): string {
  const which = { ball: ' ball', across: ' left and right', upright: ' up and down', master: ' master', all: '' }
  const lone = param.components.length === 1
  const part = typeof place === 'string' ? which[place] : lone ? '' : ` ${param.components[place]!.toUpperCase()}`
  return `${kind === 'rest' ? 'Reset ' : ''}${param.title}${part}`
}

/**
 * What was touched on the screen: the control whose name is the element's accessible name, as wheels, fields and sliders have it, among
 * those of a palette. Null where there is none.
 */
export function touched(name: string, among: readonly Control[]): Target | null {
  const said = name.toLowerCase()
  for (const control of among) {
    if (!controls.includes(control) && !controls.some((one) => controlName(one) === controlName(control))) continue
    const title = control.param.title.toLowerCase()
    if (said === `reset ${title}`) return { kind: 'rest', control, place: 'all' }
    if (said === title) return { kind: 'move', control, place: placesOf(control)[0]! }
    if (!said.startsWith(`${title} `)) continue
    const part = said.slice(title.length + 1)
    if (isWheel(control) && part === 'colour') return { kind: 'move', control, place: 'across' }
    if (isWheel(control) && part === 'master') return { kind: 'move', control, place: 'master' }
    const index = control.param.components.indexOf(part)
    if (index >= 0) return { kind: 'move', control, place: index }
  }
  return null
}
