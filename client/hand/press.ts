/**
 * A press that becomes a drag: ready, deciding (3 px), dragging, then ended or aborted. The pointer is locked where the browser allows,
 * so that a drag has no edge of the screen; else it is captured. Escape, the right button and a cancelled pointer abort and restore.
 */
import { fineDivisor } from './scale.ts'

export interface Modifiers {
  readonly alt: boolean
  readonly shift: boolean
  /** Control, or Command on a Mac. */
  readonly command: boolean
}

/** Where a drag stands: `dx`, `dy` in pixels since it began, Alt's part divided by ten; `x`, `y` where the pointer is in the window. */
export interface Drag extends Modifiers {
  readonly dx: number
  readonly dy: number
  readonly x: number
  readonly y: number
}

export interface Press {
  /** The press has become a drag; false refuses it, and nothing more is called. */
  start(drag: Drag): boolean
  move(drag: Drag): void
  end(): void
  abort(): void
  /** It was let go before it became a drag. */
  still?(): void
}

/** Pixels before a press is a drag. */
export const threshold = 3
/** A first movement after the lock beyond this is the browser's own jump, not a hand's. */
const jump = 250

interface Step {
  readonly movementX: number
  readonly movementY: number
  readonly clientX: number
  readonly clientY: number
}

/** Adds up movement; pure but for its own sums. */
export class Travel {
  dx = 0
  dy = 0
  #x: number
  #y: number
  #fresh = false
  /** Locked: what has been heard ahead of the next event that counts. */
  #ahead: readonly [number, number] = [0, 0]

  constructor(x: number, y: number) {
    this.#x = x
    this.#y = y
  }

  /** The pointer has just been locked: its next jump is not believed. */
  locked(): void {
    this.#fresh = true
  }

