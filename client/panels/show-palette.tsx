/** Which component shows a palette: its own where its hands want more than numbers, else the list of its controls. */
import type { ReactNode } from 'react'
import { type PaletteId, paletteOf } from '../state/palette.ts'
import { CurveSet } from './curve-set.tsx'
import { CurvesPalette } from './curves-palette.tsx'
import { KeyPalette } from './key-palette.tsx'
import { OpPalette } from './op-palette.tsx'
import { Primaries } from './primaries.tsx'
import { QualifierPalette } from './qualifier-palette.tsx'
import { WindowPalette } from './window-palette.tsx'

export function showPalette(id: PaletteId): ReactNode {
  switch (id) {
    case 'wheels':
    case 'log':
    case 'bars':
      return <Primaries form={id} />
    case 'curves':
      return <CurvesPalette />
    case 'hue-curves':
      return <CurveSet controls={paletteOf(id).controls} />
    case 'qualifier':
      return <QualifierPalette />
    case 'key':
      return <KeyPalette />
    case 'window':
      return <WindowPalette />
    default:
      return <OpPalette key={id} controls={paletteOf(id).controls} />
  }
}
