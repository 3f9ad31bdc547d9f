/** The scopes: one of four over the graded picture, as the engine counts it. */
import { useState } from 'react'
import type { ScopeKind } from '../../shared/scope/counts.ts'
import type { Scale } from '../../shared/scope/graticule.ts'
import { Button } from '../controls/button.tsx'
import { ScopeCanvas, type ScopeLook } from '../viewer/scope-canvas.tsx'
import css from './scopes.module.css'

const kinds: readonly (readonly [ScopeKind, string])[] = [
  ['parade', 'Parade'],
  ['waveform', 'Waveform'],
  ['vectorscope', 'Vectorscope'],
  ['histogram', 'Histogram'],
]
const scales: readonly (readonly [Scale, string])[] = [
  ['data10', '10 bit'],
  ['data12', '12 bit'],
  ['video10', '10 bit video'],
  ['video12', '12 bit video'],
  ['percent', '%'],
  ['millivolt', 'mV'],
  ['nits', 'nits'],
]

export function Scopes() {
  const [look, setLook] = useState<ScopeLook>({
    kind: 'parade',
    scale: 'data10',
    lowPass: false,
    extents: false,
    zoom: 1,
  })
  const set = (part: Partial<ScopeLook>) => setLook((was) => ({ ...was, ...part }))
  const levels = look.kind === 'parade' || look.kind === 'waveform'
  return (
    <div className={css.scopes}>
      <div className={css.choices}>
        <select
          aria-label="Scope"
          value={look.kind}
          onChange={(e) => set({ kind: e.currentTarget.value as ScopeKind })}
        >
          {kinds.map(([kind, title]) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
        </select>
        {levels && (
          <select
            aria-label="Scale"
            value={look.scale}
            onChange={(e) => set({ scale: e.currentTarget.value as Scale })}
          >
            {scales.map(([scale, title]) => (
              <option key={scale} value={scale}>
                {title}
              </option>
            ))}
          </select>
        )}
        {look.kind === 'waveform' && (
          <>
            <Button pressed={look.lowPass} press={() => set({ lowPass: !look.lowPass })} title="Without fine detail">
              Low pass
            </Button>
            <Button
              pressed={look.extents}
              press={() => set({ extents: !look.extents })}
              title="Lowest and highest pixel of each column"
            >
              Extents
            </Button>
          </>
        )}
        {look.kind === 'vectorscope' && (
          <Button pressed={look.zoom === 2} press={() => set({ zoom: look.zoom === 2 ? 1 : 2 })} title="Twice as large">
            2×
          </Button>
        )}
      </div>
      <ScopeCanvas look={look} title={kinds.find(([kind]) => kind === look.kind)![1]} className={css.canvas} />
    </div>
  )
}
