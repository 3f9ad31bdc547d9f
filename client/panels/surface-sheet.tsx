/**
 * Control surfaces: what is connected, what each part does, and learning: move a knob, then touch a control on the screen or choose from the
 * list. The devices work while this is shut, so it stands as long as the grader; it is no modal dialog, for the palettes must be in reach.
 */
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { actions } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import { palettes } from '../state/palette.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { browserPorts } from '../surface/ports.ts'
import { Surfaces } from '../surface/surfaces.ts'
import { printTarget, touched } from '../surface/target.ts'
import { partTitle, SurfaceLines, TargetChoice } from './surface-lines.tsx'
import { reachOf } from './surface-reach.ts'
import css from './surface-sheet.module.css'

export function SurfaceSheet() {
  const desk = useDesk()
  const open = useDeskValue(['sheet'], (d) => d.surfaces)
  const name = desk.suite.session.seats.get(desk.suite.seat)?.name ?? ''
  const [surfaces, setSurfaces] = useState<Surfaces | null>(null)
  useEffect(() => {
    const own = new Surfaces(reachOf(desk), browserPorts(), localStorage, name)
    setSurfaces(own)
    void own.begin()
    return () => own.close()
  }, [desk, name])
  return open && surfaces ? <Opened surfaces={surfaces} /> : null
}

function Opened({ surfaces }: { readonly surfaces: Surfaces }) {
  const desk = useDesk()
  const dialog = useRef<HTMLDialogElement>(null)
  useSyncExternalStore(surfaces.on, () => surfaces.turn)
  const { devices, learning, refusal, lacks } = surfaces
  const moved = learning === 'waiting' ? null : learning
  useEffect(() => {
    dialog.current?.show()
    return () => surfaces.learn(false)
  }, [surfaces])
  useTouch(moved !== null, (to) => surfaces.teach(to))
  const values = moved?.values.at(-1)
  return (
    <dialog
      ref={dialog}
      className={css.sheet}
      aria-label="Surfaces"
      onClose={() => desk.setSurfaces(false)}
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return
        e.preventDefault()
        e.stopPropagation()
        if (learning === null) desk.setSurfaces(false)
        else surfaces.learn(false)
      }}
    >
      <div className={css.head}>
        <h2>Surfaces</h2>
        <Button press={() => desk.setSurfaces(false)}>Close</Button>
      </div>
      <div className={css.connect}>
        <Button disabled={lacks.midi} press={() => void surfaces.connectMidi()}>
          Connect MIDI
        </Button>
        <Button disabled={lacks.hid} press={() => void surfaces.connectHid()}>
          Connect a Micro Color Panel…
        </Button>
        <Button
          main={learning === null}
          pressed={learning !== null}
          disabled={devices.length === 0}
          press={() => surfaces.learn(learning === null)}
        >
          Learn
        </Button>
      </div>
      {(lacks.midi || lacks.hid) && (
        <p className="quiet">
          This browser has no {[lacks.midi && 'WebMIDI', lacks.hid && 'WebHID'].filter(Boolean).join(' and no ')}:
          Chrome and Edge have both.
        </p>
      )}
      <p role="status" aria-label="Surfaces message" className={css.said}>
        {learning === 'waiting' && 'Turn a knob to the right and then left, or press a button.'}
        {moved &&
          `${partTitle(moved.part)}${values === undefined ? '' : ` at ${values}`}: now touch a control on the screen, or choose.`}
        {learning === null && refusal}
      </p>
      {moved && (
        <TargetChoice name={`What ${partTitle(moved.part)} does`} value="" choose={(to) => surfaces.teach(to)} />
      )}
      <div className={css.devices}>
        {devices.length === 0 && <p className="quiet">Nothing is connected.</p>}
        {devices.map((device) => (
          <SurfaceLines key={device} surfaces={surfaces} device={device} />
        ))}
      </div>
    </dialog>
  )
}

/** While `on`, a press on a control of a palette, or on a button of an action, is taken as its name and does nothing else. */
function useTouch(on: boolean, take: (to: string) => void): void {
  const desk = useDesk()
  const latest = useRef(take)
  latest.current = take
  const titles = useMemo(() => new Map(actions.map(({ id, title }) => [title, id as string])), [])
  useEffect(() => {
    if (!on) return undefined
    let taken = false
    const press = (e: PointerEvent) => {
      const element = e.target instanceof Element ? e.target.closest('[aria-label], button') : null
      const name = element?.getAttribute('aria-label') ?? ''
      const title = element?.getAttribute('title')?.split('  ')[0] ?? ''
      const side = element?.closest('#palette-left') ? 'left' : element?.closest('#palette-centre') ? 'centre' : null
      const palette = side && palettes.find(({ id }) => id === desk.palettes.open[side])
      const target = palette && touched(name, palette.controls)
      const to = target ? printTarget(target) : (titles.get(title) ?? titles.get(name))
      if (to === undefined) return
      e.preventDefault()
      e.stopPropagation()
      taken = true
      latest.current(to)
    }
    // The click that belongs to the press does nothing either.
    const click = (e: MouseEvent) => {
      if (!taken) return
      taken = false
      e.preventDefault()
      e.stopPropagation()
    }
    document.addEventListener('pointerdown', press, { capture: true })
    document.addEventListener('click', click, { capture: true })
    return () => {
      document.removeEventListener('pointerdown', press, { capture: true })
      // After the click that follows.
      setTimeout(() => document.removeEventListener('click', click, { capture: true }), 400)
    }
  }, [on, desk, titles])
}
