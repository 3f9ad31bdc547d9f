/** One, two or four at once over the graded picture, as the engine counts it. */
import { type ReactNode, useContext, useEffect, useState } from 'react'
import { Button } from '../controls/button.tsx'
import {
  keepScopes,
  readScopes,
  type ScopeChoice,
  type ScopeLook,
  scopeCounts,
  scopeKinds,
  scopeScales,
} from '../state/scope-choice.ts'
import { useDesk } from '../state/use-desk.ts'
import { followPixel } from '../viewer/pointed.ts'
import { useProbe } from '../viewer/probe-context.ts'
import { ScopeCanvas } from '../viewer/scope-canvas.tsx'
import { ScopeContext } from '../viewer/scope-loop.ts'
import css from './scope-set.module.css'

/** Where scopes stand, whatever they show. */
const places = [0, 1, 2, 3] as const

export interface ScopeSetProps {
  /** Beside how many scopes there are: given where they are docked, and both stand in the header of their panel then. */
  readonly end?: ReactNode
}

export function ScopeSet({ end }: ScopeSetProps) {
  const desk = useDesk()
  const loop = useContext(ScopeContext)
  const probe = useProbe()
  const person = desk.suite.session.seats.get(desk.suite.seat)?.name ?? ''
  const [choice, setChoice] = useState(() => readScopes(localStorage, person))
  const set = (part: Partial<ScopeChoice>) => {
    const next = { ...choice, ...part }
    setChoice(next)
    keepScopes(localStorage, person, next)
  }
  useEffect(() => {
    if (!loop || !probe) return undefined
    const stop = followPixel(desk, probe, true, (pointed) => loop.point(pointed))
    return () => {
      stop()
      loop.point(null)
    }
  }, [desk, loop, probe])
  return (
    <div className={css.scopes} data-count={choice.count} data-docked={end !== undefined}>
      {places.slice(0, choice.count).map((place) => {
        const look = choice.looks[place]!
        return (
          <div key={place} className={css.place}>
            <div className={css.choices}>
              <Choices
                look={look}
                name={(word) => (place === 0 ? word : `${word} ${place + 1}`)}
                set={(part) =>
                  set({ looks: choice.looks.map((one, at) => (at === place ? { ...one, ...part } : one)) })
                }
                lowPass={choice.lowPass}
                setLowPass={(lowPass) => set({ lowPass })}
              />
              {place === Math.min(1, choice.count - 1) && (
                <span className={css.end}>
                  {scopeCounts.map((count) => (
                    <Button
                      key={count}
                      pressed={choice.count === count}
                      press={() => set({ count })}
                      title={`Scopes at once: ${count}`}
                    >
                      {count}
                    </Button>
                  ))}
                  {end}
                </span>
              )}
            </div>
            <ScopeCanvas
              look={look}
              lowPass={choice.lowPass}
              title={scopeKinds.find(([kind]) => kind === look.kind)![1]}
            />
          </div>
        )
      })}
    </div>
  )
}

interface ChoicesProps {
  readonly look: ScopeLook
  /** A control's name, told apart from that of the other scopes. */
  readonly name: (word: string) => string
  readonly set: (part: Partial<ScopeLook>) => void
  readonly lowPass: boolean
  readonly setLowPass: (on: boolean) => void
}

function Choices({ look, name, set, lowPass, setLowPass }: ChoicesProps) {
  const levels = look.kind === 'parade' || look.kind === 'waveform'
  return (
    <>
      <select
        aria-label={name('Scope')}
        value={look.kind}
        onChange={(e) => set({ kind: e.currentTarget.value as ScopeLook['kind'] })}
      >
        {scopeKinds.map(([kind, title]) => (
          <option key={kind} value={kind}>
            {title}
          </option>
        ))}
      </select>
      {look.kind !== 'vectorscope' && (
        <select
          aria-label={name('Scale')}
          value={look.scale}
          onChange={(e) => set({ scale: e.currentTarget.value as ScopeLook['scale'] })}
        >
          {scopeScales.map(([scale, title]) => (
            <option key={scale} value={scale}>
              {title}
            </option>
          ))}
        </select>
      )}
      {look.kind === 'waveform' && (
        <Button pressed={lowPass} press={() => setLowPass(!lowPass)} title="Low pass: without fine detail">
          LP
        </Button>
      )}
      {levels && (
        <Button
          pressed={look.extents}
          press={() => set({ extents: !look.extents })}
          title="Extents: lowest and highest pixel of each column"
        >
          Ext
        </Button>
      )}
      {look.kind === 'vectorscope' && (
        <Button pressed={look.zoom === 2} press={() => set({ zoom: look.zoom === 2 ? 1 : 2 })} title="Twice as large">
          2×
        </Button>
      )}
    </>
  )
}