  /** One event's movement, by the pointer's place or, when locked, by what the event says. */
  add(step: Step, locked: boolean, fine: boolean): void {
    let [mx, my] = locked ? [step.movementX, step.movementY] : [step.clientX - this.#x, step.clientY - this.#y]
    if (!locked) [this.#x, this.#y] = [step.clientX, step.clientY]
    if (this.#fresh && locked) {
      this.#fresh = false
      if (Math.abs(mx) > jump || Math.abs(my) > jump) [mx, my] = [0, 0]
    }
    const by = fine ? fineDivisor : 1
    this.dx += mx / by
    this.dy += my / by
    this.#ahead = [0, 0]
  }

  /**
   * Where the hand is ahead of the browser's frame: the next event that is added will have this movement in it too, so that nothing is
   * kept here. A browser that says no movement ahead gains nothing and loses nothing.
   */
  ahead(step: Step, locked: boolean, fine: boolean): readonly [dx: number, dy: number] {
    const [x, y] = this.#ahead
    this.#ahead = locked ? [x + step.movementX, y + step.movementY] : [step.clientX - this.#x, step.clientY - this.#y]
    const by = fine ? fineDivisor : 1
    return this.#fresh ? [this.dx, this.dy] : [this.dx + this.#ahead[0] / by, this.dy + this.#ahead[1] / by]
  }

  /** The pointer came back from a lock that ended: count on from here. */
  rejoin(x: number, y: number): void {
    ;[this.#x, this.#y] = [x, y]
  }
}

async function lock(element: HTMLElement): Promise<boolean> {
  try {
    await element.requestPointerLock({ unadjustedMovement: true })
    return true
  } catch {
    try {
      await element.requestPointerLock()
      return true
    } catch {
      return false // The browser declines (just escaped, no gesture): capture does instead.
    }
  }
}

/** Follows a pointer from its press on an element to its end. Call from `pointerdown`; only the main button begins. */
export function beginPress(
  element: HTMLElement,
  down: PointerEvent,
  press: Press,
  options: { readonly lock?: boolean } = {},
): void {
  if (down.button !== 0) return
  const travel = new Travel(down.clientX, down.clientY)
  const raw = new Travel(down.clientX, down.clientY)
  const wantsLock = (options.lock ?? true) && down.pointerType === 'mouse' && !down.shiftKey
  let state: 'deciding' | 'dragging' | 'over' = 'deciding'
  const active = document.activeElement
  if (active instanceof HTMLElement && active.matches('input, textarea')) active.blur()

  const isLocked = () => document.pointerLockElement === element
  const drag = (e: PointerEvent, dx = travel.dx, dy = travel.dy): Drag => ({
    dx,
    dy,
    x: e.clientX,
    y: e.clientY,
    alt: e.altKey,
    shift: e.shiftKey,
    command: e.ctrlKey || e.metaKey,
  })

  const over = (how: 'end' | 'abort') => {
    const was = state
    state = 'over'
    listeners.abort()
    if (isLocked()) document.exitPointerLock()
    if (element.hasPointerCapture(down.pointerId)) element.releasePointerCapture(down.pointerId)
    if (was === 'dragging') press[how]()
    else if (was === 'deciding' && how === 'end') press.still?.()
  }

  const move = (e: PointerEvent) => {
    if (e.pointerId !== down.pointerId || state === 'over') return
    if (e.buttons & 2) return over('abort')
    if (e.buttons === 0) return over('end')
    raw.add(e, isLocked(), false)
    if (state === 'deciding') {
      if (Math.hypot(raw.dx, raw.dy) < threshold) return
      travel.add(e, isLocked(), e.altKey)
      if (!press.start(drag(e))) return over('abort')
      state = 'dragging'
      if (wantsLock)
        void lock(element).then((got) => {
          if (!got) return
          if (state === 'dragging') travel.locked()
          else document.exitPointerLock()
        })
    } else travel.add(e, isLocked(), e.altKey)
    tell(drag(e))
    early = false
  }

  let told: Drag | null = null
  const tell = (now: Drag) => {
    if (told && (Object.keys(now) as (keyof Drag)[]).every((name) => now[name] === told![name])) return
    told = now
    press.move(now)
  }
  /** The first movement of a frame is heard when it comes, where the browser says it, and not only when the frame begins. */
  let early = false
  const ahead = (e: PointerEvent) => {
    if (e.pointerId !== down.pointerId || state !== 'dragging' || e.buttons !== 1) return
    const at = travel.ahead(e, isLocked(), e.altKey)
    if (early) return
    early = true
    tell(drag(e, ...at))
  }

  const listeners = new AbortController()
  const { signal } = listeners
  element.setPointerCapture(down.pointerId)
  window.addEventListener('pointermove', move, { signal })
  window.addEventListener('pointerrawupdate', (e) => ahead(e as PointerEvent), { signal })
  window.addEventListener('pointerup', (e) => e.button === 0 && over('end'), { signal })
  window.addEventListener('pointercancel', () => over('abort'), { signal })
  window.addEventListener('contextmenu', (e) => e.preventDefault(), { signal, capture: true })
  window.addEventListener(
    'keydown',
    (e) => {
      if (e.key !== 'Escape' || state !== 'dragging') return
      e.preventDefault()
      e.stopImmediatePropagation()
      over('abort')
    },
    { signal, capture: true },
  )
  let held = false
  document.addEventListener(
    'pointerlockchange',
    () => {
      if (isLocked()) held = true
      else if (held && state === 'dragging') {
        held = false
        // A lock lost in a focused page is the browser's Escape; lost with the focus it is only another window.
        if (document.hasFocus()) over('abort')
      }
    },
    { signal },
  )
}

/** A press that seeks, at once where it lands and then wherever the pointer goes: there is nothing to put back, and no end to lock it from. */
export function beginSeek(element: HTMLElement, down: PointerEvent, seek: (x: number, y: number) => void): void {
  if (down.button !== 0) return
  seek(down.clientX, down.clientY)
  const press = { start: () => true, move: (d: Drag) => seek(d.x, d.y), end: () => {}, abort: () => {} }
  beginPress(element, down, press, { lock: false })
}
