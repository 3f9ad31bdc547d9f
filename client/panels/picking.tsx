/** The eyedropper over the picture, while one is in the hand: a press, and every colour of its drag, go to whoever took it up. */
import { useEffect, useRef } from 'react'
import { shareAt } from '../hand/place.ts'
import type { Picker } from '../state/palette-view.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { colourAt, type NodeInput } from '../viewer/probe.ts'
import { useProbe } from '../viewer/probe-context.ts'
import css from './picking.module.css'

type Going = NonNullable<ReturnType<Picker['begin']>>

export function Picking() {
  const desk = useDesk()
  const probe = useProbe()
  const picker = useDeskValue(['palette'], (d) => d.palettes.picker)
  const press = useRef<{
    going: Going | null
    input: NodeInput | null
    at: readonly [number, number]
    over: boolean
  } | null>(null)
  useEffect(() => {
    if (!picker) return
    const leave = (e: KeyboardEvent) => {
      if (e.key !== 'Escape') return
      e.preventDefault()
      e.stopImmediatePropagation()
      if (press.current) {
        press.current.going?.abort()
        press.current = null
      } else desk.palettes.pick(null)
    }
    window.addEventListener('keydown', leave, { capture: true })
    return () => window.removeEventListener('keydown', leave, { capture: true })
  }, [desk, picker])
  if (!picker || !probe) return null

  const place = (e: React.PointerEvent<HTMLElement>) => shareAt(e.currentTarget.getBoundingClientRect(), e)
  const take = () => {
    const now = press.current
    if (!now?.input || !now.going) return
    now.going.take(colourAt(now.input, ...now.at))
    if (!now.over) return
    now.going.end()
    press.current = null
  }
  const begin = async (e: React.PointerEvent<HTMLElement>) => {
    if (e.button !== 0 || press.current) return
    e.currentTarget.setPointerCapture(e.pointerId)
    const now = { going: null as Going | null, input: null as NodeInput | null, at: place(e), over: false }
    press.current = now
    // The node's input does not hang on the node's own controls: it is asked for once a press.
    const input = await probe.input()
    if (press.current !== now) return
    if (typeof input === 'string') desk.say(input)
    now.going = typeof input === 'string' ? null : picker.begin()
    if (!now.going || typeof input === 'string') {
      press.current = null
      return
    }
    now.input = input
    take()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reason: what is picked can be set by keyboard in its palette
    <div
      className={css.picking}
      data-testid="picking"
      onPointerDown={(e) => void begin(e)}
      onPointerMove={(e) => {
        const now = press.current
        if (!now) return
        if (e.buttons & 2) {
          now.going?.abort()
          press.current = null
          return
        }
        now.at = place(e)
        take()
      }}
      onPointerUp={() => {
        const now = press.current
        if (!now) return
        now.over = true
        if (now.input) {
          now.going?.end()
          press.current = null
        }
      }}
      onPointerCancel={() => {
        press.current?.going?.abort()
        press.current = null
      }}
      onContextMenu={(e) => e.preventDefault()}
    />
  )
}
