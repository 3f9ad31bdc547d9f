/** Binds the keymap to a window: text fields swallow everything but Escape, a control that took the key first has it. */
import { tinykeys } from 'tinykeys'
import { type ActionId, keymap } from './keymap.ts'

/** Keys held down now, by `event.code`: K held with J or L tapped is one frame. */
export class Held {
  readonly #codes = new Set<string>()
  has = (code: string): boolean => this.#codes.has(code)
  down(code: string): void {
    this.#codes.add(code)
  }
  up(code: string): void {
    this.#codes.delete(code)
  }
  clear(): void {
    this.#codes.clear()
  }
}

/** An element of any window of this page: each window has its own `HTMLElement`. */
const element = (target: EventTarget | null): HTMLElement | null =>
  target !== null && 'matches' in target ? (target as HTMLElement) : null

const typing = (event: EventTarget | null): boolean => {
  const target = element(event)
  return target !== null && (target.isContentEditable || target.matches('input:not([readonly]), textarea, select'))
}

/** A focused button keeps Space and Enter for itself. */
const pressing = (e: KeyboardEvent): boolean =>
  (e.code === 'Space' || e.code === 'Enter') &&
  !e.ctrlKey &&
  !e.metaKey &&
  element(e.target)?.matches(':is(button, a, summary, [role="button"]):focus-visible') === true

/** Text that was marked is the browser's to copy. */
const copying = (e: KeyboardEvent): boolean =>
  e.code === 'KeyC' && (e.ctrlKey || e.metaKey) && (getSelection()?.toString() ?? '') !== ''

/** Runs `run(id)` for each chord that is ours `here`, `code` the physical key, the others stay the browser's; returns what unbinds it. */
export function bindKeys(
  target: Window,
  held: Held,
  run: (id: ActionId, repeat: boolean, code: string) => void,
  here: (id: ActionId) => boolean = () => true,
): () => void {
  const table: Record<string, (e: KeyboardEvent) => void> = {}
  for (const [id, chords] of Object.entries(keymap) as [ActionId, readonly string[]][])
    for (const chord of chords)
      table[chord] = (e) => {
        if (e.defaultPrevented || e.isComposing || typing(e.target) || pressing(e) || copying(e) || !here(id)) return
        e.preventDefault()
        run(id, e.repeat, e.code)
      }
  const off = tinykeys(target, table)
  const down = (e: KeyboardEvent) => held.down(e.code)
  const up = (e: KeyboardEvent) => held.up(e.code)
  const blur = () => held.clear()
  target.addEventListener('keydown', down)
  target.addEventListener('keyup', up)
  target.addEventListener('blur', blur)
  return () => {
    off()
    target.removeEventListener('keydown', down)
    target.removeEventListener('keyup', up)
    target.removeEventListener('blur', blur)
  }
}

/** Keys pressed in a second window of this page are pressed in `to`, but for what a field or button there keeps; returns what ends it. */
export function relayKeys(from: Window, to: Window): () => void {
  const relay = (e: KeyboardEvent) => {
    if (e.defaultPrevented || typing(e.target) || pressing(e)) return
    // An event of `to`: another window's is none of ours to whoever asks for its class.
    if (!to.dispatchEvent(new KeyboardEvent(e.type, e))) e.preventDefault()
  }
  from.addEventListener('keydown', relay)
  from.addEventListener('keyup', relay)
  return () => {
    from.removeEventListener('keydown', relay)
    from.removeEventListener('keyup', relay)
  }
}
