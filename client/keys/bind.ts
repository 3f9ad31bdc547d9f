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

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([readonly]), textarea, select'))

/** A focused button keeps Space and Enter for itself. */
const pressing = (e: KeyboardEvent): boolean =>
  (e.code === 'Space' || e.code === 'Enter') &&
  !e.ctrlKey &&
  !e.metaKey &&
  e.target instanceof HTMLElement &&
  e.target.matches('button, a, summary, [role="button"]') &&
  e.target.matches(':focus-visible')

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
