/** Which component shows a palette: its own where its hands want more than numbers, else the list of its controls. Each comes as a chunk of its own. */
import type { ReactNode } from 'react'
import { type PaletteId, paletteOf } from '../state/palette.ts'
import { Coming, later } from './later.tsx'

const plain = later(() => import('./op-palette.tsx').then((m) => m.OpPalette))
const primaries = later(() => import('./primaries.tsx').then((m) => m.Primaries))
const curveSet = later(() => import('./curve-set.tsx').then((m) => m.CurveSet))

/** Palettes with a component of their own that needs nothing but the desk: a line each. */
const own = {
  curves: later(() => import('./curves-palette.tsx').then((m) => m.CurvesPalette)),
  key: later(() => import('./key-palette.tsx').then((m) => m.KeyPalette)),
  qualifier: later(() => import('./qualifier-palette.tsx').then((m) => m.QualifierPalette)),
  sizing: later(() => import('./sizing-palette.tsx').then((m) => m.SizingPalette)),
  track: later(() => import('./track-palette.tsx').then((m) => m.TrackPalette)),
  window: later(() => import('./window-palette.tsx').then((m) => m.WindowPalette)),
} as const satisfies Partial<Record<PaletteId, unknown>>

export function showPalette(id: PaletteId): ReactNode {
  switch (id) {
    case 'wheels':
    case 'log':
    case 'bars':
      return <Coming of={primaries} give={{ form: id }} />
    case 'hue-curves':
      return <Coming of={curveSet} give={{ controls: paletteOf(id).controls }} />
    default:
      return id in own ? (
        <Coming key={id} of={own[id as keyof typeof own]} give={{}} />
      ) : (
        <Coming key={id} of={plain} give={{ controls: paletteOf(id).controls }} />
      )
  }
}
